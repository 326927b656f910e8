#!/usr/bin/env bash
# Starts a broker in this process, or in the background with -daemon.
set -euo pipefail

if (($# < 1)); then
  echo "usage: $(basename "$0") [-daemon] server.properties [--override property=value]..." >&2
  exit 1
fi

here=${BASH_SOURCE[0]%/*}
[[ $here != "${BASH_SOURCE[0]}" ]] || here=.
base=$(cd "$here/.." && pwd)
export KAFKA_LOG4J_OPTS=${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile=$base/config/log4j2.properties}
export KAFKA_HEAP_OPTS=${KAFKA_HEAP_OPTS:--Xmx1G}
# The limits of inlining make the JVM's compiler take half the CPU; what it compiles is no slower
# (docs/benchmarks.md, "Tried").
inlining='-XX:MaxInlineLevel=9 -XX:FreqInlineSize=100 -XX:InlineSmallCode=1000'
export KAFKA_JVM_PERFORMANCE_OPTS=${KAFKA_JVM_PERFORMANCE_OPTS:--XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 -XX:+ExplicitGCInvokesConcurrent $inlining -Djava.awt.headless=true}

# shellcheck disable=SC2206
extra=(${EXTRA_ARGS:--name kafkaServer -loggc})
if [[ $1 == -daemon ]]; then
  extra+=(-daemon)
  shift
fi
exec "$here/kafka-run-class.sh" "${extra[@]}" kafka.Kafka "$@"
