#!/usr/bin/env bash
# Runs a class of the product in a JVM that takes over this process:
#   kafka-run-class.sh [-daemon] [-name NAME] [-loggc] CLASS [ARGUMENT...]
# Works from an unpacked release and from a source checkout, which it builds first if needed.
set -euo pipefail

if (($# < 1)); then
  echo "usage: $(basename "$0") [-daemon] [-name NAME] [-loggc] CLASS [ARGUMENT...]" >&2
  exit 1
fi

# No program where the shell can do it: each is a millisecond of every start.
here=${BASH_SOURCE[0]%/*}
[[ $here != "${BASH_SOURCE[0]}" ]] || here=.
base=$(cd "$here/.." && pwd)

# A release has libs/; a checkout has the build's copy of the same folder.
if [[ -d $base/libs ]]; then
  libs=$base/libs
else
  # shellcheck source=bin/checkout-libs.sh
  source "$here/checkout-libs.sh"
  libs=$(checkout_libs "$base")
fi

daemon=false
name=daemon
loggc=false
while (($# > 0)); do
  case $1 in
    -daemon) daemon=true; shift ;;
    -name) name=${2:?-name needs a value}; shift 2 ;;
    -loggc) loggc=true; shift ;;
    *) break ;;
  esac
done
if (($# < 1)); then
  echo "$(basename "$0"): the class to run is missing" >&2
  exit 1
fi

if [[ -n ${JAVA_HOME:-} ]]; then
  java=$JAVA_HOME/bin/java
else
  java=java
fi
if ! command -v "$java" >/dev/null; then
  echo "no Java found at '$java': install JDK 17 or later, or set JAVA_HOME" >&2
  exit 1
fi

log_dir=${LOG_DIR:-$base/logs}
if [[ -z ${KAFKA_LOG4J_OPTS:-} ]]; then
  log4j_opts="-Dlog4j2.configurationFile=$base/config/tools-log4j2.properties"
else
  log4j_opts=$KAFKA_LOG4J_OPTS
  mkdir -p "$log_dir"
  # A log4j 1 file (-Dlog4j.configuration=...) is read by log4j2's own compatibility layer.
  if [[ $log4j_opts == *log4j.configuration=* ]]; then
    log4j_opts="$log4j_opts -Dlog4j1.compatibility=true"
  fi
fi

gc_opts=
if $loggc; then
  mkdir -p "$log_dir"
  gc_opts=${KAFKA_GC_LOG_OPTS:--Xlog:gc*:file=$log_dir/$name-gc.log:time,tags:filecount=10,filesize=100M}
fi

jmx_opts=${KAFKA_JMX_OPTS:-}
if [[ -n ${JMX_PORT:-} ]]; then
  jmx_opts=${jmx_opts:--Dcom.sun.management.jmxremote=true -Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.ssl=false}
  jmx_opts="$jmx_opts -Dcom.sun.management.jmxremote.port=$JMX_PORT"
  if [[ $jmx_opts != *jmxremote.rmi.port=* ]]; then
    jmx_opts="$jmx_opts -Dcom.sun.management.jmxremote.rmi.port=$JMX_PORT"
  fi
fi

debug_opts=
if [[ -n ${KAFKA_DEBUG:-} ]]; then
  debug_opts=${JAVA_DEBUG_OPTS:--agentlib:jdwp=transport=dt_socket,server=y,suspend=${DEBUG_SUSPEND_FLAG:-n},address=${JAVA_DEBUG_PORT:-5005}}
fi

performance_opts=${KAFKA_JVM_PERFORMANCE_OPTS:--XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true}
class_path=${CLASSPATH:+$CLASSPATH:}$libs/*
# shellcheck source=bin/class-archive.sh
source "$here/class-archive.sh"
class_archive "$libs" "$java" "$1"

# Of a flag given twice the last one counts, so ours come first. The JVM samples its counters for jstat each
# 50 ms otherwise, which is half of an idle broker's wake-ups.
own_opts=(${archive_opts[@]+"${archive_opts[@]}"} -XX:PerfDataSamplingInterval=10000)

# The variables hold several flags each, as their users expect.
# shellcheck disable=SC2206
command=("$java" "${own_opts[@]}" ${KAFKA_HEAP_OPTS:--Xmx256M} $performance_opts $gc_opts $jmx_opts $debug_opts
  "-Dkafka.logs.dir=$log_dir" -Dio.netty.jfr.enabled=false $log4j_opts -cp "$class_path" ${KAFKA_OPTS:-} "$@")

if $daemon; then
  mkdir -p "$log_dir"
  nohup "${command[@]}" >"$log_dir/$name.out" 2>&1 </dev/null &
  class_archive_later $! "$libs" "$java"
else
  class_archive_later $$ "$libs" "$java"
  exec "${command[@]}"
fi
