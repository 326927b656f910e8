#!/usr/bin/env bash
# Tells what lies in the log directories of brokers: --help shows how.
set -euo pipefail

exec "$(dirname "${BASH_SOURCE[0]}")/kafka-run-class.sh" io.classickafka.tools.LogDirsCommand "$@"
