#!/usr/bin/env bash
# Tells the offsets of partitions: --help shows how.
set -euo pipefail

exec "$(dirname "${BASH_SOURCE[0]}")/kafka-run-class.sh" io.classickafka.tools.GetOffsetsCommand "$@"
