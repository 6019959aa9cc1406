# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates: checked by default, with a CA of one's own, or not at all; for the API and for Zoho Accounts."""

from __future__ import annotations

import datetime
import ssl

import pytest
import trustme
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

NOT_ACCEPTED = r"no answer from 127\.0\.0\.1:\d+: its certificate was not accepted: "
UNKNOWN = NOT_ACCEPTED + r".*certificate.* \(check whether ca_path contains its CA\)"
EXPIRED = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
REFRESH = {
    "access_token": None,
    "client_id": "simulator-client",
    "client_secret": "simulator-secret",
    "refresh_token": "simulator-refresh",
}


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A CA, and a folder with its bundle, that of another CA, one that is damaged, and a file that is none."""
    folder = tmp_path_factory.mktemp("certificates")
    right, wrong = trustme.CA(), trustme.CA()
    right.cert_pem.write_to_path(folder / "right.pem")
    wrong.cert_pem.write_to_path(folder / "wrong.pem")
    (folder / "broken.pem").write_text("not a certificate\n")
    (folder / "damaged.pem").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    return right, folder


@pytest.mark.parametrize("sign_in", [{}, REFRESH], ids=["token", "refresh"])
@pytest.mark.parametrize(
    ("certificate", "options", "environment", "message"),
    [
        ({}, {"ca_path": "right.pem"}, None, None),
        ({}, {"ca_path": "right.pem"}, "wrong.pem", None),
        ({}, {"validate_certs": False}, "wrong.pem", None),
        ({}, {}, None, UNKNOWN),
        ({}, {"ca_path": "wrong.pem"}, None, UNKNOWN),
        # what the environment says of CAs does not replace what was asked for
        ({}, {"ca_path": "wrong.pem"}, "right.pem", UNKNOWN),
        ({}, {"ca_path": "broken.pem"}, None, "ca_path '.*broken.pem' is not a CA bundle"),
        ({}, {"ca_path": "damaged.pem"}, None, "the CA bundle can't be read"),
        ({}, {"ca_path": "none.pem"}, None, "ca_path '.*none.pem' does not exist"),
        ({"not_after": EXPIRED}, {"ca_path": "right.pem"}, None, NOT_ACCEPTED + "certificate has expired"),
        ({"not_after": EXPIRED}, {"validate_certs": False}, None, None),
        ({"host": "id360.example.com"}, {"ca_path": "right.pem"}, None, NOT_ACCEPTED + "IP address mismatch"),
        ({"host": "id360.example.com"}, {"validate_certs": False}, None, None),
    ],
)
def test_certificates(authority, user, monkeypatch, certificate, options, environment, message, sign_in):
    right, folder = authority
    given = {**certificate}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    right.issue_cert(given.pop("host", "127.0.0.1"), **given).configure_cert(context)
    if environment:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(folder / environment))
    if "ca_path" in options:
        options = {"ca_path": str(folder / options["ca_path"])}
    with Simulator(ssl_context=context) as simulator:
        options = {"url": simulator.url, "accounts_url": simulator.url, "retries": 0, **sign_in, **options}
        if message is None:
            assert user(email="none@example.com", state="absent", **options).actions == []
            assert len(simulator.requests) == (2 if sign_in else 1)
        else:
            with pytest.raises(Id360Error, match=message) as failed:
                user(email="none@example.com", state="absent", **options)
            assert simulator.requests == []
            if "answer" in message:
                path = "/oauth/v2/token" if sign_in else "/users"
                assert failed.value.failure()["error"]["path"] == path
