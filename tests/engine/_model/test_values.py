# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is handed in is believed only when it can be what it is taken for, whichever way it comes in."""

from __future__ import annotations

import json
import unicodedata

import pytest
import yaml

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._values import is_address

ANN = "ann@example.com"
INVALID = '{"error": {"code": "00000107", "title": "Invalid parameter", "detail": "filter"}}'
ZED = "zed@example.com"
THERE_YET = f"(not there yet) {ZED}"
SEED = {
    "users": [
        {"id": "1", "email": ANN, "title": "Clerk", "employeeID": "007"},
        {"id": "2", "email": "bob@EXAMPLE.COM", "employeeID": "008"},
    ],
    "groups": [{"id": "90", "name": "Büro Süd", "members": ["1"]}, {"id": "91", "name": "Sales"}],
}
NOT_TEXTS = [["x"], {}, {"a": "b"}, 515, 3.1, True, ["a", "b"], [], -1]
LEFTOVERS = ["__omit_place_holder__4cdc3", "Lead <<Omit>>", "x VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"]
NO_CHARACTERS = ["a\0b", "a\x07", "\x1b[31mred", "a\x85b", "\x9b1m", "a\ufffdb", "a\udc80", "\x7f"]
NO_KEYS = [
    "=1+1",
    '="00"&"12"',
    "#N/A",
    "#REF!",
    "a\u200bb",
    "\u202eabc",
    "a\u00adb",
    "\ufeffabc",
    "ab ",
    "\tab",
    "a\tb",
    "a\u00a0",
]
NO_ADDRESSES = [
    *("ann", "ann@", "@example.com", "ann@example", "a@b@example.com", "ann lee@example.com", "a@x.com,b@x.com"),
    *("a@x.com;b@x.com", "<ann@example.com>", "Ann <ann@example.com>", '"ann"@example.com', "'ann@example.com'"),
    *(
        "ann@example..com",
        "ann@.example.com",
        "ann@example.com.",
        "ann(hr)@example.com",
        "ann@exa'mple.com",
        "ann@[1.2.3.4]",
        "{{first}}@example.com",
        "ann{hr}@example.com",
    ),
]
ADDRESSES = [ANN, "o'brien@example.com", "a.b+c_d@sub.example.co.uk", "åsa@exämple.se", "x@1.2"]


@pytest.fixture(autouse=True)
def _seed(simulator):
    simulator.reset(SEED)


def refused(manage, **options):
    with pytest.raises(Id360Error) as failed:
        manage(**options)
    return failed.value.failure()["msg"]


@pytest.mark.parametrize("value", NOT_TEXTS, ids=str)
@pytest.mark.parametrize("option", ["email", "title", "employee_id", "password"])
def test_a_text_is_a_text(simulator, user, directory, option, value):
    for state in ("present", "absent"):
        options = {"email": ANN, "state": state, option: value}
        for message in (refused(user, **options), refused(directory, users=[options])):
            assert f"'{option}'" in message
            assert "quote it" in message
            assert (repr(value) in message) is (option != "password")
    assert simulator.writes == []


@pytest.mark.parametrize("value", [*LEFTOVERS, *NO_CHARACTERS])
@pytest.mark.parametrize("option", ["email", "title", "description", "manager", "password", "template"])
def test_what_no_text_is(simulator, user, directory, option, value):
    options = {"email": ANN, option: value}
    for message in (refused(user, **options), refused(directory, users=[options])):
        assert option in message
        assert "\x1b" not in message
    assert simulator.writes == []


@pytest.mark.parametrize("value", NO_KEYS, ids=ascii)
@pytest.mark.parametrize(
    ("option", "put"), [("email", "{}@example.com"), ("employee_id", "{}"), ("manager", "{}@example.com")]
)
def test_what_no_key_is(simulator, user, directory, option, put, value):
    value = put.format(value)
    options = {"email": ANN, option: value}
    for message in (refused(user, **options), refused(directory, users=[options])):
        assert message.removeprefix("nothing was written, as there is 1 problem: users, entry 1: ").startswith(option)
    assert simulator.writes == []


