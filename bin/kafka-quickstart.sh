#!/usr/bin/env bash
# From nothing to a working broker: starts ZooKeeper and a broker in the background, sends a text
# through a topic, and reads it back. Run it again, or with --stop.
set -euo pipefail

usage() {
  cat <<U
usage: $(basename "$0") [--port PORT] [--zookeeper-port PORT] [--data FOLDER]
       $(basename "$0") --stop [--data FOLDER]

  --port            where clients connect, on 127.0.0.1 (9092)
  --zookeeper-port  where ZooKeeper listens, on 127.0.0.1 (2181)
  --data            where everything is kept (data/quickstart under the installation)
  --stop            stop what an earlier run started; the data stays
U
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
base=$(cd "$here/.." && pwd)
port=9092
zookeeper_port=2181
data=$base/data/quickstart
stop=false
while (($# > 0)); do
  case $1 in
    --port) port=${2:?--port needs a number}; shift 2 ;;
    --zookeeper-port) zookeeper_port=${2:?--zookeeper-port needs a number}; shift 2 ;;
    --data) data=${2:?--data needs a folder}; shift 2 ;;
    --stop) stop=true; shift ;;
    --help | -h) usage; exit 0 ;;
    *) echo "$(basename "$0"): unknown argument $1" >&2; usage >&2; exit 1 ;;
  esac
done
mkdir -p "$data"
data=$(cd "$data" && pwd)
pid_file=$data/standalone.pid
text=$base/docs/gettysburg-address.txt
topic=quickstart

running() {
  [[ -f $pid_file ]] && kill -0 "$(<"$pid_file")" 2>/dev/null
}

open_port() { # PORT: whether something listens there
  (exec 9<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

if $stop; then
  if ! running; then
    rm -f "$pid_file"
    echo "Nothing to stop: no process of $data is running"
    exit 0
  fi
  pid=$(<"$pid_file")
  kill "$pid"
  for ((i = 0; i < 300; i++)); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  if kill -0 "$pid" 2>/dev/null; then
    echo "process $pid did not stop within 30 s: see $data/logs/server.log" >&2
    exit 1
  fi
  rm -f "$pid_file"
  echo "Stopped. The data stays in $data"
  exit 0
fi

# The first step that needs jars: a checkout is built here, with its progress shown.
if [[ ! -d $base/libs ]]; then
  # shellcheck source=bin/checkout-libs.sh
  source "$here/checkout-libs.sh"
  checkout_libs "$base" >/dev/null
  export KAFKA_SKIP_BUILD=1
fi

step() { printf '%-44s' "$1"; }
ok() { printf '%s\n' "${1:-ok}"; }
failed() {
  printf 'failed\n'
  echo "$1" >&2
  exit 1
}

began=$SECONDS
if running; then
  echo "Already running as process $(<"$pid_file")"
  port=$(sed -n 's/^listeners=PLAINTEXT:\/\/127.0.0.1://p' "$data/server.properties")
  zookeeper_port=$(sed -n 's/^clientPort=//p' "$data/zookeeper.properties")
else
  for taken in "$port" "$zookeeper_port"; do
    if open_port "$taken"; then
      option=$([[ $taken == "$port" ]] && echo --port || echo --zookeeper-port)
      echo "port $taken is taken by another program: stop it, or choose another with $option" >&2
      exit 1
    fi
  done
  sed -e "s|^dataDir=.*|dataDir=$data/zookeeper|" -e "s|^clientPort=.*|clientPort=$zookeeper_port|" \
    "$base/config/zookeeper.properties" >"$data/zookeeper.properties"
  sed -e "s|^listeners=.*|listeners=PLAINTEXT://127.0.0.1:$port|" -e "s|^log.dirs=.*|log.dirs=$data/kafka|" \
    -e "s|^zookeeper.connect=.*|zookeeper.connect=127.0.0.1:$zookeeper_port|" \
    "$base/config/server.properties" >"$data/server.properties"
  step "Starting ZooKeeper and a broker"
  mkdir -p "$data/logs"
  LOG_DIR=$data/logs nohup "$here/kafka-standalone-start.sh" "$data/zookeeper.properties" \
    "$data/server.properties" >"$data/logs/standalone.out" 2>&1 </dev/null &
  echo $! >"$pid_file"
  for ((i = 0; i < 600; i++)); do
    open_port "$port" && break
    if ! running; then
      rm -f "$pid_file"
      failed "$(tail -n 5 "$data/logs/standalone.out")"
    fi
    sleep 0.1
  done
  open_port "$port" || failed "no broker after 60 s: see $data/logs/standalone.out"
  ok
fi

bootstrap=127.0.0.1:$port
step "Creating the topic $topic"
if ! said=$("$here/kafka-topics.sh" --bootstrap-server "$bootstrap" --create --topic "$topic" 2>&1); then
  if [[ $said != *"already exists"* ]]; then
    failed "$said"
  fi
  # An earlier run left it: start from an empty one.
  said=$("$here/kafka-topics.sh" --bootstrap-server "$bootstrap" --delete --topic "$topic" 2>&1) || failed "$said"
  said=$("$here/kafka-topics.sh" --bootstrap-server "$bootstrap" --create --topic "$topic" 2>&1) || failed "$said"
fi
ok

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

pid=$(<"$pid_file")
cat <<T

Ready after $((SECONDS - began)) s:
  broker     $bootstrap (ZooKeeper 127.0.0.1:$zookeeper_port, both in process $pid)
  data       $data
  log        $data/logs/server.log

Try next:
  bin/kafka-console-producer.sh --bootstrap-server $bootstrap --topic $topic
  bin/kafka-console-consumer.sh --bootstrap-server $bootstrap --topic $topic --from-beginning
  bin/kafka-topics.sh --bootstrap-server $bootstrap --describe --topic $topic
  bin/zookeeper-shell.sh 127.0.0.1:$zookeeper_port ls /brokers/topics

Stop it:
  bin/kafka-quickstart.sh --stop$([[ $data == "$base/data/quickstart" ]] || printf ' --data %s' "$data")
T
