package io.classickafka.zk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paths below the chroot. Arguments are checked: a path that is built here is one that {@link
 * Znode#parse} reads back, and a name that is not valid is a bug of the caller, who must have
 * checked what came from a client.
 */
public final class ZkPaths {
  public static final String ADMIN = "/admin";
  public static final String BROKERS = "/brokers";
  public static final String CLUSTER = "/cluster";
  public static final String DELEGATION_TOKEN = "/delegation_token";
  public static final String CLUSTER_ID = "/cluster/id";
  public static final String BROKER_IDS = "/brokers/ids";
  public static final String BROKER_SEQUENCE = "/brokers/seqid";
  public static final String TOPICS = "/brokers/topics";
  public static final String CONTROLLER = "/controller";
  public static final String CONTROLLER_EPOCH = "/controller_epoch";
  public static final String DELETE_TOPICS = "/admin/delete_topics";
  public static final String REASSIGN_PARTITIONS = "/admin/reassign_partitions";
  public static final String PREFERRED_REPLICA_ELECTION = "/admin/preferred_replica_election";
  public static final String ISR_CHANGES = "/isr_change_notification";
  public static final String LOG_DIR_EVENTS = "/log_dir_event_notification";
  public static final String CONFIG = "/config";
  public static final String CONFIG_TOPICS = "/config/topics";
  public static final String CONFIG_CLIENTS = "/config/clients";
  public static final String CONFIG_USERS = "/config/users";
  public static final String CONFIG_BROKERS = "/config/brokers";
  public static final String CONFIG_IPS = "/config/ips";
  public static final String CONFIG_CHANGES = "/config/changes";
  public static final String ACLS = "/kafka-acl";
  public static final String EXTENDED_ACLS = "/kafka-acl-extended";
  public static final String PREFIXED_ACLS = "/kafka-acl-extended/prefixed";
  public static final String ACL_CHANGES = "/kafka-acl-changes";
  public static final String EXTENDED_ACL_CHANGES = "/kafka-acl-extended-changes";
  public static final String PRODUCER_ID_BLOCK = "/latest_producer_id_block";
  public static final String DELEGATION_TOKENS = "/delegation_token/tokens";
  public static final String DELEGATION_TOKEN_CHANGES = "/delegation_token/token_changes";
  public static final String FEATURE = "/feature";
  public static final String MIGRATION = "/migration";
  public static final String CONSUMERS = "/consumers";

  /** What every broker creates at start, in this order, persistent and without data. */
  public static final List<String> ENSURED_AT_START =
      List.of(
          CONSUMERS,
          BROKER_IDS,
          TOPICS,
          CONFIG_CHANGES,
          DELETE_TOPICS,
          BROKER_SEQUENCE,
          ISR_CHANGES,
          PRODUCER_ID_BLOCK,
          LOG_DIR_EVENTS,
          CONFIG_TOPICS,
          CONFIG_CLIENTS,
          CONFIG_USERS,
          CONFIG_BROKERS,
          CONFIG_IPS);

  private ZkPaths() {}

  public static String broker(int brokerId) {
    return BROKER_IDS + '/' + notNegative(brokerId);
  }

  public static String topic(String topic) {
    return TOPICS + '/' + TopicName.require(topic);
  }

  public static String partitions(String topic) {
    return topic(topic) + "/partitions";
  }

  public static String partition(String topic, int partition) {
    return partitions(topic) + '/' + notNegative(partition);
  }

  public static String partitionState(String topic, int partition) {
    return partition(topic, partition) + "/state";
  }

  public static String partitionState(ZkTopicPartition partition) {
    return partitionState(partition.topic(), partition.partition());
  }

  public static String deleteTopic(String topic) {
    return DELETE_TOPICS + '/' + TopicName.require(topic);
  }

  public static String topicConfig(String topic) {
    return CONFIG_TOPICS + '/' + TopicName.require(topic);
  }

  public static String brokerConfig(int brokerId) {
    return CONFIG_BROKERS + '/' + notNegative(brokerId);
  }

  public static String config(ConfigEntity entity) {
    return CONFIG + '/' + entity.entityPath();
  }

  /** Below it are a user's settings by client id; it has no data itself. Null: the default user. */
  public static String userClients(@Nullable String user) {
    return config(new ConfigEntity.UserEntity(user)) + "/clients";
  }

  /** The parent of the rules of one type; has no data, and exists before the first rule does. */
  public static String acls(AclPatternType pattern, AclResourceType type) {
    String store = pattern == AclPatternType.LITERAL ? ACLS : PREFIXED_ACLS;
    return store + '/' + type.nodeName();
  }

  public static String acl(AclResource resource) {
    return acls(resource.pattern(), resource.type()) + '/' + resource.name();
  }

  public static String delegationToken(String tokenId) {
    return child(DELEGATION_TOKENS, tokenId);
  }

  public static String consumerOffset(String group, String topic, int partition) {
    return child(CONSUMERS, group)
        + "/offsets/"
        + TopicName.require(topic)
        + '/'
        + notNegative(partition);
  }

  /** What to create, sequentially, below a notification parent. */
  public static String sequencePrefix(String parent) {
    return switch (parent) {
      case CONFIG_CHANGES -> parent + '/' + SequenceNode.CONFIG_CHANGE;
      case ACL_CHANGES, EXTENDED_ACL_CHANGES -> parent + '/' + SequenceNode.ACL_CHANGE;
      case ISR_CHANGES -> parent + '/' + SequenceNode.ISR_CHANGE;
      case LOG_DIR_EVENTS -> parent + '/' + SequenceNode.LOG_DIR_EVENT;
      case DELEGATION_TOKEN_CHANGES -> parent + '/' + SequenceNode.TOKEN_CHANGE;
      default -> throw new IllegalArgumentException("no sequence below " + parent);
    };
  }

  /** A child by the name ZooKeeper listed, whatever it is; for deleting what is not valid. */
  public static String child(String parent, String name) {
    if (name.isEmpty() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a node name: '" + name + "'");
    }
    return parent + '/' + name;
  }

  private static int notNegative(int id) {
    if (id < 0) {
      throw new IllegalArgumentException("negative id " + id);
    }
    return id;
  }
}