@pytest.mark.parametrize("value", ["1.02E+11", "5E+5", "1.02e11", "1001.0", "#NUM!", "=5"])
def test_what_a_spreadsheet_makes_of_an_employee_id(simulator, user, directory, value):
    for message in (
        refused(user, email=ANN, employee_id=value),
        refused(directory, users=[{"email": ANN, "employee_id": value}]),
    ):
        assert f"employee_id {value!r} " in message
    assert simulator.writes == []


@pytest.mark.parametrize("value", ["NULL", "None", "n/a", "-", "(blank)"])
def test_what_programs_write_for_no_employee_id(simulator, user, directory, value):
    message = f"employee_id {value!r} stands for no value: leave it empty, or omit it"
    assert refused(user, email=ANN, employee_id=value) == message
    assert message in refused(directory, users=[{"email": ANN, "employee_id": value}])
    assert simulator.writes == []


@pytest.mark.parametrize("value", [*NO_KEYS, *NO_CHARACTERS, *LEFTOVERS], ids=ascii)
def test_what_no_name_of_a_group_is(simulator, group, value):
    refused(group, name=value)
    assert simulator.requests == []


def test_free_text_keeps_its_tabs_lines_and_joiners(simulator, user):
    text = "=1+1\tTab\nLine\r\nZero\u200dwidth  "
    assert user(email=ANN, description=text).record["description"] == text


@pytest.mark.parametrize("value", NO_ADDRESSES)
def test_what_no_address_is(simulator, user, group, directory, value):
    for state in ("present", "disabled", "absent"):
        assert repr(value)[1:-1] in refused(user, email=value, state=state)
    if "@" in value:  # anything else may be an id
        refused(user, email=ANN, manager=value)
        refused(group, name="Sales", members={"add": [ANN, value]})
        refused(group, name="Sales", members={"remove": [value]})
    refused(directory, users=[{"email": ANN}], protected=[value])
    refused(directory, users=[{"email": value, "state": "absent"}])
    assert simulator.writes == []


@pytest.mark.parametrize("value", ADDRESSES)
def test_what_an_address_is(value):
    assert is_address(value)


@pytest.mark.parametrize("value", [["1"], {"a": "1"}, 3.5, True, None, "a@b", "a b", "../1", ".", ".."], ids=str)
@pytest.mark.parametrize("how", ["add", "remove", "set"])
def test_members_are_ids_and_addresses(simulator, group, directory, how, value):
    options = {"name": "Sales", "members": {how: ["1", value]}}
    assert how in refused(group, **options)
    assert how in refused(directory, groups=[options])
    assert simulator.writes == []


@pytest.mark.parametrize(
    ("given", "members"),
    [
        ("ann@example.com\nbob@example.com\n", ["1", "2"]),
        (" ann@example.com ; bob@example.com;", ["1", "2"]),
        ("ann@example.com, 2", ["1", "2"]),
        ("1\r\n\r\n2\r\n", ["1", "2"]),
        ([1, 2], ["1", "2"]),
        (2, ["2"]),
    ],
)
def test_a_text_may_stand_for_a_list_of_people(simulator, group, given, members):
    group(name="Sales", members={"set": given})
    assert simulator.tenant.groups["91"]["members"] == members


@pytest.mark.parametrize("protected", ["bob@example.com\nann@example.com", "eve@example.com, ANN@example.com", [ANN]])
def test_a_text_may_stand_for_the_protected(simulator, directory, protected):
    bob = {"email": "bob@example.com"}
    done = directory(users=[bob], unlisted_users="disable", max_removals=1, protected=protected)
    assert done["changed"] is False
    assert done["warnings"] == (["protected: no user has the email eve@example.com"] if "eve" in protected else [])


