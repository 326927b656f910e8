package io.classickafka.client;

import io.classickafka.protocol.ErrorCode;
import java.util.Collections;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.ConcurrentTransactionsException;
import org.apache.kafka.common.errors.ControllerMovedException;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.DelegationTokenAuthorizationException;
import org.apache.kafka.common.errors.DelegationTokenDisabledException;
import org.apache.kafka.common.errors.DelegationTokenExpiredException;
import org.apache.kafka.common.errors.DelegationTokenNotFoundException;
import org.apache.kafka.common.errors.DelegationTokenOwnerMismatchException;
import org.apache.kafka.common.errors.DuplicateResourceException;
import org.apache.kafka.common.errors.DuplicateSequenceException;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.EligibleLeadersNotAvailableException;
import org.apache.kafka.common.errors.FeatureUpdateFailedException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.FencedLeaderEpochException;
import org.apache.kafka.common.errors.FetchSessionIdNotFoundException;
import org.apache.kafka.common.errors.FetchSessionTopicIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InconsistentTopicIdException;
import org.apache.kafka.common.errors.InvalidCommitOffsetSizeException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidFetchSessionEpochException;
import org.apache.kafka.common.errors.InvalidFetchSizeException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidPrincipalTypeException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidRequiredAcksException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.InvalidUpdateVersionException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.ListenerNotFoundException;
import org.apache.kafka.common.errors.LogDirNotFoundException;
import org.apache.kafka.common.errors.MemberIdRequiredException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NoReassignmentInProgressException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.OffsetMovedToTieredStorageException;
import org.apache.kafka.common.errors.OffsetNotAvailableException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.OperationNotAttemptedException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.PreferredLeaderNotAvailableException;
import org.apache.kafka.common.errors.PrincipalDeserializationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.ReassignmentInProgressException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.ReplicaNotAvailableException;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.StaleBrokerEpochException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicDeletionDisabledException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionCoordinatorFencedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnacceptableCredentialException;
import org.apache.kafka.common.errors.UnknownLeaderEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;
import org.apache.kafka.common.errors.UnsupportedByAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** The exception that an application sees for each error of the protocol. */
public final class ApiErrors {

  private ApiErrors() {}

  /**
   * The exception of an error that is about a topic, which it names where it can.
   *
   * @param detail what the broker said; null for the error's own sentence
   */
  public static KafkaException ofTopic(ErrorCode error, String topic, @Nullable String detail) {
    String message = sentence(error, detail);
    return switch (error) {
      case TOPIC_AUTHORIZATION_FAILED ->
          new TopicAuthorizationException(message, Collections.singleton(topic));
      case INVALID_TOPIC_EXCEPTION ->
          new InvalidTopicException(message, Collections.singleton(topic));
      default -> exception(error, message);
    };
  }

  /** The exception of an error that is about a partition, which it names. */
  public static KafkaException ofPartition(ErrorCode error, TopicPartition partition) {
    return ofTopic(error, partition.topic(), error.message() + " " + partition);
  }

  /**
   * The exception of an error that is about a group, which it names where it can.
   *
   * @param detail what the broker said; null for the error's own sentence
   */
  public static KafkaException ofGroup(ErrorCode error, String groupId, @Nullable String detail) {
    String message = sentence(error, detail);
    return error == ErrorCode.GROUP_AUTHORIZATION_FAILED
        ? new GroupAuthorizationException(message, groupId)
        : exception(error, message);
  }

  private static String sentence(ErrorCode error, @Nullable String detail) {
    return detail == null || detail.isEmpty() ? error.message() : detail;
  }

