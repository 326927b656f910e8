package io.classickafka.replica.fetcher;

import io.classickafka.config.InterBrokerVersion;

/**
 * The versions of a follower's requests, which follow from the dialect of the cluster: a broker of
 * an older release may be among its members. Immutable.
 *
 * @param epochEnd of OffsetForLeaderEpoch, {@link #NONE} where brokers do not know it
 */
public record FetcherVersions(short fetch, short listOffsets, short epochEnd) {

  /** The cluster is too old for this request. */
  static final short NONE = -1;

  /** The first Fetch whose answer says where logs part. */
  static final short FETCH_WITH_DIVERGENCE = 12;

  /** The first Fetch that names topics by ids. */
  static final short FETCH_WITH_IDS = 13;

  /** The last Fetch that names topics by their names. */
  static final short FETCH_BY_NAME = 12;

  /** The first Fetch that names the follower's incarnation. */
  static final short FETCH_WITH_REPLICA_STATE = 15;

  /** A level of the protocol between brokers and the version that it brought. */
  private record Since(String level, int version) {}

  private static final Since[] FETCH = {
    new Since("3.9-IV0", 17),
    new Since("3.7-IV4", 16),
    new Since("3.5-IV1", 15),
    new Since("3.5-IV0", 14),
    new Since("3.1-IV0", 13),
    new Since("2.7-IV1", 12),
    new Since("2.3-IV1", 11),
    new Since("2.1-IV2", 10),
    new Since("2.0-IV1", 8),
    new Since("1.1-IV0", 7),
    new Since("0.11.0-IV1", 5),
    new Since("0.11.0-IV0", 4),
    new Since("0.10.1-IV1", 3),
    new Since("0.10.0-IV0", 2),
    new Since("0.9.0", 1),
  };

  private static final Since[] LIST_OFFSETS = {
    new Since("3.9-IV0", 9),
    new Since("3.5-IV0", 8),
    new Since("3.0-IV1", 7),
    new Since("2.8-IV0", 6),
    new Since("2.2-IV1", 5),
    new Since("2.1-IV1", 4),
    new Since("2.0-IV1", 3),
    new Since("0.11.0-IV0", 2),
    new Since("0.10.1-IV2", 1),
  };

  private static final Since[] EPOCH_END = {
    new Since("2.8-IV0", 4),
    new Since("2.3-IV1", 3),
    new Since("2.1-IV1", 2),
    new Since("2.0-IV0", 1),
    new Since("0.11.0-IV2", 0),
  };

  /** The versions at a level of {@code inter.broker.protocol.version}. */
  public static FetcherVersions of(InterBrokerVersion level) {
    return new FetcherVersions(
        pick(level, FETCH, (short) 0),
        pick(level, LIST_OFFSETS, (short) 0),
        pick(level, EPOCH_END, NONE));
  }

  private static short pick(InterBrokerVersion level, Since[] table, short otherwise) {
    for (Since since : table) {
      if (level.isAtLeast(since.level())) {
        return (short) since.version();
      }
    }
    return otherwise;
  }

  boolean tellDivergence() {
    return fetch >= FETCH_WITH_DIVERGENCE;
  }
}