@pytest.mark.parametrize("number", [1, "1"])
def test_an_id_may_be_a_whole_number(user, group, number):
    assert user(id=number, title="Head").actions == ["patch"]
    assert user(id=2, manager=number).actions == ["patch"]
    assert group(id=91, members={"add": [number]}).actions == ["patch"]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("csv", 'email,employee_id,title\n" ann@example.com ","=""0123""", Head \n'),
        ("csv", 'email,employee_id,title\nann@example.com\u00a0,="0123", Head \n'),
        ("json", json.dumps([{"email": " ann@example.com\t", "employee_id": "0123 ", "title": " Head "}])),
        ("yml", yaml.safe_dump([{"email": "ann@example.com ", "employee_id": " 0123", "title": " Head "}])),
    ],
)
def test_what_surrounds_a_key_in_a_file(simulator, directory, tmp_path, kind, content):
    """Blanks around keys go, those in free text stay, and what keeps a spreadsheet from eating zeros goes."""
    (tmp_path / f"people.{kind}").write_text(content)
    directory(src=str(tmp_path / f"people.{kind}"))
    assert [request.body for request in simulator.writes] == [{"employeeID": "0123", "title": " Head "}]


@pytest.mark.parametrize(
    ("kind", "content", "place"),
    [
        ("csv", "email,employee_id\nann@example.com,=A1\n", "line 2, column 2: employee_id '=A1' begins with '='"),
        (
            "csv",
            'email,employee_id\nann@example.com,"=""00""&""12"""\n',
            'line 2, column 2: employee_id \'="00"&"12"\' begins',
        ),
        (
            "json",
            '[{"email": "ann@example.com", "manager": "  "}]',
            "line 1, column 31: manager '  ' has leading or trailing blanks",
        ),
        ("csv", "email\n=ann@example.com\n", "line 2, column 1: email '=ann@example.com' begins with '='"),
        (
            "csv",
            "email,title\nann@example.com,a\x07b\n",
            "line 2, column 2: title 'a\\x07b' contains a control character",
        ),
        ("csv", "email,manager\nann@example.com,bob\u200b@example.com\n", "line 2, column 2: manager 'bob\\u200b@"),
        (
            "csv",
            "email,state\nann@example.com;bob@example.com,absent\n",
            "line 2, column 1: email 'ann@example.com;bob",
        ),
        (
            "json",
            '[{"email": "ann@example.com", "title": "\\ufffd"}]',
            "line 1, column 31: title '\\ufffd' contains a character",
        ),
        ("yml", "- email: ann@example.com\n  title: __omit_place_holder__7\n", "line 2, column 10: title '__omit_"),
        (
            "csv",
            "email,employee_id\nann@example.com,5\nbob@example.com,5\n",
            "line 3, column 2: employee_id '5' is also used by",
        ),
    ],
)
def test_what_no_file_may_hold(simulator, directory, tmp_path, kind, content, place):
    (tmp_path / f"people.{kind}").write_text(content)
    assert place in refused(directory, src=str(tmp_path / f"people.{kind}"))
    assert simulator.writes == []


@pytest.mark.parametrize("spelled", ["NFC", "NFD"])
def test_names_compare_after_composition(simulator, user, group, spelled):
    name = unicodedata.normalize(spelled, "Büro Süd")
    assert (group(name=name).actions, group(name=name).warnings) == ([], [])
    simulator.reset({"users": [{"email": ANN, "displayName": unicodedata.normalize("NFD", "Jürg")}]})
    assert user(email=ANN, display_name="Jürg").actions == []


@pytest.mark.parametrize("email", ["bob@example.com", "BOB@example.com", "bob@EXAMPLE.com"])
def test_an_address_is_found_with_its_domain_in_capitals(simulator, user, group, email):
    simulator.reset({"users": [{"id": "2", "email": "bob@EXAMPLE.COM"}], "groups": [{"id": "91", "name": "Sales"}]})
    assert user(email=email, state="disabled").actions == ["disable"]
    assert group(name="Sales", members={"add": [email]}).members_added == ("2",)


