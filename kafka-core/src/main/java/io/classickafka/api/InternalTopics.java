package io.classickafka.api;

/** The topics in which the coordinators keep their state. */
final class InternalTopics {

  static final String OFFSETS = "__consumer_offsets";
  static final String TRANSACTIONS = "__transaction_state";

  /** Of a coordinator that exists in other clusters only; its name is kept free all the same. */
  static final String SHARE_STATE = "__share_group_state";

  private InternalTopics() {}

  static boolean contains(String topic) {
    return topic.equals(OFFSETS) || topic.equals(TRANSACTIONS) || topic.equals(SHARE_STATE);
  }
}
