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
from .formats import check_format

_FIRST = 512  # bytes that tell the encoding
AUTO = "auto"  # an option that leaves it to what is in the file

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


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

    Raises Id360Error for a file that is empty or no text, and if the encoding is certainly wrong.
    """
    check_format(file, named)
    begin = file.read(_FIRST)
    file.seek(0)
    marked = next((codec for mark, codec in _MARKS if begin.startswith(mark)), "")
    if encoding == AUTO and not marked and _utf16(begin):
        raise Id360Error(f"{named} is in UTF-16 without a byte order mark: set {option} to {_utf16(begin)}")
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


def _utf16(begin: bytes) -> str:
    """The encoding of a text in UTF-16: of nearly all characters of a header one byte is NUL, always the same one."""
    even, odd = begin[::2], begin[1::2]
    for nul, other, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if nul.count(0) * 2 > len(nul) and 0 not in other:
            return name
    return ""


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
    check_format(io.BytesIO(content), named)
    cure = "save the file as UTF-8"
    if _utf16(content[:_FIRST]):
        raise Id360Error(f"{named} is in UTF-16 without a byte order mark: {cure}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise undecodable(content, "utf-8-sig", named, cure, lambda before: len(before.splitlines()[-1])) from None
