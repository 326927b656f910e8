package io.classickafka.tools;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** {@code kafka-get-offsets.sh}: tells the offsets of partitions. */
public final class GetOffsetsCommand implements Tool {

  private static final long UNKNOWN_OFFSET = -1;

  private final AdminConnector connector;

  GetOffsetsCommand(AdminConnector connector) {
    this.connector = connector;
  }

  /** The process. */
  public static void main(String[] args) {
    ToolRun.main(new GetOffsetsCommand(AdminConnector::overNetwork), args);
  }

  @Override
  public FlagTable flags() {
    return new FlagTable("kafka-get-offsets.sh", "Tells the offsets of partitions.")
        .text("--bootstrap-server", "<host:port,...>", "A broker to start from. Required.")
        .text("--broker-list", "<host:port,...>", "The former name of --bootstrap-server.")
        .text("--command-config", "<file>", "Properties for the admin client.")
        .text(
            "--topic",
            "<name>",
            "The topics: a regular expression with commas between alternatives.")
        .text("--partitions", "<0,1,...>", "The partitions of each topic. Default: all.")
        .text(
            "--topic-partitions",
            "<topic:0,topic:2-5,...>",
            "Topics, each a regular expression, with a partition, or the first and behind the"
                + " last of several.")
        .text(
            "--time",
            "<when>",
            "latest (the default), earliest, max-timestamp, earliest-local, latest-tiered, the"
                + " numbers -1 to -5 for these, or a time in ms since 1970.")
        .flag("--exclude-internal-topics", "Leave out internal topics.");
  }

  @Override
  public int run(Flags flags, Streams streams) throws ToolFailure {
    String former = flags.text("--broker-list");
    String bootstrap =
        former != null && !flags.has("--bootstrap-server")
            ? former
            : flags.required("--bootstrap-server");
    flags.refuseWith("--topic-partitions", List.of("--topic", "--partitions"));
    OffsetSpec spec = spec(flags.text("--time", "latest"));
    PartitionFilter filter = filter(flags);
    Map<String, Object> settings = PropertyText.load(flags.text("--command-config"));
    try (Admin admin = connector.connect(bootstrap, settings, streams.err())) {
      boolean internal = !flags.has("--exclude-internal-topics");
      List<TopicPartition> partitions = partitions(admin, filter, internal);
      if (partitions.isEmpty()) {
        throw new ToolFailure(
            "Could not match any topic-partitions with the specified filters",
            "kafka-topics.sh --list shows the topics there are");
      }
      return print(admin, partitions, spec, streams);
    }
  }

  private static PartitionFilter filter(Flags flags) throws UsageFailure {
    String pairs = flags.text("--topic-partitions");
    return pairs != null
        ? PartitionFilter.ofPairs(pairs)
        : PartitionFilter.of(flags.text("--topic"), flags.text("--partitions"));
  }

  private static OffsetSpec spec(String time) throws UsageFailure {
    return switch (time) {
      case "latest", "-1" -> OffsetSpec.latest();
      case "earliest", "-2" -> OffsetSpec.earliest();
      case "max-timestamp", "-3" -> OffsetSpec.maxTimestamp();
      case "earliest-local", "-4" -> OffsetSpec.earliestLocal();
      case "latest-tiered", "-5" -> OffsetSpec.latestTiered();
      default -> OffsetSpec.forTimestamp(timestamp(time));
    };
  }

  private static long timestamp(String time) throws UsageFailure {
    try {
      return Long.parseLong(time);
    } catch (NumberFormatException e) {
      throw new UsageFailure(
          "Malformed time argument "
              + time
              + ". Please use -1 or latest / -2 or earliest / -3 or max-timestamp / -4 or"
              + " earliest-local / -5 or latest-tiered, or a specified long format timestamp");
    }
  }

  private static List<TopicPartition> partitions(
      Admin admin, PartitionFilter filter, boolean internal) throws ToolFailure {
    List<String> topics = new ArrayList<>();
    for (String topic :
        Failures.await(admin.listTopics(new ListTopicsOptions().listInternal(internal)).names())) {
      if (filter.mayHave(topic)) {
        topics.add(topic);
      }
    }
    List<TopicPartition> partitions = new ArrayList<>();
    if (topics.isEmpty()) {
      return partitions;
    }
    Map<String, TopicDescription> described =
        Failures.await(admin.describeTopics(topics).allTopicNames());
    new TreeMap<>(described)
        .forEach(
            (topic, description) ->
                description.partitions().stream()
                    .filter(info -> filter.has(topic, info.partition()))
                    .forEach(info -> partitions.add(new TopicPartition(topic, info.partition()))));
    partitions.sort(
        Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
    return partitions;
  }

  private static int print(
      Admin admin, List<TopicPartition> partitions, OffsetSpec spec, Streams streams)
      throws ToolFailure {
    Map<TopicPartition, OffsetSpec> asked = new LinkedHashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    ListOffsetsResult result = admin.listOffsets(asked);
    @Nullable KafkaException failure = null;
    for (TopicPartition partition : partitions) {
      try {
        long offset = Failures.await(result.partitionResult(partition)).offset();
        if (offset != UNKNOWN_OFFSET) {
          streams.out().println(partition.topic() + ":" + partition.partition() + ":" + offset);
        }
      } catch (KafkaException e) {
        failure = e;
        streams.out().flush();
        streams
            .err()
            .println(
                "Skip getting offsets for topic-partition "
                    + partition
                    + " due to error: "
                    + e.getMessage());
      }
    }
    if (failure != null) {
      throw new ToolFailure(Failures.line(failure), failure);
    }
    return ToolRun.SUCCESS;
  }
}
