#!/usr/bin/env bash
# From nothing to a working broker or cluster: starts ZooKeeper and brokers in the background, sends a
# text through a topic, and reads it back. Run it again, which makes that topic anew, or with --stop.
set -euo pipefail

usage() {
  cat <<U
usage: $(basename "$0") [--brokers N] [--port PORT] [--zookeeper-port PORT] [--data FOLDER]
       $(basename "$0") --stop [--data FOLDER]

Each run makes the topic quickstart anew, without the records it had. All other topics stay.

  --brokers         how many brokers, each a process of its own (as many as the folder has, at first 1);
                    more may be added, also to what runs
  --port            where clients connect, on 127.0.0.1; more brokers take the ports after it (9092)
  --zookeeper-port  where ZooKeeper listens, on 127.0.0.1 (2181)
  --data            where everything is kept (data/quickstart under the installation)
  --stop            stop what an earlier run started; the data stays
U
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
base=$(cd "$here/.." && pwd)
# Empty until asked for, or found in what runs.
brokers=
port=
zookeeper_port=
data=$base/data/quickstart
stop=false
while (($# > 0)); do
  case $1 in
    --brokers | --port | --zookeeper-port | --data)
      if [[ -z ${2:-} ]]; then
        echo "$(basename "$0"): $1 needs a value" >&2
        exit 1
      fi
      case $1 in
        --brokers) brokers=$2 ;;
        --port) port=$2 ;;
        --zookeeper-port) zookeeper_port=$2 ;;
        --data) data=$2 ;;
      esac
      shift 2
      ;;
    --stop) stop=true; shift ;;
    --help | -h) usage; exit 0 ;;
    *) echo "$(basename "$0"): unknown argument $1" >&2; usage >&2; exit 1 ;;
  esac
done
if [[ ! ${brokers:-1} =~ ^[1-9]$ ]]; then
  echo "--brokers takes a number from 1 to 9, not $brokers" >&2
  exit 1
fi
for given in "${port:-9092}" "${zookeeper_port:-2181}"; do
  if [[ ! $given =~ ^[1-9][0-9]{0,4}$ ]]; then
    echo "a port is a number, not $given" >&2
    exit 1
  fi
done
if $stop && [[ ! -d $data ]]; then
  echo "Nothing to stop: there is no $data"
  exit 0
fi
mkdir -p "$data"
data=$(cd "$data" && pwd)
text=$base/docs/gettysburg-address.txt
topic=quickstart

# The first broker shares its process with ZooKeeper; names without a number are its own.
pid_file() { (($1 == 0)) && echo "$data/standalone.pid" || echo "$data/broker-$1.pid"; }
logs() { (($1 == 0)) && echo "$data/logs" || echo "$data/logs-$1"; }
properties() { (($1 == 0)) && echo "$data/server.properties" || echo "$data/server-$1.properties"; }

running() { # BROKER
  local pid
  [[ -f $(pid_file "$1") ]] || return 1
  pid=$(<"$(pid_file "$1")")
  kill -0 "$pid" 2>/dev/null || return 1
  # The number may have gone to another process since: ours names its data folder, or is still the
  # copy of this script that is about to become it.
  case $(ps -ww -o args= -p "$pid" 2>/dev/null) in
    *"$data"* | *kafka-quickstart*) return 0 ;;
    *) return 1 ;;
  esac
}

