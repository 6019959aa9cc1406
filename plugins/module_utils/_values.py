# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which texts are refused as values, from any source: tasks, lists, files, role variables. Pure.

Most functions return what is wrong as the end of a sentence that names the option and the value, "" for nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

from ._errors import Id360Error

# What ansible-core before 2.19 puts for an omitted value, what a later one puts where an expression joins it to a text,
# and what is shown in place of a hidden value.
_OMITTED = ("__omit_place_holder__", "<<Omit>>")
_NOT_LOGGED = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
# What has none of the marks that are looked for below: words and numbers with a blank, dot, hyphen or @ between them.
# What begins as a decimal number may be one that a spreadsheet wrote.
_PLAIN = re.compile(r"(?!\d+\.)[A-Za-z0-9]+(?:[ .@-][A-Za-z0-9]+)*\Z")
# What databases, spreadsheets and programs write for no value
_NO_VALUE = frozenset(["null", "(null)", "none", "nan", "n/a", "#n/a", "(blank)", "-", "--"])
BOOLEANS = ("True", "False")  # ansible-core before 2.19 makes texts of booleans that a template brings
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNDECODED = re.compile("[\ufffd\ud800-\udfff]")
# Letters, digits and what real addresses have beside them: no separators, brackets or quotes. An apostrophe is part of
# some (o'brien@example.com), but not at an end, where it is a quote.
_ADDRESS = re.compile(r"(?![='])[\w.!#$%&'+=^~-]+(?<!')@[\w-]+(\.[\w-]+)+\Z")
# What a spreadsheet, or a program that reads numbers, leaves of an id, and of a formula that failed. 1E5 is an id: all
# that write it as a number write a fraction or a sign (1.0E5, 1E+05). 12.34 and 1.001 are ids of some companies.
_SPREADSHEET = re.compile(
    r"""-?( \d+[.,]0*                                     # 1001.0
          | \d{1,3}([,'\u2019\xa0\u202f]\d{3})+([.,]\d+)?  # 1,001
          | \d{1,3}(\.\d{3})+,\d+                          # 1.001,00
          | \d+[.,]\d+E[+-]?\d+                            # 1.02e11
          | \d+E\+\d+ )\Z                                  # 5E+11
      | \#(N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# An error in another language, such as #WERT!, #NOM? and #Н/Д, and a number that is wider than its column
_SHOWN = re.compile(r"#(NV|YOK|[^\W\d_]/[^\W\d_]!?|[¡¿]?[^\W\d_]+(/0)?[!?]|#+)\Z")

_MAX_SHOWN = 200  # characters of a value in a message
_SEGMENT = re.compile(r"[A-Za-z0-9_-]+\Z")


def type_problem(value: Any) -> str:
    """What is wrong with a value that is not a text."""
    if value is None:
        return "is null, not a text"
    cure = "quote it, or use the string filter for data"
    if isinstance(value, bool):
        return f"is a boolean: {cure} (YAML reads NO and YES so)"
    if isinstance(value, (int, float)):
        return f"is a number: {cure} (YAML drops leading zeros and signs)"
    kind = "a list" if isinstance(value, list) else "a dictionary" if isinstance(value, dict) else type(value).__name__
    return f"is {kind}, not a text: set a single value, and quote it"


def is_plain(value: str) -> bool:
    """Whether nothing in a text can be a problem: a short cut for the most of very many."""
    return _PLAIN.match(value) is not None


def all_plain(values: Collection[str]) -> bool:
    """Whether none of several texts that identify nothing is certainly refused: a short cut, too."""
    text = "".join(values)
    return (
        text.isprintable()
        and "\ufffd" not in text
        and not any(mark in text for mark in _OMITTED)
        and _NOT_LOGGED not in text
        and not any(boolean in values for boolean in BOOLEANS)
    )


def text_problem(value: str) -> str:
    """What keeps a text from being a value of any option."""
    if any(mark in value for mark in _OMITTED):
        return "contains Ansible's placeholder for an omitted value: omit the whole option instead"
    if _NOT_LOGGED in value:
        return "is Ansible's replacement for a hidden value: pass the value itself"
    if value.isprintable() and value.isascii():
        return ""
    control = _CONTROL.search(value)
    if control:
        return f"contains a control character ({_code_point(control[0])}): remove it"
    undecoded = _UNDECODED.search(value)
    if undecoded:
        return (
            f"contains a character that could not be decoded ({_code_point(undecoded[0])}):"
            " read the source with its encoding"
        )
    return ""


def key_problem(value: str) -> str:
    """What keeps a text from identifying a record, beside ``text_problem``."""
    if value.startswith("="):
        return "begins with '=', like a formula of a spreadsheet: set the value that the formula shows"
    if _SPREADSHEET.match(value):
        return "is what a spreadsheet shows instead of a value: format the column as text, and enter the value again"
    if value[:1] == "#" and value == value.upper() and _SHOWN.match(value):
        return "is what a spreadsheet shows for an error or in a narrow column: correct it there, and export it again"
    if value != value.strip():
        return "has leading or trailing blanks: remove them"
    if value.isprintable() and value.isascii():
        return ""
    for character in value:
        if character in "\t\r\n" or unicodedata.category(character) == "Cf":
            return f"contains an invisible character ({_code_point(character)}): remove it"
    return ""


def is_no_value(value: str) -> bool:
    """Whether a text stands for no value, such as ``NULL`` and ``N/A``: several records with it are not one."""
    return value.lower() in _NO_VALUE


def is_address(value: str) -> bool:
    """Whether a text is one email address: one ``@``, a dot in the domain, no separators, brackets or quotes."""
    return _ADDRESS.match(value) is not None


def quoted(value: str) -> str:
    """A value as messages quote it: invisible characters can be seen, and a long text is cut."""
    visible = value.isprintable() and "\ufffd" not in value
    return shortened(repr(value) if visible else ascii(value))


def shortened(text: str) -> str:
    """A text for a message, cut where it is long."""
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def folded(value: str) -> str:
    """A text for comparing it without case: in NFC and lower case."""
    value = value.lower()
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def normalized(value: str) -> str:
    """A text in NFC: an umlaut that is written as two characters is the same as one."""
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def loose_key(value: str) -> str:
    """A key that is equal for texts that differ only in case, blanks or invisible characters."""
    if not value.isascii():
        value = "".join(character for character in value if unicodedata.category(character) != "Cf")
    return folded(" ".join(value.split()).casefold())


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """The nearest of some names, for the end of a message; "" where none is near."""
    from difflib import get_close_matches  # loaded only for an error message

    by_likeness = {loose_key(other): other.strip() for other in names if other.strip()}
    near = get_close_matches(loose_key(name), by_likeness, n=1, cutoff=0.7)
    return f" (did you mean {by_likeness[near[0]]!r}?)" if near else ""


def path_segment(value: str, name: str) -> str:
    """``value`` as one segment of a path, or an error that names the option ``name``.

    Anything else than letters, digits, ``-`` and ``_`` could leave its path (docs/api.md 8).
    """
    if not _SEGMENT.match(value):
        raise Id360Error(f"{name} {value!r} is not an id: only letters, digits, '-' and '_' are allowed", option=name)
    return value
