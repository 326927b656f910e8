package io.classickafka.protocol;

/**
 * The error codes of the protocol: number, name, what a client may do about it, and a sentence.
 *
 * <p>Expected outcomes are values of this enum, not exceptions.
 */
public enum ErrorCode {
  UNKNOWN_SERVER_ERROR(-1, Retry.NEVER, "Unexpected server-side failure."),
  NONE(0, Retry.NEVER, "Success."),
  OFFSET_OUT_OF_RANGE(1, Retry.NEVER, "Offset outside the available range."),
  CORRUPT_MESSAGE(2, Retry.AGAIN, "Bad CRC, size or missing key."),
  UNKNOWN_TOPIC_OR_PARTITION(3, Retry.AFTER_METADATA_REFRESH, "Topic or partition not known here."),
  INVALID_FETCH_SIZE(4, Retry.NEVER, "Fetch size not acceptable."),
  LEADER_NOT_AVAILABLE(5, Retry.AFTER_METADATA_REFRESH, "Partition has no leader now."),
  NOT_LEADER_OR_FOLLOWER(6, Retry.AFTER_METADATA_REFRESH, "Broker is not leader or replica."),
  REQUEST_TIMED_OUT(7, Retry.AGAIN, "Operation did not finish in time."),
  BROKER_NOT_AVAILABLE(8, Retry.NEVER, "Broker not reachable."),
  REPLICA_NOT_AVAILABLE(9, Retry.AFTER_METADATA_REFRESH, "Requested replica not available."),
  MESSAGE_TOO_LARGE(10, Retry.NEVER, "Record batch above the size limit."),
  STALE_CONTROLLER_EPOCH(11, Retry.NEVER, "Controller epoch is outdated."),
  OFFSET_METADATA_TOO_LARGE(12, Retry.NEVER, "Offset metadata string too long."),
  NETWORK_EXCEPTION(13, Retry.AFTER_METADATA_REFRESH, "Connection lost before the answer."),
  COORDINATOR_LOAD_IN_PROGRESS(14, Retry.AGAIN, "Coordinator still loading its partition."),
  COORDINATOR_NOT_AVAILABLE(15, Retry.AGAIN, "Coordinator not available yet."),
  NOT_COORDINATOR(16, Retry.AGAIN, "This broker is not the coordinator."),
  INVALID_TOPIC_EXCEPTION(17, Retry.NEVER, "Topic name illegal or not writable."),
  RECORD_LIST_TOO_LARGE(18, Retry.NEVER, "Append larger than a log segment."),
  NOT_ENOUGH_REPLICAS(19, Retry.AGAIN, "In-sync replicas below the minimum."),
  NOT_ENOUGH_REPLICAS_AFTER_APPEND(20, Retry.AGAIN, "In-sync replicas fell below after write."),
  INVALID_REQUIRED_ACKS(21, Retry.NEVER, "Acks is not -1, 0 or 1."),
  ILLEGAL_GENERATION(22, Retry.NEVER, "Generation does not match the group."),
  INCONSISTENT_GROUP_PROTOCOL(23, Retry.NEVER, "Protocol type or list incompatible."),
  INVALID_GROUP_ID(24, Retry.NEVER, "Group id not valid."),
  UNKNOWN_MEMBER_ID(25, Retry.NEVER, "Member id not in the group."),
  INVALID_SESSION_TIMEOUT(26, Retry.NEVER, "Session timeout outside allowed range."),
  REBALANCE_IN_PROGRESS(27, Retry.NEVER, "Group rebalancing, member must rejoin."),
  INVALID_COMMIT_OFFSET_SIZE(28, Retry.NEVER, "Commit value too large to store."),
  TOPIC_AUTHORIZATION_FAILED(29, Retry.NEVER, "Not allowed on this topic."),
  GROUP_AUTHORIZATION_FAILED(30, Retry.NEVER, "Not allowed on this group."),
  CLUSTER_AUTHORIZATION_FAILED(31, Retry.NEVER, "Not allowed on the cluster."),
  INVALID_TIMESTAMP(32, Retry.NEVER, "Record timestamp outside allowed range."),
  UNSUPPORTED_SASL_MECHANISM(33, Retry.NEVER, "SASL mechanism not enabled."),
  ILLEGAL_SASL_STATE(34, Retry.NEVER, "Request illegal in this SASL phase."),
  UNSUPPORTED_VERSION(35, Retry.NEVER, "API version not supported."),
  TOPIC_ALREADY_EXISTS(36, Retry.NEVER, "Topic exists already."),
  INVALID_PARTITIONS(37, Retry.NEVER, "Partition count not valid."),
  INVALID_REPLICATION_FACTOR(38, Retry.NEVER, "Replication factor not possible."),
  INVALID_REPLICA_ASSIGNMENT(39, Retry.NEVER, "Manual replica assignment not valid."),
  INVALID_CONFIG(40, Retry.NEVER, "Configuration name or value rejected."),
  NOT_CONTROLLER(41, Retry.AGAIN, "This broker is not the controller."),
  INVALID_REQUEST(42, Retry.NEVER, "Request malformed or contradictory."),
  UNSUPPORTED_FOR_MESSAGE_FORMAT(43, Retry.NEVER, "Stored message format too old."),
  POLICY_VIOLATION(44, Retry.NEVER, "Rejected by a configured policy."),
  OUT_OF_ORDER_SEQUENCE_NUMBER(45, Retry.NEVER, "Producer sequence has a gap."),
  DUPLICATE_SEQUENCE_NUMBER(46, Retry.NEVER, "Producer sequence was already written."),
  INVALID_PRODUCER_EPOCH(47, Retry.NEVER, "Producer epoch is outdated."),
  INVALID_TXN_STATE(48, Retry.NEVER, "Transaction state forbids the operation."),
  INVALID_PRODUCER_ID_MAPPING(49, Retry.NEVER, "Producer id not mapped to id."),
  INVALID_TRANSACTION_TIMEOUT(50, Retry.NEVER, "Transaction timeout above broker maximum."),
  CONCURRENT_TRANSACTIONS(51, Retry.AGAIN, "Another transaction operation in progress."),
  TRANSACTION_COORDINATOR_FENCED(52, Retry.NEVER, "Marker sent by an old coordinator."),
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED(53, Retry.NEVER, "Not allowed on this transactional id."),
  SECURITY_DISABLED(54, Retry.NEVER, "No authorizer is configured."),
  OPERATION_NOT_ATTEMPTED(55, Retry.NEVER, "Skipped because others in batch failed."),
  KAFKA_STORAGE_ERROR(56, Retry.AFTER_METADATA_REFRESH, "Log directory failed on disk."),
  LOG_DIR_NOT_FOUND(57, Retry.NEVER, "Named log directory does not exist."),
  SASL_AUTHENTICATION_FAILED(58, Retry.NEVER, "SASL login failed."),
  UNKNOWN_PRODUCER_ID(59, Retry.NEVER, "No state for this producer id."),
  REASSIGNMENT_IN_PROGRESS(60, Retry.NEVER, "Partition reassignment already running."),
  DELEGATION_TOKEN_AUTH_DISABLED(61, Retry.NEVER, "Delegation tokens are turned off."),
  DELEGATION_TOKEN_NOT_FOUND(62, Retry.NEVER, "Delegation token unknown."),
  DELEGATION_TOKEN_OWNER_MISMATCH(63, Retry.NEVER, "Principal is neither owner nor renewer."),
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED(64, Retry.NEVER, "Token request on unsuitable connection."),
  DELEGATION_TOKEN_AUTHORIZATION_FAILED(65, Retry.NEVER, "Token operation not allowed."),
  DELEGATION_TOKEN_EXPIRED(66, Retry.NEVER, "Delegation token has expired."),
  INVALID_PRINCIPAL_TYPE(67, Retry.NEVER, "Principal type not supported."),
  NON_EMPTY_GROUP(68, Retry.NEVER, "Group still has members."),
  GROUP_ID_NOT_FOUND(69, Retry.NEVER, "Group does not exist."),
  FETCH_SESSION_ID_NOT_FOUND(70, Retry.AGAIN, "Fetch session unknown."),
  INVALID_FETCH_SESSION_EPOCH(71, Retry.AGAIN, "Fetch session epoch out of step."),
  LISTENER_NOT_FOUND(72, Retry.AFTER_METADATA_REFRESH, "Leader lacks a matching listener."),
  TOPIC_DELETION_DISABLED(73, Retry.NEVER, "Topic deletion is turned off."),
  FENCED_LEADER_EPOCH(74, Retry.AFTER_METADATA_REFRESH, "Request leader epoch too old."),
  UNKNOWN_LEADER_EPOCH(75, Retry.AGAIN, "Request leader epoch newer than known."),
  UNSUPPORTED_COMPRESSION_TYPE(76, Retry.NEVER, "Client version cannot handle the codec."),
  STALE_BROKER_EPOCH(77, Retry.NEVER, "Broker epoch is outdated."),
  OFFSET_NOT_AVAILABLE(78, Retry.AGAIN, "New leader not caught up yet."),
  MEMBER_ID_REQUIRED(79, Retry.NEVER, "Rejoin with the assigned member id."),
  PREFERRED_LEADER_NOT_AVAILABLE(
      80, Retry.AFTER_METADATA_REFRESH, "Preferred leader cannot take over."),
  GROUP_MAX_SIZE_REACHED(81, Retry.NEVER, "Group has reached its size limit."),
  FENCED_INSTANCE_ID(82, Retry.NEVER, "Instance id taken over by another."),
  ELIGIBLE_LEADERS_NOT_AVAILABLE(
      83, Retry.AFTER_METADATA_REFRESH, "No eligible leader for the partition."),
  ELECTION_NOT_NEEDED(84, Retry.AFTER_METADATA_REFRESH, "Leader is already the right one."),
  NO_REASSIGNMENT_IN_PROGRESS(85, Retry.NEVER, "No reassignment to cancel or list."),
  GROUP_SUBSCRIBED_TO_TOPIC(86, Retry.NEVER, "Group still subscribed to the topic."),
  INVALID_RECORD(87, Retry.NEVER, "Record failed broker validation."),
  UNSTABLE_OFFSET_COMMIT(88, Retry.AGAIN, "Transactional offset commits still pending."),
  THROTTLING_QUOTA_EXCEEDED(89, Retry.AGAIN, "Mutation or request quota exceeded."),
  PRODUCER_FENCED(90, Retry.NEVER, "Newer producer owns the transactional id."),
  RESOURCE_NOT_FOUND(91, Retry.NEVER, "Named resource does not exist."),
  DUPLICATE_RESOURCE(92, Retry.NEVER, "Same resource named twice."),
  UNACCEPTABLE_CREDENTIAL(93, Retry.NEVER, "Credential violates the rules."),
  INCONSISTENT_VOTER_SET(94, Retry.NEVER, "Voter set mismatch."),
  INVALID_UPDATE_VERSION(95, Retry.NEVER, "Update carries a wrong version."),
  FEATURE_UPDATE_FAILED(96, Retry.NEVER, "Finalized features could not be updated."),
  PRINCIPAL_DESERIALIZATION_FAILURE(97, Retry.NEVER, "Forwarded principal could not be decoded."),
  SNAPSHOT_NOT_FOUND(98, Retry.NEVER, "Snapshot does not exist."),
  POSITION_OUT_OF_RANGE(99, Retry.NEVER, "Snapshot position invalid."),
  UNKNOWN_TOPIC_ID(100, Retry.AFTER_METADATA_REFRESH, "Topic id not known here."),
  DUPLICATE_BROKER_REGISTRATION(101, Retry.NEVER, "Broker id already registered."),
  BROKER_ID_NOT_REGISTERED(102, Retry.NEVER, "Broker id not registered."),
  INCONSISTENT_TOPIC_ID(103, Retry.AFTER_METADATA_REFRESH, "Topic id differs from the log."),
  INCONSISTENT_CLUSTER_ID(104, Retry.NEVER, "Cluster id differs."),
  TRANSACTIONAL_ID_NOT_FOUND(105, Retry.NEVER, "Transactional id does not exist."),
  FETCH_SESSION_TOPIC_ID_ERROR(106, Retry.AGAIN, "Session mixes topic names and ids."),
  INELIGIBLE_REPLICA(107, Retry.NEVER, "New ISR names an unsuitable replica."),
  NEW_LEADER_ELECTED(108, Retry.NEVER, "ISR update done, leader changed meanwhile."),
  OFFSET_MOVED_TO_TIERED_STORAGE(109, Retry.NEVER, "Offset now lives in remote storage."),
  FENCED_MEMBER_EPOCH(110, Retry.NEVER, "Member epoch fenced, rejoin (new protocol)."),
  UNRELEASED_INSTANCE_ID(111, Retry.NEVER, "Instance id not yet released."),
  UNSUPPORTED_ASSIGNOR(112, Retry.NEVER, "Assignor not available in group."),
  STALE_MEMBER_EPOCH(113, Retry.NEVER, "Member epoch outdated, refresh and retry."),
  MISMATCHED_ENDPOINT_TYPE(114, Retry.NEVER, "Wrong endpoint kind for request."),
  UNSUPPORTED_ENDPOINT_TYPE(115, Retry.NEVER, "Endpoint kind not supported."),
  UNKNOWN_CONTROLLER_ID(116, Retry.NEVER, "Controller id unknown."),
  UNKNOWN_SUBSCRIPTION_ID(117, Retry.NEVER, "Telemetry subscription unknown or old."),
  TELEMETRY_TOO_LARGE(118, Retry.NEVER, "Telemetry payload too big."),
  INVALID_REGISTRATION(119, Retry.NEVER, "Controller rejects the broker registration."),
  TRANSACTION_ABORTABLE(120, Retry.NEVER, "Transaction must be aborted, then usable."),
  INVALID_RECORD_STATE(121, Retry.NEVER, "Share record state not valid."),
  SHARE_SESSION_NOT_FOUND(122, Retry.AGAIN, "Share session unknown."),
  INVALID_SHARE_SESSION_EPOCH(123, Retry.AGAIN, "Share session epoch out of step."),
  FENCED_STATE_EPOCH(124, Retry.NEVER, "Share group state epoch fenced."),
  INVALID_VOTER_KEY(125, Retry.NEVER, "Voter key mismatch."),
  DUPLICATE_VOTER(126, Retry.NEVER, "Voter already in the set."),
  VOTER_NOT_FOUND(127, Retry.NEVER, "Voter not in the set.");

