package io.classickafka.simulation.check;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** C6: the latest offset that one client is told does not fall, whoever leads. */
public final class LatestMonotone implements Check {

  private final Map<TopicPartition, Long> told = new LinkedHashMap<>();

  @Override
  public void onLatest(TopicPartition partition, long offset) {
    Long before = told.put(partition, offset);
    if (before != null && offset < before) {
      throw new Violation(
          "C6", "latest offset of " + partition + " fell " + before + "->" + offset);
    }
  }
}
