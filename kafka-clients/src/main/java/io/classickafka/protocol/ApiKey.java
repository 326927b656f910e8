package io.classickafka.protocol;

import org.jspecify.annotations.Nullable;

/** The APIs that a broker of a ZooKeeper cluster serves, with their versions. */
public enum ApiKey {
  PRODUCE(0, "Produce", 0, 11, 9, false),
  FETCH(1, "Fetch", 0, 17, 12, false),
  LIST_OFFSETS(2, "ListOffsets", 0, 9, 6, false),
  METADATA(3, "Metadata", 0, 12, 9, false),
  LEADER_AND_ISR(4, "LeaderAndIsr", 0, 7, 4, true),
  STOP_REPLICA(5, "StopReplica", 0, 4, 2, true),
  UPDATE_METADATA(6, "UpdateMetadata", 0, 8, 6, true),
  CONTROLLED_SHUTDOWN(7, "ControlledShutdown", 0, 3, 3, true),
  OFFSET_COMMIT(8, "OffsetCommit", 0, 9, 8, false),
  OFFSET_FETCH(9, "OffsetFetch", 0, 9, 6, false),
  FIND_COORDINATOR(10, "FindCoordinator", 0, 6, 3, false),
  JOIN_GROUP(11, "JoinGroup", 0, 9, 6, false),
  HEARTBEAT(12, "Heartbeat", 0, 4, 4, false),
  LEAVE_GROUP(13, "LeaveGroup", 0, 5, 4, false),
  SYNC_GROUP(14, "SyncGroup", 0, 5, 4, false),
  DESCRIBE_GROUPS(15, "DescribeGroups", 0, 5, 5, false),
  LIST_GROUPS(16, "ListGroups", 0, 5, 3, false),
  SASL_HANDSHAKE(17, "SaslHandshake", 0, 1, Short.MAX_VALUE, false),
  API_VERSIONS(18, "ApiVersions", 0, 4, 3, false),
  CREATE_TOPICS(19, "CreateTopics", 0, 7, 5, false),
  DELETE_TOPICS(20, "DeleteTopics", 0, 6, 4, false),
  DELETE_RECORDS(21, "DeleteRecords", 0, 2, 2, false),
  INIT_PRODUCER_ID(22, "InitProducerId", 0, 5, 2, false),
  OFFSET_FOR_LEADER_EPOCH(23, "OffsetForLeaderEpoch", 0, 4, 4, false),
  ADD_PARTITIONS_TO_TXN(24, "AddPartitionsToTxn", 0, 5, 3, false),
  ADD_OFFSETS_TO_TXN(25, "AddOffsetsToTxn", 0, 4, 3, false),
  END_TXN(26, "EndTxn", 0, 4, 3, false),
  WRITE_TXN_MARKERS(27, "WriteTxnMarkers", 0, 1, 1, true),
  TXN_OFFSET_COMMIT(28, "TxnOffsetCommit", 0, 4, 3, false),
  DESCRIBE_ACLS(29, "DescribeAcls", 0, 3, 2, false),
  CREATE_ACLS(30, "CreateAcls", 0, 3, 2, false),
  DELETE_ACLS(31, "DeleteAcls", 0, 3, 2, false),
  DESCRIBE_CONFIGS(32, "DescribeConfigs", 0, 4, 4, false),
  ALTER_CONFIGS(33, "AlterConfigs", 0, 2, 2, false),
  ALTER_REPLICA_LOG_DIRS(34, "AlterReplicaLogDirs", 0, 2, 2, false),
  DESCRIBE_LOG_DIRS(35, "DescribeLogDirs", 0, 4, 2, false),
  SASL_AUTHENTICATE(36, "SaslAuthenticate", 0, 2, 2, false),
  CREATE_PARTITIONS(37, "CreatePartitions", 0, 3, 2, false),
  CREATE_DELEGATION_TOKEN(38, "CreateDelegationToken", 0, 3, 2, false),
  RENEW_DELEGATION_TOKEN(39, "RenewDelegationToken", 0, 2, 2, false),
  EXPIRE_DELEGATION_TOKEN(40, "ExpireDelegationToken", 0, 2, 2, false),
  DESCRIBE_DELEGATION_TOKEN(41, "DescribeDelegationToken", 0, 3, 2, false),
  DELETE_GROUPS(42, "DeleteGroups", 0, 2, 2, false),
  ELECT_LEADERS(43, "ElectLeaders", 0, 2, 2, false),
  INCREMENTAL_ALTER_CONFIGS(44, "IncrementalAlterConfigs", 0, 1, 1, false),
  ALTER_PARTITION_REASSIGNMENTS(45, "AlterPartitionReassignments", 0, 0, 0, false),
  LIST_PARTITION_REASSIGNMENTS(46, "ListPartitionReassignments", 0, 0, 0, false),
  OFFSET_DELETE(47, "OffsetDelete", 0, 0, Short.MAX_VALUE, false),
  DESCRIBE_CLIENT_QUOTAS(48, "DescribeClientQuotas", 0, 1, 1, false),
  ALTER_CLIENT_QUOTAS(49, "AlterClientQuotas", 0, 1, 1, false),
  DESCRIBE_USER_SCRAM_CREDENTIALS(50, "DescribeUserScramCredentials", 0, 0, 0, false),
  ALTER_USER_SCRAM_CREDENTIALS(51, "AlterUserScramCredentials", 0, 0, 0, false),
  ALTER_PARTITION(56, "AlterPartition", 0, 3, 0, true),
  UPDATE_FEATURES(57, "UpdateFeatures", 0, 1, 0, false),
  ENVELOPE(58, "Envelope", 0, 0, 0, true),
  DESCRIBE_CLUSTER(60, "DescribeCluster", 0, 1, 0, false),
  DESCRIBE_PRODUCERS(61, "DescribeProducers", 0, 0, 0, false),
  DESCRIBE_TRANSACTIONS(65, "DescribeTransactions", 0, 0, 0, false),
  LIST_TRANSACTIONS(66, "ListTransactions", 0, 1, 0, false),
  ALLOCATE_PRODUCER_IDS(67, "AllocateProducerIds", 0, 0, 0, true),
  CONSUMER_GROUP_HEARTBEAT(68, "ConsumerGroupHeartbeat", 0, 0, 0, false),
  CONSUMER_GROUP_DESCRIBE(69, "ConsumerGroupDescribe", 0, 0, 0, false);

