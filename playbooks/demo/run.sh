#!/usr/bin/env bash
# `make demo`: build and install the collection, start its simulator of a tenant, and let two dozen people join, move
# and leave. It fails when the dry run or the report of drift writes, or when the repeated run changes anything.
set -euo pipefail
demo=${PWD}/.demo

# Only the tarball, built from git's files, is used: neither the checkout nor what else may be installed.
rm -rf "${demo}"
mkdir "${demo}"
export ANSIBLE_COLLECTIONS_PATH=${demo}/collections ANSIBLE_COLLECTIONS_SCAN_SYS_PATH=false
python tests/tools/copy_git_files.py "${demo}/sources"
ansible-galaxy collection build "${demo}/sources" --output-path "${demo}" >/dev/null
ansible-galaxy collection install "${demo}"/*.tar.gz --collections-path "${demo}/collections" --offline >/dev/null
installed=${demo}/collections/ansible_collections/manageengine/id360

# Each in a process group of its own, so that an interrupted demo can end them with all that they started.
set -m
running=()
stop() {
  for group in "${running[@]}"; do kill -- "-${group}" 2>/dev/null || true; done
  wait
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

python "${installed}/extensions/simulator" --port 0 --url-file "${demo}/url" >"${demo}/simulator.log" 2>&1 </dev/null &
simulator=$!
running+=("${simulator}")

for _ in {1..300}; do
  [[ -s ${demo}/url ]] && break
  if ! kill -0 "${simulator}" 2>/dev/null; then break; fi
  sleep 0.1
done
if [[ ! -s ${demo}/url ]]; then
  echo "The simulator did not start:" >&2
  cat "${demo}/simulator.log" >&2
  exit 1
fi
ID360_URL=$(<"${demo}/url")
export ID360_URL ID360_ACCESS_TOKEN=simulator-token
# A proxy has no business with a tenant on this machine.
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost
export ANSIBLE_SHOW_CUSTOM_STATS=true ANSIBLE_PIPELINING=true
log=${demo}/demo.log

writes_received() {
  python -c 'import json, sys, urllib.request
print(json.load(urllib.request.urlopen(sys.argv[1]))["writes"])' "${ID360_URL%/api/v1*}/_simulator/requests"
}

# play TITLE PLAYBOOK [OPTION…]: run a playbook of the demo, with its output in the log, and print one row of the table.
# Leaves the writes that the tenant received in $writes, and the number of changed tasks, from Ansible's recap, in
# $changed.
play() {
  local title=$1 name=$2 before counts playbook
  shift 2
  before=$(writes_received)
  ansible-playbook "${installed}/playbooks/demo/${name}.yml" --extra-vars "work_folder=${demo}" "$@" \
    </dev/null >"${demo}/output" 2>&1 &
  playbook=$!
  running=("${simulator}" "${playbook}")
  if ! wait "${playbook}"; then
    cat "${demo}/output" >&2
    exit 1
  fi
  running=("${simulator}")
  { printf '\n=== %s\n' "${title}" && cat "${demo}/output"; } >>"${log}"
  writes=$(($(writes_received) - before))
  changed=$(sed -n 's/^localhost .* changed=\([0-9]*\) .*/\1/p' "${demo}/output")
  counts=$(sed -n 's/.*RUN: { *\(.*\)}.*/\1/p' "${demo}/output" | tr -d '"' | sed 's/drift_report_//g')
  printf '%-27s %7d %7d  %s\n' "${title}" "${changed}" "${writes}" "${counts}"
}

echo "A tenant of a simulator, managed by playbooks. Their output: ${log}"
echo
printf '%-27s %7s %7s  %s\n' act changed writes result
changed_people=(--extra-vars people_csv=people_changed.csv)
play "1. Everybody joins" joiner_mover_leaver
play "2. A dry run of a change" joiner_mover_leaver "${changed_people[@]}" --check --diff
dry_writes=${writes}
mover=$(sed -n '/^--- before.*minh\.tran@/,/^ }/p' "${demo}/output")
play "3. The change" joiner_mover_leaver "${changed_people[@]}"
change_writes=${writes}
play "4. The same once more" joiner_mover_leaver "${changed_people[@]}"
again_changed=${changed} again_writes=${writes}
play "5. A list of leavers" leavers
play "6. A report of drift" drift
drift_writes=${writes}

echo
echo "changed counts tasks: one task manages all users and groups. writes are requests that the tenant received."
echo
echo "What the dry run showed of one of the users:"
echo "${mover}"
echo
if ((dry_writes > 0 || drift_writes > 0)); then
  echo "FAILED: a run that must not write sent a write." >&2
  exit 1
fi
if ((again_changed > 0 || again_writes > 0 || change_writes == 0)); then
  echo "FAILED: the repeated run changed something." >&2
  exit 1
fi
echo "The dry run wrote nothing, and the repeated run had nothing to change."
echo "Where the tenant differs from the first list, as a page for the browser: ${demo}/drift/report.html"
