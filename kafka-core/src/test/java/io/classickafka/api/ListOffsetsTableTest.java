package io.classickafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.AppendResult;
import io.classickafka.log.LogConfig;
import io.classickafka.log.Origin;
import io.classickafka.log.RuleTables;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchRequest.FetchPartition;
import io.classickafka.protocol.message.FetchRequest.FetchTopic;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.protocol.message.ListOffsetsRequest;
import io.classickafka.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.classickafka.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.classickafka.protocol.message.ListOffsetsResponse;
import io.classickafka.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.replica.HostedPartition;
import io.classickafka.replica.LeaderState;
import io.classickafka.replica.Partition;
import io.classickafka.replica.PartitionSettings;
import io.classickafka.replica.Replicas;
import io.classickafka.seam.ByteSlice;
import io.classickafka.simulation.DiskFaults.Effect;
import io.classickafka.simulation.DiskFaults.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * ListOffsets of every version and isolation level for every kind of timestamp, over partitions in
 * every state: what {@code list-offsets.txt} says, through requests and answers in bytes.
 */
class ListOffsetsTableTest {

  private static final String TOPIC = "orders";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final int SELF = 1;
  private static final int FOLLOWER = 2;
  private static final long TRANSACTIONAL_ID = 9;
  private static final int NEWEST = 9;
  private static final int FIRST_WITH_ISOLATION = 2;

  private ApiWorld world = new ApiWorld();
  private int leaderEpoch;

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everyVersionAnswersAsItsDialectSays() {
    RuleTables.check("api", "list-offsets.txt", this::play);
  }

  private String play(String[] words) {
    switch (words[0]) {
      case "new" -> begin(Integer.parseInt(words[1]));
      case "leader" -> lead(SELF, Integer.parseInt(words[1]));
      case "follower" -> lead(FOLLOWER, Integer.parseInt(words[1]));
      case "append" -> append(false, longs(words));
      case "transaction" -> append(true, longs(words));
      case "end" -> end(words[1].equals("commit"));
      case "fetched" -> fetched(Long.parseLong(words[1]));
      case "delete" -> deleteBefore(Long.parseLong(words[1]));
      case "modified" -> modified(Long.parseLong(words[1]), Long.parseLong(words[2]));
      case "fail" -> failDir();
      case "ask" -> {
        return ask(words);
      }
      default -> throw new AssertionError(words[0]);
    }
    return "";
  }

  private static long[] longs(String[] words) {
    return Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
  }

  private void begin(int segmentBytes) {
    world.close();
    world = new ApiWorld();
    LogConfig config = LogConfig.DEFAULTS.toBuilder().segmentBytes(segmentBytes).build();
    world.settings = new PartitionSettings(config, 1, true);
    leaderEpoch = 0;
    world.createTopic(TOPIC, 1);
    lead(SELF, 1);
  }

  private void lead(int leader, int epoch) {
    leaderEpoch = epoch;
    List<Integer> both = List.of(SELF, FOLLOWER);
    LeaderState state =
        new LeaderState(
            ApiWorld.idOf(TOPIC), 1, leader, epoch, both, epoch, both, List.of(), List.of(), false);
    world.replicas.assign(
        List.of(new Replicas.Assignment(PARTITION, state)),
        errors -> assertThat(errors).containsOnly(ErrorCode.NONE));
    world.simulation.runUntilIdle();
  }

  private Partition partition() {
    HostedPartition hosted = world.replicas.registry().find(PARTITION);
    return ((HostedPartition.Online) hosted).partition();
  }

