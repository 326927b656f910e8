#!/usr/bin/env bash
# Moves replicas between brokers: --help shows how.
set -euo pipefail

exec "$(dirname "${BASH_SOURCE[0]}")/kafka-run-class.sh" io.classickafka.tools.ReassignPartitionsCommand "$@"
