package io.classickafka.tools;

import io.classickafka.client.config.PropertyTable;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Warns of a topic or a partition that does not exist. To ask a broker for it as a consumer does
 * may create it, so that a mistyped name would look like a topic without records.
 */
final class MissingTopic {

  /** What to wait for an answer: without one there is no warning, and all else goes on. */
  private static final String PATIENCE_MS = "5000";

  private MissingTopic() {}

  /**
   * Looks for the topic, which creates nothing.
   *
   * @param partition null for all
   * @param settings the consumer's
   */
  static void warn(
      String topic,
      @Nullable Integer partition,
      Map<String, Object> settings,
      AdminConnector connector,
      PrintStream err) {
    Map<String, Object> forAdmin = new LinkedHashMap<>(settings);
    forAdmin.keySet().retainAll(PropertyTable.ADMIN.names());
    forAdmin.put("default.api.timeout.ms", PATIENCE_MS);
    String bootstrap = String.valueOf(settings.get("bootstrap.servers"));
    try (Admin admin = connector.connect(bootstrap, forAdmin, err)) {
      for (TopicDescription found :
          Failures.await(admin.describeTopics(List.of(topic)).allTopicNames()).values()) {
        int last = found.partitions().size() - 1;
        if (partition != null && partition > last) {
          err.println(
              "WARNING: topic '"
                  + topic
                  + "' has no partition "
                  + partition
                  + ": the last is "
                  + last);
        }
      }
    } catch (UnknownTopicOrPartitionException e) {
      boolean asks = !"false".equals(String.valueOf(settings.get("allow.auto.create.topics")));
      err.println(
          "WARNING: topic '"
              + topic
              + "' does not exist: "
              + (asks
                  ? "the broker is asked to create it, if it may (auto.create.topics.enable)"
                  : "waiting until it is created")
              + "; kafka-topics.sh --list shows the topics there are");
    } catch (KafkaException | ToolFailure e) {
      // Not allowed to look, or no answer: the consumer meets that too, and tells of it.
    }
  }
}
