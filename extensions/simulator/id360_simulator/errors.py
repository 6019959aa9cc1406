# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The API's errors: one table of codes, and the exception that carries one."""

from __future__ import annotations

from typing import Any

# The documents never pair a code with an HTTP status: the pairs are this table's.
ERRORS: dict[str, tuple[int, str, str]] = {
    "00000000": (
        500,
        "Internal Server Error",
        "An unexpected internal error has occurred on the server. Please try again later.",
    ),
    "00000100": (400, "Bad Request", "The request body is not a JSON object."),
    "00000101": (401, "Unauthorized", "The OAuth token is invalid."),
    "00000102": (422, "Unprocessable Content", "The request cannot be processed."),
    "00000103": (415, "Unsupported Media Type", "The content type of the request is not supported."),
    "00000104": (404, "Page Not Found", "The requested page does not exist."),
    "00000105": (405, "Unsupported Method", "The method is not supported for this page."),
    "00000106": (403, "Forbidden", "You do not have permission to do this."),
    "00000107": (400, "Invalid Parameter", "A parameter is invalid."),
    "00000108": (411, "Content Length Required", "The request has no Content-Length."),
    "00000109": (429, "Too Many Requests", "You have made too many requests. Please try again later."),
    "00010105": (404, "User Not Found", "This User ID does not exist or you do not have permission to access it."),
    "00010109": (422, "Unlicensed User", "Actions cannot be performed on unlicensed users."),
    "00010111": (
        422,
        "Template Validation Failed",
        "Password does not meet password policy complexity requirements.",
    ),
    "00010112": (
        404,
        "Template Not Found",
        "No templates found or the provided template ID does not match the directory.",
    ),
    # These two placeholders are what the documents print.
    "*****": (404, "Resource Not Found", "This resource does not exist."),
    "----": (404, "Job Not Found", "The requested job does not exist or has been deleted."),
}

CODE_OF_STATUS = {400: "00000100", 401: "00000101", 403: "00000106", 404: "00000104", 405: "00000105"} | {
    411: "00000108",
    415: "00000103",
    422: "00000102",
    429: "00000109",
}


class ApiError(Exception):
    """An answer in the API's error form."""

    def __init__(self, code: str, detail: str | None = None, headers: dict[str, str] | None = None) -> None:
        self.status, title, usual = ERRORS[code]
        self.code = code
        self.headers = headers or {}
        self.error = {"code": code, "title": title, "detail": detail or usual}
        super().__init__(self.error["detail"])


def invalid(name: str) -> ApiError:
    """The answer to a parameter or an attribute that can't be accepted."""
    return ApiError("00000107", f"The parameter {name} is invalid.")


def status_of_code(code: str) -> int:
    """The HTTP status for the code of an error."""
    return ERRORS.get(code, ERRORS["00000000"])[0]


def error_of_status(status: int) -> dict[str, Any]:
    """The default error for an HTTP status."""
    return ApiError(CODE_OF_STATUS.get(status, "00000000")).error
