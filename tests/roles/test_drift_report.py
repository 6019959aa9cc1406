# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the role drift_report: what they say of a report, and in a real browser."""

from __future__ import annotations

import json
import os
import re
import stat

import pytest
from browser import browser, needs_browser, requested
from id360_simulator import Simulator
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from playbooks import play

HOSTILE = (
    "<script>document.title = 'owned'</script>",
    '"><img src=x onerror="document.title = 1">',
    "</script><script>document.title = 'owned'</script>",
    "<!--<script>",
    "' onmouseover='document.title = 1",
    "{{ 7 * 7 }} {% raw %} {# no #}",
    "שלום <b>עולם</b>",
    "`code` | \\| <b>cell</b>",
    "W" * 300,
    "line\u2028separator",
)


def item(kind="user", key="ann@example.com", before=None, after=None, error=None, **more):
    return {
        "kind": kind,
        "key": key,
        "id": "1",
        "actions": [],
        "before": before or {},
        "after": after or {},
        "error": error,
        **more,
    }


def report(*items, unlisted=(), unchanged=6):
    return {
        "version": 1,
        "check": True,
        "summary": {"unchanged": unchanged},
        "unlisted": list(unlisted),
        "items": list(items),
    }


EACH = report(
    item(key="new@example.com", id=None, after={"email": "new@example.com", "city": "Rabat", "password": "(set)"}),
    item(key="gone@example.com", before={"email": "gone@example.com", "city": "Oslo"}),
    item(
        key="moved@example.com",
        before={"title": "Clerk", "fax": "7", "city": "Oslo"},
        after={"title": "Clerk ", "status": 0, "city": "Oslo"},
    ),
    item("group", "Sales", before={"members": ["a@x.com", "b@x.com"]}, after={"members": ["b@x.com", "c@x.com"]}),
    item(key="odd@example.com", error="No template is named 'Odd'."),
    unlisted=[{"id": "9", "email": "stranger@example.com"}],
)


