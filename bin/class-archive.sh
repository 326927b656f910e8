#!/usr/bin/env bash
# Sourced by kafka-run-class.sh: an archive of loaded classes, with which a JVM starts in about half the
# time. The first run writes down which classes it loads; from that list a process in the background,
# of low priority, makes the archive. Later runs use it while JDK and jars are those it was made
# with. Whatever fails leaves the start as it was.
#
#   KAFKA_CDS=off       neither makes nor uses one
#   KAFKA_CDS_DIR       where archives are kept, instead of cds/ in the installation

# JDK 17 moves an archive to another address in each process, and rewrites all of it for that: half of the
# time until main() begins. At its own address it is mapped as it is, and where that is taken moved all the
# same. The maker has the same flags: no archive comes from a JVM that does not know them.
class_archive_place=(-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0)

# class_archive LIBS JAVA CLASS: sets archive_opts for the JVM, and archive_list to the list it will write,
# or to nothing where no archive is to be made.
class_archive() {
  local libs=$1 java=$2 class=$3 folder key
  archive_opts=()
  archive_list=
  [[ ${KAFKA_CDS:-on} != off ]] || return 0
  # An archive is bound to its class path, and who gives flags of this kind means them.
  [[ -z ${CLASSPATH:-} ]] || return 0
  [[ "${KAFKA_OPTS:-} ${KAFKA_JVM_PERFORMANCE_OPTS:-}" != *@(-Xshare|SharedArchiveFile|ArchiveClassesAtExit|DumpLoadedClassList)* ]] ||
    return 0
  folder=${KAFKA_CDS_DIR:-${libs%/libs}/cds}
  case $class in
    kafka.Kafka) archive_kind=broker ;;
    kafka.Standalone) archive_kind=standalone ;;
    org.apache.zookeeper.server.quorum.QuorumPeerMain) archive_kind=zookeeper ;;
    *) archive_kind=tools ;;
  esac
  key=$(ls -lnL "$libs" "$(command -v "$java")" 2>/dev/null | cksum) || return 0
  archive_file=$folder/$archive_kind-${key%% *}.jsa
  if [[ -r $archive_file ]]; then
    # The JVM checks it once more, and says nothing when it does without.
    archive_opts=(-XX:SharedArchiveFile="$archive_file" "${class_archive_place[@]}" -Xlog:cds=off)
  elif mkdir -p "$folder" 2>/dev/null && class_archive_claim "$archive_file.making"; then
    archive_list=$archive_file.making/list
    archive_opts=(-XX:DumpLoadedClassList="$archive_list")
  fi
}

# Of several runs one makes the archive. What a killed maker left is taken over after an hour.
class_archive_claim() { # FOLDER
  if [[ -d $1 && -n $(find "$1" -maxdepth 0 -mmin +60 2>/dev/null) ]]; then
    rm -rf "$1"
  fi
  mkdir "$1" 2>/dev/null
}

# class_archive_later PID LIBS JAVA: once process PID loads no more classes, or has ended, makes the archive.
# Returns at once; what works on is no child of the process that becomes the JVM.
class_archive_later() {
  [[ -n $archive_list ]] || return 0
  (
    (
      trap '' HUP INT
      exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
      set +e
      # Where memory runs out, this goes and not the broker.
      echo 1000 >/proc/self/oom_score_adj
      class_archive_await "$1"
      class_archive_make "$2" "$3"
      rm -rf "$archive_file.making"
    ) </dev/null >/dev/null 2>&1 &
  )
}

# Ten seconds without a new class, or the end of the process, or ten minutes.
class_archive_await() {
  local pid=$1 quiet=0 size=0 now i
  for ((i = 0; i < 600 && quiet < 10; i++)); do
    sleep 1
    kill -0 "$pid" || return 0
    now=$(wc -c <"$archive_list")
    quiet=$((now == size && now > 0 ? quiet + 1 : 0))
    size=$now
  done
}

class_archive_make() {
  local libs=$1 java=$2 proof other
  # A run that got nowhere would leave an archive that helps nobody.
  case $archive_kind in
    broker | standalone) proof=io/classickafka/server/BrokerListeners ;;
    zookeeper) proof=org/apache/zookeeper/server/ZooKeeperServer ;;
    *) proof=io/netty/channel/Channel ;;
  esac
  # The last line may be half written.
  sed '$d' "$archive_list" >"$archive_list.whole"
  grep -q "^$proof" "$archive_list.whole" || return 0
  nice -n 10 "$java" "${class_archive_place[@]}" -Xshare:dump -Xmx128M -XX:+UseG1GC \
    -XX:SharedClassListFile="$archive_list.whole" -XX:SharedArchiveFile="$archive_list.made" \
    -Xlog:disable -cp "$libs/*" || return 0
  mv -f "$archive_list.made" "$archive_file" || return 0
  for other in "${archive_file%/*}/$archive_kind"-*.jsa; do
    [[ $other == "$archive_file" ]] || rm -f "$other"
  done
}
