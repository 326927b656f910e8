package io.classickafka.zk;

import io.classickafka.zk.Json.JsonArray;
import io.classickafka.zk.JsonCodec.ObjectBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /admin/reassign_partitions}: a legacy tool asks the controller to move replicas. The
 * controller takes partitions out as they are done and deletes the node when it is empty.
 *
 * <p>Apache's reader refuses this node if it has any other key, so nothing unknown is written back.
 *
 * @param partitions wanted replicas, in the order written; the last entry of a partition counts
 * @param skipped why entries of the node are not among the partitions
 */
public record ReassignPartitions(
    Map<ZkTopicPartition, List<Integer>> partitions, List<String> skipped) implements ZnodePayload {
  private static final int VERSION = 1;

  public ReassignPartitions {
    partitions = Collections.unmodifiableMap(new LinkedHashMap<>(partitions));
    skipped = List.copyOf(skipped);
  }

  public static ReassignPartitions of(Map<ZkTopicPartition, List<Integer>> partitions) {
    return new ReassignPartitions(partitions, List.of());
  }

  public static ReassignPartitions decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    Map<ZkTopicPartition, List<Integer>> partitions = new LinkedHashMap<>();
    List<String> skipped = new ArrayList<>();
    List<Json> elements = Fields.parse(path, data).array("partitions");
    for (int i = 0; i < elements.size(); i++) {
      String where = "partitions." + i;
      try {
        Fields fields = Fields.of(path, where, elements.get(i));
        ZkTopicPartition partition = PartitionList.partition(fields);
        Json replicas = fields.require("replicas");
        List<Integer> ids = Fields.brokerIds(path, where + ".replicas", replicas);
        if (ids.isEmpty()) {
          throw fields.malformed("replicas", "is empty");
        }
        partitions.put(partition, ids);
      } catch (MalformedZnodeException e) {
        skipped.add(e.reason());
      }
    }
    return new ReassignPartitions(partitions, skipped);
  }

  @Override
  public byte[] encode() {
    List<Json> elements = new ArrayList<>();
    partitions.forEach(
        (partition, replicas) ->
            elements.add(
                PartitionList.fields(partition).put("replicas", Json.ofInts(replicas)).build()));
    return new ObjectBuilder()
        .put("version", VERSION)
        .put("partitions", new JsonArray(elements))
        .print();
  }
}
