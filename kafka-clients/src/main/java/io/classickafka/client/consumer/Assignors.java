package io.classickafka.client.consumer;

import io.classickafka.client.config.ClientProperties;
import io.classickafka.client.config.PropertyTable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.config.ConfigException;

/** The assignors of a consumer. */
public final class Assignors {

  private static final String SETTING = "partition.assignment.strategy";

  private Assignors() {}

  /** Makes assignors of class names. */
  public static List<ConsumerPartitionAssignor> make(
      List<String> classes, Map<String, Object> configs) {
    Map<String, Object> given = new LinkedHashMap<>(configs);
    given.put(SETTING, classes);
    given.putIfAbsent("key.deserializer", "");
    given.putIfAbsent("value.deserializer", "");
    return of(PropertyTable.CONSUMER.parse(given));
  }

  /** The assignors that a consumer's properties list, in their order. */
  public static List<ConsumerPartitionAssignor> of(ClientProperties properties) {
    List<ConsumerPartitionAssignor> assignors =
        properties.instances(SETTING, ConsumerPartitionAssignor.class, Collections.emptyMap());
    Set<String> names = new LinkedHashSet<>();
    for (ConsumerPartitionAssignor assignor : assignors) {
      if (!names.add(assignor.name())) {
        throw new ConfigException(SETTING, assignor.name(), "two assignors have this name");
      }
    }
    return assignors;
  }
}
