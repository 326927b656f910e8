#!/usr/bin/env bash
# Asks every zookeeper server of this machine's user to stop. SIGNAL names another signal than TERM.
set -euo pipefail

usage() {
  cat <<U
usage: $(basename "$0")

Asks every zookeeper server of this machine's user to stop.
It takes no arguments. SIGNAL in the environment names another signal than TERM.
U
}

if (($# > 0)); then
  case $1 in
    --help | -h) usage; exit 0 ;;
    *) echo "$(basename "$0"): unknown argument $1: it takes none and stops every server; nothing was stopped" >&2 ;;
  esac
  exit 1
fi

signal=${SIGNAL:-TERM}
pids_of() { # CLASS
  ps -ax -o pid=,args= | grep " $1 " | grep java | grep -v grep | awk '{print $1}' || true
}

pids=$(pids_of 'org\.apache\.zookeeper\.server\.quorum\.QuorumPeerMain')
if [[ -z $pids ]]; then
  standalone=$(pids_of 'kafka\.Standalone')
  if [[ -n $standalone ]]; then
    echo "No zookeeper server to stop by itself: bin/kafka-server-stop.sh stops the one that shares a process with a broker:" $standalone
    exit 1
  fi
  echo "No zookeeper server to stop"
  exit 1
fi
# shellcheck disable=SC2086
kill -s "$signal" $pids
