package io.classickafka.client.consumer;

import org.jspecify.annotations.Nullable;

/**
 * Who a consumer is in its group.
 *
 * @param memberId empty before the broker gave one
 * @param generation -1 while it is no member
 */
record Membership(String groupId, String memberId, @Nullable String instanceId, int generation) {

  static final int NO_GENERATION = -1;

  Membership withMemberId(String id) {
    return new Membership(groupId, id, instanceId, generation);
  }

  Membership withGeneration(int of) {
    return new Membership(groupId, memberId, instanceId, of);
  }

  /** As it was before it joined. */
  Membership out() {
    return withGeneration(NO_GENERATION);
  }
}
