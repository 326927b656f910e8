# Sourced by run: the figures. Those of one scenario (scenarios.sh) are measured in the same life of the brokers.
# shellcheck shell=bash

row_names=()
declare -A row_scenario=() row_title=() row_unit=() row_bar=()

row() { # NAME SCENARIO UNIT BAR TITLE: BAR is the ratio that the project wants to reach first, - if none
  row_names+=("$1")
  row_scenario[$1]=$2
  row_unit[$1]=$3
  row_bar[$1]=$4
  row_title[$1]=$5
}

row small-in in "CPU s per million records" 0.6 "100-byte records in, one producer, batches of 16 KiB, acks=1"
row large-in in "CPU s per GB" 0.6 "1 KiB records in, one producer, batches of 16 KiB, acks=1"
row lz4-in in "CPU s per GB" 0.8 "1 KiB records in, lz4, one producer, batches of 16 KiB, acks=1 (GB before compression)"
row kcat-in in "CPU s per GB" 0.6 "1 KiB records in from librdkafka's kcat, its own batches, acks=1"
row throughput-producer in "MB per s (more is better)" - "1 KiB records in, Apache's producer on a core of its own, batches of 256 KiB, acks=1; its start included"
row rss-loaded in MiB 0.7 "resident memory after these loads, and after reading them"
row allocated-per-record in "bytes" 0 "100-byte records again: bytes that the broker's threads allocate for a record"
row out out "CPU s per GB" 0.5 "1 KiB records out, from the page cache, one consumer"
row kcat-out out "CPU s per GB" 0.5 "the same to librdkafka's kcat"
row consumers-out out "CPU s per GB" 0.6 "the same to ten consumers at once"
row slices-out out "CPU s per GB" 0.6 "1 KiB records out from 100 partitions, filled in batches of 4 KiB, one consumer"
row small-slices-out out "CPU s per GB" 0.6 "the same with 16 KiB of each partition in a fetch"
row throughput throughput "MB per s (more is better)" 1.2 "1 KiB records in, made beforehand, four connections, acks=1; the best of batches of 64 KiB, 256 KiB and 1 MB"
row requests requests "CPU us per request" 0.6 "requests of one 100-byte record, fifty producers, acks=1"
row allocated-per-request requests bytes 0.3 "the same: bytes that the broker's threads allocate for a request"
row replicated replicated "CPU s per GB" 0.6 "1 KiB records in, three replicas, acks=all; all brokers together"
row produce-p50 replicated us 0.8 "produce at 300 records of 1 KiB a second, three replicas, acks=all: half of them within"
row produce-p99 replicated us 0.8 "the same: 99 of 100 within"
row end-to-end-p99 replicated us 0.8 "the same, from the intended send to the consumer: 99 of 100 within"
row produce-p50-busy replicated us 0.8 "produce at 700 records a second: half of them within"
row produce-p99-busy replicated us 0.8 "the same: 99 of 100 within"
row end-to-end-p99-busy replicated us 0.8 "the same, from the intended send to the consumer: 99 of 100 within"
row cold-p99 cold us 0.7 "1,000 records a second to a consumer, while another reads from the disk: 99 of 100 within"
row start start ms 0.4 "from the start of the process to the first accepted record, ZooKeeper running"
row start-cpu start "CPU ms" 0.4 "the broker's CPU for that"
row rss-started start MiB 0.5 "resident memory after the start"
row rss-per-partition partitions KiB 0.5 "resident memory for each of 4,000 idle partitions more"
row files-per-partition partitions files 0.5 "open files for each of them"
row metadata partitions "CPU us per request" 0.4 "metadata of all topics, 4,000 partitions, again and again"
row create many ms 0.4 "creating a topic of 1,000 partitions with three replicas, until all ISRs are whole"
row idle many "CPU ms per s" 0.3 "three idle brokers with 1,000 partitions of three replicas"
row shutdown many ms 0.5 "controlled shutdown of a broker of three that leads 1,000 partitions of 3,000"
row failover many ms 0.4 "a broker that leads 1,000 of 3,000 partitions is killed: from ZooKeeper's notice to new leaders"
row restart-killed many ms 0.4 "from its start until it is in all 3,000 ISRs again"
row failover-controller many ms 0.4 "the same where the killed broker was the controller: from ZooKeeper's notice to new leaders"
row client-produce-small clients "client CPU s per million records" 1.0 "producing 100-byte records, the client's process, its start included"
row client-produce-large clients "client CPU s per GB" 1.0 "producing 1 KiB records, likewise"
row client-consume-small clients "client CPU s per million records" 1.0 "consuming 100-byte records, likewise"
row client-consume-large clients "client CPU s per GB" 1.0 "consuming 1 KiB records, likewise"
row client-produce-small-rate clients "MB per s (more is better)" 1.0 "producing 100-byte records, the start of the JVM not counted"
row client-produce-rate clients "MB per s (more is better)" 1.0 "producing 1 KiB records, likewise"
row client-consume-small-rate clients "MB per s (more is better)" 1.0 "consuming 100-byte records, likewise"
row client-consume-rate clients "MB per s (more is better)" 1.0 "consuming 1 KiB records, likewise"
