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
      - Defaults to the server of O(data_center), and beats it where both are given in the task, or neither is.
      - V(http://) is for loopback addresses only, such as those of the simulator.
      - Can be set by the environment variable E(ID360_URL).
    type: str
  data_center:
    description:
      - The Zoho data center that the account lives in. V(US) if nothing else is set.
      - Can be set by the environment variable E(ID360_DATA_CENTER).
    type: str
    choices: [US, EU, IN, AU, CN, JP, CA, UK, SA]
    aliases: [dc]
  access_token:
    description:
      - An OAuth access token with the scopes that the module needs (see the notes). It lives one hour.
      - Beats O(client_id), O(client_secret) and O(refresh_token) where both are given in the task, or neither is.
      - Can be set by the environment variable E(ID360_ACCESS_TOKEN).
    type: str
    aliases: [auth_token]
  client_id:
    description:
      - Id of the OAuth client that O(refresh_token) was given to.
      - Together with O(client_secret) and O(refresh_token) it makes access tokens, which tasks share (see
        O(token_cache)) and renew when they die.
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
      - Root of the Zoho Accounts server that gives access tokens.
      - Defaults to the server of O(data_center), and beats it where both are given in the task, or neither is. O(url)
        does not move it.
      - Can be set by the environment variable E(ID360_ACCOUNTS_URL).
    type: str
  token_cache:
    description:
      - A folder in which the tasks of one user share access tokens. It is made if need be, with mode 0700; the files in
        it have mode 0600, and hold access tokens only.
      - Defaults to a folder in the user's cache folder (E(XDG_CACHE_HOME), V(~/.cache)).
      - One that is not the user's alone is not used, with a warning.
      - An empty string switches it off. Then each task asks for a token of its own, and Zoho gives 10 in 10 minutes.
      - Can be set by the environment variable E(ID360_TOKEN_CACHE).
    type: path
  validate_certs:
    description:
      - Whether the TLS certificates of the servers are checked.
      - Can be set by the environment variable E(ID360_VALIDATE_CERTS).
    type: bool
    default: true
  ca_path:
    description:
      - Path of a bundle of CA certificates to check the servers' certificates with.
      - Can be set by the environment variable E(ID360_CA_PATH).
    type: path
  timeout:
    description:
      - How long to wait for the server, in seconds. It bounds the time to connect, and each time in which the server
        sends nothing.
      - An answer that comes drop by drop is given up when its request has taken ten times as long. Each attempt (see
        O(retries)) has this time anew, and so has the call that asks for an access token.
      - Can be set by the environment variable E(ID360_TIMEOUT).
    type: float
    default: 30
  retries:
    description:
      - How often a request is sent again, after the first time, when the server asks to wait (HTTP 429), when it or the
        connection fails for a moment, and when sending it twice does no harm.
      - A request that creates something is sent again only when it certainly was not taken up before.
      - HTTP 429 counts only while the server answers no other request of the task. Where it answered ten or more
        before, it limits their rate, and is waited for up to 120 seconds after the last answer, however many attempts
        that takes. With V(0) nothing is sent again, on HTTP 429 neither.
      - Can be set by the environment variable E(ID360_RETRIES).
    type: int
    default: 5
requirements:
  - Python 3.9 or newer
  - requests
notes:
  - What is set in the task or in C(module_defaults) (group C(manageengine.id360.id360)) beats the environment.
    The environment is that of the host that runs the module.
  - With E(ID360_SIMULATOR) in the environment, the URL of a simulator on a loopback address, all requests go to it and
    to nothing else, with the simulator's access token. O(url), O(data_center), O(accounts_url), O(ca_path) and the
    credentials are ignored, and each task warns that it does so. Any other URL is refused.
  - If E(ID360_URL) is a loopback address, and O(url) or O(data_center) of the task leads to another host, the task
    fails.
  - Proxies are taken from the environment (E(HTTPS_PROXY), E(NO_PROXY)).
"""

    LOOKUP = r"""
options:
  url:
    description:
      - Root of the ID360 server, with or without a trailing V(/) or V(/api/v1).
      - Defaults to the server of O(data_center), and beats it unless this one comes from the environment, and
        O(data_center) does not.
      - V(http://) is for loopback addresses only, such as those of the simulator.
    type: str
    env:
      - name: ID360_URL
    vars:
      - name: ansible_id360_url
  data_center:
    description:
      - The Zoho data center that the account lives in. V(US) if nothing else is set.
    type: str
    choices: [US, EU, IN, AU, CN, JP, CA, UK, SA]
    env:
      - name: ID360_DATA_CENTER
    vars:
      - name: ansible_id360_data_center
  access_token:
    description:
      - An OAuth access token with the scopes that the lookup needs (see the notes). It lives one hour.
      - Beats O(client_id), O(client_secret) and O(refresh_token), unless it comes from the environment, and they do
        not.
    type: str
    env:
      - name: ID360_ACCESS_TOKEN
    vars:
      - name: ansible_id360_access_token
  client_id:
    description:
      - Id of the OAuth client that O(refresh_token) was given to.
      - Together with O(client_secret) and O(refresh_token) it makes access tokens, which tasks share (see
        O(token_cache)) and renew when they die.
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
      - Root of the Zoho Accounts server that gives access tokens.
      - Defaults to the server of O(data_center), and beats it unless this one comes from the environment, and
        O(data_center) does not. O(url) does not move it.
    type: str
    env:
      - name: ID360_ACCOUNTS_URL
    vars:
      - name: ansible_id360_accounts_url
  token_cache:
    description:
      - A folder in which the tasks of one user share access tokens. It is made if need be, with mode 0700; the files in
        it have mode 0600, and hold access tokens only.
      - Defaults to a folder in the user's cache folder (E(XDG_CACHE_HOME), V(~/.cache)).
      - One that is not the user's alone is not used, with a warning.
      - An empty string switches it off. Then each task asks for a token of its own, and Zoho gives 10 in 10 minutes.
    type: path
    env:
      - name: ID360_TOKEN_CACHE
    vars:
      - name: ansible_id360_token_cache
  validate_certs:
    description:
      - Whether the TLS certificates of the servers are checked.
    type: bool
    default: true
    env:
      - name: ID360_VALIDATE_CERTS
    vars:
      - name: ansible_id360_validate_certs
  ca_path:
    description:
      - Path of a bundle of CA certificates to check the servers' certificates with.
    type: path
    env:
      - name: ID360_CA_PATH
    vars:
      - name: ansible_id360_ca_path
  timeout:
    description:
      - How long to wait for the server, in seconds. It bounds the time to connect, and each time in which the server
        sends nothing.
      - An answer that comes drop by drop is given up when its request has taken ten times as long. Each attempt (see
        O(retries)) has this time anew, and so has the call that asks for an access token.
    type: float
    default: 30
    env:
      - name: ID360_TIMEOUT
    vars:
      - name: ansible_id360_timeout
  retries:
    description:
      - How often a request is sent again, after the first time, when the server asks to wait (HTTP 429), when it or the
        connection fails for a moment, and when sending it twice does no harm.
      - A request that creates something is sent again only when it certainly was not taken up before.
      - HTTP 429 counts only while the server answers no other request of the task. Where it answered ten or more
        before, it limits their rate, and is waited for up to 120 seconds after the last answer, however many attempts
        that takes. With V(0) nothing is sent again, on HTTP 429 neither.
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
  - Options beat variables (C(ansible_id360_url) and so on), and these beat the environment.
  - The environment is that of C(ansible-playbook), not the C(environment) of the task. C(module_defaults) have no
    effect.
  - Each lookup asks the server; nothing is remembered. Lookups in one process share their connections.
  - Proxies are taken from the environment (E(HTTPS_PROXY), E(NO_PROXY)).
"""
