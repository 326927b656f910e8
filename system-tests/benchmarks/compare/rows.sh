# Sourced by run: one function a figure. Each starts what it needs, and leaves its figure in value (an
# integer or decimal; two figures separated by a space where the unit names two).
# shellcheck shell=bash

row_names=()
declare -A row_title=() row_unit=() row_bar=()

row() { # NAME UNIT BAR TITLE: BAR is the ratio that the project wants to reach first
  row_names+=("$1")
  row_unit[$1]=$2
  row_bar[$1]=$3
  row_title[$1]=$4
}

perf_produce() { # TOPIC RECORDS SIZE [SETTING=VALUE...]
  local topic=$1 records=$2 size=$3
  shift 3
  quietly client org.apache.kafka.tools.ProducerPerformance --topic "$topic" --num-records "$records" \
    --record-size "$size" --throughput -1 \
    --producer-props "bootstrap.servers=$bootstrap" batch.size=16384 acks=1 "$@"
}

perf_consume() { # TOPIC RECORDS
  quietly client org.apache.kafka.tools.ConsumerPerformance --bootstrap-server "$bootstrap" --topic "$1" \
    --messages "$2" --timeout 60000
}

# The brokers' CPU between two calls, per UNITS, as a decimal of SCALE: seconds are ticks / 100.
cpu_begin() { ticks_before=$(cpu_ticks); }
cpu_end() { # UNITS SCALE
  value=$(awk -v t=$(($(cpu_ticks) - ticks_before)) -v u="$1" -v s="$2" 'BEGIN { printf "%.4f", t / 100 / u * s }')
}

scaled() { awk -v n="$1" -v s="$scale" 'BEGIN { printf "%d", n * s }'; }

row small-in "CPU s per million records" 0.6 "100-byte records in, one producer, batches of 16 KiB, acks=1"
row_small-in() {
  local count
  count=$(scaled 5000000)
  start_cluster 1
  quietly load create "$bootstrap" t 6 1
  # Until the compiler is done: less, and half of what is measured is its work, on either side.
  perf_produce t $((3 * count)) 100
  cpu_begin
  perf_produce t "$count" 100
  cpu_end "$count" 1000000
}

row large-in "CPU s per GB" 0.6 "1 KiB records in, one producer, batches of 16 KiB, acks=1"
row_large-in() {
  local count
  count=$(scaled 2000000)
  start_cluster 1
  quietly load create "$bootstrap" t 6 1
  perf_produce t $((2 * count)) 1024
  cpu_begin
  perf_produce t "$count" 1024
  cpu_end $((count * 1024)) 1000000000
}

row out "CPU s per GB" 0.5 "1 KiB records out, from the page cache, one consumer"
row_out() {
  out_row 6 1000000 batch.size=16384
}

out_row() { # PARTITIONS RECORDS SETTING
  local count i
  count=$(scaled "$2")
  start_cluster 1
  quietly load create "$bootstrap" t "$1" 1
  perf_produce t "$count" 1024 "$3"
  # As long as it takes the compiler of either side to be done.
  for ((i = 0; i < 4; i++)); do perf_consume t "$count"; done
  cpu_begin
  for ((i = 0; i < 6; i++)); do perf_consume t "$count"; done
  cpu_end $((6 * count * 1024)) 1000000000
}

row slices-out "CPU s per GB" 0.6 "the same from 100 partitions, filled in small batches"
row_slices-out() {
  out_row 100 500000 batch.size=4096
}

row requests "CPU us per request" 0.6 "requests of one 100-byte record, fifty producers, acks=1"
row_requests() {
  local count
  count=$(scaled 200000)
  start_cluster 1
  quietly load create "$bootstrap" t 6 1
  quietly load requests "$bootstrap" t 50 $((2 * count)) 100 1
  cpu_begin
  quietly load requests "$bootstrap" t 50 "$count" 100 1
  cpu_end "$count" 1000000
}

row replicated "CPU s per GB" 0.6 "1 KiB records in, three replicas, acks=all; all brokers together"
row_replicated() {
  local count
  count=$(scaled 600000)
  start_cluster 3
  quietly load create "$bootstrap" t 6 3
  perf_produce t "$count" 1024 acks=all
  cpu_begin
  perf_produce t "$count" 1024 acks=all
  cpu_end $((count * 1024)) 1000000000
}

