#!/usr/bin/env bash
# Asks every kafka server of this machine's user to stop. SIGNAL names another signal than TERM.
set -euo pipefail

signal=${SIGNAL:-TERM}
pids=$(ps -ax -o pid=,args= | grep ' kafka\.Kafka ' | grep java | grep -v grep | awk '{print $1}' || true)
if [[ -z $pids ]]; then
  echo "No kafka server to stop"
  exit 1
fi
# shellcheck disable=SC2086
kill -s "$signal" $pids
