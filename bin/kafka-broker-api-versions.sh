#!/usr/bin/env bash
# Shows which requests each broker serves, and in which versions.
set -euo pipefail

exec "$(dirname "${BASH_SOURCE[0]}")/kafka-run-class.sh" io.classickafka.tools.BrokerApiVersionsCommand "$@"
