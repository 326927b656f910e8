package org.apache.kafka.clients.admin;

/** A replica in a log directory. */
public class ReplicaInfo {

  private final long size;
  private final long offsetLag;
  private final boolean isFuture;

  public ReplicaInfo(long size, long offsetLag, boolean isFuture) {
    this.size = size;
    this.offsetLag = offsetLag;
    this.isFuture = isFuture;
  }

  /** Bytes of its segments. */
  public long size() {
    return size;
  }

  /** How far it is behind: the high watermark, or what it will replace when it is a future one. */
  public long offsetLag() {
    return offsetLag;
  }

  /** Whether it is being copied here to take the place of one in another directory. */
  public boolean isFuture() {
    return isFuture;
  }

  @Override
  public String toString() {
    return "ReplicaInfo(size=" + size + ", offsetLag=" + offsetLag + ", isFuture=" + isFuture + ")";
  }
}
