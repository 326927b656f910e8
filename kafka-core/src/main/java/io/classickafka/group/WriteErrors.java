package io.classickafka.group;

import io.classickafka.protocol.ErrorCode;

/** What a client is told when a write to the offsets topic fails: one table for each use. */
final class WriteErrors {

  private WriteErrors() {}

  /** When the write was the record of a group. */
  static ErrorCode ofGroup(ErrorCode write) {
    return switch (write) {
      case UNKNOWN_TOPIC_OR_PARTITION, NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND ->
          ErrorCode.COORDINATOR_NOT_AVAILABLE;
      case NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR -> ErrorCode.NOT_COORDINATOR;
      case REQUEST_TIMED_OUT -> ErrorCode.REBALANCE_IN_PROGRESS;
      case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE, INVALID_FETCH_SIZE ->
          ErrorCode.UNKNOWN_SERVER_ERROR;
      default -> write;
    };
  }

  /** When the write was offsets. */
  static ErrorCode ofOffsets(ErrorCode write) {
    return switch (write) {
      case UNKNOWN_TOPIC_OR_PARTITION, NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND ->
          ErrorCode.COORDINATOR_NOT_AVAILABLE;
      case NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR -> ErrorCode.NOT_COORDINATOR;
      case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE, INVALID_FETCH_SIZE ->
          ErrorCode.INVALID_COMMIT_OFFSET_SIZE;
      case NETWORK_EXCEPTION -> ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
      default -> write;
    };
  }
}
