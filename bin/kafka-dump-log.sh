#!/usr/bin/env bash
# Prints what the log, index and snapshot files of a partition hold: --help shows how.
set -euo pipefail

exec "$(dirname "${BASH_SOURCE[0]}")/kafka-run-class.sh" io.classickafka.tools.DumpLogCommand "$@"
