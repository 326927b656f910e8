package io.classickafka.zk;

import io.classickafka.zk.JsonCodec.ObjectBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /brokers/topics/<topic>}: the topic's id, and for every partition its replicas and the
 * reassignment under way. This is the state of record of a reassignment.
 *
 * <p>To change a topic, read it, replace what changes with the {@code with} methods, and write the
 * result: id, both reassignment maps, entries this reader refused and unknown fields are carried
 * forward. A rewrite that dropped the id would make it another topic.
 *
 * @param topicId null in nodes written before topics had ids
 * @param partitions usable partitions by number
 * @param rejected the others, by the key they have in the node
 */
public record TopicAssignment(
    @Nullable ZkUuid topicId,
    SortedMap<Integer, PartitionAssignment> partitions,
    SortedMap<String, RejectedPartition> rejected,
    UnknownFields unknown)
    implements ZnodePayload {
  private static final int VERSION = 3;
  private static final String PARTITIONS = "partitions";
  private static final String ADDING = "adding_replicas";
  private static final String REMOVING = "removing_replicas";

  public TopicAssignment {
    partitions = Collections.unmodifiableSortedMap(new TreeMap<>(partitions));
    rejected = Collections.unmodifiableSortedMap(new TreeMap<>(rejected));
  }

  /** A new topic. */
  public static TopicAssignment of(
      ZkUuid topicId, SortedMap<Integer, PartitionAssignment> partitions) {
    return new TopicAssignment(topicId, partitions, new TreeMap<>(), UnknownFields.NONE);
  }

  public TopicAssignment withTopicId(ZkUuid id) {
    return new TopicAssignment(id, partitions, rejected, unknown);
  }

  public TopicAssignment withPartitions(SortedMap<Integer, PartitionAssignment> changed) {
    return new TopicAssignment(topicId, changed, rejected, unknown);
  }

  public TopicAssignment withPartition(int partition, PartitionAssignment assignment) {
    SortedMap<Integer, PartitionAssignment> changed = new TreeMap<>(partitions);
    changed.put(partition, assignment);
    return withPartitions(changed);
  }

  public static TopicAssignment decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    Fields fields = Fields.parse(path, data);
    fields.find("version");
    ZkUuid topicId = topicId(fields);
    Map<String, Json> replicas = fields.object(PARTITIONS).entries();
    Map<String, Json> adding = entries(fields.objectOrNull(ADDING));
    Map<String, Json> removing = entries(fields.objectOrNull(REMOVING));

    SortedMap<Integer, PartitionAssignment> partitions = new TreeMap<>();
    SortedMap<String, RejectedPartition> rejected = new TreeMap<>();
    Set<String> keys = new TreeSet<>(replicas.keySet());
    keys.addAll(adding.keySet());
    keys.addAll(removing.keySet());
    for (String key : keys) {
      try {
        OptionalInt number = Znode.nodeNumber(key);
        if (number.isEmpty()) {
          throw new MalformedZnodeException(path, "'" + key + "' is no partition number");
        }
        partitions.put(number.getAsInt(), partition(path, key, replicas, adding, removing));
      } catch (MalformedZnodeException e) {
        Map<String, Json> original = new LinkedHashMap<>();
        putIfPresent(original, PARTITIONS, replicas.get(key));
        putIfPresent(original, ADDING, adding.get(key));
        putIfPresent(original, REMOVING, removing.get(key));
        UnknownFields kept = UnknownFields.of(new Json.JsonObject(original));
        rejected.put(key, new RejectedPartition(e.reason(), kept));
      }
    }
    return new TopicAssignment(topicId, partitions, rejected, fields.unknown());
  }

  @Override
  public byte[] encode() {
    ObjectBuilder out = new ObjectBuilder().put("version", VERSION);
    if (topicId != null) {
      out.put("topic_id", topicId.toString());
    }
    return out.put(PARTITIONS, map(PARTITIONS, PartitionAssignment::replicas))
        .put(ADDING, map(ADDING, PartitionAssignment::adding))
        .put(REMOVING, map(REMOVING, PartitionAssignment::removing))
        .putAll(unknown)
        .print();
  }

  private Json map(String field, Function<PartitionAssignment, List<Integer>> brokers) {
    ObjectBuilder map = new ObjectBuilder();
    partitions.forEach(
        (number, assignment) -> {
          List<Integer> ids = brokers.apply(assignment);
          if (!ids.isEmpty()) {
            map.put(number.toString(), Json.ofInts(ids));
          }
        });
    rejected.forEach(
        (key, entry) -> {
          Json original = entry.original().object().fields().get(field);
          if (original != null && !isUsable(key)) {
            map.put(key, original);
          }
        });
    return map.build();
  }

  // A partition that was refused when read and has been assigned anew is no longer rejected.
  private boolean isUsable(String key) {
    OptionalInt number = Znode.nodeNumber(key);
    return number.isPresent() && partitions.containsKey(number.getAsInt());
  }

  private static @Nullable ZkUuid topicId(Fields fields) throws MalformedZnodeException {
    String text = fields.textOrNull("topic_id");
    if (text == null) {
      return null;
    }
    return ZkUuid.parse(text)
        .filter(id -> !id.equals(ZkUuid.ZERO))
        .orElseThrow(() -> fields.malformed("topic_id", "is no topic id"));
  }

  private static PartitionAssignment partition(
      String path,
      String key,
      Map<String, Json> replicas,
      Map<String, Json> adding,
      Map<String, Json> removing)
      throws MalformedZnodeException {
    List<Integer> ids = brokerIds(path, PARTITIONS, key, replicas);
    if (ids.isEmpty()) {
      throw new MalformedZnodeException(path, "partition " + key + " has no replicas");
    }
    return new PartitionAssignment(
        ids, brokerIds(path, ADDING, key, adding), brokerIds(path, REMOVING, key, removing));
  }

  private static List<Integer> brokerIds(
      String path, String field, String key, Map<String, Json> map) throws MalformedZnodeException {
    Json value = map.get(key);
    return value == null ? List.of() : Fields.brokerIds(path, field + "." + key, value);
  }

  private static Map<String, Json> entries(@Nullable Fields map) {
    return map == null ? Collections.emptyMap() : map.entries();
  }

  private static void putIfPresent(Map<String, Json> map, String field, @Nullable Json value) {
    if (value != null) {
      map.put(field, value);
    }
  }
}
