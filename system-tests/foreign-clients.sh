#!/usr/bin/env bash
# Installs the clients that are not ours, for the system tests: kcat, kafka-python and sarama from
# Debian's packages (needs root), kafkajs with npm into target/foreign. Safe to run again.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
packages=(kcat python3-kafka golang-go golang-github-shopify-sarama-dev procps)
missing=()
for package in "${packages[@]}"; do
  if [[ $(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null) != ii* ]]; then
    missing+=("$package")
  fi
done
if ((${#missing[@]} > 0)); then
  echo "installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
if [[ ! -d target/foreign/node_modules/kafkajs ]]; then
  echo "installing kafkajs"
  mkdir -p target/foreign
  npm install --silent --no-audit --no-fund --prefix target/foreign kafkajs@2.2.4 >/dev/null
fi
echo "foreign clients are installed"
