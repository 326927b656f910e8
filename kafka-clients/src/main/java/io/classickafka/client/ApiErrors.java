package io.classickafka.client;

import io.classickafka.protocol.ErrorCode;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
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
   * The exception of an error.
   *
   * @param detail what the broker said; null for the error's own sentence
   */
  public static KafkaException exception(ErrorCode error, @Nullable String detail) {
    String message = detail == null || detail.isEmpty() ? error.message() : detail;
    switch (error) {
      case OFFSET_OUT_OF_RANGE:
        return new OffsetOutOfRangeException(message);
      case CORRUPT_MESSAGE:
        return new CorruptRecordException(message);
      case UNKNOWN_TOPIC_OR_PARTITION:
        return new UnknownTopicOrPartitionException(message);
      case INVALID_FETCH_SIZE:
        return new InvalidFetchSizeException(message);
      case LEADER_NOT_AVAILABLE:
        return new LeaderNotAvailableException(message);
      case NOT_LEADER_OR_FOLLOWER:
        return new NotLeaderOrFollowerException(message);
      case REQUEST_TIMED_OUT:
        return new TimeoutException(message);
      case BROKER_NOT_AVAILABLE:
        return new BrokerNotAvailableException(message);
      case REPLICA_NOT_AVAILABLE:
        return new ReplicaNotAvailableException(message);
      case MESSAGE_TOO_LARGE:
        return new RecordTooLargeException(message);
      case STALE_CONTROLLER_EPOCH:
        return new ControllerMovedException(message);
      case OFFSET_METADATA_TOO_LARGE:
        return new OffsetMetadataTooLarge(message);
      case NETWORK_EXCEPTION:
        return new NetworkException(message);
      case COORDINATOR_LOAD_IN_PROGRESS:
        return new CoordinatorLoadInProgressException(message);
      case COORDINATOR_NOT_AVAILABLE:
        return new CoordinatorNotAvailableException(message);
      case NOT_COORDINATOR:
        return new NotCoordinatorException(message);
      case INVALID_TOPIC_EXCEPTION:
        return new InvalidTopicException(message);
      case RECORD_LIST_TOO_LARGE:
        return new RecordBatchTooLargeException(message);
      case NOT_ENOUGH_REPLICAS:
        return new NotEnoughReplicasException(message);
      case NOT_ENOUGH_REPLICAS_AFTER_APPEND:
        return new NotEnoughReplicasAfterAppendException(message);
      case INVALID_REQUIRED_ACKS:
        return new InvalidRequiredAcksException(message);
      case ILLEGAL_GENERATION:
        return new IllegalGenerationException(message);
      case INCONSISTENT_GROUP_PROTOCOL:
        return new InconsistentGroupProtocolException(message);
      case INVALID_GROUP_ID:
        return new InvalidGroupIdException(message);
      case UNKNOWN_MEMBER_ID:
        return new UnknownMemberIdException(message);
      case INVALID_SESSION_TIMEOUT:
        return new InvalidSessionTimeoutException(message);
      case REBALANCE_IN_PROGRESS:
        return new RebalanceInProgressException(message);
      case INVALID_COMMIT_OFFSET_SIZE:
        return new InvalidCommitOffsetSizeException(message);
      case TOPIC_AUTHORIZATION_FAILED:
        return new TopicAuthorizationException(message);
      case GROUP_AUTHORIZATION_FAILED:
        return new GroupAuthorizationException(message);
      case CLUSTER_AUTHORIZATION_FAILED:
        return new ClusterAuthorizationException(message);
      case INVALID_TIMESTAMP:
        return new InvalidTimestampException(message);
      case UNSUPPORTED_SASL_MECHANISM:
        return new UnsupportedSaslMechanismException(message);
      case ILLEGAL_SASL_STATE:
        return new IllegalSaslStateException(message);
      case UNSUPPORTED_VERSION:
        return new UnsupportedVersionException(message);
      case TOPIC_ALREADY_EXISTS:
        return new TopicExistsException(message);
      case INVALID_PARTITIONS:
        return new InvalidPartitionsException(message);
      case INVALID_REPLICATION_FACTOR:
        return new InvalidReplicationFactorException(message);
      case INVALID_REPLICA_ASSIGNMENT:
        return new InvalidReplicaAssignmentException(message);
      case INVALID_CONFIG:
        return new InvalidConfigurationException(message);
      case NOT_CONTROLLER:
        return new NotControllerException(message);
      case INVALID_REQUEST:
        return new InvalidRequestException(message);
      case UNSUPPORTED_FOR_MESSAGE_FORMAT:
        return new UnsupportedForMessageFormatException(message);
      case POLICY_VIOLATION:
        return new PolicyViolationException(message);
      case OUT_OF_ORDER_SEQUENCE_NUMBER:
        return new OutOfOrderSequenceException(message);
      case DUPLICATE_SEQUENCE_NUMBER:
        return new DuplicateSequenceException(message);
      case INVALID_PRODUCER_EPOCH:
        return new InvalidProducerEpochException(message);
      case INVALID_TXN_STATE:
        return new InvalidTxnStateException(message);
      case INVALID_PRODUCER_ID_MAPPING:
        return new InvalidPidMappingException(message);
      case INVALID_TRANSACTION_TIMEOUT:
        return new InvalidTxnTimeoutException(message);
      case CONCURRENT_TRANSACTIONS:
        return new ConcurrentTransactionsException(message);
      case TRANSACTION_COORDINATOR_FENCED:
        return new TransactionCoordinatorFencedException(message);
      case TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
        return new TransactionalIdAuthorizationException(message);
      case SECURITY_DISABLED:
        return new SecurityDisabledException(message);
      case OPERATION_NOT_ATTEMPTED:
        return new OperationNotAttemptedException(message);
      case KAFKA_STORAGE_ERROR:
        return new KafkaStorageException(message);
      case LOG_DIR_NOT_FOUND:
        return new LogDirNotFoundException(message);
      case SASL_AUTHENTICATION_FAILED:
        return new SaslAuthenticationException(message);
      case UNKNOWN_PRODUCER_ID:
        return new UnknownProducerIdException(message);
      case REASSIGNMENT_IN_PROGRESS:
        return new ReassignmentInProgressException(message);
      case DELEGATION_TOKEN_AUTH_DISABLED:
        return new DelegationTokenDisabledException(message);
      case DELEGATION_TOKEN_NOT_FOUND:
        return new DelegationTokenNotFoundException(message);
      case DELEGATION_TOKEN_OWNER_MISMATCH:
        return new DelegationTokenOwnerMismatchException(message);
      case DELEGATION_TOKEN_REQUEST_NOT_ALLOWED:
        return new UnsupportedByAuthenticationException(message);
      case DELEGATION_TOKEN_AUTHORIZATION_FAILED:
        return new DelegationTokenAuthorizationException(message);
      case DELEGATION_TOKEN_EXPIRED:
        return new DelegationTokenExpiredException(message);
      case INVALID_PRINCIPAL_TYPE:
        return new InvalidPrincipalTypeException(message);
      case NON_EMPTY_GROUP:
        return new GroupNotEmptyException(message);
      case GROUP_ID_NOT_FOUND:
        return new GroupIdNotFoundException(message);
      case FETCH_SESSION_ID_NOT_FOUND:
        return new FetchSessionIdNotFoundException(message);
      case INVALID_FETCH_SESSION_EPOCH:
        return new InvalidFetchSessionEpochException(message);
      case LISTENER_NOT_FOUND:
        return new ListenerNotFoundException(message);
      case TOPIC_DELETION_DISABLED:
        return new TopicDeletionDisabledException(message);
      case FENCED_LEADER_EPOCH:
        return new FencedLeaderEpochException(message);
      case UNKNOWN_LEADER_EPOCH:
        return new UnknownLeaderEpochException(message);
      case UNSUPPORTED_COMPRESSION_TYPE:
        return new UnsupportedCompressionTypeException(message);
      case STALE_BROKER_EPOCH:
        return new StaleBrokerEpochException(message);
      case OFFSET_NOT_AVAILABLE:
        return new OffsetNotAvailableException(message);
      case MEMBER_ID_REQUIRED:
        return new MemberIdRequiredException(message);
      case PREFERRED_LEADER_NOT_AVAILABLE:
        return new PreferredLeaderNotAvailableException(message);
      case GROUP_MAX_SIZE_REACHED:
        return new GroupMaxSizeReachedException(message);
      case FENCED_INSTANCE_ID:
        return new FencedInstanceIdException(message);
      case ELIGIBLE_LEADERS_NOT_AVAILABLE:
        return new EligibleLeadersNotAvailableException(message);
      case ELECTION_NOT_NEEDED:
        return new ElectionNotNeededException(message);
      case NO_REASSIGNMENT_IN_PROGRESS:
        return new NoReassignmentInProgressException(message);
      case GROUP_SUBSCRIBED_TO_TOPIC:
        return new GroupSubscribedToTopicException(message);
      case UNSTABLE_OFFSET_COMMIT:
        return new UnstableOffsetCommitException(message);
      case THROTTLING_QUOTA_EXCEEDED:
        return new ThrottlingQuotaExceededException(message);
      case PRODUCER_FENCED:
        return new ProducerFencedException(message);
      case RESOURCE_NOT_FOUND:
        return new ResourceNotFoundException(message);
      case DUPLICATE_RESOURCE:
        return new DuplicateResourceException(message);
      case UNACCEPTABLE_CREDENTIAL:
        return new UnacceptableCredentialException(message);
      case INVALID_UPDATE_VERSION:
        return new InvalidUpdateVersionException(message);
      case FEATURE_UPDATE_FAILED:
        return new FeatureUpdateFailedException(message);
      case PRINCIPAL_DESERIALIZATION_FAILURE:
        return new PrincipalDeserializationException(message);
      case UNKNOWN_TOPIC_ID:
        return new UnknownTopicIdException(message);
      case INCONSISTENT_TOPIC_ID:
        return new InconsistentTopicIdException(message);
      case TRANSACTIONAL_ID_NOT_FOUND:
        return new TransactionalIdNotFoundException(message);
      case FETCH_SESSION_TOPIC_ID_ERROR:
        return new FetchSessionTopicIdException(message);
      case OFFSET_MOVED_TO_TIERED_STORAGE:
        return new OffsetMovedToTieredStorageException(message);
      case TRANSACTION_ABORTABLE:
        return new TransactionAbortableException(message);
      case INVALID_RECORD:
        return new InvalidRecordException(message);
      default:
        // Errors of parts of the protocol that this client does not speak.
        return new UnknownServerException(error + ": " + message);
    }
  }
}
