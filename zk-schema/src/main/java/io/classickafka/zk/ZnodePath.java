package io.classickafka.zk;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The reading side of {@link Znode}: which kind of node a path names. */
final class ZnodePath {
  static final Set<String> FIXED =
      new LinkedHashSet<>(
          List.of(
              ZkPaths.ADMIN,
              ZkPaths.BROKERS,
              ZkPaths.CLUSTER,
              ZkPaths.DELEGATION_TOKEN,
              ZkPaths.CLUSTER_ID,
              ZkPaths.BROKER_IDS,
              ZkPaths.BROKER_SEQUENCE,
              ZkPaths.TOPICS,
              ZkPaths.CONTROLLER,
              ZkPaths.CONTROLLER_EPOCH,
              ZkPaths.DELETE_TOPICS,
              ZkPaths.REASSIGN_PARTITIONS,
              ZkPaths.PREFERRED_REPLICA_ELECTION,
              ZkPaths.ISR_CHANGES,
              ZkPaths.LOG_DIR_EVENTS,
              ZkPaths.CONFIG,
              ZkPaths.CONFIG_TOPICS,
              ZkPaths.CONFIG_CLIENTS,
              ZkPaths.CONFIG_USERS,
              ZkPaths.CONFIG_BROKERS,
              ZkPaths.CONFIG_IPS,
              ZkPaths.CONFIG_CHANGES,
              ZkPaths.ACLS,
              ZkPaths.EXTENDED_ACLS,
              ZkPaths.PREFIXED_ACLS,
              ZkPaths.ACL_CHANGES,
              ZkPaths.EXTENDED_ACL_CHANGES,
              ZkPaths.PRODUCER_ID_BLOCK,
              ZkPaths.DELEGATION_TOKENS,
              ZkPaths.DELEGATION_TOKEN_CHANGES,
              ZkPaths.FEATURE,
              ZkPaths.MIGRATION,
              ZkPaths.CONSUMERS));

  private ZnodePath() {}

  static Optional<Znode> parse(String path) {
    int slash = path.lastIndexOf('/');
    if (slash <= 0) {
      return Optional.empty();
    }
    String parent = path.substring(0, slash);
    String child = path.substring(slash + 1);
    switch (parent) {
      case ZkPaths.BROKER_IDS -> {
        OptionalInt broker = Znode.nodeNumber(child);
        return broker.isPresent()
            ? Optional.of(new Znode.Broker(broker.getAsInt()))
            : Optional.empty();
      }
      case ZkPaths.TOPICS -> {
        return TopicName.isValid(child) ? Optional.of(new Znode.Topic(child)) : Optional.empty();
      }
      case ZkPaths.DELETE_TOPICS -> {
        return TopicName.isValid(child)
            ? Optional.of(new Znode.TopicDeletion(child))
            : Optional.empty();
      }
      case ZkPaths.DELEGATION_TOKENS -> {
        return child.isEmpty() ? Optional.empty() : Optional.of(new Znode.Token(child));
      }
      case ZkPaths.CONFIG_CHANGES -> {
        return notification(parent, SequenceNode.CONFIG_CHANGE, child);
      }
      case ZkPaths.ISR_CHANGES -> {
        return notification(parent, SequenceNode.ISR_CHANGE, child);
      }
      case ZkPaths.LOG_DIR_EVENTS -> {
        return notification(parent, SequenceNode.LOG_DIR_EVENT, child);
      }
      case ZkPaths.DELEGATION_TOKEN_CHANGES -> {
        return notification(parent, SequenceNode.TOKEN_CHANGE, child);
      }
      case ZkPaths.ACL_CHANGES, ZkPaths.EXTENDED_ACL_CHANGES -> {
        return notification(parent, SequenceNode.ACL_CHANGE, child);
      }
      default -> {
        return deeper(path);
      }
    }
  }

  private static Optional<Znode> notification(String parent, String prefix, String child) {
    OptionalInt number = SequenceNode.number(prefix, child);
    return number.isPresent()
        ? Optional.of(new Znode.Notification(parent, number.getAsInt()))
        : Optional.empty();
  }

  private static Optional<Znode> deeper(String path) {
    if (path.startsWith(ZkPaths.TOPICS + "/")) {
      return belowTopic(path.substring(ZkPaths.TOPICS.length() + 1).split("/", -1));
    }
    if (path.startsWith(ZkPaths.CONFIG + "/")) {
      return config(path.substring(ZkPaths.CONFIG.length() + 1));
    }
    if (path.startsWith(ZkPaths.PREFIXED_ACLS + "/")) {
      return acl(path.substring(ZkPaths.PREFIXED_ACLS.length() + 1), AclPatternType.PREFIXED);
    }
    if (path.startsWith(ZkPaths.ACLS + "/")) {
      return acl(path.substring(ZkPaths.ACLS.length() + 1), AclPatternType.LITERAL);
    }
    if (path.startsWith(ZkPaths.CONSUMERS + "/")) {
      return consumerOffset(path.substring(ZkPaths.CONSUMERS.length() + 1).split("/", -1));
    }
    return Optional.empty();
  }

  private static Optional<Znode> belowTopic(String[] parts) {
    String topic = parts[0];
    if (!TopicName.isValid(topic) || parts.length > 4 || !parts[1].equals("partitions")) {
      return Optional.empty();
    }
    if (parts.length == 2) {
      return Optional.of(new Znode.Partitions(topic));
    }
    OptionalInt number = Znode.nodeNumber(parts[2]);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    ZkTopicPartition partition = new ZkTopicPartition(topic, number.getAsInt());
    if (parts.length == 3) {
      return Optional.of(new Znode.Partition(partition));
    }
    return parts[3].equals("state") ? Optional.of(new Znode.State(partition)) : Optional.empty();
  }

  private static Optional<Znode> config(String entityPath) {
    String clients = "/clients";
    if (entityPath.startsWith("users/") && entityPath.endsWith(clients)) {
      String user = entityPath.substring(0, entityPath.length() - clients.length());
      Optional<ConfigEntity> entity = ConfigEntity.parse(user);
      if (entity.isPresent() && entity.get() instanceof ConfigEntity.UserEntity of) {
        return Optional.of(new Znode.UserClients(of.user()));
      }
    }
    return ConfigEntity.parse(entityPath).map(Znode.Config::new);
  }

  private static Optional<Znode> acl(String typeAndName, AclPatternType pattern) {
    int slash = typeAndName.indexOf('/');
    if (slash < 0) {
      return AclResourceType.ofNodeName(typeAndName).map(type -> new Znode.AclType(pattern, type));
    }
    String name = typeAndName.substring(slash + 1);
    return AclResource.isStorable(name)
        ? AclResourceType.ofNodeName(typeAndName.substring(0, slash))
            .map(type -> new Znode.Acl(new AclResource(type, pattern, name)))
        : Optional.empty();
  }

  private static Optional<Znode> consumerOffset(String[] parts) {
    boolean isOffset =
        parts.length == 4
            && !parts[0].isEmpty()
            && parts[1].equals("offsets")
            && TopicName.isValid(parts[2]);
    if (!isOffset) {
      return Optional.empty();
    }
    OptionalInt number = Znode.nodeNumber(parts[3]);
    return number.isPresent()
        ? Optional.of(
            new Znode.LegacyOffset(parts[0], new ZkTopicPartition(parts[2], number.getAsInt())))
        : Optional.empty();
  }
}
