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

  function word(field, value) {
    if (field === "status" && (value === 1 || value === 0)) return value === 1 ? "1 (enabled)" : "0 (disabled)";
    return typeof value === "string" ? value : JSON.stringify(value);
  }

  const nothing = () => make("span", { class: "nothing" }, make("span", { "aria-hidden": "true" }, "–"), make("span", { class: "aside" }, "empty"));

  function list(values, common) {
    const entries = values.map((value) => make("li", {}, text(word("", value))));
    const shown = [make("ul", {}, ...entries.slice(0, FEW))];
    if (entries.length > FEW) {
      const rest = make("ul", {}, ...entries.slice(FEW));
      shown.push(make("details", {}, make("summary", {}, `${(entries.length - FEW).toLocaleString("en")} more`), rest));
    }
    if (common > 0) shown.push(make("p", { class: "common" }, `${common.toLocaleString("en")} in both`));
    return shown;
  }

  // One side of a difference; of two lists only what the other one doesn't have.
  function side(field, mine, other) {
    if (mine === undefined || mine === null || mine === "") return [nothing()];
    if (!Array.isArray(mine)) return [text(word(field, mine))];
    const others = new Set(Array.isArray(other) ? other : []);
    const alone = mine.filter((value) => !others.has(value));
    return alone.length > 0 ? list(alone, mine.length - alone.length) : [nothing()];
  }

  const label = (field) => field.replaceAll("_", " ");
  const note = (finding) => make("p", { class: "note" }, text(finding.note));
  // A record comes with all that was read of it; what is the same on both sides is no finding.
  const differs = ({ before, after }, field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  const fieldsOf = (item) => [...new Set([...Object.keys(item.before), ...Object.keys(item.after)])].filter((field) => differs(item, field));

  const ORDER = ["failed", "missing", "extra", "different"];
  const isEmpty = (record) => Object.keys(record).length === 0;

  function sort(item) {
    if (item.error !== null) return { finding: "failed", note: item.error };
    if (isEmpty(item.before)) return { finding: "missing", note: "Not in the tenant. Declared as:" };
    if (isEmpty(item.after)) return { finding: "extra", note: "Declared absent. In the tenant as:" };
    return { finding: "different", note: "" };
  }

  function read() {
    const report = JSON.parse(find("data").textContent);
    const unlisted = { kind: "user", before: {}, after: {}, finding: "extra", note: "Not declared." };
    const findings = [
      ...report.items.map((item) => ({ ...item, ...sort(item) })),
      ...report.unlisted.map(({ id, email }) => ({ ...unlisted, id, key: email })),
    ].sort((a, b) => ORDER.indexOf(a.finding) - ORDER.indexOf(b.finding));
    for (const finding of findings) {
      finding.fields = fieldsOf(finding);
      const values = finding.fields.map((field) => [field, finding.before[field], finding.after[field]]);
      finding.words = JSON.stringify([finding.key, finding.id, finding.note, values]).toLowerCase();
    }
    return findings;
  }

  function who(finding, rows) {
    const told = [make("span", { class: `badge ${finding.finding}` }, finding.finding), ` ${finding.kind}`];
    if (finding.id) told.push(" ", make("span", { class: "id" }, text(String(finding.id))));
    const key = make("span", { class: "key" }, text(String(finding.key ?? finding.id ?? "")));
    return make("th", { role: "rowheader", scope: "rowgroup", rowspan: rows }, key, make("span", { class: "what" }, ...told));
  }

  // Where one side has nothing, a sheet of the other one says all.
  function sheet(finding) {
    const record = { ...finding.before, ...finding.after };
    const fields = finding.fields.filter((field) => record[field] !== finding.key);
    const entries = fields.map((field) => make("div", {}, make("dt", {}, text(label(field))), make("dd", {}, ...side(field, record[field], []))));
    return [[make("td", { role: "cell", colspan: 3 }, note(finding), make("dl", { class: "sheet" }, ...entries))]];
  }

  function differences({ fields, before, after }) {
    return fields.map((field) => [
      make("th", { role: "rowheader", scope: "row", class: "name" }, text(label(field))),
      make("td", { role: "cell", "data-label": "is" }, ...side(field, before[field], after[field])),
      make("td", { role: "cell", "data-label": "should be" }, ...side(field, after[field], before[field])),
    ]);
  }

  function rowsOf(finding) {
    if (finding.finding === "missing" || finding.finding === "extra") return sheet(finding);
    if (finding.finding === "different") return differences(finding);
    return [[make("td", { role: "cell", colspan: 3 }, note(finding))], ...differences(finding)];
  }

  function render(finding) {
    const rows = rowsOf(finding);
    rows[0].unshift(who(finding, rows.length));
    const body = rows.map((cells) => make("tr", { role: "row" }, ...cells));
    return make("tbody", { role: "rowgroup", class: finding.finding }, ...body);
  }

  function start() {
    const findings = read();
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
      const [finding, kind, field] = [chosen("finding"), chosen("kind"), find("field").value];
      matching = findings.filter(
        (one) =>
          (!finding || one.finding === finding) &&
          (!kind || one.kind === kind) &&
          (!field || one.fields.includes(field)) &&
          words.every((w) => one.words.includes(w)),
      );
      tables.replaceChildren(empty.cloneNode(true));
      made = 0;
      grow();
    }

    const fields = new Map();
    for (const name of findings.flatMap((one) => one.fields)) fields.set(name, (fields.get(name) || 0) + 1);
    for (const [name, count] of [...fields].sort((a, b) => b[1] - a[1])) {
      find("field").append(new Option(`${label(name)} (${count.toLocaleString("en")})`, name));
    }

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
      for (const folded of tables.querySelectorAll("details")) folded.open = true;
    });
    find("findings").hidden = false;
    choose();
  }

  if (find("findings")) start();
}