open_port() { # PORT: whether something listens there
  (exec 9<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

step() { printf '%-44s' "$1"; }
ok() { printf '%s\n' "${1:-ok}"; }
failed() {
  printf 'failed\n'
  echo "$1" >&2
  exit 1
}

alive() { # PID
  # A process that has ended keeps its number until its parent asks, which in a container may be never.
  kill -0 "$1" 2>/dev/null && [[ $(ps -o stat= -p "$1" 2>/dev/null) != Z* ]]
}

stop_broker() {
  local pid i
  pid=$(<"$(pid_file "$1")")
  kill "$pid"
  for ((i = 0; i < 300; i++)); do
    alive "$pid" || return 0
    sleep 0.1
  done
  failed "process $pid did not stop within 30 s: see $(logs "$1")/server.log"
}

if $stop; then
  zookeeper_too=
  found=()
  # ZooKeeper goes last: the others hand over through it.
  for ((id = 9; id >= 0; id--)); do
    if running "$id"; then
      found+=("$id")
    else
      rm -f "$(pid_file "$id")"
    fi
  done
  if ((${#found[@]} == 0)); then
    echo "Nothing to stop: no process of $data is running"
    exit 0
  fi
  ((found[-1] > 0)) || zookeeper_too=" and ZooKeeper"
  case ${#found[@]} in
    1) step "Stopping a broker$zookeeper_too" ;;
    *) step "Stopping ${#found[@]} brokers$zookeeper_too" ;;
  esac
  for id in "${found[@]}"; do
    stop_broker "$id"
    rm -f "$(pid_file "$id")"
  done
  ok
  echo "Stopped. The data stays in $data"
  exit 0
fi

# What runs keeps its settings: another wish is refused, and a wish left open is what runs.
same() { # FLAG ASKED FOUND
  if [[ -n $2 && $2 != "$3" ]]; then
    echo "what runs in $data, as process $(<"$(pid_file 0)"), has $1 $3, not $2:" \
      "leave $1 out, choose another folder with --data, or stop it first: $stop_command" >&2
    exit 1
  fi
}

stop_command="bin/kafka-quickstart.sh --stop$([[ $data == "$base/data/quickstart" ]] || printf ' --data %s' "$data")"
if running 0; then
  found=$(sed -n 's/^listeners=PLAINTEXT:\/\/127.0.0.1://p' "$(properties 0)")
  same --port "$port" "$found"
  port=$found
  found=$(sed -n 's/^clientPort=//p' "$data/zookeeper.properties")
  same --zookeeper-port "$zookeeper_port" "$found"
  zookeeper_port=$found
fi
# More can be added to what the folder has, also by an earlier run, and none taken away: their replicas
# would be missing.
kept=1
while [[ -f $(properties "$kept") ]]; do
  kept=$((kept + 1))
done
brokers=${brokers:-$kept}
if ((brokers < kept)); then
  echo "$data has --brokers $kept, not $brokers: leave --brokers out, or choose another folder with --data" >&2
  exit 1
fi
port=${port:-9092}
zookeeper_port=${zookeeper_port:-2181}
replicas=$((brokers < 3 ? brokers : 3))
if ((zookeeper_port >= port && zookeeper_port < port + brokers)); then
  echo "port $zookeeper_port cannot be ZooKeeper's and a broker's: choose another with --zookeeper-port" >&2
  exit 1
fi
if ! running 0 && open_port "$zookeeper_port"; then
  echo "port $zookeeper_port is taken by another program: stop it, or choose another with --zookeeper-port" >&2
  exit 1
fi

# The first step that needs jars: a checkout is built here, with its progress shown.
if [[ ! -d $base/libs ]]; then
  # shellcheck source=bin/checkout-libs.sh
  source "$here/checkout-libs.sh"
  checkout_libs "$base" >/dev/null
  export KAFKA_SKIP_BUILD=1
fi

start() { # BROKER: writes its settings and starts its process
  local id=$1 command
  sed -e "s|^listeners=.*|listeners=PLAINTEXT://127.0.0.1:$((port + id))|" \
    -e "s|^log.dirs=.*|log.dirs=$data/kafka$( ((id == 0)) || printf -- '-%s' "$id")|" \
    -e "s|^broker.id=.*|broker.id=$id|" \
    -e "s|^offsets.topic.replication.factor=.*|offsets.topic.replication.factor=$replicas|" \
    -e "s|^zookeeper.connect=.*|zookeeper.connect=127.0.0.1:$zookeeper_port|" \
    "$base/config/server.properties" >"$(properties "$id")"
  # All stop together here: nobody is worth waiting for who could take the partitions over.
  printf '%s\n' "default.replication.factor=$replicas" controlled.shutdown.retry.backoff.ms=200 >>"$(properties "$id")"
  command=("$here/kafka-server-start.sh")
  if ((id == 0)); then
    command=("$here/kafka-standalone-start.sh" "$data/zookeeper.properties")
  fi
  mkdir -p "$(logs "$id")"
  KAFKA_HEAP_OPTS=${KAFKA_HEAP_OPTS:--Xmx512M} LOG_DIR=$(logs "$id") \
    nohup "${command[@]}" "$(properties "$id")" >"$(logs "$id")/standalone.out" 2>&1 </dev/null &
  echo $! >"$(pid_file "$id")"
}

await() { # BROKER
  local id=$1 i
  for ((i = 0; i < 600; i++)); do
    open_port $((port + id)) && return
    if ! running "$id"; then
      rm -f "$(pid_file "$id")"
      failed "$(tail -n 5 "$(logs "$id")/standalone.out")"
    fi
    sleep 0.1
  done
  failed "no broker after 60 s: see $(logs "$id")/standalone.out"
}

began=$SECONDS
missing=()
for ((id = 0; id < brokers; id++)); do
  if running "$id"; then
    echo "Already running as process $(<"$(pid_file "$id")")"
  elif open_port $((port + id)); then
    echo "port $((port + id)) is taken by another program: stop it, or choose another with --port" >&2
    exit 1
  else
    missing+=("$id")
  fi
done
if ((${#missing[@]} > 0)); then
  case ${missing[*]} in
    0) step "Starting ZooKeeper and a broker" ;;
    0\ *) step "Starting ZooKeeper and $brokers brokers" ;;
    *) step "Starting brokers ${missing[*]}" ;;
  esac
  if ((missing[0] == 0)); then
    sed -e "s|^dataDir=.*|dataDir=$data/zookeeper|" -e "s|^clientPort=.*|clientPort=$zookeeper_port|" \
      "$base/config/zookeeper.properties" >"$data/zookeeper.properties"
    start 0
    await 0
  fi
  for id in "${missing[@]}"; do
    ((id == 0)) || start "$id"
  done
  for id in "${missing[@]}"; do
    await "$id"
  done
  ok
fi

bootstrap=127.0.0.1:$port
for ((id = 1; id < brokers; id++)); do
  bootstrap+=,127.0.0.1:$((port + id))
done

topics() { "$here/kafka-topics.sh" --bootstrap-server "$bootstrap" "$@" 2>&1; }

step "Creating the topic $topic"
create=(--create --topic "$topic" --partitions 1 --replication-factor "$replicas")
for ((i = 0; i < 20; i++)); do
  said=$(topics "${create[@]}") && break
  case $said in
    # An earlier run left it: start from an empty one. The first answers after that may still know the old one.
    *"already exists"*)
      if ((i == 0)); then
        ok "there from an earlier run"
        step "Making it anew, without its records"
        deleted=$(topics --delete --topic "$topic") || failed "$deleted"
      fi
      ;;
    # A broker that has just started is not known everywhere at once.
    *"larger than available brokers"*) ;;
    *) failed "$said" ;;
  esac
  ((i < 19)) || failed "$said"
done
ok "ok$( ((replicas == 1)) || printf ', with %s replicas' "$replicas")"

lines=$(grep -c '' "$text")
step "Sending $lines lines of text"
said=$("$here/kafka-console-producer.sh" --bootstrap-server "$bootstrap" --topic "$topic" <"$text" 2>&1) || failed "$said"
ok

step "Reading them back"
"$here/kafka-console-consumer.sh" --bootstrap-server "$bootstrap" --topic "$topic" --from-beginning \
  --max-messages "$lines" --timeout-ms 20000 >"$data/received.txt" 2>"$data/logs/consumer.err" ||
  failed "$(tail -n 5 "$data/logs/consumer.err")"
cmp -s "$text" "$data/received.txt" || failed "what came back differs: compare $text and $data/received.txt"
ok "ok, all $lines the same"

if ((replicas > 1)); then
  step "Looking for replicas that lag"
  for ((i = 0; i < 20; i++)); do
    said=$(topics --describe --under-replicated-partitions --topic "$topic") || failed "$said"
    # A tool may warn besides, as on a machine without a network card.
    [[ $said == *Topic:* ]] || break
  done
  [[ $said != *Topic:* ]] || failed "$said"
  ok "ok, none"
fi

pids=$(<"$(pid_file 0)")
for ((id = 1; id < brokers; id++)); do
  pids+=" $(<"$(pid_file "$id")")"
done
if ((brokers == 1)); then
  where="broker     $bootstrap (ZooKeeper 127.0.0.1:$zookeeper_port, both in process $pids)"
else
  where="brokers    $bootstrap (processes $pids; ZooKeeper 127.0.0.1:$zookeeper_port in the first)"
fi
cat <<T

Ready after $((SECONDS - began)) s:
  $where
  data       $data
  log        $data/logs/server.log$( ((brokers == 1)) || printf ', of the others in logs-1 and so on')

Try next:
  bin/kafka-console-producer.sh --bootstrap-server ${bootstrap%%,*} --topic $topic
  bin/kafka-console-consumer.sh --bootstrap-server ${bootstrap%%,*} --topic $topic --from-beginning
  bin/kafka-topics.sh --bootstrap-server ${bootstrap%%,*} --describe --topic $topic
  bin/zookeeper-shell.sh 127.0.0.1:$zookeeper_port ls /brokers/topics

Stop it:
  $stop_command
T
