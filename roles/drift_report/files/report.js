// Copyright (c) 2026, the manageengine.id360 contributors
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
// Shows the findings of a drift report. Names come from people's hands: they only ever become text nodes.
"use strict";
{
  const STEP = 100; // findings made at once, and in one table: a single one of thousands takes minutes to print
  const FEW = 8; // values of a list that are shown before the rest folds away
  const find = (id) => document.getElementById(id);
  const number = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;

  // Characters that hide, or turn the text around them, and spaces at the ends, are named.
  const UNSEEN = /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202f\u2060-\u2069\ufeff]|^ | $/gu;
  const NAMES = { " ": "space", "\n": "new line", "\t": "tab", "\u00a0": "no-break space" };

  function make(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  // An address too long for its column breaks before the @.
  const breakable = (value) => value.split(/(?=@)/).flatMap((part, index) => (index > 0 ? [make("wbr", {}), part] : [part]));

  function text(value) {
    const shown = make("bdi", {});
    let at = 0;
    for (const { 0: character, index } of value.matchAll(UNSEEN)) {
      const code = "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      shown.append(...breakable(value.slice(at, index)), make("span", { class: "unseen", title: code }, NAMES[character] || code));
      if (character === "\n") shown.append(make("br", {}));
      at = index + character.length;
    }
    shown.append(...breakable(value.slice(at)));
    return shown;
  }

  const word = (value) => (typeof value === "string" ? value : JSON.stringify(value));

  const nothing = () => make("span", { class: "nothing" }, make("span", { "aria-hidden": "true" }, "–"), make("span", { class: "aside" }, "empty"));

  function list(values, common) {
    const entries = values.map((value) => make("li", {}, text(word(value))));
    const shown = [make("ul", {}, ...entries.slice(0, FEW))];
    if (entries.length > FEW) {
      const rest = make("ul", {}, ...entries.slice(FEW));
      shown.push(make("details", {}, make("summary", {}, `${(entries.length - FEW).toLocaleString("en")} more`), rest));
    }
    if (common > 0) shown.push(make("p", { class: "common" }, `${common.toLocaleString("en")} in both`));
    return shown;
  }

  // One side of a difference; of two lists only what the other one doesn't have.
  function side(mine, other) {
    if (mine === undefined || mine === null || mine === "") return [nothing()];
    if (!Array.isArray(mine)) return [text(word(mine))];
    const others = new Set(Array.isArray(other) ? other : []);
    const alone = mine.filter((value) => !others.has(value));
    return alone.length > 0 ? list(alone, mine.length - alone.length) : [nothing()];
  }

  const label = (field) => field.replaceAll("_", " ");
  const note = (finding) => make("p", { class: "note" }, text(finding.note));
  // The first two ranks: accounts that can sign in, and should not be able to.
  const status = (finding) => make("span", finding.rank < 2 ? { class: "danger" } : {}, finding.status);

  function read() {
    const { findings, gone } = JSON.parse(find("data").textContent);
    findings.forEach((finding, index) => {
      finding.index = index; // they come with the most dangerous first
      finding.all = [...new Set([...Object.keys(finding.before), ...Object.keys(finding.after)])];
      const known = [finding.key, finding.id, finding.name, finding.department, finding.title, finding.source, finding.place];
      finding.words = JSON.stringify([known, finding.status, finding.note, finding.before, finding.after]).toLowerCase();
    });
    return { findings, gone };
  }

  // What people know the account by, and whether it can be used
  function profile({ key, name, title, department, source, ...finding }) {
    const parts = [name, title, department].filter((part) => part && part !== key).map(text);
    if (finding.status) parts.push(status(finding));
    if (source) parts.push(make("span", {}, "from ", text(source)));
    return parts.flatMap((part, index) => (index > 0 ? [" · ", part] : [part]));
  }

  function who(finding, rows) {
    const badges = [make("span", { class: `badge ${finding.finding}` }, finding.finding), ` ${finding.kind}`];
    if (finding.id) badges.push(" ", make("span", { class: "id" }, text(String(finding.id))));
    if (document.body.dataset.compared && finding.is_new) badges.push(" ", make("span", { class: "tag" }, "new"));
    const shown = [make("span", { class: "key" }, text(finding.key)), make("span", { class: "what" }, ...badges)];
    const known = isOneSided(finding) ? [] : profile(finding); // else it is in the sheet
    if (known.length > 0) shown.push(make("span", { class: "what" }, ...known));
    if (finding.place) shown.push(make("span", { class: "what" }, text(finding.place)));
    if (finding.task) shown.push(make("button", { type: "button", class: "copy", "data-index": finding.index }, "Copy task"));
    return make("th", { role: "rowheader", scope: "rowgroup", rowspan: rows }, ...shown);
  }

  const isOneSided = ({ finding }) => finding === "missing" || finding === "extra";
  const entry = (name, ...shown) => make("div", {}, make("dt", {}, text(name)), make("dd", {}, ...shown));
  const NAMES_OF_PEOPLE = ["display_name", "first_name", "last_name"];

  // Where one side has nothing, a sheet of the other one says all.
  function sheet(finding) {
    const record = { ...finding.before, ...finding.after };
    let fields = finding.all.filter((field) => record[field] !== finding.key);
    const entries = [];
    if (finding.finding === "extra" && finding.kind === "user") {
      const known = ["name", "title", "department", "source"].filter((field) => finding[field]);
      entries.push(...known.map((field) => entry(field, text(finding[field]))));
      if (finding.status) entries.unshift(entry("status", status(finding)));
      fields = fields.filter((field) => !["status", ...known, ...(finding.name ? NAMES_OF_PEOPLE : [])].includes(field));
    }
    entries.push(...fields.map((field) => entry(label(field), ...side(record[field], []))));
    return [[make("td", { role: "cell", colspan: 3 }, note(finding), make("dl", { class: "sheet" }, ...entries))]];
  }

  function differences({ fields, before, after }) {
    return fields.map((field) => [
      make("th", { role: "rowheader", scope: "row", class: "name" }, text(label(field))),
      make("td", { role: "cell", "data-label": "actual" }, ...side(before[field], after[field])),
      make("td", { role: "cell", "data-label": "declared" }, ...side(after[field], before[field])),
    ]);
  }

  function rowsOf(finding) {
    if (isOneSided(finding)) return sheet(finding);
    if (finding.finding === "different") return differences(finding);
    return [[make("td", { role: "cell", colspan: 3 }, note(finding))], ...differences(finding)];
  }

  function render(finding) {
    const rows = rowsOf(finding);
    rows[0].unshift(who(finding, rows.length));
    const body = rows.map((cells) => make("tr", { role: "row" }, ...cells));
    return make("tbody", { role: "rowgroup", class: finding.finding }, ...body);
  }

  // A spreadsheet takes a cell that begins like a formula for one, and runs it.
  const FORMULA = /^[\s"']*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]/u;

  function cell(value) {
    const plain = Array.isArray(value) ? value.map(word).join("; ") : value === undefined || value === null ? "" : word(value);
    return `"${(FORMULA.test(plain) ? `'${plain}` : plain).replaceAll('"', '""')}"`;
  }

  const COLUMNS = ["finding", "new", "kind", "key", "id", "name", "department", "title", "status", "source", "declared in", "note"];

  // A line for each field of each finding
  function csv(findings) {
    const lines = [[...COLUMNS, "field", "actual", "declared"]];
    for (const one of findings) {
      const { finding, kind, key, id, name, department, title, status, source, place } = one;
      const isNew = document.body.dataset.compared ? (one.is_new ? "yes" : "no") : "";
      const start = [finding, isNew, kind, key, id, name, department, title, status, source, place, one.note];
      for (const field of one.all) lines.push([...start, field, one.before[field], one.after[field]]);
      if (one.all.length === 0) lines.push([...start, "", "", ""]);
    }
    return lines.map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
  }

  function save(name, type, content) {
    const address = URL.createObjectURL(new Blob([content], { type }));
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  // Over plain HTTP there is no navigator.clipboard.
  async function copy(content) {
    try {
      await navigator.clipboard.writeText(content);
      return true;
    } catch {
      let done = false;
      const fill = (event) => {
        event.clipboardData.setData("text/plain", content);
        event.preventDefault();
        done = true;
      };
      document.addEventListener("copy", fill);
      document.execCommand("copy");
      document.removeEventListener("copy", fill);
      return done;
    }
  }

  function showGone(gone) {
    const entries = gone.map((one) => make("li", {}, make("span", { class: `badge ${one.finding}` }, one.finding), ` ${one.kind} `, text(one.key)));
    find("gone").lastElementChild.append(...entries);
    find("gone").hidden = gone.length === 0;
  }

  const compare = new Intl.Collator("en", { numeric: true }).compare;
  const ORDERS = {
    danger: () => 0,
    name: (a, b) => compare(a.name || a.key, b.name || b.key),
    department: (a, b) => !a.department - !b.department || compare(a.department, b.department),
    place: (a, b) => !a.place - !b.place || compare(a.place, b.place),
  };

  function start(findings) {
    const [form, tables, more, status] = ["filters", "tables", "more", "shown"].map(find);
    const empty = tables.firstElementChild.cloneNode(true);
    const chosen = (name) => form.elements[name].value;
    let matching = findings;
    let made = 0;

    function tell() {
      const total = number(findings.length, "finding");
      status.textContent = matching.length === findings.length ? total : `${matching.length.toLocaleString("en")} of ${total}`;
      more.hidden = made >= matching.length;
      more.textContent = `Show more (${(matching.length - made).toLocaleString("en")} below)`;
    }

    function grow() {
      const table = made === 0 ? tables.firstElementChild : tables.appendChild(empty.cloneNode(true));
      table.append(...matching.slice(made, made + STEP).map(render));
      made = Math.min(made + STEP, matching.length);
      tell();
    }

    function choose() {
      const words = find("text").value.toLowerCase().split(/\s+/).filter(Boolean).map((w) => JSON.stringify(w).slice(1, -1));
      const [finding, kind] = [chosen("finding"), chosen("kind")];
      const [field, department, order] = ["field", "department", "order"].map((name) => find(name).value);
      const onlyNew = find("new")?.checked;
      matching = findings.filter(
        (one) =>
          (!finding || one.finding === finding) &&
          (!kind || one.kind === kind) &&
          (!field || one.fields.includes(field)) &&
          (!department || one.department === department) &&
          (!onlyNew || one.is_new) &&
          words.every((w) => one.words.includes(w)),
      );
      matching.sort((a, b) => ORDERS[order](a, b) || a.index - b.index);
      tables.replaceChildren(empty.cloneNode(true));
      made = 0;
      grow();
    }

    function offer(id, names) {
      const counts = new Map();
      for (const name of names.filter(Boolean)) counts.set(name, (counts.get(name) || 0) + 1);
      for (const [name, count] of [...counts].sort((a, b) => b[1] - a[1])) {
        find(id).append(new Option(`${id === "field" ? label(name) : name} (${count.toLocaleString("en")})`, name));
      }
      find(id).parentElement.hidden = counts.size === 0;
    }
    offer("field", findings.flatMap((one) => one.fields));
    offer("department", findings.map((one) => one.department));

    find("csv").addEventListener("click", () => save("drift.csv", "text/csv", "\ufeff" + csv(matching)));
    tables.addEventListener("click", async ({ target }) => {
      const task = target.matches(".copy") && findings[target.dataset.index].task;
      if (task) target.textContent = (await copy(task)) ? "Copied" : "Not copied";
    });
    find("text").addEventListener("input", choose);
    form.addEventListener("change", (event) => event.target.id !== "text" && choose());
    form.addEventListener("submit", (event) => event.preventDefault());
    more.addEventListener("click", grow);
    new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && !more.hidden && grow(), {
      rootMargin: "1200px",
    }).observe(more.parentElement);
    // On paper there is nothing to scroll or unfold: all that the filters let through is printed.
    addEventListener("beforeprint", () => {
      while (made < matching.length) grow();
      for (const folded of document.querySelectorAll("details")) folded.open = true;
    });
    find("findings").hidden = false;
    choose();
  }

  const { findings, gone } = read();
  showGone(gone);
  if (find("findings")) start(findings);
}
