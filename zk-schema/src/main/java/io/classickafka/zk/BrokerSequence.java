package io.classickafka.zk;

import java.util.OptionalInt;

/**
 * {@code /brokers/seqid}: has no data; each write of it raises its zkVersion, and that number makes
 * the id of a broker that has none configured.
 */
public final class BrokerSequence {
  private BrokerSequence() {}

  /**
   * The id of the broker whose write gave the node {@code zkVersion}. Ids up to {@code
   * reservedMaxId}, inclusive, are left to brokers that set theirs. Empty when ids are used up.
   */
  public static OptionalInt brokerId(int zkVersion, int reservedMaxId) {
    long id = (long) zkVersion + reservedMaxId;
    return id >= 0 && id <= Integer.MAX_VALUE ? OptionalInt.of((int) id) : OptionalInt.empty();
  }

  /** What to write: nothing. */
  public static byte[] encode() {
    return new byte[0];
  }
}
