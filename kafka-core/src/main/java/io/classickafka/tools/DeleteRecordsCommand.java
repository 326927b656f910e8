package io.classickafka.tools;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeletedRecords;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** {@code kafka-delete-records.sh}: deletes the records below given offsets. */
public final class DeleteRecordsCommand implements Tool {

  private final AdminConnector connector;

  DeleteRecordsCommand(AdminConnector connector) {
    this.connector = connector;
  }

  /** The process. */
  public static void main(String[] args) {
    ToolRun.main(new DeleteRecordsCommand(AdminConnector::overNetwork), args);
  }

  @Override
  public FlagTable flags() {
    return new FlagTable("kafka-delete-records.sh", "Deletes the records below given offsets.")
        .text("--bootstrap-server", "<host:port,...>", "A broker to start from. Required.")
        .text("--command-config", "<file>", "Properties for the admin client.")
        .text(
            "--offset-json-file",
            "<file>",
            "What to delete, required: {\"partitions\": [{\"topic\": \"t\", \"partition\": 0,"
                + " \"offset\": 5}], \"version\": 1}. An offset of -1 is the end.");
  }

  @Override
  public int run(Flags flags, Streams streams) throws ToolFailure {
    String bootstrap = flags.required("--bootstrap-server");
    String file = flags.required("--offset-json-file");
    Map<String, Object> settings = PropertyText.load(flags.text("--command-config"));
    Map<TopicPartition, Long> offsets = OffsetFile.read(file);
    try (Admin admin = connector.connect(bootstrap, settings, streams.err())) {
      streams.out().println("Executing records delete operation");
      return delete(admin, offsets, streams);
    }
  }

  private static int delete(Admin admin, Map<TopicPartition, Long> offsets, Streams streams)
      throws ToolFailure {
    // A client would go on asking for what does not exist.
    Set<TopicPartition> existing = existing(admin, offsets.keySet());
    Map<TopicPartition, RecordsToDelete> records = new LinkedHashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          if (existing.contains(partition)) {
            records.put(partition, RecordsToDelete.beforeOffset(offset));
          }
        });
    Map<TopicPartition, KafkaFuture<DeletedRecords>> results =
        admin.deleteRecords(records).lowWatermarks();
    streams.out().println("Records delete operation completed:");
    int failed = 0;
    for (TopicPartition partition : offsets.keySet()) {
      String outcome;
      try {
        KafkaFuture<DeletedRecords> result = results.get(partition);
        if (result == null) {
          throw new UnknownTopicOrPartitionException("there is no such partition");
        }
        outcome = "low_watermark: " + Failures.await(result).lowWatermark();
      } catch (KafkaException e) {
        outcome = "error: " + e;
        failed++;
      }
      streams.out().println("partition: " + partition + "\t" + outcome);
    }
    if (failed > 0) {
      throw new ToolFailure("records of " + failed + " partitions were not deleted");
    }
    return ToolRun.SUCCESS;
  }

  private static Set<TopicPartition> existing(Admin admin, Set<TopicPartition> partitions)
      throws ToolFailure {
    Set<String> topics = new LinkedHashSet<>();
    partitions.forEach(partition -> topics.add(partition.topic()));
    Set<TopicPartition> existing = new LinkedHashSet<>();
    for (var topic : admin.describeTopics(topics).topicNameValues().entrySet()) {
      try {
        Failures.await(topic.getValue())
            .partitions()
            .forEach(info -> existing.add(new TopicPartition(topic.getKey(), info.partition())));
      } catch (UnknownTopicOrPartitionException e) {
        existing.removeIf(partition -> partition.topic().equals(topic.getKey()));
      }
    }
    return existing;
  }
}
