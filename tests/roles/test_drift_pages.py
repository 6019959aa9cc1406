# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages that the role drift_report renders: what they say of a report, as text and in a real browser."""

from __future__ import annotations

import csv
import json
import os
import re
import stat

import pytest
import yaml
from browser import browser, needs_browser, requested
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from playbooks import play
from roles import variables_of

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


def report(*items, unlisted=(), unchanged=6, **more):
    return {
        "version": 1,
        "check": True,
        "summary": {"unchanged": unchanged},
        "unchanged": {"users": unchanged - 2, "groups": 2},
        "unlisted": list(unlisted),
        "places": [item.pop("place", "") for item in items],
        "items": list(items),
        **more,
    }


EACH = report(
    item(
        key="new@example.com",
        id=None,
        actions=["create"],
        place="line 4",
        after={"email": "new@example.com", "city": "Rabat", "password": "(set)"},
    ),
    item(key="gone@example.com", before={"email": "gone@example.com", "city": "Oslo", "status": 0}),
    item(
        key="moved@example.com",
        id="5",
        place="line 2",
        before={"title": "Clerk", "fax": "7", "city": "Oslo"},
        after={"title": "Clerk ", "status": 0, "city": "Oslo"},
    ),
    item("group", "Sales", before={"members": ["a@x.com", "b@x.com"]}, after={"members": ["b@x.com", "c@x.com"]}),
    item(key="odd@example.com", error="No template is named 'Odd'."),
    unlisted=[{"id": "9", "email": "stranger@example.com"}, {"id": "8", "email": "past@example.com"}],
    url="https://id360.example.com",
    left_disabled=[{"id": "7", "email": "<kim>@example.com"}],
    users={
        "5": {"department": "=Sales", "status": "enabled", "source": "Corp AD"},
        "8": {"status": "disabled"},
        "9": {
            "first_name": "Stan",
            "last_name": "Ranger",
            "department": "R&D",
            "title": "Guest",
            "status": "enabled",
            "source": "AD",
        },
    },
)
PREVIOUS = report(
    item("group", "Sales", before={"members": ["a@x.com"]}, after={"members": []}),
    item(key="MOVED@example.com", id="5", before={"title": "Clerk"}, after={"title": "Clerk "}),
    item(key="found@example.com", after={"email": "found@example.com"}, actions=["create"]),
    unlisted=[{"id": "8", "email": "past@example.com"}],
)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """The folder of all reports that these tests look at, which are in folders of their own, and what was counted in
    them: rendered as the role does it, in one run in which each is a host. Where the pages of ``allowed`` shall be,
    there are links to ``elsewhere``."""
    folder = tmp_path_factory.mktemp("rendered")
    earlier = folder / "earlier.json"
    earlier.write_text(json.dumps(PREVIOUS))
    os.utime(earlier, (0, 0))
    departments = ({"department": "Engineering"}, {"department": "Sales"})
    many = [item(key=f"{n}@example.com", before=departments[n % 2], after={"title": "Clerk"}) for n in range(2000)]
    failed = [item(key=name, before={"title": name}, error=name) for name in HOSTILE]
    differ = [item(key=name, before={"title": name, "members": [name]}, after={"fax": "7"}) for name in HOSTILE]
    given = {"title": "Tenant <One>", "src": "people.csv", "previous": str(earlier)}
    table = {
        "each": (EACH, given),
        "allowed": (EACH, {"allow_extra": True}),
        "nothing": (report(), {}),
        "many": (report(*many), {"markdown_limit": 3}),
        "hostile_failed": (report(*failed), {}),
        "hostile": (report(*differ), {"title": HOSTILE[0]}),
    }
    hosts = {}
    for name, (found, variables) in table.items():
        (folder / name).mkdir()
        (folder / name / "report.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        hosts[name] = variables_of("drift_report", {"directory": str(folder / name), **variables})
    (folder / "elsewhere").write_text("mine")
    for name in ("report.md", "report.html"):
        (folder / "allowed" / name).symlink_to(folder / "elsewhere")
    parts = [{"name": "manageengine.id360.drift_report", "tasks_from": part} for part in ("previous", "render")]
    show = {"ansible.builtin.debug": {"msg": "{{ drift_report_counts }}"}}
    tasks = [*({"ansible.builtin.include_role": part} for part in parts), show]
    played = play(folder, [{"hosts": "all", "gather_facts": False, "tasks": tasks}], hosts=hosts, ANSIBLE_FORKS="3")
    assert played.status == 0, played.output
    return folder, {name: results[-1]["msg"] for name, results in played.results.items()}


@pytest.fixture(scope="module")
def each(rendered):
    """The reports of EACH after PREVIOUS."""
    return rendered[0] / "each"


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


def test_counts_and_private_files_that_follow_no_link(rendered):
    pages = [rendered[0] / "allowed" / name for name in ("report.md", "report.html")]
    assert (rendered[0] / "elsewhere").read_text() == "mine"
    assert [stat.S_IMODE(os.lstat(page).st_mode) for page in pages] == [0o600, 0o600]
    assert not any(page.is_symlink() for page in pages)
    counts = rendered[1]["allowed"]
    assert counts == {"failed": 1, "missing": 1, "extra": 3, "different": 2, "unchanged": 6, "all": 7, "drift": 5}


def test_markdown_says_all_of_it(each):
    page = (each / "report.md").read_text()
    for line in (
        "**3 records are extra, 1 is missing, 2 differ in 4 fields and 1 could not be compared.**",
        "- Tenant: `https://id360.example.com`",
        "- Declaration: `people.csv`",
        "- Since the previous report (1970-01-01 00:00 UTC): 5 new, 1 gone",
        "- missing: user `found@example.com`",
        "| failed | 1 | 0 | 1 | 7.7 % | could not be compared |",
        "| different | 1 | 1 | 2 | 15.4 % | in both, not the same; 4 fields |",
        "| as declared | 4 | 2 | 6 | 46.1 % | |",
        "| `odd@example.com` | user, **new** | – | – | `No template is named 'Odd'.` |",
        "- `<kim>@example.com`",
        ("| `new@example.com` | user, **new** | `line 4` | email `new@example.com`, city `Rabat`, password `(set)` |"),
        "| `gone@example.com` | user, **new** | `1` | disabled | – | – | – | – | Declared absent. |",
        (
            "| `stranger@example.com` | user, **new** | `9` | enabled | `Stan Ranger` | `R&D` | `Guest` | `AD`"
            " | Not declared. |"
        ),
        (
            "| `moved@example.com` | user, **new** | `=Sales`, `enabled`, `from Corp AD` | `line 2` | title | `Clerk`"
            " | `Clerk ` |"
        ),
        "|  |  |  |  | fax | `7` | – |",
        "|  |  |  |  | status | – | `disabled` |",
        "| `Sales` | group | – | – | members | `a@x.com` | `c@x.com` |",
        "| title | 1 |",
        "| `R&D` | 1 | 0 | 0 | 0 | 1 |",
    ):
        assert line in page.splitlines()
    assert "not shown here" not in page
    # What is the same on both sides is no finding.
    assert "Oslo` | `Oslo" not in page


def test_markdown_is_cut_and_says_so(rendered):
    page = (rendered[0] / "many/report.md").read_text()
    assert len([line for line in page.splitlines() if "@example.com" in line]) == 3
    assert "1,997 more findings are not shown here; all are in report.html and report.json" in page


def test_markdown_shows_hostile_names_as_text(rendered):
    page = (rendered[0] / "hostile_failed/report.md").read_text()
    rows = [line for line in page.splitlines() if "| user |" in line]
    assert len(rows) == len(HOSTILE)
    assert all(row.count("|") == 6 for row in rows)
    # Outside of code spans there is no HTML but what the role puts there.
    assert not re.search(r"<(?!/?code>|br>)", re.sub(r"`[^`]*`", "", page))
    assert "`{{ 7 * 7 }} {% raw %} {# no #}`" in page


@needs_browser
def test_page_says_all_of_it(each, chromium):
    opened(chromium, each)
    assert chromium.title == "Tenant <One>: 7 findings"
    assert texts(chromium, "h1") == [
        "3 records are extra, 1 is missing, 2 differ in 4 fields and 1 could not be compared."
    ]
    assert texts(chromium, ".head dd")[:2] == ["https://id360.example.com", "people.csv"]
    assert texts(chromium, ".head dd")[3] == "5 new, 1 gone (1970-01-01 00:00 UTC)"
    assert texts(chromium, ".counts b") == ["6", "3", "1", "2", "1"]
    assert "46.1 % of 13 records\n4 users, 2 groups" in texts(chromium, ".counts")[0]
    disabled = chromium.find_elements(By.CSS_SELECTOR, ".breakdown")[-1]
    disabled.find_element(By.TAG_NAME, "summary").click()
    assert texts(chromium, ".breakdown summary")[-1] == "Disabled users: 1"
    assert disabled.find_element(By.CSS_SELECTOR, "li").text == "<kim>@example.com"
    chart = chromium.find_element(By.CSS_SELECTOR, "svg[role=img]")
    assert chart.get_attribute("aria-label") == "as declared 6, extra 3, missing 1, different 2, failed 1"
    assert [text.replace("\nCopy task", "") for text in texts(chromium, "tbody:not(.breakdown tbody)")] == [
        (
            "stranger@example.com\nextra user 9 new\nNot declared.\nstatus\nenabled\nname\nStan Ranger\ntitle\nGuest\n"
            "department\nR&D\nsource\nAD"
        ),
        (
            "moved@example.com\ndifferent user 5 new\n=Sales · enabled · from Corp AD\nline 2 title Clerk Clerkspace\n"
            "fax 7 –\nempty\nstatus –\nempty\ndisabled"
        ),
        "odd@example.com\nfailed user 1 new\nNo template is named 'Odd'.",
        "Sales\ndifferent group 1 members\na@x.com\n1 in both\nc@x.com\n1 in both",
        "new@example.com\nmissing user new\nline 4\nNot in the tenant.\ncity\nRabat\npassword\n(set)",
        "gone@example.com\nextra user 1 new\nDeclared absent.\nstatus\ndisabled\ncity\nOslo",
        "past@example.com\nextra user 8\nNot declared.\nstatus\ndisabled",
    ]
    assert texts(chromium, "#gone li") == ["missing user found@example.com"]
    # A disabled account, a failure and what has no task have no button.
    assert len(chromium.find_elements(By.CSS_SELECTOR, ".copy")) == 5


@needs_browser
def test_csv_and_task(tmp_path, each, chromium):
    """The shown findings are saved, no cell of them as a formula, and a task is copied as it is in the page."""
    opened(chromium, each)
    chromium.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    chromium.find_element(By.CSS_SELECTOR, "label:has([value='different'])").click()
    chromium.find_element(By.ID, "csv").click()
    saved = tmp_path / "drift.csv"
    WebDriverWait(chromium, 60).until(lambda _driver: saved.exists())
    heads, *rows = csv.reader(saved.read_text("utf-8-sig").splitlines())
    assert [dict(zip(heads, row, strict=True))["field"] for row in rows] == ["title", "fax", "status", "members"]
    moved = dict(zip(heads, rows[0], strict=True))
    assert (moved["key"], moved["department"], moved["new"]) == ("moved@example.com", "'=Sales", "yes")
    assert (moved["declared in"], moved["actual"], moved["declared"]) == ("line 2", "Clerk", "Clerk ")
    catch = "addEventListener('copy', ({ clipboardData: data }) => { window.copied = data.getData('text/plain') })"
    chromium.execute_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });" + catch)
    button = chromium.find_element(By.CSS_SELECTOR, ".copy")
    button.click()
    WebDriverWait(chromium, 60).until(lambda _driver: button.text == "Copied")
    assert yaml.safe_load(chromium.execute_script("return window.copied")) == [
        {
            "name": "Update user moved@example.com",
            "manageengine.id360.id360_user": {"id": "5", "title": "Clerk ", "fax": "", "state": "disabled"},
        }
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
    assert keys() == ["stranger@example.com", "gone@example.com", "past@example.com"]
    assert texts(chromium, "#shown") == ["3 of 7 findings"]
    chromium.find_element(By.CSS_SELECTOR, ".new").click()
    assert keys() == ["stranger@example.com", "gone@example.com"]
    chromium.find_element(By.CSS_SELECTOR, ".new").click()
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
    Select(chromium.find_element(By.ID, "field")).select_by_value("status")
    assert keys() == ["moved@example.com"]
    opened(chromium, each)
    Select(chromium.find_element(By.ID, "order")).select_by_value("name")
    assert keys()[:2] == ["gone@example.com", "moved@example.com"]
    Select(chromium.find_element(By.ID, "department")).select_by_value("R&D")
    assert keys() == ["stranger@example.com"]
    # With the keyboard alone
    opened(chromium, each)
    radio = chromium.find_element(By.CSS_SELECTOR, "[name=finding]")
    radio.send_keys("\ue015")
    assert keys() == ["stranger@example.com", "gone@example.com", "past@example.com"]


@needs_browser
def test_hostile_names_are_text(rendered, chromium):
    opened(chromium, rendered[0] / "hostile")
    assert chromium.title == f"{HOSTILE[0]}: 10 findings"
    assert texts(chromium, ".title") == [HOSTILE[0]]
    named = [name.replace("\u2028", "U+2028") for name in sorted(HOSTILE, key=str.casefold)]
    assert texts(chromium, ".key") == named
    assert texts(chromium, "td[data-label=actual] > bdi") == named
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
    assert any("scripts are disabled" in text for text in shown)
    assert "46.1 % of 13 records" in shown


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
def test_nothing_found(rendered, chromium):
    opened(chromium, rendered[0] / "nothing")
    assert texts(chromium, "h1") == ["The tenant is as declared."]
    assert texts(chromium, "#findings") == []


@needs_browser
def test_two_thousand(rendered, chromium):
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 400, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    )
    try:
        opened(chromium, rendered[0] / "many")
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