def rendered(folder, found, **variables):
    """Render a report as the role does; returns the folder of the reports and how the play went."""
    reports = folder / "reports"
    reports.mkdir(exist_ok=True)
    (reports / "report.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    role = {"name": "manageengine.id360.drift_report", "tasks_from": "render"}
    show = {"ansible.builtin.debug": {"msg": "{{ drift_report_counts }}"}}
    given = {"drift_report_directory": str(reports), **variables}
    tasks = [{"ansible.builtin.include_role": role}, show]
    played = play(folder, [{"hosts": "all", "gather_facts": False, "vars": given, "tasks": tasks}])
    assert played.status == 0, played.output
    return reports, played


PEOPLE = {
    "users": [
        {"id": "1", "email": "ann@example.com", "title": "Head"},
        {"id": "2", "email": "bob@example.com", "title": "Clerk", "manager": "1"},
        {"id": "3", "email": "old@example.com"},
    ],
    "groups": [{"name": "Sales", "members": ["2"]}],
}
DECLARED = "email,title,manager\nann@example.com,Head,\nbob@example.com,Chief,ann@example.com\nnew@example.com,,\n"
SALES = [{"name": "Sales", "members": {"set": ["ann@example.com"]}}]


def test_the_role_from_end_to_end(tmp_path):
    """Each is a host of one run: options, the counts of failed, missing, extra, different and unchanged, and whether
    the role fails. Nothing is written to the tenant."""
    (tmp_path / "people.csv").write_text(DECLARED)
    (tmp_path / "same.json").write_text(json.dumps([{"email": user["email"]} for user in PEOPLE["users"]]))
    (tmp_path / "few.yml").write_text("- email: ann@example.com\n- email: bob@example.com\n")
    (tmp_path / "wrong.csv").write_text("email,titel\nann@example.com,Head\n")
    table = {
        "fails": ({"src": "people.csv", "groups": SALES, "fail": True}, (0, 1, 1, 2, 1), True),
        "same": ({"src": "same.json", "fail": True}, (0, 0, 0, 0, 3), False),
        "scope": ({"src": "few.yml", "fail": True, "scope": 'email eq "ann@example.com"'}, (0, 0, 0, 0, 2), False),
        "groups_alone": ({"groups": SALES}, (0, 0, 0, 1, 0), False),
        "nobody": ({"users": [{"email": "zoe@example.com", "state": "disabled"}]}, (0, 1, 3, 0, 1), False),
        "wrong": ({"src": "wrong.csv"}, None, True),
        "stale": ({"src": "wrong.csv"}, None, True),
        "neither": ({}, None, True),
        "pipe": ({"src": "same.json"}, None, True),
    }
    hosts = {
        name: {
            "drift_report_directory": str(tmp_path / "made" / name),
            **{f"drift_report_{option}": value for option, value in options.items()},
            **({"drift_report_src": str(tmp_path / options["src"])} if "src" in options else {}),
        }
        for name, (options, _counts, _fails) in table.items()
    }
    (tmp_path / "made/stale").mkdir(parents=True)
    (tmp_path / "made/stale/report.html").write_text("of another time")
    (tmp_path / "made/pipe").mkdir()
    os.mkfifo(tmp_path / "made/pipe/report.md")
    plays = [{"hosts": "all", "gather_facts": False, "roles": ["manageengine.id360.drift_report"]}]
    with Simulator(PEOPLE) as simulator:
        credentials = {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}
        stats = {"ANSIBLE_SHOW_CUSTOM_STATS": "true", "ANSIBLE_FORKS": "4"}
        played = play(tmp_path, plays, hosts=hosts, **stats, **credentials)
        assert simulator.writes == []
    for name, (_options, counts, fails) in table.items():
        recap = re.search(rf"^{name} .* changed=(\d) .* failed=(\d)", played.output, flags=re.MULTILINE)
        folder = tmp_path / "made" / name
        assert (recap[1], recap[2]) == ("0" if name in ("neither", "stale", "pipe") else "1", str(int(fails))), (
            played.output
        )
        if counts:
            told = [result["ansible_stats"]["data"] for result in played.results[name] if "ansible_stats" in result]
            names = ("failed", "missing", "extra", "different", "unchanged")
            assert told == [{f"drift_report_{each}": count for each, count in zip(names, counts, strict=True)}]
            made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
            assert made == dict.fromkeys(("report.html", "report.json", "report.md"), 0o600)
    assert list((tmp_path / "made/stale").iterdir()) == []
    assert "made/pipe/report.md is not a regular file" in played.results["pipe"][-1]["msg"]
    assert [path.is_fifo() for path in (tmp_path / "made/pipe").iterdir()] == [True]
    assert "1 missing, 1 extra, 2 different" in played.results["fails"][-1]["msg"]
    assert "line 1, column 2: there is no option 'titel'" in played.output
    found = json.loads((tmp_path / "made/fails/report.json").read_text())
    assert (found["check"], [person["email"] for person in found["unlisted"]]) == (True, ["old@example.com"])
    page = (tmp_path / "made/fails/report.md").read_text()
    different = page.split("## Different")[1].strip().splitlines()[2:]
    assert different == [
        "| `bob@example.com` | user | title | `Clerk` | `Chief` |",
        "| `Sales` | group | members | `bob@example.com` | `ann@example.com` |",
    ]


@pytest.fixture(scope="module")
def each(tmp_path_factory):
    """The reports of EACH, for the tests that only look at them."""
    return rendered(tmp_path_factory.mktemp("each"), EACH, drift_report_title="Tenant <One>")[0]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    # Shared by this file's tests, which xdist hands to one worker.
    with browser(tmp_path_factory.mktemp("browser")) as driver:
        yield driver


def opened(driver, reports):
    """Open the page, and make sure that it asked for nothing else and had nothing to complain of."""
    address = (reports / "report.html").as_uri()
    driver.get(address)
    assert {url for url in requested(driver, address) if not url.startswith("data:")} == {address}
    assert driver.get_log("browser") == []


def texts(driver, selector):
    return [found.text for found in driver.find_elements(By.CSS_SELECTOR, selector)]


def test_counts_and_private_files_that_follow_no_link(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    reports = tmp_path / "reports"
    reports.mkdir()
    pages = [reports / name for name in ("report.md", "report.html")]
    for page in pages:
        page.symlink_to(elsewhere)
    played = rendered(tmp_path, EACH, drift_report_allow_extra=True)[1]
    assert elsewhere.read_text() == "mine"
    assert [stat.S_IMODE(os.lstat(page).st_mode) for page in pages] == [0o600, 0o600]
    assert not any(page.is_symlink() for page in pages)
    counts = played.only[-1]["msg"]
    groups = counts.pop("groups")
    assert groups == {"failed": 0, "missing": 0, "extra": 0, "different": 1}
    assert counts.pop("check") is True
    assert counts == {"failed": 1, "missing": 1, "extra": 2, "different": 2, "unchanged": 6, "all": 6, "drift": 5}


def test_markdown_says_all_of_it(each):
    page = (each / "report.md").read_text()
    for line in (
        "| failed | 1 | could not be compared |",
        "| `odd@example.com` | user | `No template is named 'Odd'.` |",
        "| `new@example.com` | user | email `new@example.com`, city `Rabat`, password `(set)` |",
        "| `gone@example.com` | user | `1` | declared absent |",
        "| `stranger@example.com` | user | `9` | not declared |",
        "| `moved@example.com` | user | title | `Clerk` | `Clerk ` |",
        "|  |  | fax | `7` | – |",
        "|  |  | status | – | `0` |",
        "| `Sales` | group | members | `a@x.com` | `c@x.com` |",
    ):
        assert line in page.splitlines()
    assert "not shown here" not in page
    # What is the same on both sides is no finding.
    assert "Oslo` | `Oslo" not in page


def test_markdown_is_cut_and_says_so(tmp_path):
    found = report(*(item(key=f"{number}@example.com", after={"city": "Oslo"}) for number in range(7)))
    reports = rendered(tmp_path, found, drift_report_markdown_limit=3)[0]
    page = (reports / "report.md").read_text()
    assert "2@example.com" in page
    assert "3@example.com" not in page
    assert "4 more findings are not shown here; all are in report.html and report.json" in page


def test_markdown_shows_hostile_names_as_text(tmp_path):
    reports = rendered(tmp_path, report(*(item(key=name, before={"title": name}, error=name) for name in HOSTILE)))[0]
    page = (reports / "report.md").read_text()
    rows = [line for line in page.splitlines() if "| user |" in line]
    assert len(rows) == len(HOSTILE)
    assert all(row.count("|") == 4 for row in rows)
    # Outside of code spans there is no HTML but what the role puts there.
    assert not re.search(r"<(?!/?code>|br>)", re.sub(r"`[^`]*`", "", page))
    assert "`{{ 7 * 7 }} {% raw %} {# no #}`" in page


@needs_browser
def test_page_says_all_of_it(each, chromium):
    opened(chromium, each)
    assert chromium.title == "Tenant <One>: 6 findings"
    assert texts(chromium, "h1") == ["The tenant differs from the declaration in 6 places."]
    assert texts(chromium, ".counts b") == ["6", "1", "1", "2", "2"]
    assert "50.0 % of 12" in texts(chromium, ".counts")[0]
    chart = chromium.find_element(By.CSS_SELECTOR, "svg[role=img]")
    assert chart.get_attribute("aria-label") == "as declared 6, failed 1, missing 1, extra 2, different 2"
    assert texts(chromium, "tbody") == [
        "odd@example.com\nfailed user 1\nNo template is named 'Odd'.",
        "new@example.com\nmissing user\nNot in the tenant. Declared as:\ncity\nRabat\npassword\n(set)",
        "gone@example.com\nextra user 1\nDeclared absent. In the tenant as:\ncity\nOslo",
        "stranger@example.com\nextra user 9\nNot declared.",
        "moved@example.com\ndifferent user 1\ntitle Clerk Clerkspace\nfax 7 –\nempty\nstatus –\nempty\n0 (disabled)",
        "Sales\ndifferent group 1\nmembers\na@x.com\n1 in both\nc@x.com\n1 in both",
    ]


@needs_browser
def test_filters(each, chromium):
    opened(chromium, each)

    def keys():
        return texts(chromium, ".key")

    def press(value):
        chromium.find_element(By.CSS_SELECTOR, f"label:has([value='{value}'])").click()

    def write(words):
        box = chromium.find_element(By.ID, "text")
        box.clear()
        box.send_keys(words)

    press("extra")
    assert keys() == ["gone@example.com", "stranger@example.com"]
    assert texts(chromium, "#shown") == ["2 of 6 findings"]
    write("OSLO gone")
    assert keys() == ["gone@example.com"]
    press("different")
    assert keys() == []
    write("oslo")
    assert keys() == []
    write("c@x")
    assert keys() == ["Sales"]
    press("user")
    assert keys() == []
    opened(chromium, each)
    Select(chromium.find_element(By.ID, "field")).select_by_value("city")
    assert keys() == ["new@example.com", "gone@example.com"]
    # With the keyboard alone
    opened(chromium, each)
    radio = chromium.find_element(By.CSS_SELECTOR, "[name=finding]")
    radio.send_keys("\ue015")
    assert keys() == ["odd@example.com"]


@needs_browser
def test_hostile_names_are_text(tmp_path, chromium):
    found = report(*(item(key=name, before={"title": name, "members": [name]}, after={"fax": "7"}) for name in HOSTILE))
    reports = rendered(tmp_path, found, drift_report_title=HOSTILE[0])[0]
    opened(chromium, reports)
    assert chromium.title == f"{HOSTILE[0]}: 10 findings"
    assert texts(chromium, ".title") == [HOSTILE[0]]
    named = [name.replace("\u2028", "U+2028") for name in HOSTILE]
    assert texts(chromium, ".key") == named
    assert texts(chromium, "td[data-label=is] > bdi") == named
    assert texts(chromium, "img, b:not(.counts b), tbody script") == []
    assert len(chromium.find_elements(By.CSS_SELECTOR, "script")) == 2
    wide = chromium.execute_script("return document.documentElement.scrollWidth > innerWidth")
    assert not wide


@needs_browser
def test_page_without_scripts(each, chromium):
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        chromium.get((each / "report.html").as_uri())
        tree = chromium.execute_cdp_cmd("DOMSnapshot.captureSnapshot", {"computedStyles": []})
        shown = {tree["strings"][index] for index in tree["documents"][0]["layout"]["text"] if index >= 0}
    finally:
        chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert any("scripts are off" in text for text in shown)
    assert "50.0 % of 12 compared" in shown


@needs_browser
def test_policy_stops_a_script_that_gets_in(tmp_path, each, chromium):
    page = tmp_path / "report.html"
    page.write_text(
        (each / "report.html").read_text().replace("<main>", "<main><script>document.title = 'owned'</script>")
    )
    chromium.get(page.as_uri())
    assert chromium.title != "owned"
    assert any("Content Security Policy" in entry["message"] for entry in chromium.get_log("browser"))


@needs_browser
def test_nothing_found(tmp_path, chromium):
    reports = rendered(tmp_path, report())[0]
    opened(chromium, reports)
    assert texts(chromium, "h1") == ["The tenant is as declared."]
    assert texts(chromium, "#findings") == []


@needs_browser
def test_two_thousand(tmp_path, chromium):
    departments = ({"department": "Engineering"}, {"department": "Sales"})
    items = [item(key=f"{n}@example.com", before=departments[n % 2], after={"title": "Clerk"}) for n in range(2000)]
    reports = rendered(tmp_path, report(*items))[0]
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 400, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    )
    try:
        opened(chromium, reports)
        assert len(chromium.find_elements(By.CSS_SELECTOR, ".key")) < 500
        assert texts(chromium, "#shown") == ["2,000 findings"]
        chromium.find_element(By.ID, "text").send_keys("1999@")
        assert texts(chromium, ".key") == ["1999@example.com"]
        assert not chromium.execute_script("return document.documentElement.scrollWidth > innerWidth")
        chromium.find_element(By.ID, "text").clear()
        chromium.find_element(By.ID, "text").send_keys("sales")
        chromium.execute_script("dispatchEvent(new Event('beforeprint'))")
        assert chromium.execute_script("return document.querySelectorAll('.key').length") == 1000
    finally:
        chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
