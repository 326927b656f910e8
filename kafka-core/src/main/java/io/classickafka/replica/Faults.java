package io.classickafka.replica;

import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** What commands meet at single partitions. */
final class Faults {

  private static final Logger LOG = LogManager.getLogger(Faults.class);

  private Faults() {}

  /** Says it in the log. Whoever calls goes on, also where it cannot be said. */
  static void log(String failure, TopicPartition name, Throwable fault) {
    try {
      LOG.error("{} partition={}", failure, name, fault);
    } catch (RuntimeException | Error e) {
      // Nobody can be told of that, and what is left to do does not depend on it.
    }
  }
}
