package io.classickafka.client.consumer;

import io.classickafka.client.ResponseHandler;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import java.util.concurrent.CompletableFuture;

/** Tells who waits that the group has heard of the leave, or cannot be told. */
record Leaving(CompletableFuture<Boolean> left) implements ResponseHandler {

  // From 3 on a leave names several members, in other fields.
  private static final int HIGHEST_VERSION = 2;

  /** Takes a member out of its group. Done when the broker knows, or never will. */
  static CompletableFuture<Boolean> start(
      ClusterClient client, Target.Coordinator coordinator, Membership me) {
    CompletableFuture<Boolean> left = new CompletableFuture<>();
    if (me.instanceId() != null || me.memberId().isEmpty()) {
      // A static member stays until its session ends: it may be back soon.
      left.complete(false);
      return left;
    }
    client.resolve(
        coordinator,
        (link, error) -> {
          if (link == null) {
            left.complete(false);
          } else {
            link.send(
                ApiKey.LEAVE_GROUP, 0, HIGHEST_VERSION, GroupRequests.leave(me), new Leaving(left));
          }
        });
    return left;
  }

  @Override
  public void onResponse(ApiMessage response, short version) {
    left.complete(true);
  }

  @Override
  public void onFailure(Failure failure, String detail) {
    left.complete(false);
  }
}
