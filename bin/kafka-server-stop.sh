#!/usr/bin/env bash
# Asks every kafka server of this machine's user to stop, the quickstart's with its ZooKeeper too.
# SIGNAL names another signal than TERM.
set -euo pipefail

usage() {
  cat <<U
usage: $(basename "$0")

Asks every kafka server of this machine's user to stop, the quickstart's with its ZooKeeper too.
It takes no arguments. SIGNAL in the environment names another signal than TERM.
U
}

if (($# > 0)); then
  case $1 in
    --help | -h) usage; exit 0 ;;
    --process-role* | --node-id*)
      echo "$(basename "$0"): ${1%%=*} belongs to KRaft, which is not here, and without it every broker is stopped; nothing was stopped" >&2
      ;;
    *) echo "$(basename "$0"): unknown argument $1: it takes none and stops every broker; nothing was stopped" >&2 ;;
  esac
  exit 1
fi

signal=${SIGNAL:-TERM}
pids_of() { # CLASS
  ps -ax -o pid=,args= | grep " $1 " | grep java | grep -v grep | awk '{print $1}' || true
}

alive() { # PID...
  local pid
  for pid in "$@"; do
    # One that has ended keeps its number until its parent asks, which in a container may be never.
    if kill -0 "$pid" 2>/dev/null && [[ $(ps -o stat= -p "$pid" 2>/dev/null) != Z* ]]; then
      return 0
    fi
  done
  return 1
}

brokers=$(pids_of 'kafka\.Kafka')
standalone=$(pids_of 'kafka\.Standalone')
if [[ -z $brokers$standalone ]]; then
  echo "No kafka server to stop"
  exit 1
fi
# shellcheck disable=SC2086
[[ -z $brokers ]] || kill -s "$signal" $brokers
[[ -n $standalone ]] || exit 0

# ZooKeeper goes last: the others hand over through it.
for ((i = 0; i < 300; i++)); do
  # shellcheck disable=SC2086
  alive $brokers || break
  sleep 0.1
done
echo "Stopping ZooKeeper together with the broker in its process:" $standalone
# shellcheck disable=SC2086
kill -s "$signal" $standalone