latency_row() { # WHICH: cuts two of the four figures
  start_cluster 3
  quietly load create "$bootstrap" t 6 3
  quietly load latency "$bootstrap" t 1000 "$(scaled 40)" 1024 all
  value=$(cut -d ' ' -f "$1" "$work/client.out")
}

row produce-p50 us 0.8 "produce at 1,000 records of 1 KiB a second, three replicas, acks=all: half of them within"
row_produce-p50() { latency_row 1; }
row produce-p99 us 0.8 "the same: 99 of 100 within"
row_produce-p99() { latency_row 2; }
row end-to-end-p99 us 0.8 "the same, from the intended send to the consumer: 99 of 100 within"
row_end-to-end-p99() { latency_row 4; }

row lz4-in "CPU s per GB" 0.8 "1 KiB records in, lz4, one producer, batches of 16 KiB, acks=1 (GB before compression)"
row_lz4-in() {
  local count
  count=$(scaled 2000000)
  start_cluster 1
  quietly load create "$bootstrap" t 6 1
  perf_produce t $((2 * count)) 1024 compression.type=lz4
  cpu_begin
  perf_produce t "$count" 1024 compression.type=lz4
  cpu_end $((count * 1024)) 1000000000
}

first_produce() { # leaves ms in first_ms: the second life of a broker with one topic
  local began
  start_cluster 1
  quietly load create "$bootstrap" t 1 1
  mkfifo "$work/go"
  load_in_background "$work/go" first "$bootstrap" t
  exec 8>"$work/go"
  await_line ready 2
  await_archive
  stop broker-0
  brokers=()
  start_broker 0
  began=$began_ns
  echo go >&8
  await_line '^[0-9]' 1
  exec 8>&-
  wait "$background" || give_up "the first produce failed" background
  first_ms=$(($(tail -n 1 "$work/background.out") - began / 1000000))
}

# Ours makes an archive of classes on its first start, for all that follow.
await_archive() {
  local i home=$ours
  [[ $side == ours ]] || home=$against
  [[ $flags == shipped && -f $home/bin/class-archive.sh ]] || return 0
  for ((i = 0; i < 1200; i++)); do
    ! ls "$home"/cds/broker-*.jsa >/dev/null 2>&1 || return 0
    sleep 0.1
  done
  give_up "no archive of classes in $home/cds after two minutes" broker-0
}

load_in_background() { # INPUT ARGUMENT...
  local input=$1
  shift
  taskset -c "$client_core" "$java" -Xmx256M "-Dlog4j.configuration=file:$client_log4j" \
    -cp "$classes:$apache/*" Load "$@" <"$input" >"$work/background.out" 2>"$work/background.err" &
  background=$!
}

await_line() { # PATTERN MINUTES, in the output of the load in the background
  local i
  for ((i = 0; i < $2 * 1200; i++)); do
    ! grep -q "$1" "$work/background.out" 2>/dev/null || return 0
    kill -0 "$background" 2>/dev/null || break
    sleep 0.05
  done
  grep -q "$1" "$work/background.out" || give_up "no line '$1' of the load" background
}

row start ms 0.4 "from the start of the process to the first accepted record, ZooKeeper running"
row_start() {
  first_produce
  value=$first_ms
}

row start-cpu "CPU ms" 0.4 "the broker's CPU for that"
row_start-cpu() {
  first_produce
  value=$(($(cpu_ticks) * 10))
}

row rss-started MiB 0.5 "resident memory after the start"
row_rss-started() {
  first_produce
  sleep 5
  value=$(($(resident_kib) / 1024))
}

row rss-loaded MiB 0.7 "resident memory after a load of small and large records in and out"
row_rss-loaded() {
  local count
  count=$(scaled 2000000)
  start_cluster 1
  quietly load create "$bootstrap" t 6 1
  perf_produce t "$count" 100
  perf_produce t $((count / 4)) 1024
  perf_consume t $((count + count / 4))
  value=$(($(resident_kib) / 1024))
}

row idle "CPU ms per s" 0.3 "three idle brokers with 1,000 partitions of three replicas"
row_idle() {
  local seconds
  seconds=$(scaled 60)
  start_cluster 3
  quietly load create "$bootstrap" t 1000 3
  sleep 15
  cpu_begin
  sleep "$seconds"
  cpu_end "$seconds" 1000
}

