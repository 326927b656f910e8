#!/usr/bin/env bash
# Shows and changes settings of topics, brokers and loggers: --help shows how.
set -euo pipefail

exec "$(dirname "${BASH_SOURCE[0]}")/kafka-run-class.sh" io.classickafka.tools.ConfigsCommand "$@"
