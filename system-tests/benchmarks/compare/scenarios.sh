# Sourced by run: one function a scenario. Each starts what it needs, and hands each of its figures (rows.sh)
# to figure(). Both sides are warmed with the same loads.
# shellcheck shell=bash

perf_produce() { # TOPIC RECORDS SIZE [SETTING=VALUE...]
  local topic=$1 records=$2 size=$3
  shift 3
  quietly client org.apache.kafka.tools.ProducerPerformance --topic "$topic" --num-records "$records" \
    --record-size "$size" --throughput -1 \
    --producer-props "bootstrap.servers=$bootstrap" batch.size=16384 acks=1 "$@"
  whole "$topic"
}

# Apache's perf tools end with 0 also when records were not sent, or not there to be read.
whole() { # TOPIC
  ! grep -qE 'Exception|Exiting before consuming' "$work/client.out" || give_up "the load of $1 is not whole" client
}

groups=0 # Each consumer has a group of its own: a second one would begin where the first one ended.
perf_consume() { # TOPIC RECORDS [TIMES [OPTION...]]
  local topic=$1 records=$2 times=${3:-1} i
  shift $(($# < 3 ? $# : 3))
  for ((i = 0; i < times; i++)); do
    quietly client org.apache.kafka.tools.ConsumerPerformance --bootstrap-server "$bootstrap" --topic "$topic" \
      --messages "$records" --timeout 60000 --group "measured-$((++groups))" "$@"
    whole "$topic"
  done
}

# Compilers count calls, not bytes: fetches of 32 KiB bring them to an end with a thirtieth of the bytes that
# fetches of 1 MiB would need.
warm_consume() { # TOPIC RECORDS TIMES
  perf_consume "$1" "$2" "$3" --fetch-size 32768
}

kcat() { taskset -c "$client_core" kcat -b "$bootstrap" "$@" >/dev/null; }

# A virtual machine gives memory that nobody uses back to its host, within seconds: a page got anew costs three
# times as much to write to as one used just now, and who pays it is chance. So 3 GB are used shortly before.
warm_memory() {
  taskset -c "$client_core" head -c 3000M /dev/zero | taskset -c "$client_core" tail -c 3000M >/dev/null
}

# The brokers' CPU between two calls, per UNITS, as a decimal of SCALE: seconds are ticks / 100.
cpu_begin() { ticks_before=$(cpu_ticks); }
cpu_end() { # FIGURE UNITS SCALE
  local ticks
  ticks=$(cpu_ticks)
  figure "$1" "$(awk -v t=$((ticks - ticks_before)) -v u="$2" -v s="$3" 'BEGIN { printf "%.4f", t / 100 / u * s }')"
}

scaled() { awk -v n="$1" -v s="$scale" 'BEGIN { printf "%d", n * s }'; }

# What the live threads of the first broker allocated between two calls. One that ended takes its bytes along:
# threads that make requests' garbage do not end.
allocated_begin() { allocated_before=$(allocated); }
allocated_end() { # FIGURE UNITS
  local after
  after=$(allocated)
  figure "$1" "$(awk -v a="$allocated_before" -v b="$after" -v n="$2" 'BEGIN { printf "%.3f", (b - a) / n }')"
}
allocated() {
  client Allocated "${pids[broker-0]}" 2>"$work/client.out" || give_up "no figure of allocated bytes" client
}

scenario_in() {
  local count ms
  start_cluster 1
  quietly load create "$bootstrap" small 6 1
  count=$(scaled 3000000)
  # Until the compiler is done: less, and half of what is measured is its work, on either side.
  perf_produce small $((3 * count)) 100
  warm_memory
  cpu_begin
  perf_produce small "$count" 100
  cpu_end small-in "$count" 1000000

  quietly load create "$bootstrap" large 6 1
  count=$(scaled 1000000)
  perf_produce large "$count" 1024
  warm_memory
  cpu_begin
  perf_produce large "$count" 1024
  cpu_end large-in $((count * 1024)) 1000000000

  quietly load create "$bootstrap" lz4 6 1
  perf_produce lz4 $((count / 2)) 1024 compression.type=lz4
  warm_memory
  cpu_begin
  perf_produce lz4 "$count" 1024 compression.type=lz4
  cpu_end lz4-in $((count * 1024)) 1000000000

  quietly load create "$bootstrap" kcat 6 1
  prepared_lines $((count / 2))
  quietly kcat -P -t kcat -X acks=1 -l "$lines"
  warm_memory
  cpu_begin
  quietly kcat -P -t kcat -X acks=1 -l "$lines"
  quietly kcat -P -t kcat -X acks=1 -l "$lines"
  cpu_end kcat-in $((count / 2 * 2 * 1024)) 1000000000

  warm_memory
  ms=$(date +%s%3N)
  perf_produce large "$count" 1024 batch.size=262144 linger.ms=5
  ms=$(($(date +%s%3N) - ms))
  figure throughput-producer "$(awk -v b=$((count * 1024)) -v ms="$ms" 'BEGIN { printf "%.1f", b / 1000 / ms }')"

  perf_consume large "$count"
  perf_consume small $((2 * count))
  figure rss-loaded $(($(resident_kib) / 1024))

  # Last, since asking for it takes memory.
  allocated_begin
  perf_produce small "$count" 100
  allocated_end allocated-per-record "$count"
}

prepared_lines() { # COUNT: a file of lines of 1 KiB, once for all measurements
  lines=$target/lines-$1
  [[ ! -f $lines ]] || return 0
  awk -v n="$1" 'BEGIN {
    srand(1)
    for (i = 0; i < 1024; i++) text = text sprintf("%c", 97 + int(rand() * 26))
    for (i = 0; i < n; i++) { k = i % 1000; print substr(text, k + 1) substr(text, 1, k) }
  }' >"$lines.part"
  mv "$lines.part" "$lines"
}

scenario_out() {
  local count
  start_cluster 1
  count=$(scaled 1000000)
  quietly load create "$bootstrap" t 6 1
  perf_produce t "$count" 1024
  warm_consume t "$count" 3
  perf_consume t "$count" 5
  cpu_begin
  perf_consume t "$count" 6
  cpu_end out $((6 * count * 1024)) 1000000000

  # Another version of the protocol, and no fetch sessions: compilers begin anew.
  quietly kcat -X fetch.message.max.bytes=32768 -C -t t -o beginning -e -q -c "$count"
  quietly kcat -C -t t -o beginning -e -q -c "$count"
  quietly kcat -C -t t -o beginning -e -q -c "$count"
  cpu_begin
  quietly kcat -C -t t -o beginning -e -q -c "$count"
  quietly kcat -C -t t -o beginning -e -q -c "$count"
  quietly kcat -C -t t -o beginning -e -q -c "$count"
  cpu_end kcat-out $((3 * count * 1024)) 1000000000

  quietly load consumers "$bootstrap" t 10 $((count / 10))
  cpu_begin
  quietly load consumers "$bootstrap" t 10 $((count / 2))
  cpu_end consumers-out $((5 * count * 1024)) 1000000000

  count=$((count / 2))
  quietly load create "$bootstrap" slices 100 1
  perf_produce slices "$count" 1024 batch.size=4096
  warm_consume slices "$count" 1
  perf_consume slices "$count" 3
  cpu_begin
  perf_consume slices "$count" 6
  cpu_end slices-out $((6 * count * 1024)) 1000000000

  warm_consume slices "$count" 2
  cpu_begin
  perf_consume slices "$count" 4 --fetch-size 16384
  cpu_end small-slices-out $((4 * count * 1024)) 1000000000
}

scenario_throughput() {
  local batch megabytes best=0 rate
  megabytes=$(scaled 1000)
  start_cluster 1
  quietly load create "$bootstrap" t 6 1
  quietly wire flood "$(broker_port 0)" t 6 262144 4 "$megabytes"
  quietly wire flood "$(broker_port 0)" t 6 65536 4 "$megabytes"
  for batch in 65536 262144 1000000; do
    warm_memory
    quietly wire flood "$(broker_port 0)" t 6 "$batch" 4 "$megabytes"
    rate=$(tail -n 1 "$work/client.out")
    best=$(awk -v a="$best" -v b="$rate" 'BEGIN { print (a > b ? a : b) }')
  done
  figure throughput "$best"
}

scenario_requests() {
  local count
  count=$(scaled 200000)
  start_cluster 1
  quietly load create "$bootstrap" t 6 1
  quietly load requests "$bootstrap" t 50 $((2 * count)) 100 1
  allocated_begin
  cpu_begin
  quietly load requests "$bootstrap" t 50 "$count" 100 1
  cpu_end requests "$count" 1000000
  allocated_end allocated-per-request "$count"
}

scenario_partitions() {
  local count memory files
  start_cluster 1
  quietly load create "$bootstrap" warm 100 1
  perf_produce warm 100000 100
  sleep 5
  memory=$(resident_kib)
  files=$(open_files)
  quietly load create "$bootstrap" t 4000 1
  sleep 5
  figure rss-per-partition "$(awk -v n=$(($(resident_kib) - memory)) 'BEGIN { printf "%.2f", n / 4000 }')"
  figure files-per-partition "$(awk -v n=$(($(open_files) - files)) 'BEGIN { printf "%.3f", n / 4000 }')"

  count=$(scaled 4000)
  quietly wire metadata "$(broker_port 0)" $((2 * count))
  cpu_begin
  quietly wire metadata "$(broker_port 0)" "$count"
  cpu_end metadata "$count" 1000000
}

scenario_replicated() {
  local count
  count=$(scaled 400000)
  start_cluster 3
  quietly load create "$bootstrap" t 6 3
  perf_produce t "$count" 1024 acks=all
  warm_memory
  cpu_begin
  perf_produce t "$count" 1024 acks=all
  cpu_end replicated $((count * 1024)) 1000000000
  quietly load create "$bootstrap" paced 6 3
  latencies 300 ""
  latencies 700 -busy
}

latencies() { # RATE SUFFIX
  local found
  quietly load latency "$bootstrap" paced "$1" "$(scaled 15)" 1024 all
  read -ra found < <(tail -n 1 "$work/client.out")
  figure "produce-p50$2" "${found[0]}"
  figure "produce-p99$2" "${found[1]}"
  figure "end-to-end-p99$2" "${found[3]}"
}

scenario_cold() {
  local count
  count=$(scaled 2000000)
  start_cluster 1
  quietly load create "$bootstrap" cold 6 1
  quietly load create "$bootstrap" t 6 1
  perf_produce cold "$count" 1024
  sync -d "$work"/data-0/cold-*/*.log
  quietly wire drain "$(broker_port 0)" cold 6
  load_in_background /dev/null latency "$bootstrap" t 1000 "$(scaled 20)" 1024 1
  await_line half 2
  while kill -0 "$background" 2>/dev/null; do
    forget "$work"/data-0/cold-*/*.log
    quietly wire drain "$(broker_port 0)" cold 6
  done
  await_background "the tailing load failed"
  figure cold-p99 "$(tail -n 1 "$work/background.out" | cut -d ' ' -f 4)"
}

forget() { # FILE...: drops what is clean of them from the page cache
  local file
  for file in "$@"; do
    dd if="$file" iflag=nocache count=0 status=none
  done
}

scenario_start() { # the second life of a broker with one topic
  local began
  start_cluster 1
  quietly load create "$bootstrap" t 1 1
  mkfifo "$work/go"
  load_in_background "$work/go" first "$bootstrap" t
  exec 8>"$work/go"
  await_line ready 2
  await_archive
  stop broker-0
  start_broker 0
  began=$began_ns
  echo go >&8
  await_line '^[0-9]' 1
  figure start-cpu $(($(cpu_ticks) * 10))
  exec 8>&-
  await_background "the first produce failed"
  figure start $(($(tail -n 1 "$work/background.out") - began / 1000000))
  sleep 5
  figure rss-started $(($(resident_kib) / 1024))
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
  pids[background]=$background
}

await_background() { # COMPLAINT
  wait "$background" || give_up "$1" background
  unset "pids[background]"
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

scenario_many() {
  local seconds began all
  seconds=$(scaled 30)
  tick=500 start_cluster 3 zookeeper.session.timeout.ms=6000
  all=127.0.0.1:$(broker_port 0),127.0.0.1:$(broker_port 1),127.0.0.1:$(broker_port 2)
  quietly load create "$bootstrap" warm 10 3
  quietly load create "$bootstrap" idle 1000 3
  figure create "$(tail -n 1 "$work/client.out")"
  sleep 10
  cpu_begin
  sleep "$seconds"
  cpu_end idle "$seconds" 1000

  quietly load create "$bootstrap" t 3000 3
  sleep 5
  began=$(date +%s%N)
  stop broker-2
  figure shutdown $((($(date +%s%N) - began) / 1000000))

  start_broker 2
  prefer_first_replicas "$all"
  kill_leader 2
  figure failover "$killed_ms"

  load_in_background /dev/null whole "$all" t 3000 3
  await_line ready 1
  start_broker 2
  began=$began_ns
  await_line '^[0-9]' 5
  await_background "the killed broker is not in the ISRs"
  figure restart-killed $(($(tail -n 1 "$work/background.out") - began / 1000000))

  prefer_first_replicas "$all"
  quietly load controller "$all"
  kill_leader "$(tail -n 1 "$work/client.out")"
  figure failover-controller "$killed_ms"
}

prefer_first_replicas() { # BOOTSTRAP
  quietly load prefer "$1" t 3000 3
  quietly wire preferred t 3000 "$(broker_port 0)" "$(broker_port 1)" "$(broker_port 2)"
}

kill_leader() { # ID: leaves killed_ms, from ZooKeeper's notice to new leaders of what it led
  load_in_background /dev/null leaders "$all" t 3000 "$1"
  await_line ready 1
  client Watch "127.0.0.1:$port" "/brokers/ids/$1" >"$work/watch.out" 2>&1 &
  pids[watch]=$!
  until grep -q ready "$work/watch.out" 2>/dev/null; do
    kill -0 "${pids[watch]}" 2>/dev/null || give_up "the watch ended" watch
    sleep 0.05
  done
  stop "broker-$1" KILL
  wait "${pids[watch]}" || give_up "the watch failed" watch
  unset "pids[watch]"
  await_background "no new leaders"
  killed_ms=$(($(tail -n 1 "$work/background.out") - $(tail -n 1 "$work/watch.out")))
}

# Client jar against client jar: the broker is Apache's on both sides, the jar is the side's.
scenario_clients() {
  local jars=$apache measured=$side
  case $side in
    ours) jars=$ours/libs ;;
    earlier) jars=$against/libs ;;
  esac
  side=apache
  start_cluster 1
  side=$measured
  quietly load create "$bootstrap" small 6 1
  quietly load create "$bootstrap" large 6 1
  perf_produce small "$(scaled 1000000)" 100
  perf_produce large "$(scaled 500000)" 1024
  client_figures produce small "$(scaled 4000000)" 100
  client_figures produce large "$(scaled 1000000)" 1024
  client_figures consume small "$(scaled 4000000)" 100
  client_figures consume large "$(scaled 1000000)" 1024
}

client_figures() { # MODE TOPIC COUNT SIZE
  local times more=()
  [[ $1 != produce ]] || more=("$4" 1)
  client_jars=$jars
  times=$(
    TIMEFORMAT='%U %S'
    { time load "$1" "$bootstrap" "$2" "$3" "${more[@]}" >"$work/client.out" 2>&1; } 2>&1
  ) || give_up "the client failed" client
  client_jars=
  figure "client-$1-$2" "$(awk -v n="$3" -v s="$4" \
    '{ u = s == 100 ? n / 1e6 : n * s / 1e9; printf "%.4f", ($1 + $2) / u }' <<<"$times")"
  # The milliseconds that it prints begin in its main method.
  local rate=client-$1-$2-rate
  figure "${rate/-large/}" "$(awk -v b=$(($3 * $4)) 'END { printf "%.1f", b / 1000 / $1 }' "$work/client.out")"
}