  private static final @Nullable ApiKey[] BY_ID = index();

  private final short id;
  private final String apiName;
  private final short lowestVersion;
  private final short highestVersion;
  private final short flexibleFrom;
  private final boolean clusterAction;

  ApiKey(
      int id,
      String apiName,
      int lowestVersion,
      int highestVersion,
      int flexibleFrom,
      boolean clusterAction) {
    this.id = (short) id;
    this.apiName = apiName;
    this.lowestVersion = (short) lowestVersion;
    this.highestVersion = (short) highestVersion;
    this.flexibleFrom = (short) flexibleFrom;
    this.clusterAction = clusterAction;
  }

  /** The API of a key, null when it is not known here. */
  public static @Nullable ApiKey of(short id) {
    return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
  }

  /** The number on the wire. */
  public short id() {
    return id;
  }

  /** The name as it is spelled in logs and metrics, such as {@code Produce}. */
  public String apiName() {
    return apiName;
  }

  /** Lowest version, which is also the lowest a broker advertises. */
  public short lowestVersion() {
    return lowestVersion;
  }

  /** Highest version, which is also the highest a broker advertises. */
  public short highestVersion() {
    return highestVersion;
  }

  /** First version with compact lengths and tagged fields, {@link Short#MAX_VALUE} if none. */
  public short flexibleFrom() {
    return flexibleFrom;
  }

  /** Whether only a broker may ask, which takes CLUSTER_ACTION on the cluster. */
  public boolean clusterAction() {
    return clusterAction;
  }

  /** The version of the header in front of a request of a version, known or not. */
  public short requestHeaderVersion(short version) {
    if (this == CONTROLLED_SHUTDOWN && version == 0) {
      return 0;
    }
    return (short) (version >= flexibleFrom ? 2 : 1);
  }

  /**
   * The version of the header in front of a response. ApiVersions answers carry the oldest in every
   * version: their reader does not know yet what the broker understands.
   */
  public short responseHeaderVersion(short version) {
    return (short) (version >= flexibleFrom && this != API_VERSIONS ? 1 : 0);
  }

  private static @Nullable ApiKey[] index() {
    int highest = 0;
    for (ApiKey key : values()) {
      highest = Math.max(highest, key.id);
    }
    @Nullable ApiKey[] byId = new ApiKey[highest + 1];
    for (ApiKey key : values()) {
      byId[key.id] = key;
    }
    return byId;
  }
}
