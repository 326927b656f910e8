package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;

/** Whether this broker has a replica of a partition. Immutable. */
public sealed interface HostedPartition {

  /** What to tell who wants something of a partition that exists; NONE when it is served here. */
  ErrorCode absence();

  /** No replica here. */
  enum None implements HostedPartition {
    NONE;

    @Override
    public ErrorCode absence() {
      return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }
  }

  /** A replica in a log directory that failed. */
  enum Offline implements HostedPartition {
    OFFLINE;

    @Override
    public ErrorCode absence() {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
  }

  /** A replica that works. */
  record Online(Partition partition) implements HostedPartition {
    @Override
    public ErrorCode absence() {
      return ErrorCode.NONE;
    }
  }
}
