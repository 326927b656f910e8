#!/usr/bin/env bash
# Starts ZooKeeper and one broker in one JVM: for development, not for production.
set -euo pipefail

if (($# < 1)); then
  echo "usage: $(basename "$0") [-daemon] zookeeper.properties server.properties [--override property=value]..." >&2
  exit 1
fi

here=${BASH_SOURCE[0]%/*}
[[ $here != "${BASH_SOURCE[0]}" ]] || here=.
base=$(cd "$here/.." && pwd)
export KAFKA_LOG4J_OPTS=${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile=$base/config/log4j2.properties}
export KAFKA_HEAP_OPTS=${KAFKA_HEAP_OPTS:--Xmx512M}

# shellcheck disable=SC2206
extra=(${EXTRA_ARGS:--name kafkaStandalone})
if [[ $1 == -daemon ]]; then
  extra+=(-daemon)
  shift
fi
exec "$here/kafka-run-class.sh" "${extra[@]}" kafka.Standalone "$@"
