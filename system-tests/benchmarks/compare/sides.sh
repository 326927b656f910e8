# Sourced by run: the processes of one measurement. Each is started from a folder $work of its own, its pid is
# kept in pids, and stop_all ends it.
# shellcheck shell=bash

# What Apache's bin/kafka-server-start.sh and kafka-run-class.sh of 3.9.2 give to the JVM, but for the heap
# and JMX's port. "-server" is the only JVM of a 64-bit JDK.
apache_shipped="-server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35
  -XX:+ExplicitGCInvokesConcurrent -XX:MaxInlineLevel=15 -Djava.awt.headless=true
  -Xlog:gc*:file=gc.log:time,tags:filecount=10,filesize=100M
  -Dcom.sun.management.jmxremote=true -Dcom.sun.management.jmxremote.authenticate=false
  -Dcom.sun.management.jmxremote.ssl=false"
# What both get in the rows with identical flags. The last one is what our kafka-run-class.sh always gives.
identical="-XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35
  -XX:+ExplicitGCInvokesConcurrent -XX:MaxInlineLevel=15 -Djava.awt.headless=true
  -XX:PerfDataSamplingInterval=10000"
heap=-Xmx512M

declare -A pids=()
brokers=()

start() { # NAME CORE COMMAND...: in the background, from $work, its output in NAME.out
  local name=$1 core=$2
  shift 2
  (
    cd "$work"
    exec taskset -c "$core" "$@" >"$name.out" 2>&1 </dev/null
  ) &
  pids[$name]=$!
}

give_up() {
  echo "run: $1" >&2
  [[ -z ${2:-} ]] || tail -n 8 "$work/$2.out" >&2
  exit 1
}

await_port() { # PORT NAME
  local i
  for ((i = 0; i < 1200; i++)); do
    (exec 9<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
    kill -0 "${pids[$2]}" 2>/dev/null || give_up "$2 ended" "$2"
    sleep 0.05
  done
  give_up "$2 does not listen on $1 after 60 s" "$2"
}

start_zookeeper() {
  printf '%s\n' "dataDir=$work/zookeeper" "clientPort=$port" clientPortAddress=127.0.0.1 \
    maxClientCnxns=0 admin.enableServer=false tickTime="${tick:-2000}" >"$work/zookeeper.properties"
  printf '%s\n' log4j.rootLogger=WARN,out log4j.appender.out=org.apache.log4j.ConsoleAppender \
    log4j.appender.out.layout=org.apache.log4j.PatternLayout >"$work/log4j-zookeeper.properties"
  start zookeeper "$client_core" "$java" -Xmx256M -XX:+UseSerialGC \
    "-Dlog4j.configuration=file:$work/log4j-zookeeper.properties" -cp "$apache/*" \
    org.apache.zookeeper.server.quorum.QuorumPeerMain "$work/zookeeper.properties"
  await_port "$port" zookeeper
}

broker_port() { echo $((port + 1 + $1)); }

shipped_settings() { # INSTALLATION
  grep -E '^(num\.(network|io)\.threads|socket\.(send|receive))' "$1/config/server.properties"
}

broker_properties() { # ID
  local threads=(num.network.threads=3 num.io.threads=8)
  # As shipped: each side's own config/server.properties sets these.
  if [[ $flags == shipped ]]; then
    case $side in
      ours) mapfile -t threads < <(shipped_settings "$ours") ;;
      earlier) mapfile -t threads < <(shipped_settings "$against") ;;
      apache) threads+=(socket.send.buffer.bytes=102400 socket.receive.buffer.bytes=102400) ;;
    esac
  fi
  printf '%s\n' "broker.id=$1" "listeners=PLAINTEXT://127.0.0.1:$(broker_port "$1")" \
    "log.dirs=$work/data-$1" "zookeeper.connect=127.0.0.1:$port" "${threads[@]}" \
    offsets.topic.replication.factor=1 group.initial.rebalance.delay.ms=0 "${settings[@]}"
}

log4j_like_apache() { # FOLDER: INFO, to where Apache's own file of levels writes
  printf '%s\n' 'log4j.rootLogger=INFO, stdout, file' \
    log4j.appender.stdout=org.apache.log4j.ConsoleAppender \
    log4j.appender.stdout.layout=org.apache.log4j.PatternLayout \
    'log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c)%n' \
    log4j.appender.file=org.apache.log4j.DailyRollingFileAppender "log4j.appender.file.File=$1/server.log" \
    log4j.appender.file.layout=org.apache.log4j.PatternLayout \
    'log4j.appender.file.layout.ConversionPattern=[%d] %p %m (%c)%n' \
    'log4j.logger.state.change.logger=INFO, file' log4j.additivity.state.change.logger=false
}

