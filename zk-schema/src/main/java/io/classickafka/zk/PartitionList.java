package io.classickafka.zk;

import io.classickafka.zk.JsonCodec.ObjectBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The layout that ISR changes and the legacy election request share: a list of partitions. */
record PartitionList(List<ZkTopicPartition> partitions, List<String> skipped) {
  private static final int VERSION = 1;

  static PartitionList decode(String path, byte @Nullable [] data) throws MalformedZnodeException {
    Set<ZkTopicPartition> partitions = new LinkedHashSet<>();
    List<String> skipped = new ArrayList<>();
    List<Json> elements = Fields.parse(path, data).array("partitions");
    for (int i = 0; i < elements.size(); i++) {
      try {
        partitions.add(partition(Fields.of(path, "partitions." + i, elements.get(i))));
      } catch (MalformedZnodeException e) {
        skipped.add(e.reason());
      }
    }
    return new PartitionList(List.copyOf(partitions), List.copyOf(skipped));
  }

  static byte[] encode(List<ZkTopicPartition> partitions) {
    List<Json> elements = new ArrayList<>();
    for (ZkTopicPartition partition : partitions) {
      elements.add(fields(partition).build());
    }
    return new ObjectBuilder()
        .put("version", VERSION)
        .put("partitions", new Json.JsonArray(elements))
        .print();
  }

  static ZkTopicPartition partition(Fields fields) throws MalformedZnodeException {
    String topic = fields.text("topic");
    if (!TopicName.isValid(topic)) {
      throw fields.malformed("topic", "is no topic name");
    }
    return new ZkTopicPartition(topic, fields.int32AtLeast("partition", 0));
  }

  static ObjectBuilder fields(ZkTopicPartition partition) {
    return new ObjectBuilder()
        .put("topic", partition.topic())
        .put("partition", partition.partition());
  }
}
