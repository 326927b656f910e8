package io.classickafka.zk;

import java.util.List;
import java.util.Optional;

/** Kinds of resource that access rules protect, by their node names. */
public enum AclResourceType {
  TOPIC("Topic"),
  GROUP("Group"),
  CLUSTER("Cluster"),
  TRANSACTIONAL_ID("TransactionalId"),
  DELEGATION_TOKEN("DelegationToken"),
  USER("User");

  /** In order of declaration. */
  public static final List<AclResourceType> ALL = List.of(values());

  /** The only resource of type {@link #CLUSTER}. */
  public static final String CLUSTER_NAME = "kafka-cluster";

  private final String nodeName;

  AclResourceType(String nodeName) {
    this.nodeName = nodeName;
  }

  public String nodeName() {
    return nodeName;
  }

  public static Optional<AclResourceType> ofNodeName(String nodeName) {
    return ALL.stream().filter(type -> type.nodeName.equals(nodeName)).findFirst();
  }

  /** By either spelling, whatever the case: change nodes were written both ways. */
  public static Optional<AclResourceType> ofName(String name) {
    return ALL.stream()
        .filter(type -> type.name().equalsIgnoreCase(name) || type.nodeName.equalsIgnoreCase(name))
        .findFirst();
  }
}
