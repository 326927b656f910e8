package org.apache.kafka.clients.admin;

import java.util.Collection;
import java.util.Set;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;

/** The cluster that was described. */
public class DescribeClusterResult {

  private final KafkaFuture<Collection<Node>> nodes;
  private final KafkaFuture<Node> controller;
  private final KafkaFuture<String> clusterId;
  private final KafkaFuture<Set<AclOperation>> authorizedOperations;

  DescribeClusterResult(
      KafkaFuture<Collection<Node>> nodes,
      KafkaFuture<Node> controller,
      KafkaFuture<String> clusterId,
      KafkaFuture<Set<AclOperation>> authorizedOperations) {
    this.nodes = nodes;
    this.controller = controller;
    this.clusterId = clusterId;
    this.authorizedOperations = authorizedOperations;
  }

  public KafkaFuture<Collection<Node>> nodes() {
    return nodes;
  }

  /** The controller; its result is null when the cluster has none at the moment. */
  public KafkaFuture<Node> controller() {
    return controller;
  }

  public KafkaFuture<String> clusterId() {
    return clusterId;
  }

  /** What the caller may do; its result is null when it was not asked for. */
  public KafkaFuture<Set<AclOperation>> authorizedOperations() {
    return authorizedOperations;
  }
}
