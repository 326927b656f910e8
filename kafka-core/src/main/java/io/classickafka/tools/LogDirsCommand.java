package io.classickafka.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** {@code kafka-log-dirs.sh}: tells what lies in the log directories of brokers, as JSON. */
public final class LogDirsCommand implements Tool {

  private final AdminConnector connector;

  LogDirsCommand(AdminConnector connector) {
    this.connector = connector;
  }

  /** The process. */
  public static void main(String[] args) {
    ToolRun.main(new LogDirsCommand(AdminConnector::overNetwork), args);
  }

  @Override
  public FlagTable flags() {
    return new FlagTable(
            "kafka-log-dirs.sh", "Tells what lies in the log directories of brokers, as JSON.")
        .text("--bootstrap-server", "<host:port,...>", "A broker to start from. Required.")
        .text("--command-config", "<file>", "Properties for the admin client.")
        .flag("--describe", "Describe the log directories. Required.")
        .text("--broker-list", "<0,1,...>", "The brokers. Default: all.")
        .text("--topic-list", "<topic,...>", "The topics. Default: all.");
  }

  @Override
  public int run(Flags flags, Streams streams) throws ToolFailure {
    String bootstrap = flags.required("--bootstrap-server");
    if (!flags.has("--describe")) {
      throw new UsageFailure("Missing required argument \"[describe]\"");
    }
    Map<String, Object> settings = PropertyText.load(flags.text("--command-config"));
    try (Admin admin = connector.connect(bootstrap, settings, streams.err())) {
      TreeSet<Integer> brokers = brokers(admin, flags.text("--broker-list"));
      Predicate<String> topics = topics(flags.text("--topic-list"));
      streams.out().println("Querying brokers for log directories information");
      Map<Integer, Map<String, LogDirDescription>> described =
          Failures.await(admin.describeLogDirs(brokers).allDescriptions());
      streams.out().println("Received log directory information from brokers " + joined(brokers));
      streams.out().println(json(new TreeMap<>(described), topics));
    }
    return ToolRun.SUCCESS;
  }

  private static TreeSet<Integer> brokers(Admin admin, @Nullable String list) throws ToolFailure {
    TreeSet<Integer> live = new TreeSet<>();
    for (Node node : Failures.await(admin.describeCluster().nodes())) {
      live.add(node.id());
    }
    if (list == null || list.isBlank()) {
      return live;
    }
    TreeSet<Integer> wanted = new TreeSet<>();
    for (String text : list.split(",", -1)) {
      try {
        wanted.add(Integer.parseInt(text.strip()));
      } catch (NumberFormatException e) {
        throw new UsageFailure("--broker-list takes broker ids, not '" + text + "'");
      }
    }
    TreeSet<Integer> missing = new TreeSet<>(wanted);
    missing.removeAll(live);
    if (!missing.isEmpty()) {
      throw new ToolFailure(
          "ERROR: The given brokers do not exist from --broker-list: "
              + joined(missing)
              + ". Current existent brokers: "
              + joined(live));
    }
    return wanted;
  }

  private static String joined(TreeSet<Integer> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static Predicate<String> topics(@Nullable String list) {
    if (list == null || list.isBlank()) {
      return topic -> true;
    }
    List<String> topics = List.of(list.strip().split("\\s*,\\s*", -1));
    return topics::contains;
  }

  private static String json(
      Map<Integer, Map<String, LogDirDescription>> brokers, Predicate<String> topics)
      throws ToolFailure {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeArrayFieldStart("brokers");
      for (var broker : brokers.entrySet()) {
        out.writeStartObject();
        out.writeNumberField("broker", broker.getKey());
        out.writeArrayFieldStart("logDirs");
        for (var dir : broker.getValue().entrySet()) {
          write(out, dir.getKey(), dir.getValue(), topics);
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeNumberField("version", 1);
      out.writeEndObject();
    } catch (IOException e) {
      throw new ToolFailure("cannot write JSON: " + e.getMessage(), e);
    }
    return text.toString();
  }

  private static void write(
      JsonGenerator out, String path, LogDirDescription dir, Predicate<String> topics)
      throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("partitions");
    TreeMap<TopicPartition, ReplicaInfo> replicas =
        new TreeMap<>(
            Comparator.comparing(TopicPartition::topic)
                .thenComparingInt(TopicPartition::partition));
    replicas.putAll(dir.replicaInfos());
    for (Map.Entry<TopicPartition, ReplicaInfo> replica : replicas.entrySet()) {
      if (topics.test(replica.getKey().topic())) {
        out.writeStartObject();
        out.writeStringField("partition", replica.getKey().toString());
        out.writeNumberField("size", replica.getValue().size());
        out.writeNumberField("offsetLag", replica.getValue().offsetLag());
        out.writeBooleanField("isFuture", replica.getValue().isFuture());
        out.writeEndObject();
      }
    }
    out.writeEndArray();
    Exception error = dir.error();
    out.writeStringField("error", error == null ? null : error.getClass().getName());
    out.writeStringField("logDir", path);
    out.writeEndObject();
  }
}
