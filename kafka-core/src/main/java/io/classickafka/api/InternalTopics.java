package io.classickafka.api;

/** The topics in which the coordinators keep their state. */
final class InternalTopics {

  static final String OFFSETS = "__consumer_offsets";
  static final String TRANSACTIONS = "__transaction_state";

  private InternalTopics() {}

  static boolean contains(String topic) {
    return topic.equals(OFFSETS) || topic.equals(TRANSACTIONS);
  }
}