  /**
   * The exception of an error.
   *
   * @param detail what the broker said; null for the error's own sentence
   */
  public static KafkaException exception(ErrorCode error, @Nullable String detail) {
    String message = sentence(error, detail);
    return switch (error) {
      case OFFSET_OUT_OF_RANGE -> new OffsetOutOfRangeException(message);
      case CORRUPT_MESSAGE -> new CorruptRecordException(message);
      case UNKNOWN_TOPIC_OR_PARTITION -> new UnknownTopicOrPartitionException(message);
      case INVALID_FETCH_SIZE -> new InvalidFetchSizeException(message);
      case LEADER_NOT_AVAILABLE -> new LeaderNotAvailableException(message);
      case NOT_LEADER_OR_FOLLOWER -> new NotLeaderOrFollowerException(message);
      case REQUEST_TIMED_OUT -> new TimeoutException(message);
      case BROKER_NOT_AVAILABLE -> new BrokerNotAvailableException(message);
      case REPLICA_NOT_AVAILABLE -> new ReplicaNotAvailableException(message);
      case MESSAGE_TOO_LARGE -> new RecordTooLargeException(message);
      case STALE_CONTROLLER_EPOCH -> new ControllerMovedException(message);
      case OFFSET_METADATA_TOO_LARGE -> new OffsetMetadataTooLarge(message);
      case NETWORK_EXCEPTION -> new NetworkException(message);
      case COORDINATOR_LOAD_IN_PROGRESS -> new CoordinatorLoadInProgressException(message);
      case COORDINATOR_NOT_AVAILABLE -> new CoordinatorNotAvailableException(message);
      case NOT_COORDINATOR -> new NotCoordinatorException(message);
      case INVALID_TOPIC_EXCEPTION -> new InvalidTopicException(message);
      case RECORD_LIST_TOO_LARGE -> new RecordBatchTooLargeException(message);
      case NOT_ENOUGH_REPLICAS -> new NotEnoughReplicasException(message);
      case NOT_ENOUGH_REPLICAS_AFTER_APPEND -> new NotEnoughReplicasAfterAppendException(message);
      case INVALID_REQUIRED_ACKS -> new InvalidRequiredAcksException(message);
      case ILLEGAL_GENERATION -> new IllegalGenerationException(message);
      case INCONSISTENT_GROUP_PROTOCOL -> new InconsistentGroupProtocolException(message);
      case INVALID_GROUP_ID -> new InvalidGroupIdException(message);
      case UNKNOWN_MEMBER_ID -> new UnknownMemberIdException(message);
      case INVALID_SESSION_TIMEOUT -> new InvalidSessionTimeoutException(message);
      case REBALANCE_IN_PROGRESS -> new RebalanceInProgressException(message);
      case INVALID_COMMIT_OFFSET_SIZE -> new InvalidCommitOffsetSizeException(message);
      case TOPIC_AUTHORIZATION_FAILED -> new TopicAuthorizationException(message);
      case GROUP_AUTHORIZATION_FAILED -> new GroupAuthorizationException(message);
      case CLUSTER_AUTHORIZATION_FAILED -> new ClusterAuthorizationException(message);
      case INVALID_TIMESTAMP -> new InvalidTimestampException(message);
      case UNSUPPORTED_SASL_MECHANISM -> new UnsupportedSaslMechanismException(message);
      case ILLEGAL_SASL_STATE -> new IllegalSaslStateException(message);
      case UNSUPPORTED_VERSION -> new UnsupportedVersionException(message);
      case TOPIC_ALREADY_EXISTS -> new TopicExistsException(message);
      case INVALID_PARTITIONS -> new InvalidPartitionsException(message);
      case INVALID_REPLICATION_FACTOR -> new InvalidReplicationFactorException(message);
      case INVALID_REPLICA_ASSIGNMENT -> new InvalidReplicaAssignmentException(message);
      case INVALID_CONFIG -> new InvalidConfigurationException(message);
      case NOT_CONTROLLER -> new NotControllerException(message);
      case INVALID_REQUEST -> new InvalidRequestException(message);
      case UNSUPPORTED_FOR_MESSAGE_FORMAT -> new UnsupportedForMessageFormatException(message);
      case POLICY_VIOLATION -> new PolicyViolationException(message);
      case OUT_OF_ORDER_SEQUENCE_NUMBER -> new OutOfOrderSequenceException(message);
      case DUPLICATE_SEQUENCE_NUMBER -> new DuplicateSequenceException(message);
      case INVALID_PRODUCER_EPOCH -> new InvalidProducerEpochException(message);
      case INVALID_TXN_STATE -> new InvalidTxnStateException(message);
      case INVALID_PRODUCER_ID_MAPPING -> new InvalidPidMappingException(message);
      case INVALID_TRANSACTION_TIMEOUT -> new InvalidTxnTimeoutException(message);
      case CONCURRENT_TRANSACTIONS -> new ConcurrentTransactionsException(message);
      case TRANSACTION_COORDINATOR_FENCED -> new TransactionCoordinatorFencedException(message);
      case TRANSACTIONAL_ID_AUTHORIZATION_FAILED ->
          new TransactionalIdAuthorizationException(message);
      case SECURITY_DISABLED -> new SecurityDisabledException(message);
      case OPERATION_NOT_ATTEMPTED -> new OperationNotAttemptedException(message);
      case KAFKA_STORAGE_ERROR -> new KafkaStorageException(message);
      case LOG_DIR_NOT_FOUND -> new LogDirNotFoundException(message);
      case SASL_AUTHENTICATION_FAILED -> new SaslAuthenticationException(message);
      case UNKNOWN_PRODUCER_ID -> new UnknownProducerIdException(message);
      case REASSIGNMENT_IN_PROGRESS -> new ReassignmentInProgressException(message);
      case DELEGATION_TOKEN_AUTH_DISABLED -> new DelegationTokenDisabledException(message);
      case DELEGATION_TOKEN_NOT_FOUND -> new DelegationTokenNotFoundException(message);
      case DELEGATION_TOKEN_OWNER_MISMATCH -> new DelegationTokenOwnerMismatchException(message);
      case DELEGATION_TOKEN_REQUEST_NOT_ALLOWED ->
          new UnsupportedByAuthenticationException(message);
      case DELEGATION_TOKEN_AUTHORIZATION_FAILED ->
          new DelegationTokenAuthorizationException(message);
      case DELEGATION_TOKEN_EXPIRED -> new DelegationTokenExpiredException(message);
      case INVALID_PRINCIPAL_TYPE -> new InvalidPrincipalTypeException(message);
      case NON_EMPTY_GROUP -> new GroupNotEmptyException(message);
      case GROUP_ID_NOT_FOUND -> new GroupIdNotFoundException(message);
      case FETCH_SESSION_ID_NOT_FOUND -> new FetchSessionIdNotFoundException(message);
      case INVALID_FETCH_SESSION_EPOCH -> new InvalidFetchSessionEpochException(message);
      case LISTENER_NOT_FOUND -> new ListenerNotFoundException(message);
      case TOPIC_DELETION_DISABLED -> new TopicDeletionDisabledException(message);
      case FENCED_LEADER_EPOCH -> new FencedLeaderEpochException(message);
      case UNKNOWN_LEADER_EPOCH -> new UnknownLeaderEpochException(message);
      case UNSUPPORTED_COMPRESSION_TYPE -> new UnsupportedCompressionTypeException(message);
      case STALE_BROKER_EPOCH -> new StaleBrokerEpochException(message);
      case OFFSET_NOT_AVAILABLE -> new OffsetNotAvailableException(message);
      case MEMBER_ID_REQUIRED -> new MemberIdRequiredException(message);
      case PREFERRED_LEADER_NOT_AVAILABLE -> new PreferredLeaderNotAvailableException(message);
      case GROUP_MAX_SIZE_REACHED -> new GroupMaxSizeReachedException(message);
      case FENCED_INSTANCE_ID -> new FencedInstanceIdException(message);
      case ELIGIBLE_LEADERS_NOT_AVAILABLE -> new EligibleLeadersNotAvailableException(message);
      case ELECTION_NOT_NEEDED -> new ElectionNotNeededException(message);
      case NO_REASSIGNMENT_IN_PROGRESS -> new NoReassignmentInProgressException(message);
      case GROUP_SUBSCRIBED_TO_TOPIC -> new GroupSubscribedToTopicException(message);
      case UNSTABLE_OFFSET_COMMIT -> new UnstableOffsetCommitException(message);
      case THROTTLING_QUOTA_EXCEEDED -> new ThrottlingQuotaExceededException(message);
      case PRODUCER_FENCED -> new ProducerFencedException(message);
      case RESOURCE_NOT_FOUND -> new ResourceNotFoundException(message);
      case DUPLICATE_RESOURCE -> new DuplicateResourceException(message);
      case UNACCEPTABLE_CREDENTIAL -> new UnacceptableCredentialException(message);
      case INVALID_UPDATE_VERSION -> new InvalidUpdateVersionException(message);
      case FEATURE_UPDATE_FAILED -> new FeatureUpdateFailedException(message);
      case PRINCIPAL_DESERIALIZATION_FAILURE -> new PrincipalDeserializationException(message);
      case UNKNOWN_TOPIC_ID -> new UnknownTopicIdException(message);
      case INCONSISTENT_TOPIC_ID -> new InconsistentTopicIdException(message);
      case TRANSACTIONAL_ID_NOT_FOUND -> new TransactionalIdNotFoundException(message);
      case FETCH_SESSION_TOPIC_ID_ERROR -> new FetchSessionTopicIdException(message);
      case OFFSET_MOVED_TO_TIERED_STORAGE -> new OffsetMovedToTieredStorageException(message);
      case TRANSACTION_ABORTABLE -> new TransactionAbortableException(message);
      case INVALID_RECORD -> new InvalidRecordException(message);
      default ->
          // Errors of parts of the protocol that this client does not speak.
          new UnknownServerException(error + ": " + message);
    };
  }
}
