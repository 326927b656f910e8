package io.classickafka.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.jspecify.annotations.Nullable;

/** {@code kafka-leader-election.sh}: has the leaders of partitions elected. */
public final class LeaderElectionCommand implements Tool {

  private static final List<String> SCOPES =
      List.of("--topic", "--path-to-json-file", "--all-topic-partitions");

  private final AdminConnector connector;

  LeaderElectionCommand(AdminConnector connector) {
    this.connector = connector;
  }

  /** The process. */
  public static void main(String[] args) {
    ToolRun.main(new LeaderElectionCommand(AdminConnector::overNetwork), args);
  }

  @Override
  public FlagTable flags() {
    return new FlagTable("kafka-leader-election.sh", "Has the leaders of partitions elected.")
        .text("--bootstrap-server", "<host:port,...>", "A broker to start from. Required.")
        .text("--admin.config", "<file>", "Properties for the admin client.")
        .text(
            "--election-type",
            "<type>",
            "preferred gives the lead to the first replica of each partition, when it is in sync."
                + " unclean gives partitions without a leader to a replica that is not in sync:"
                + " records may be lost. Required.")
        .text("--topic", "<name>", "The topic; with --partition.")
        .number("--partition", "The partition; with --topic.")
        .text(
            "--path-to-json-file",
            "<file>",
            "The partitions: {\"partitions\": [{\"topic\": \"t\", \"partition\": 0}]}.")
        .flag("--all-topic-partitions", "Every partition that needs an election.");
  }

  @Override
  public int run(Flags flags, Streams streams) throws ToolFailure {
    String bootstrap = flags.required("--bootstrap-server");
    ElectionType type = type(flags.required("--election-type"));
    Set<TopicPartition> partitions = partitions(flags);
    Map<String, Object> settings = PropertyText.load(flags.text("--admin.config"));
    try (Admin admin = connector.connect(bootstrap, settings, streams.err())) {
      return elect(admin, type, partitions, streams);
    }
  }

  private static ElectionType type(String text) throws UsageFailure {
    for (ElectionType type : ElectionType.values()) {
      if (type.name().equals(text.toUpperCase(Locale.ROOT))) {
        return type;
      }
    }
    throw new UsageFailure(
        "Cannot parse argument '" + text + "' of option election-type: preferred or unclean");
  }

  /** What was asked for; null for everything. */
  private static @Nullable Set<TopicPartition> partitions(Flags flags) throws ToolFailure {
    if (flags.given(SCOPES).size() != 1) {
      throw new UsageFailure(
          "one of --topic with --partition, --path-to-json-file and --all-topic-partitions says"
              + " which partitions are meant");
    }
    Integer partition = flags.number("--partition", 0, Integer.MAX_VALUE);
    if (flags.has("--topic") != (partition != null)) {
      throw new UsageFailure("--topic and --partition are given together");
    }
    Set<TopicPartition> partitions = new TreeSet<>(ReassignmentFile.ORDER);
    if (partition != null) {
      partitions.add(new TopicPartition(flags.required("--topic"), partition));
      return partitions;
    }
    String file = flags.text("--path-to-json-file");
    if (file == null) {
      return null;
    }
    for (JsonFile entry : JsonFile.read(file).objects("partitions")) {
      if (!partitions.add(entry.partition())) {
        throw new ToolFailure(entry.partition() + " stands in " + file + " more than once");
      }
    }
    if (partitions.isEmpty()) {
      throw new ToolFailure("there are no partitions in " + file);
    }
    return partitions;
  }

  private static int elect(
      Admin admin, ElectionType type, @Nullable Set<TopicPartition> partitions, Streams streams)
      throws ToolFailure {
    Map<TopicPartition, Optional<Throwable>> results = new TreeMap<>(ReassignmentFile.ORDER);
    results.putAll(Failures.await(admin.electLeaders(type, partitions).partitions()));
    List<TopicPartition> elected = new ArrayList<>();
    List<TopicPartition> unneeded = new ArrayList<>();
    Map<TopicPartition, Throwable> failed = new TreeMap<>(ReassignmentFile.ORDER);
    results.forEach(
        (partition, result) -> {
          Throwable error = result.orElse(null);
          if (error == null) {
            elected.add(partition);
          } else if (error instanceof ElectionNotNeededException) {
            unneeded.add(partition);
          } else {
            failed.put(partition, error);
          }
        });
    if (!elected.isEmpty()) {
      streams
          .out()
          .println(
              "Successfully completed leader election ("
                  + type
                  + ") for partitions "
                  + joined(elected));
    }
    if (!unneeded.isEmpty()) {
      streams.out().println("Valid replica already elected for partitions " + joined(unneeded));
    }
    failed.forEach(
        (partition, error) ->
            streams
                .out()
                .println(
                    "Error completing leader election ("
                        + type
                        + ") for partition: "
                        + partition
                        + ": "
                        + error));
    if (!failed.isEmpty()) {
      throw new ToolFailure(failed.size() + " replica(s) could not be elected");
    }
    return ToolRun.SUCCESS;
  }

  private static String joined(List<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::toString).collect(Collectors.joining(", "));
  }
}