@pytest.mark.parametrize(
    ("name", "warns"), [("SALES", True), (" sales"[1:], True), ("Sa les", False), ("büro  süd", True)]
)
def test_a_new_group_that_looks_like_another_is_told(simulator, group, directory, name, warns):
    dry = group(name=name, check_mode=True)
    assert simulator.writes == []
    planned = directory(groups=[{"name": name}], check_mode=True)
    done = group(name=name)
    assert dry.actions == done.actions == planned["actions"] == ["create"]
    for warnings in (dry.warnings, done.warnings, planned["warnings"]):
        assert ["only in case or blanks" in warning for warning in warnings] == [True] * warns


def test_new_groups_of_a_list_are_compared_once(simulator, directory):
    done = directory(groups=[{"name": name} for name in ("SALES", "Other", "sales")])
    assert ["only in case or blanks" in warning for warning in done["warnings"]] == [True, True]
    walks = [r for r in simulator.requests if r.path == "/groups" and r.method == "GET" and "filter" not in r.query]
    assert len(walks) == 1


@pytest.mark.parametrize(
    ("options", "other"),
    [
        ({"email": ANN, "employee_id": "008"}, "2"),
        ({"email": "new@example.com", "employee_id": "008"}, "2"),
        ({"id": "2", "employee_id": "007"}, "1"),
        ({"email": ANN, "employee_id": "007"}, ""),
    ],
)
def test_an_employee_id_of_somebody_else_is_told(user, directory, options, other):
    said = [f"employee_id {options['employee_id']!r} is also used by the user with id {other}"] if other else []
    assert directory(users=[options], check_mode=True)["warnings"] == [f"users, entry 1: {text}" for text in said]
    assert user(**options, check_mode=True).warnings == said
    assert user(**options).warnings == said


@pytest.mark.parametrize("options", [{"manager": "1"}, {"manager": "ANN@example.com"}, {"id": "1", "manager": ANN}])
@pytest.mark.parametrize("state", ["present", "enabled"])
def test_nobody_is_their_own_manager(simulator, user, options, state):
    assert "can't be its own manager" in refused(user, **{"email": ANN, "state": state, **options})
    assert "can't be its own manager" in refused(user, email="new@example.com", manager="new@example.com")
    assert simulator.writes == []
    simulator.tenant.users["1"]["manager"] = "1"  # who is so already may stay so
    assert user(**{"email": ANN, "state": state, **options}).actions == []


@pytest.mark.parametrize("refuses", [False, True])
@pytest.mark.parametrize("check_mode", [True, False])
def test_member_ids_of_nobody_are_named_at_once(simulator, group, directory, refuses, check_mode):
    if refuses:  # the filter by id
        simulator.fault(method="GET", path="/users", status=400, body=INVALID, times=-1)
    simulator.tenant.groups["90"]["members"] = ["1", "66"]
    options = {"name": "Büro Süd", "members": {"set": ["66", "77", "2", "78"]}}  # 66 is there already
    for manage in (
        lambda: group(**options, check_mode=check_mode),
        lambda: directory(groups=[options], check_mode=check_mode),
    ):
        with pytest.raises(Id360Error, match="members: no user has the id 77, 78"):
            manage()
    assert simulator.writes == []


@pytest.mark.parametrize(
    "manager", ["zed@example.com", "99", ANN, "1", "N/A", "Lee, Ann", "nobody@", "two@example.com"]
)
def test_a_leaver_with_an_unusable_manager_leaves(simulator, user, directory, manager):
    twins = [{"id": str(n), "email": "two@example.com"} for n in (5, 6)]
    simulator.reset({**SEED, "users": [*SEED["users"], *twins]})
    leaver = {"email": ANN, "state": "disabled", "manager": manager, "title": "Gone"}
    dry = user(**leaver, check_mode=True)
    users = [leaver, {"email": "bob@example.com", "title": "Stays"}]
    listed = directory(users=users, max_removals=1, check_mode=True)
    done = user(**leaver)
    assert dry.actions == done.actions == ["disable", "patch"]
    assert listed["summary"]["disable"] == 1
    for warnings in (dry.warnings, listed["warnings"], done.warnings):
        assert [f"manager '{manager}'" in warning for warning in warnings] == [True]
    assert [request.body for request in simulator.writes] == [None, {"title": "Gone"}]


