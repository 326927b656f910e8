#!/usr/bin/env bash
# Prints the records of a topic: --help shows how.
set -euo pipefail

export KAFKA_HEAP_OPTS=${KAFKA_HEAP_OPTS:--Xmx512M}
exec "$(dirname "${BASH_SOURCE[0]}")/kafka-run-class.sh" io.classickafka.tools.ConsoleConsumer "$@"
