#!/usr/bin/env bash
# Produces numbered records at a steady pace with librdkafka's idempotent producer until a line comes
# on standard input. The last line is SENT with their number; ends with kcat's exit code.
# Arguments: bootstrap servers, topic, prefix of the values, records in each 20 ms.
set -uo pipefail

bootstrap=$1 topic=$2 prefix=$3 pace=$4
exec 3>&1
numbers() {
  local i=0 line
  while true; do
    for ((n = 0; n < pace; n++)); do
      printf '%s%d\n' "$prefix" "$i"
      i=$((i + 1))
    done
    if read -r -t 0.02 line; then
      break
    fi
  done
  echo "SENT $i" >&3
}
numbers | kcat -P -b "$bootstrap" -t "$topic" -X enable.idempotence=true -X acks=all >&2
