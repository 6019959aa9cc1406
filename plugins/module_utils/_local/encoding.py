# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the bytes of a file to its text. The encoding is that of an option or a byte order mark, otherwise UTF-8."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable
from typing import BinaryIO

from .._errors import Id360Error

AUTO = "auto"  # an option that leaves it to what is in the file

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The first bytes of workbooks, which are not text whatever the extension is.
_WORKBOOKS = {
    b"PK\x03\x04": "a workbook (.xlsx): name it .xlsx, or save it as CSV UTF-8",
    b"\xd0\xcf\x11\xe0": "a workbook in an old format (.xls): save it as .xlsx or as CSV UTF-8",
}


def check_encoding(name: str, option: str = "encoding") -> str:
    """The name of an encoding, or ``auto``; raises Id360Error, naming the option, for one that there is not."""
    name = name.strip() or AUTO
    if name != AUTO:
        try:
            codecs.lookup(name)
            "a".encode(name)  # which bytes-to-bytes codecs refuse
        except (LookupError, ValueError):
            raise Id360Error(f"{option} {name!r} is not an encoding of text, such as utf-8, utf-16 or cp1252") from None
    return name


def open_text(file: BinaryIO, named: str, encoding: str = AUTO, option: str = "encoding") -> io.TextIOWrapper:
    """The text in a file. Reading it raises UnicodeDecodeError if it is in another encoding, see ``undecodable``.

    Raises Id360Error for a workbook, and if the requested encoding is certainly wrong.
    """
    begin = file.read(4)
    file.seek(0)
    if begin in _WORKBOOKS:
        raise Id360Error(f"{named} is {_WORKBOOKS[begin]}")
    marked = next((codec for mark, codec in _MARKS if begin.startswith(mark)), "")
    if encoding == AUTO:
        codec = marked or "utf-8"
    elif marked and not codecs.lookup(encoding).name.startswith(marked):
        raise Id360Error(
            f"{named} begins with the byte order mark of {marked.upper()}, but {option} is {encoding}: omit {option}"
        )
    else:
        codec = marked or encoding
        _validate_encoding(file, named, codec, option)
    return io.TextIOWrapper(file, encoding="utf-8-sig" if codec == "utf-8" else codec, newline="")


def _validate_encoding(file: BinaryIO, named: str, codec: str, option: str) -> None:
    """UTF-8 is valid in each encoding of single bytes, where it means two other characters for each umlaut."""
    content = file.read()
    file.seek(0)
    try:
        single = len(content.decode(codec)) == len(content)
        utf8 = len(content.decode("utf-8")) != len(content)
    except UnicodeDecodeError:
        return
    if single and utf8:
        raise Id360Error(f"{named} is in UTF-8, but {option} is {codec}, which would garble it: omit {option}")


def undecodable(content: bytes, codec: str, named: str, cure: str, column_of: Callable[[str], int]) -> Id360Error:
    """The error for content that can't be decoded. ``column_of`` returns the column at the end of a text."""
    try:
        content.decode(codec)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(codec, errors="replace") + "?"
        called = codec.replace("-sig", "").upper() if codec.startswith("utf") else codec
        where = f"line {len(before.splitlines())}, column {column_of(before)}"
        return Id360Error(f"{named}, {where}: it is not {called}: {cure}")
    return Id360Error(f"{named} was changed while it was read")


def decode_utf8(content: bytes, named: str) -> str:
    """The text of a file that must be in UTF-8, such as JSON; raises Id360Error if it is not."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        cure = "save the file as UTF-8"
        raise undecodable(content, "utf-8-sig", named, cure, lambda before: len(before.splitlines()[-1])) from None
