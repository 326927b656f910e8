#!/usr/bin/env bash
# Starts a ZooKeeper server in this process, or in the background with -daemon.
set -euo pipefail

usage="usage: $(basename "$0") [-daemon] zookeeper.properties"
if [[ ${1:-} == --help ]]; then
  echo "$usage"
  exit 0
elif (($# < 1)) || [[ $1 == -* && $1 != -daemon ]]; then
  echo "$usage" >&2
  exit 1
fi

here=${BASH_SOURCE[0]%/*}
[[ $here != "${BASH_SOURCE[0]}" ]] || here=.
base=$(cd "$here/.." && pwd)
export KAFKA_LOG4J_OPTS=${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile=$base/config/log4j2.properties}
export KAFKA_HEAP_OPTS=${KAFKA_HEAP_OPTS:--Xmx512M}

# shellcheck disable=SC2206
extra=(${EXTRA_ARGS:--name zookeeper -loggc})
if [[ $1 == -daemon ]]; then
  extra+=(-daemon)
  shift
fi
if [[ ! -r ${1:-} ]]; then
  echo "$(basename "$0"): no such file: ${1:-}" >&2
  exit 1
fi
exec "$here/kafka-run-class.sh" "${extra[@]}" org.apache.zookeeper.server.quorum.QuorumPeerMain "$@"
