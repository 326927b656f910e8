package io.classickafka.api;

import io.classickafka.security.Authorizer;
import io.classickafka.security.Operation;
import io.classickafka.security.ResourceType;

/** Asks the authorizer on behalf of a request's sender. Thread-safe. */
final class Access {

  private final Authorizer authorizer;

  Access(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  boolean toTopic(RequestContext context, Operation operation, String topic) {
    return allows(context, operation, ResourceType.TOPIC, topic);
  }

  boolean toCluster(RequestContext context, Operation operation) {
    return allows(context, operation, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME);
  }

  boolean allows(RequestContext context, Operation operation, ResourceType type, String name) {
    return authorizer.allows(
        context.principal(), context.peer().address().getAddress(), operation, type, name);
  }
}