start_broker() { # ID: returns at once
  local id=$1 name=broker-$1 file=$work/server-$1.properties
  mkdir -p "$work/logs-$id"
  broker_properties "$id" >"$file"
  began_ns=$(date +%s%N)
  if [[ $side == apache ]]; then
    log4j_like_apache "$work/logs-$id" >"$work/log4j-$id.properties"
    local options=$identical
    [[ $flags == identical ]] || options=$apache_shipped
    # shellcheck disable=SC2086
    start "$name" "$broker_core" "$java" $heap $options \
      "-Dlog4j.configuration=file:$work/log4j-$id.properties" -cp "$apache/*" kafka.Kafka "$file"
  else
    local home=$ours more=() foreign
    [[ $side == ours ]] || home=$against
    # What the caller's shell has for brokers of its own is not for these.
    for foreign in CLASSPATH EXTRA_ARGS JMX_PORT KAFKA_GC_LOG_OPTS KAFKA_JMX_OPTS KAFKA_JVM_PERFORMANCE_OPTS \
      KAFKA_OPTS; do
      more+=(-u "$foreign")
    done
    if [[ $flags == identical ]]; then
      more+=("KAFKA_JVM_PERFORMANCE_OPTS=$identical" "EXTRA_ARGS=-name kafkaServer" KAFKA_CDS=off)
    fi
    start "$name" "$broker_core" env "${more[@]}" KAFKA_SKIP_BUILD=1 KAFKA_HEAP_OPTS=$heap LOG_DIR="$work/logs-$id" \
      "$home/bin/kafka-server-start.sh" "$file"
  fi
  brokers+=("$name")
}

start_cluster() { # N [SETTING...]: ZooKeeper and N brokers that listen
  local count=$1 id
  shift
  settings=("$@")
  start_zookeeper
  for ((id = 0; id < count; id++)); do
    start_broker "$id"
  done
  for ((id = 0; id < count; id++)); do
    await_port "$(broker_port "$id")" "broker-$id"
  done
  bootstrap=127.0.0.1:$(broker_port 0)
}

stop() { # NAME [SIGNAL]: and waits for its end
  local name=$1 signal=${2:-TERM}
  # Without what the shell itself has to say of processes that were killed.
  {
    kill -s "$signal" "${pids[$name]}" || true
    timeout 300 tail --pid="${pids[$name]}" -s 0.02 -f /dev/null || kill -s KILL "${pids[$name]}" || true
    wait "${pids[$name]}" || true
  } 2>/dev/null
  unset "pids[$name]"
  local other left=()
  for other in "${brokers[@]}"; do
    [[ $other == "$name" ]] || left+=("$other")
  done
  brokers=("${left[@]}")
}

stop_all() {
  local name
  for name in "${!pids[@]}"; do
    stop "$name" KILL
  done
  brokers=()
}

# A folder for the next measurement. The last one's stays until the end, emptied of what is large: ext4
# goes around inodes that were deleted in the last minutes, which would cost whoever comes next.
next_folder() {
  [[ ! -d ${work:-} ]] || find "$work" -size +1M -exec truncate -s 0 {} +
  folders=$((${folders:-0} + 1))
  work=$data/$folders
  mkdir -p "$work"
}

cpu_ticks() { # of all brokers: user and system, hundredths of a second
  local name sum=0 ticks
  for name in "${brokers[@]}"; do
    ticks=$(awk '{ print $14 + $15 }' "/proc/${pids[$name]}/stat")
    sum=$((sum + ticks))
  done
  echo "$sum"
}

resident_kib() { # of the first broker
  awk '/^VmRSS/ { print $2 }' "/proc/${pids[broker-0]}/status"
}

open_files() { # of the first broker
  find "/proc/${pids[broker-0]}/fd" -mindepth 1 -maxdepth 1 | wc -l
}

client() { # CLASS ARGUMENT...: a program with Apache's client jar, on the clients' core
  taskset -c "$client_core" "$java" -Xmx512M -XX:+UseG1GC \
    "-Dlog4j.configuration=file:$client_log4j" -cp "$classes:${client_jars:-$apache}/*" "$@" </dev/null
}

load() { client Load "$@"; }

wire() { client Wire "$@"; }

quietly() { # COMMAND...: its output is shown only when it fails
  "$@" >"$work/client.out" 2>&1 || give_up "failed: $*" client
}