  private void append(boolean transactional, long... timestamps) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      if (transactional) {
        builder.producer(TRANSACTIONAL_ID, (short) 0, 0).transactional(true);
      }
      for (long timestampMs : timestamps) {
        builder.append(timestampMs, null, new byte[10]);
      }
      append(builder.build(), Origin.CLIENT);
    }
  }

  private void end(boolean commit) {
    append(
        new ControlMarker(commit, 0).toBatch(1, TRANSACTIONAL_ID, (short) 0, leaderEpoch),
        Origin.COORDINATOR);
  }

  private void append(ByteSlice records, Origin origin) {
    List<AppendResult> results = new ArrayList<>();
    Partition partition = partition();
    partition.loop().execute(() -> results.add(partition.append(records, origin, false)));
    world.simulation.runUntilIdle();
    assertThat(results.get(0)).isInstanceOf(AppendResult.Appended.class);
  }

  /** The follower has everything below an offset. */
  private void fetched(long offset) {
    FetchPartition asked =
        new FetchPartition().partition(0).fetchOffset(offset).partitionMaxBytes(1_000_000);
    FetchRequest request =
        new FetchRequest()
            .replicaId(FOLLOWER)
            .maxBytes(1_000_000)
            .topics(List.of(new FetchTopic().topic(TOPIC).partitions(List.of(asked))));
    FetchResponse response = world.ask(ApiKey.FETCH, 11, request, FetchResponse.class);
    assertThat(response.responses().get(0).partitions().get(0).errorCode()).isZero();
  }

  private void deleteBefore(long offset) {
    Partition partition = partition();
    partition.loop().execute(() -> partition.advanceLogStart(offset));
    world.simulation.runUntilIdle();
  }

  private void modified(long baseOffset, long atMs) {
    Path file = Path.of("/data/" + PARTITION).resolve("%020d.log".formatted(baseOffset));
    try {
      world.disk.setModifiedMs(file, atMs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void failDir() {
    world.disk.faults().once(Operation.WRITE, path -> true, 0, Effect.EIO);
    Partition partition = partition();
    ByteSlice records;
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.append(1, null, new byte[10]);
      records = builder.build();
    }
    partition.loop().execute(() -> partition.append(records, Origin.CLIENT, false));
    world.simulation.runUntilIdle();
    assertThat(partition.log().isOffline()).isTrue();
  }

  // Asking.

  /** {@code ask TIMESTAMP [replica=N] [epoch=N] [max=N] [topic=NAME] [twice] [isolation=N]}. */
  private String ask(String[] words) {
    List<String> answers = new ArrayList<>();
    for (int version = 0; version <= NEWEST; version++) {
      String uncommitted = answer(version, 0, words);
      String committed = version < FIRST_WITH_ISOLATION ? uncommitted : answer(version, 1, words);
      answers.add(uncommitted.equals(committed) ? uncommitted : uncommitted + "|" + committed);
    }
    List<String> runs = new ArrayList<>();
    for (int first = 0; first <= NEWEST; ) {
      int last = first;
      while (last < NEWEST && answers.get(last + 1).equals(answers.get(first))) {
        last++;
      }
      runs.add("v" + first + (last > first ? "-" + last : "") + " " + answers.get(first));
      first = last + 1;
    }
    return String.join(", ", runs);
  }

  private static String option(String[] words, String name, String otherwise) {
    for (String word : words) {
      if (word.startsWith(name + "=")) {
        return word.substring(name.length() + 1);
      }
    }
    return otherwise;
  }

  private String answer(int version, int isolation, String[] words) {
    int max = Integer.parseInt(option(words, "max", "10"));
    String topic = option(words, "topic", TOPIC);
    int epoch = Integer.parseInt(option(words, "epoch", "-1"));
    String level = option(words, "isolation", Integer.toString(isolation));
    List<ListOffsetsPartition> asked = new ArrayList<>();
    for (int i = 0; i < (List.of(words).contains("twice") ? 2 : 1); i++) {
      asked.add(
          new ListOffsetsPartition()
              .partitionIndex(0)
              .timestamp(Long.parseLong(words[1]))
              .currentLeaderEpoch(version >= 4 ? epoch : -1)
              .maxNumOffsets(version == 0 ? max : 1));
    }
    ListOffsetsRequest request =
        new ListOffsetsRequest()
            .replicaId(Integer.parseInt(option(words, "replica", "-1")))
            .isolationLevel(version >= FIRST_WITH_ISOLATION ? Byte.parseByte(level) : 0)
            .topics(List.of(new ListOffsetsTopic().name(topic).partitions(asked)));
    ListOffsetsResponse response =
        world.ask(ApiKey.LIST_OFFSETS, version, request, ListOffsetsResponse.class);
    assertThat(response.topics()).hasSize(1);
    return response.topics().get(0).partitions().stream()
        .map(answer -> text(version, answer))
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  /** {@code OFFSET[/TIMESTAMP][@EPOCH]}, {@code none} or the error; a list in version 0. */
  private static String text(int version, ListOffsetsPartitionResponse answer) {
    boolean nothing =
        answer.offset() == -1
            && answer.timestamp() == -1
            && answer.leaderEpoch() == -1
            && answer.oldStyleOffsets().isEmpty();
    if (answer.errorCode() != 0) {
      String error = ErrorCode.of(answer.errorCode()).toString();
      return nothing ? error : error + " with an offset";
    }
    if (version == 0) {
      return answer.oldStyleOffsets().toString().replace(" ", "");
    }
    if (nothing) {
      return "none";
    }
    String at = answer.timestamp() == -1 ? "" : "/" + answer.timestamp();
    return answer.offset() + at + (answer.leaderEpoch() == -1 ? "" : "@" + answer.leaderEpoch());
  }
}
