package io.classickafka.client.consumer;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a member owned, and in which generation of the group.
 *
 * @param generation -1 when it does not say
 */
public record StickyMemory(List<TopicPartition> partitions, int generation) {

  /** A member that owned nothing. */
  public static final StickyMemory NONE = new StickyMemory(List.of(), -1);

  public StickyMemory {
    partitions = List.copyOf(partitions);
  }

  public boolean isEmpty() {
    return partitions.isEmpty() && generation < 0;
  }

  /** As the sticky assignors of all clients write it: topics with partitions, generation. */
  public ByteBuffer encode() {
    Map<String, List<Integer>> topics = new TreeMap<>();
    int size = 2 * Integer.BYTES;
    for (TopicPartition partition : partitions) {
      List<Integer> known = topics.get(partition.topic());
      if (known == null) {
        known = new ArrayList<>();
        topics.put(partition.topic(), known);
        size += Short.BYTES + utf8(partition.topic()).length + Integer.BYTES;
      }
      known.add(partition.partition());
      size += Integer.BYTES;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putInt(topics.size());
    topics.forEach(
        (topic, indexes) -> {
          byte[] name = utf8(topic);
          out.putShort((short) name.length).put(name).putInt(indexes.size());
          indexes.forEach(out::putInt);
        });
    return out.putInt(generation).flip();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads what another member wrote; what cannot be read is nothing. */
  public static StickyMemory decode(@Nullable ByteBuffer userData) {
    if (userData == null) {
      return NONE;
    }
    ByteBuffer in = userData.duplicate();
    List<TopicPartition> partitions = new ArrayList<>();
    try {
      for (int topics = in.getInt(); topics > 0; topics--) {
        int nameSize = in.getShort();
        if (nameSize < 0 || nameSize > in.remaining()) {
          return NONE;
        }
        byte[] name = new byte[nameSize];
        in.get(name);
        String topic = new String(name, StandardCharsets.UTF_8);
        for (int count = in.getInt(); count > 0; count--) {
          partitions.add(new TopicPartition(topic, in.getInt()));
        }
      }
    } catch (BufferUnderflowException e) {
      return NONE;
    }
    // The first version had no generation.
    return new StickyMemory(partitions, in.remaining() >= Integer.BYTES ? in.getInt() : -1);
  }
}
