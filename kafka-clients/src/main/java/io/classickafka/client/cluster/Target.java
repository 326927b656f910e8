package io.classickafka.client.cluster;

import org.apache.kafka.common.TopicPartition;

/** Which broker a call is for. */
public sealed interface Target {

  /** Whichever broker answers. */
  Target ANY = new Any();

  /** The controller. */
  Target CONTROLLER = new Controller();

  /** A broker by its id. */
  static Target node(int id) {
    return new ById(id);
  }

  /** The coordinator of a consumer group. */
  static Target groupCoordinator(String groupId) {
    return new Coordinator(Coordinator.GROUP, groupId);
  }

  /** The coordinator of a transactional id. */
  static Target transactionCoordinator(String transactionalId) {
    return new Coordinator(Coordinator.TRANSACTION, transactionalId);
  }

  /** The leader of a partition. */
  static Target leader(TopicPartition partition) {
    return new Leader(partition);
  }

  /** Whichever broker answers. */
  record Any() implements Target {}

  /** The controller. */
  record Controller() implements Target {}

  /** A broker by its id. */
  record ById(int nodeId) implements Target {}

  /** The leader of a partition. */
  record Leader(TopicPartition partition) implements Target {}

  /** The coordinator of a group or of a transactional id. */
  record Coordinator(byte type, String key) implements Target {

    static final byte GROUP = 0;
    static final byte TRANSACTION = 1;

    // By hand, as in the start of each consumer, which pays for what is generated.
    @Override
    public boolean equals(Object other) {
      return other instanceof Coordinator that && type == that.type && key.equals(that.key);
    }

    @Override
    public int hashCode() {
      return 31 * key.hashCode() + type;
    }
  }
}