row create ms 0.4 "creating a topic of 1,000 partitions with three replicas, until all ISRs are whole"
row_create() {
  start_cluster 3
  quietly load create "$bootstrap" warm 10 3
  quietly load create "$bootstrap" t 1000 3
  value=$(cat "$work/client.out")
}

row failover ms 0.4 "a broker of three with 3,000 partitions is killed: from ZooKeeper's notice to new leaders"
row_failover() {
  local gone
  tick=500 start_cluster 3 zookeeper.session.timeout.ms=6000
  quietly load create "$bootstrap" t 3000 3
  sleep 5
  load_in_background /dev/null leaders "$bootstrap" t 3000 2
  await_line ready 1
  client Watch "127.0.0.1:$port" /brokers/ids/2 >"$work/watch.out" 2>/dev/null &
  gone=$!
  until grep -q ready "$work/watch.out"; do sleep 0.05; done
  stop broker-2 KILL
  wait "$gone" || give_up "the watch failed"
  wait "$background" || give_up "no new leaders" background
  value=$(($(tail -n 1 "$work/background.out") - $(tail -n 1 "$work/watch.out")))
}

row shutdown ms 0.5 "controlled shutdown of a broker of three that leads 1,000 partitions of 3,000"
row_shutdown() {
  local began
  start_cluster 3
  quietly load create "$bootstrap" t 3000 3
  sleep 5
  began=$(date +%s%N)
  stop broker-2
  value=$((($(date +%s%N) - began) / 1000000))
}

row metadata "CPU us per request" 0.4 "metadata of all topics, 4,000 partitions, again and again"
row_metadata() {
  local count
  count=$(scaled 4000)
  start_cluster 1
  quietly load create "$bootstrap" t 4000 1
  quietly load metadata "$(broker_port 0)" $((2 * count))
  cpu_begin
  quietly load metadata "$(broker_port 0)" "$count"
  cpu_end "$count" 1000000
}

row throughput "MB per s (more is better)" 1.2 "1 KiB records in, one producer, batches of 256 KiB, acks=1"
row_throughput() {
  local count ms
  count=$(scaled 2000000)
  start_cluster 1
  quietly load create "$bootstrap" t 6 1
  perf_produce t "$count" 1024 batch.size=262144 linger.ms=5
  ms=$(date +%s%3N)
  perf_produce t "$count" 1024 batch.size=262144 linger.ms=5
  ms=$(($(date +%s%3N) - ms))
  value=$(awk -v b=$((count * 1024)) -v ms="$ms" 'BEGIN { printf "%.1f", b / 1000 / ms }')
}

# Client jar against client jar: the broker is Apache's on both sides, the jar is the side's.
client_row() { # MODE SIZE
  local mode=$1 size=$2 count jars=$apache
  count=$(scaled $((size == 100 ? 4000000 : 1000000)))
  [[ $side != ours ]] || jars=$ours/libs
  local side=apache against=
  start_cluster 1
  quietly load create "$bootstrap" t 6 1
  perf_produce t "$count" "$size"
  client_jars=$jars
  local times
  times=$(
    TIMEFORMAT='%U %S'
    if [[ $mode == produce ]]; then
      { time load produce "$bootstrap" t "$count" "$size" 1 >"$work/client.out" 2>&1; } 2>&1
    else
      { time load consume "$bootstrap" t "$count" >"$work/client.out" 2>&1; } 2>&1
    fi
  ) || give_up "the client failed" client
  client_jars=
  value=$(awk -v n="$count" -v s="$size" '{ u = s == 100 ? n / 1e6 : n * s / 1e9; printf "%.4f", ($1 + $2) / u }' <<<"$times")
}

row client-produce-small "client CPU s per million records" 1.0 "producing 100-byte records, the client's process, its start included"
row_client-produce-small() { client_row produce 100; }
row client-produce-large "client CPU s per GB" 1.0 "producing 1 KiB records, likewise"
row_client-produce-large() { client_row produce 1024; }
row client-consume-small "client CPU s per million records" 1.0 "consuming 100-byte records, likewise"
row_client-consume-small() { client_row consume 100; }
row client-consume-large "client CPU s per GB" 1.0 "consuming 1 KiB records, likewise"
row_client-consume-large() { client_row consume 1024; }
