# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every module takes every connection option from the environment, and keeps the secrets among them out of logs."""

from __future__ import annotations

import importlib

import pytest
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from modules import MODULES, NOTHING

from ansible_collections.manageengine.id360.plugins.doc_fragments.connection import ModuleDocFragment

# Each option as it stands in the environment, as the module has it then, and another value that is typed.
OPTIONS = {
    "url": ("https://a.example.com", "https://a.example.com", "https://b.example.com"),
    "data_center": ("EU", "EU", "IN"),
    "access_token": ("1000.a", "1000.a", "1000.b"),
    "client_id": ("1000.A", "1000.A", "1000.B"),
    "client_secret": ("a", "a", "b"),
    "refresh_token": ("1000.a", "1000.a", "1000.b"),
    "accounts_url": ("https://a.example.com", "https://a.example.com", "https://b.example.com"),
    "token_cache": ("/tmp/a", "/tmp/a", "/tmp/b"),
    "validate_certs": ("no", False, True),
    "ca_path": ("/tmp/a.pem", "/tmp/a.pem", "/tmp/b.pem"),
    "timeout": ("7.5", 7.5, 8.0),
    "retries": ("3", 3, 4),
}
SECRET = {"access_token", "client_secret", "refresh_token"}


class Told(Exception):
    """A module's argument spec, caught where Ansible would take it."""


@pytest.fixture
def spec(request, monkeypatch):
    def tell(_self, argument_spec, **_rules):
        raise Told(argument_spec)

    monkeypatch.setattr(AnsibleModule, "__init__", tell)
    module = importlib.import_module(f"ansible_collections.manageengine.id360.plugins.modules.{request.param}")
    with pytest.raises(Told) as told:
        module.main()
    return told.value.args[0], NOTHING.get(request.param, {"id": "99"})


@pytest.mark.parametrize("spec", MODULES, indirect=True)
def test_every_option_comes_from_the_environment(spec, monkeypatch):
    argument_spec, needed = spec
    connection = {name for name, option in argument_spec.items() if "fallback" in option}
    assert connection == set(OPTIONS)
    validator = ArgumentSpecValidator(argument_spec)

    def value_of(name, **typed):
        checked = validator.validate({**needed, **typed})
        assert not checked.error_messages
        return checked.validated_parameters[name]

    for name, (text, value, other) in OPTIONS.items():
        variable = f"ID360_{name.upper()}"
        monkeypatch.delenv(variable, raising=False)
        default = value_of(name)
        monkeypatch.setenv(variable, text)
        assert value_of(name) == value
        assert value_of(name, **{name: other}) == other
        monkeypatch.setenv(variable, "")
        assert value_of(name) == ("" if name == "token_cache" else default)
        assert argument_spec[name].get("no_log", False) is (name in SECRET)
        assert f"E({variable})" in ModuleDocFragment.DOCUMENTATION


@pytest.mark.parametrize("spec", MODULES, indirect=True)
def test_no_option_takes_ansibles_own_idea_of_a_text(spec):
    """Ansible's str and path make a text of anything, and its list takes a text apart at commas alone."""

    def own(options):
        for name, option in options.items():
            yield from own(option.get("options", {}))
            kinds = (option["type"], option.get("elements", ""))
            if "choices" not in option and kinds != ("list", "dict"):
                yield from (name for kind in kinds if kind in ("str", "path", "list") and not callable(kind))

    assert list(own(spec[0])) == []


@pytest.mark.parametrize("spec", MODULES[:1], indirect=True)
def test_what_cannot_be_converted_is_called_as_ansible_calls_it(spec, monkeypatch):
    argument_spec, needed = spec
    for name in ("timeout", "retries", "validate_certs"):
        monkeypatch.setenv(f"ID360_{name.upper()}", "bogus")
        (message, *_others) = ArgumentSpecValidator(argument_spec).validate(needed).error_messages
        assert "is of type str and we were unable to convert" in message
        monkeypatch.delenv(f"ID360_{name.upper()}")
