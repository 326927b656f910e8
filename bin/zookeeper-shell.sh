#!/usr/bin/env bash
# ZooKeeper's own command line: zookeeper-shell.sh HOST:PORT[/chroot] [COMMAND...]
set -euo pipefail

usage="usage: $(basename "$0") HOST:PORT[/chroot] [COMMAND [ARGUMENT...]]"
if [[ ${1:-} == --help ]]; then
  echo "$usage"
  exit 0
elif (($# < 1)) || [[ $1 == -* ]]; then
  echo "$usage" >&2
  exit 1
fi
exec "$(dirname "${BASH_SOURCE[0]}")/kafka-run-class.sh" org.apache.zookeeper.ZooKeeperMain -server "$@"
