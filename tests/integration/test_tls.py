# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates: checked by default, with a CA of one's own, or not at all."""

from __future__ import annotations

import ssl

import pytest
import trustme
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


@pytest.fixture
def certificates(tmp_path):
    """The paths of two CA bundles, and a server's context with a certificate of the first."""
    right, wrong = trustme.CA(), trustme.CA()
    right.cert_pem.write_to_path(tmp_path / "right.pem")
    wrong.cert_pem.write_to_path(tmp_path / "wrong.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    right.issue_cert("127.0.0.1").configure_cert(context)
    return tmp_path / "right.pem", tmp_path / "wrong.pem", context


def test_certificates(certificates, user, monkeypatch):
    right, wrong, context = certificates
    with Simulator(ssl_context=context) as simulator:

        def connect(**options):
            return user(url=simulator.url, email="none@example.com", state="absent", retries=0, **options).actions

        assert connect(ca_path=str(right)) == []
        assert connect(validate_certs=False) == []
        for options in ({}, {"ca_path": str(wrong)}):
            with pytest.raises(Id360Error, match="its certificate was not accepted"):
                connect(**options)
        # what the environment says of CAs does not replace what was asked for
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(right))
        with pytest.raises(Id360Error, match="its certificate was not accepted"):
            connect(ca_path=str(wrong))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(wrong))
        assert connect(ca_path=str(right)) == []
        assert connect(validate_certs=False) == []
        assert len(simulator.requests) == 4
