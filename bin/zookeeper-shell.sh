#!/usr/bin/env bash
# ZooKeeper's own command line: zookeeper-shell.sh HOST:PORT[/chroot] [COMMAND...]
set -euo pipefail

if (($# < 1)) || [[ $1 == --help ]]; then
  echo "usage: $(basename "$0") HOST:PORT[/chroot] [COMMAND [ARGUMENT...]]" >&2
  (($# > 0)) && exit 0 || exit 1
fi
exec "$(dirname "${BASH_SOURCE[0]}")/kafka-run-class.sh" org.apache.zookeeper.ZooKeeperMain -server "$@"
