package io.classickafka.api;

import io.classickafka.security.Authorizer;
import io.classickafka.security.Operation;
import io.classickafka.security.ResourceType;

/** The authorizer's questions as handlers ask them. Thread-safe. */
final class Permissions {

  /** The value of an operations field that was not asked for. */
  static final int NOT_ASKED = Integer.MIN_VALUE;

  private final Authorizer authorizer;

  Permissions(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  boolean onTopic(RequestContext context, Operation operation, String topic) {
    return allows(context, operation, ResourceType.TOPIC, topic);
  }

  boolean onGroup(RequestContext context, Operation operation, String group) {
    return allows(context, operation, ResourceType.GROUP, group);
  }

  boolean onCluster(RequestContext context, Operation operation) {
    return allows(context, operation, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME);
  }

  /** Whether a topic may be created: on the cluster, or this one. */
  boolean toCreate(RequestContext context, String topic) {
    return onCluster(context, Operation.CREATE) || onTopic(context, Operation.CREATE, topic);
  }

  int topicOperations(RequestContext context, String topic) {
    return authorizer.allowedOperations(
        context.principal(), context.peer().address().getAddress(), ResourceType.TOPIC, topic);
  }

  int clusterOperations(RequestContext context) {
    if (!onCluster(context, Operation.DESCRIBE)) {
      return 0;
    }
    return authorizer.allowedOperations(
        context.principal(),
        context.peer().address().getAddress(),
        ResourceType.CLUSTER,
        ResourceType.CLUSTER_NAME);
  }

  private boolean allows(
      RequestContext context, Operation operation, ResourceType type, String name) {
    return authorizer.allows(
        context.principal(), context.peer().address().getAddress(), operation, type, name);
  }
}
