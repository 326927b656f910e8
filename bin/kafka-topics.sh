#!/usr/bin/env bash
# Creates, lists, describes, alters and deletes topics: --help shows how.
set -euo pipefail

exec "$(dirname "${BASH_SOURCE[0]}")/kafka-run-class.sh" io.classickafka.tools.TopicsCommand "$@"
