#!/usr/bin/env bash
# Sourced by the other scripts when they run from a source checkout.

# checkout_libs BASE: prints the folder of jars that the build leaves, after building it when it is
# missing or older than a source file. KAFKA_SKIP_BUILD set to anything takes what is there.
checkout_libs() {
  local base=$1 home stamp
  home=$base/kafka-core/target/dist
  stamp=$home/.built
  if [[ -z ${KAFKA_SKIP_BUILD:-} ]] && { [[ ! -f $stamp ]] || checkout_is_newer "$base" "$stamp"; }; then
    checkout_build "$base" || return 1
  fi
  printf '%s' "$home/libs"
}

checkout_is_newer() {
  local base=$1 stamp=$2 found
  found=$(find "$base"/pom.xml "$base"/*/pom.xml "$base"/*/src/main "$base"/*/*/src/main \
    -newer "$stamp" -type f -print 2>/dev/null | head -n 1)
  [[ -n $found ]]
}

checkout_build() {
  local base=$1 log pid second=0
  if ! command -v mvn >/dev/null; then
    echo "this checkout is not built and Maven is not installed: install Maven, or unpack a release" >&2
    return 1
  fi
  mkdir -p "$base/kafka-core/target"
  log=$base/kafka-core/target/build.log
  echo "Building the checkout (a minute or two the first time; log: $log)" >&2
  (cd "$base" && exec mvn -B -ntp -q -Dfast -DskipTests -pl kafka-core -am package) >"$log" 2>&1 </dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    second=$((second + 1))
    if ((second % 10 == 0)); then
      echo "  still building, ${second} s" >&2
    fi
  done
  if ! wait "$pid"; then
    tail -n 20 "$log" >&2
    echo "the build failed: see $log" >&2
    return 1
  fi
  echo "Built in ${second} s" >&2
}
