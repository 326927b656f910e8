#!/usr/bin/env bash
# Has the leaders of partitions elected: --help shows how.
set -euo pipefail

exec "$(dirname "${BASH_SOURCE[0]}")/kafka-run-class.sh" io.classickafka.tools.LeaderElectionCommand "$@"