def test_an_employee_id_that_several_have_already_is_no_problem(simulator, directory):
    shared = [{"id": str(n), "email": f"x{n}@example.com", "employeeID": "EXT"} for n in (1, 2, 3)]
    simulator.reset({"users": shared})
    listed = [{"email": f"x{n}@example.com", "employee_id": "EXT", "title": "Guest"} for n in (1, 2, 3)]
    assert "is also used by" in refused(directory, users=[*listed, {"email": "new@example.com", "employee_id": "EXT"}])
    assert directory(users=listed)["summary"]["patch"] == 3


def test_blank_rows_are_nothing(simulator, directory, tmp_path):
    (tmp_path / "people.csv").write_text("email,title\nann@example.com,Head\n,\n , \n")
    assert directory(src=str(tmp_path / "people.csv"), blank_cells="clear")["summary"]["patch"] == 1


def test_who_was_just_created_is_looked_for_again(simulator, user, group, directory):
    simulator.settings.update({"lag_seconds": 1.5})
    boss = {"email": "boss@example.com"}
    user(**boss)
    assert user(email=ANN, manager="boss@example.com").actions == ["patch"]
    user(email="new@example.com")
    assert group(name="Sales", members={"add": ["new@example.com"]}).actions == ["patch"]
    user(email="late@example.com")
    done = directory(groups=[{"name": "Büro Süd", "members": {"add": ["late@example.com"]}}])
    assert done["actions"] == ["patch"]


@pytest.mark.parametrize(
    ("resource", "options", "shown"),
    [
        ("user", {"email": ANN, "manager": ZED}, {"manager": THERE_YET}),
        (
            "user",
            {"email": "new@example.com", "manager": ZED},
            {"manager": THERE_YET},
        ),
        (
            "group",
            {"name": "New", "members": {"add": [ZED]}},
            {"members": [THERE_YET]},
        ),
        (
            "group",
            {"name": "Sales", "members": {"set": [ZED]}},
            {"members": [THERE_YET]},
        ),
    ],
)
def test_a_dry_run_only_warns_of_who_is_not_there_yet(request, simulator, resource, options, shown):
    """An earlier task may create them; a real run fails, and nothing is written."""
    manage = request.getfixturevalue(resource)
    dry = manage(**options, check_mode=True)
    assert dry.actions in (["create"], ["patch"])
    assert shown.items() <= dry.after.items()
    assert shown.items() <= dry.record.items()
    assert ["ed@example.com" in warning for warning in dry.warnings] == [True]
    assert "no user has" in refused(manage, **options)
    assert simulator.writes == []


@pytest.mark.parametrize("longest", [3000, 900])
def test_a_filter_that_is_too_long_for_a_proxy_is_halved(simulator, group, longest):
    people = [{"id": str(n), "email": f"u{n}@example.com"} for n in range(1, 101)]
    simulator.reset({"users": people, "groups": [{"id": "91", "name": "Sales"}]})
    simulator.settings.update({"maximum_url": longest, "maximum_url_everywhere": True})
    done = group(name="Sales", members={"set": [person["email"] for person in people]})
    assert len(done.members_added) == 100
    refusals = [request for request in simulator.requests if request.status == 414]
    assert 0 < len(refusals) < 5


def test_ids_of_rows_that_are_too_many_for_a_proxy_are_halved(simulator, bulk):
    upload = bulk(content="email\n" + "".join(f"u{n}@example.com\n" for n in range(200))).upload
    simulator.settings.update({"maximum_url": 900, "maximum_url_everywhere": True})
    done = bulk(state="absent", upload_id=upload["id"])
    assert (done.actions, bulk(state="absent", upload_id=upload["id"]).actions) == (["delete_rows"], [])
    assert 0 < len([request for request in simulator.requests if request.status == 414]) < 5
