# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are in another format than the extension says, by their first bytes."""

from __future__ import annotations

import re
from typing import BinaryIO, NamedTuple

from .._errors import Id360Error

_FIRST = 512  # bytes
_XLSX = "is a workbook (.xlsx): name it .xlsx, or save it as CSV UTF-8"
_CURE = "save it as .xlsx or as CSV UTF-8"
_ZIP, _OLE = rb"PK\x03\x04", rb"\xd0\xcf\x11\xe0"


class _Format(NamedTuple):
    """How the first bytes begin, as a pattern, after what ``_BEFORE`` has; what else is in the file, where that is
    needed to tell the formats of a container apart; and the message."""

    begins: bytes
    message: str
    contains: bytes = b""


# NUL bytes are those of UTF-16, which are removed before the comparison.
_BEFORE = rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff|\s)*"
_FORMATS = (
    _Format(_OLE, "is protected by a password: save it without one", "EncryptedPackage".encode("utf-16-le")),
    _Format(_OLE, f"is a workbook in an old format (.xls): {_CURE}"),
    _Format(_ZIP, f"is an OpenDocument file (.ods): {_CURE}", b"application/vnd.oasis.opendocument"),
    _Format(_ZIP, _XLSX, b"[Content_Types].xml"),
    _Format(_ZIP, "is a ZIP archive or a damaged workbook: unpack it, or save it again"),
    _Format(rb"\x1f\x8b", "is compressed with gzip: unpack it"),
    _Format(rb"%PDF-", f"is a PDF document: {_CURE}"),
    _Format(rb"<(!doctype|html|head|body|meta|table)\b", f"is an HTML page: {_CURE}"),
    _Format(rb"<\?xml\b", f"is an XML document: {_CURE}"),
)


def check_format(file: BinaryIO, named: str, *, workbook: bool = False) -> None:
    """Raise Id360Error for a file that is empty, or in another format than text; with ``workbook``, than .xlsx. The
    file is at its beginning then."""
    content = file.read(_FIRST)
    begin = content.replace(b"\0", b"")
    rest = file.read() if re.match(b"|".join((_ZIP, _OLE)), begin) else b""
    file.seek(0)
    if not content:
        raise Id360Error(f"{named} is empty")
    for one in _FORMATS:
        if re.match(_BEFORE + one.begins, begin, re.IGNORECASE) and one.contains in content + rest:
            if workbook and one.message == _XLSX:
                return
            raise Id360Error(f"{named} {one.message}")
    if workbook:
        raise Id360Error(f"{named} is not an .xlsx workbook: save it as one, or name it .csv")
