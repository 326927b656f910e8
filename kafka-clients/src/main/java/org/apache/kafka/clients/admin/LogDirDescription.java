package org.apache.kafka.clients.admin;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.jspecify.annotations.Nullable;

/** A broker's log directory. */
public class LogDirDescription {

  private static final long UNKNOWN = -1;

  private final @Nullable ApiException error;
  private final Map<TopicPartition, ReplicaInfo> replicaInfos;
  private final long totalBytes;
  private final long usableBytes;

  public LogDirDescription(
      @Nullable ApiException error, Map<TopicPartition, ReplicaInfo> replicaInfos) {
    this(error, replicaInfos, UNKNOWN, UNKNOWN);
  }

  public LogDirDescription(
      @Nullable ApiException error,
      Map<TopicPartition, ReplicaInfo> replicaInfos,
      long totalBytes,
      long usableBytes) {
    this.error = error;
    this.replicaInfos = replicaInfos;
    this.totalBytes = totalBytes;
    this.usableBytes = usableBytes;
  }

  /** Why it cannot be used, null when it can. */
  public @Nullable ApiException error() {
    return error;
  }

  /** What lies in it. */
  public Map<TopicPartition, ReplicaInfo> replicaInfos() {
    return Collections.unmodifiableMap(replicaInfos);
  }

  /** Size of the file system, when the broker says it. */
  public OptionalLong totalBytes() {
    return known(totalBytes);
  }

  /** What is free in the file system, when the broker says it. */
  public OptionalLong usableBytes() {
    return known(usableBytes);
  }

  private static OptionalLong known(long bytes) {
    return bytes == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  @Override
  public String toString() {
    return "LogDirDescription(replicaInfos="
        + replicaInfos
        + ", error="
        + error
        + ", totalBytes="
        + totalBytes
        + ", usableBytes="
        + usableBytes
        + ")";
  }
}
