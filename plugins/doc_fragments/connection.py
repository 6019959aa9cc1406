# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection options that every module has, and those of the lookups."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  url:
    description:
      - Root of the ID360 server, with or without a trailing V(/) or V(/api/v1).
      - The default is the server of O(data_center). O(url) takes precedence over O(data_center) if both are set in the
        task, or both in the environment.
      - V(http://) is accepted only for loopback addresses, such as that of the simulator.
      - Can be set by the environment variable E(ID360_URL).
    type: str
  data_center:
    description:
      - The Zoho data center of the account. The default is V(US).
      - Can be set by the environment variable E(ID360_DATA_CENTER).
    type: str
    choices: [US, EU, IN, AU, CN, JP, CA, UK, SA]
    aliases: [dc]
  access_token:
    description:
      - An OAuth access token with the scopes that the module needs (see the notes). It is valid for one hour.
      - Takes precedence over O(client_id), O(client_secret) and O(refresh_token) if both are set in the task, or both
        in the environment.
      - Can be set by the environment variable E(ID360_ACCESS_TOKEN).
    type: str
    aliases: [auth_token]
  client_id:
    description:
      - Id of the OAuth client that O(refresh_token) was issued to.
      - With O(client_secret) and O(refresh_token), tasks request access tokens, share them (see O(token_cache)) and
        renew them when they expire.
      - Can be set by the environment variable E(ID360_CLIENT_ID).
    type: str
  client_secret:
    description:
      - Secret of the OAuth client.
      - Can be set by the environment variable E(ID360_CLIENT_SECRET).
    type: str
  refresh_token:
    description:
      - OAuth refresh token with the scopes that the module needs (see the notes).
      - Can be set by the environment variable E(ID360_REFRESH_TOKEN).
    type: str
  accounts_url:
    description:
      - Root of the Zoho Accounts server that issues access tokens.
      - The default is the server of O(data_center). O(accounts_url) takes precedence over O(data_center) if both are
        set in the task, or both in the environment. O(url) does not change it.
      - Can be set by the environment variable E(ID360_ACCOUNTS_URL).
    type: str
  token_cache:
    description:
      - Directory in which the tasks of one user share access tokens. It is created with mode 0700 if it does not exist.
        Its files have mode 0600, and contain access tokens only.
      - The default is a directory in the user's cache directory (E(XDG_CACHE_HOME), V(~/.cache)).
      - A directory that other users can access is not used, and causes a warning.
      - An empty string disables the cache. Each task then requests a token of its own; Zoho issues at most 10 in 10
        minutes.
      - Can be set by the environment variable E(ID360_TOKEN_CACHE).
    type: path
  validate_certs:
    description:
      - Whether to validate the TLS certificates of the servers.
      - Can be set by the environment variable E(ID360_VALIDATE_CERTS).
    type: bool
    default: true
  ca_path:
    description:
      - Path of a bundle of CA certificates that replaces the default bundle.
      - Can be set by the environment variable E(ID360_CA_PATH).
    type: path
  timeout:
    description:
      - How long to wait for the server, in seconds. It limits the time to connect, and each period in which the server
        sends nothing.
      - A response that is incomplete after ten times this time is abandoned. The limit applies to each attempt (see
        O(retries)), and to requests for access tokens.
      - Can be set by the environment variable E(ID360_TIMEOUT).
    type: float
    default: 30
  retries:
    description:
      - Number of attempts after the first one, if the server limits the rate (HTTP 429), or if the server or the
        connection fails temporarily and the request can be repeated safely.
      - A request that creates a record is repeated only if it was certainly not processed.
      - HTTP 429 counts as an attempt only while the server answers no other request of the task. If it answered ten or
        more requests before, the task waits for up to 120 seconds after the last other answer, however many attempts
        that takes. With V(0), no request is repeated, not even after HTTP 429.
      - Can be set by the environment variable E(ID360_RETRIES).
    type: int
    default: 5
requirements:
  - Python 3.9 or newer
  - requests
notes:
  - Options of the task and of C(module_defaults) (group C(manageengine.id360.id360)) take precedence over the
    environment, which is that of the host that runs the module.
  - If E(ID360_SIMULATOR) is set to the URL of a simulator on a loopback address, all requests are sent to it, with the
    simulator's access token. O(url), O(data_center), O(accounts_url), O(ca_path) and the credentials are ignored, and
    each task warns about it. Any other URL is refused.
  - If E(ID360_URL) is a loopback address, and O(url) or O(data_center) of the task leads to another host, the task
    fails.
  - Proxies are read from the environment (E(HTTPS_PROXY), E(NO_PROXY)).
"""

    LOOKUP = r"""
options:
  url:
    description:
      - Root of the ID360 server, with or without a trailing V(/) or V(/api/v1).
      - The default is the server of O(data_center). O(url) takes precedence over O(data_center), unless only O(url) is
        set in the environment.
      - V(http://) is accepted only for loopback addresses, such as that of the simulator.
    type: str
    env:
      - name: ID360_URL
    vars:
      - name: ansible_id360_url
  data_center:
    description:
      - The Zoho data center of the account. The default is V(US).
    type: str
    choices: [US, EU, IN, AU, CN, JP, CA, UK, SA]
    env:
      - name: ID360_DATA_CENTER
    vars:
      - name: ansible_id360_data_center
  access_token:
    description:
      - An OAuth access token with the scopes that the lookup needs (see the notes). It is valid for one hour.
      - Takes precedence over O(client_id), O(client_secret) and O(refresh_token), unless only O(access_token) is set in
        the environment.
    type: str
    env:
      - name: ID360_ACCESS_TOKEN
    vars:
      - name: ansible_id360_access_token
  client_id:
    description:
      - Id of the OAuth client that O(refresh_token) was issued to.
      - With O(client_secret) and O(refresh_token), tasks request access tokens, share them (see O(token_cache)) and
        renew them when they expire.
    type: str
    env:
      - name: ID360_CLIENT_ID
    vars:
      - name: ansible_id360_client_id
  client_secret:
    description:
      - Secret of the OAuth client.
    type: str
    env:
      - name: ID360_CLIENT_SECRET
    vars:
      - name: ansible_id360_client_secret
  refresh_token:
    description:
      - OAuth refresh token with the scopes that the lookup needs (see the notes).
    type: str
    env:
      - name: ID360_REFRESH_TOKEN
    vars:
      - name: ansible_id360_refresh_token
  accounts_url:
    description:
      - Root of the Zoho Accounts server that issues access tokens.
      - The default is the server of O(data_center). O(accounts_url) takes precedence over O(data_center), unless only
        O(accounts_url) is set in the environment. O(url) does not change it.
    type: str
    env:
      - name: ID360_ACCOUNTS_URL
    vars:
      - name: ansible_id360_accounts_url
  token_cache:
    description:
      - Directory in which the tasks of one user share access tokens. It is created with mode 0700 if it does not exist.
        Its files have mode 0600, and contain access tokens only.
      - The default is a directory in the user's cache directory (E(XDG_CACHE_HOME), V(~/.cache)).
      - A directory that other users can access is not used, and causes a warning.
      - An empty string disables the cache. Each task then requests a token of its own; Zoho issues at most 10 in 10
        minutes.
    type: path
    env:
      - name: ID360_TOKEN_CACHE
    vars:
      - name: ansible_id360_token_cache
  validate_certs:
    description:
      - Whether to validate the TLS certificates of the servers.
    type: bool
    default: true
    env:
      - name: ID360_VALIDATE_CERTS
    vars:
      - name: ansible_id360_validate_certs
  ca_path:
    description:
      - Path of a bundle of CA certificates that replaces the default bundle.
    type: path
    env:
      - name: ID360_CA_PATH
    vars:
      - name: ansible_id360_ca_path
  timeout:
    description:
      - How long to wait for the server, in seconds. It limits the time to connect, and each period in which the server
        sends nothing.
      - A response that is incomplete after ten times this time is abandoned. The limit applies to each attempt (see
        O(retries)), and to requests for access tokens.
    type: float
    default: 30
    env:
      - name: ID360_TIMEOUT
    vars:
      - name: ansible_id360_timeout
  retries:
    description:
      - Number of attempts after the first one, if the server limits the rate (HTTP 429), or if the server or the
        connection fails temporarily and the request can be repeated safely.
      - A request that creates a record is repeated only if it was certainly not processed.
      - HTTP 429 counts as an attempt only while the server answers no other request of the task. If it answered ten or
        more requests before, the task waits for up to 120 seconds after the last other answer, however many attempts
        that takes. With V(0), no request is repeated, not even after HTTP 429.
    type: int
    default: 5
    env:
      - name: ID360_RETRIES
    vars:
      - name: ansible_id360_retries
requirements:
  - Python 3.9 or newer
  - requests
notes:
  - Options take precedence over variables (C(ansible_id360_url) and so on), and variables over the environment.
  - The environment is that of C(ansible-playbook), not the C(environment) of the task. C(module_defaults) have no
    effect.
  - Each lookup sends requests; results are not cached. Lookups in one process share their connections.
  - Proxies are read from the environment (E(HTTPS_PROXY), E(NO_PROXY)).
"""
