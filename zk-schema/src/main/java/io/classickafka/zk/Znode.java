package io.classickafka.zk;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A place in the tree, parsed from its path. {@code path()} gives back the text it came from. */
public sealed interface Znode {

  String path();

  /** One of the constants of {@link ZkPaths}. */
  record Fixed(String path) implements Znode {}

  record Broker(int brokerId) implements Znode {
    @Override
    public String path() {
      return ZkPaths.broker(brokerId);
    }
  }

  record Topic(String topic) implements Znode {
    @Override
    public String path() {
      return ZkPaths.topic(topic);
    }
  }

  record Partitions(String topic) implements Znode {
    @Override
    public String path() {
      return ZkPaths.partitions(topic);
    }
  }

  record Partition(ZkTopicPartition partition) implements Znode {
    @Override
    public String path() {
      return ZkPaths.partition(partition.topic(), partition.partition());
    }
  }

  record State(ZkTopicPartition partition) implements Znode {
    @Override
    public String path() {
      return ZkPaths.partitionState(partition);
    }
  }

  record TopicDeletion(String topic) implements Znode {
    @Override
    public String path() {
      return ZkPaths.deleteTopic(topic);
    }
  }

  record Config(ConfigEntity entity) implements Znode {
    @Override
    public String path() {
      return ZkPaths.config(entity);
    }
  }

  /** The parent of one user's settings by client id. */
  record UserClients(@Nullable String user) implements Znode {
    @Override
    public String path() {
      return ZkPaths.userClients(user);
    }
  }

  /** The parent of all rules of one pattern and type. */
  record AclType(AclPatternType pattern, AclResourceType type) implements Znode {
    @Override
    public String path() {
      return ZkPaths.acls(pattern, type);
    }
  }

  record Acl(AclResource resource) implements Znode {
    @Override
    public String path() {
      return ZkPaths.acl(resource);
    }
  }

  record Token(String tokenId) implements Znode {
    @Override
    public String path() {
      return ZkPaths.delegationToken(tokenId);
    }
  }

  /** A numbered notification below one of the change parents. */
  record Notification(String parent, int number) implements Znode {
    @Override
    public String path() {
      String path = ZkPaths.sequencePrefix(parent);
      return SequenceNode.name(path, number);
    }
  }

  /** An offset that an old consumer kept in ZooKeeper. */
  record LegacyOffset(String group, ZkTopicPartition partition) implements Znode {
    @Override
    public String path() {
      return ZkPaths.consumerOffset(group, partition.topic(), partition.partition());
    }
  }

  /** The node at {@code path}; empty when it is none of Kafka's, or its name is not valid. */
  static Optional<Znode> parse(String path) {
    if (ZnodePath.FIXED.contains(path)) {
      return Optional.of(new Fixed(path));
    }
    return ZnodePath.parse(path);
  }

  /** A broker id or partition as ZooKeeper lists it: decimal, no sign, no leading zero. */
  static OptionalInt nodeNumber(String child) {
    boolean isPlain =
        !child.isEmpty()
            && child.length() <= 10
            && child.chars().allMatch(c -> c >= '0' && c <= '9')
            && (child.length() == 1 || child.charAt(0) != '0');
    if (!isPlain) {
      return OptionalInt.empty();
    }
    long number = Long.parseLong(child);
    return number <= Integer.MAX_VALUE ? OptionalInt.of((int) number) : OptionalInt.empty();
  }
}