  /** What a client may do when it meets the error. */
  public enum Retry {
    /** Sending the same again fails again. */
    NEVER,
    /** The same request may succeed later. */
    AGAIN,
    /** The same request may succeed once the client has fetched fresh metadata. */
    AFTER_METADATA_REFRESH
  }

  private static final int LOWEST = -1;
  private static final ErrorCode[] BY_CODE = index();

  private final short code;
  private final Retry retry;
  private final String message;

  ErrorCode(int code, Retry retry, String message) {
    this.code = (short) code;
    this.retry = retry;
    this.message = message;
  }

  /** The number on the wire. */
  public short code() {
    return code;
  }

  /** What a client may do about it. */
  public Retry retry() {
    return retry;
  }

  /** Whether a client may send the same request again. */
  public boolean retriable() {
    return retry != Retry.NEVER;
  }

  /** One sentence for people. */
  public String message() {
    return message;
  }

  /** The error of a number; a number not known here is {@link #UNKNOWN_SERVER_ERROR}. */
  public static ErrorCode of(short code) {
    int index = code - LOWEST;
    return index >= 0 && index < BY_CODE.length ? BY_CODE[index] : UNKNOWN_SERVER_ERROR;
  }

  private static ErrorCode[] index() {
    ErrorCode[] all = values();
    ErrorCode[] byCode = new ErrorCode[all.length];
    for (ErrorCode error : all) {
      byCode[error.code - LOWEST] = error;
    }
    return byCode;
  }
}
