#!/usr/bin/env bash
# Deletes the records below given offsets: --help shows how.
set -euo pipefail

exec "$(dirname "${BASH_SOURCE[0]}")/kafka-run-class.sh" io.classickafka.tools.DeleteRecordsCommand "$@"
