package io.classickafka.zk;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which decoder reads the node at a path. */
final class Payloads {
  private interface Decoder {
    ZnodePayload decode(String path, byte @Nullable [] data) throws MalformedZnodeException;
  }

  private static final Map<String, Decoder> BY_PATH = new LinkedHashMap<>();
  private static final Map<String, Decoder> BY_PARENT = new LinkedHashMap<>();
  private static final Map<Class<? extends Znode>, Decoder> BY_KIND = new LinkedHashMap<>();

  static {
    BY_PATH.put(ZkPaths.CLUSTER_ID, ClusterId::decode);
    BY_PATH.put(ZkPaths.CONTROLLER, ControllerRegistration::decode);
    BY_PATH.put(ZkPaths.CONTROLLER_EPOCH, ControllerEpoch::decode);
    BY_PATH.put(ZkPaths.REASSIGN_PARTITIONS, ReassignPartitions::decode);
    BY_PATH.put(ZkPaths.PREFERRED_REPLICA_ELECTION, PreferredReplicaElection::decode);
    BY_PATH.put(ZkPaths.PRODUCER_ID_BLOCK, Payloads::producerIds);
    BY_PATH.put(ZkPaths.FEATURE, FinalizedFeatures::decode);
    BY_PATH.put(ZkPaths.MIGRATION, MigrationState::decode);
    BY_PARENT.put(ZkPaths.ISR_CHANGES, IsrChangeNotification::decode);
    BY_PARENT.put(ZkPaths.LOG_DIR_EVENTS, LogDirEventNotification::decode);
    BY_PARENT.put(ZkPaths.CONFIG_CHANGES, ConfigChangeNotification::decode);
    BY_PARENT.put(ZkPaths.ACL_CHANGES, AclChangeNotification::decode);
    BY_PARENT.put(ZkPaths.EXTENDED_ACL_CHANGES, AclChangeNotification::decode);
    BY_PARENT.put(ZkPaths.DELEGATION_TOKEN_CHANGES, DelegationTokenChange::decode);
    BY_KIND.put(Znode.Broker.class, BrokerRegistration::decode);
    BY_KIND.put(Znode.Topic.class, TopicAssignment::decode);
    BY_KIND.put(Znode.State.class, PartitionState::decode);
    BY_KIND.put(Znode.Config.class, EntityConfig::decode);
    BY_KIND.put(Znode.Acl.class, ResourceAcls::decode);
    BY_KIND.put(Znode.Token.class, DelegationToken::decode);
    BY_KIND.put(Znode.LegacyOffset.class, ConsumerOffset::decode);
  }

  private Payloads() {}

  static ZnodePayload decode(String path, byte @Nullable [] data) throws MalformedZnodeException {
    Znode node = Znode.parse(path).orElseThrow();
    Decoder decoder = BY_KIND.get(node.getClass());
    if (node instanceof Znode.Fixed) {
      decoder = BY_PATH.get(path);
    } else if (node instanceof Znode.Notification notification) {
      decoder = BY_PARENT.get(notification.parent());
    }
    if (decoder == null) {
      throw new AssertionError("no payload at " + path);
    }
    return decoder.decode(path, data);
  }

  private static ZnodePayload producerIds(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    return ProducerIdBlock.decode(path, data)
        .orElseThrow(() -> new MalformedZnodeException(path, "no data"));
  }
}
