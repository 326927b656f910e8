package io.classickafka.replica;

/**
 * What the leader knows about one other replica, from that replica's fetches. Immutable.
 *
 * @param id broker id
 * @param logStartOffset first offset it holds; {@link #UNKNOWN} before its first fetch
 * @param logEndOffset its fetch offset, which is its acknowledgement; {@link #UNKNOWN} before
 * @param leaderEndAtLastFetch the leader's end when it last fetched; what the follower will hold
 *     once it has taken the answer
 * @param lastFetchMs when it last fetched, monotonic
 * @param lastCaughtUpMs the last time at which it is known to have held everything there was
 * @param brokerEpoch the incarnation of the broker that last fetched, {@link
 *     FetchTerms#NO_REPLICA_EPOCH} when it did not tell
 * @param heard whether it fetched under this leader epoch and was not seen to die since: what it
 *     acknowledged before may have gone with its memory
 * @param birth of its broker when last looked at, {@link LiveBrokers#NOT_ALIVE} when it was gone,
 *     {@link #UNSEEN} before
 */
record FollowerState(
    int id,
    long logStartOffset,
    long logEndOffset,
    long leaderEndAtLastFetch,
    long lastFetchMs,
    long lastCaughtUpMs,
    long brokerEpoch,
    boolean heard,
    long birth) {

  /** An offset not known yet: below every real one. */
  static final long UNKNOWN = -1;

  /** Nobody has looked yet whether the broker is alive. */
  static final long UNSEEN = -2;

  /** A time that lies further back than any limit on lag. */
  static final long NEVER = Long.MIN_VALUE / 2;

  /** A follower that has not been heard of by this leader. */
  static FollowerState unheard(int id, boolean inSync, long nowMs) {
    return new FollowerState(
        id,
        UNKNOWN,
        UNKNOWN,
        0,
        NEVER,
        inSync ? nowMs : NEVER,
        FetchTerms.NO_REPLICA_EPOCH,
        false,
        UNSEEN);
  }

  /** The same follower under the next epoch of the same leader, which keeps what it knows. */
  FollowerState underNewEpoch(boolean inSync, long leaderEnd, long nowMs) {
    long since = inSync ? nowMs : NEVER;
    return new FollowerState(
        id, logStartOffset, logEndOffset, leaderEnd, since, since, brokerEpoch, false, birth);
  }

  /**
   * The follower asked for what lies at an offset: it holds everything below.
   *
   * @param leaderEnd the leader's log end when the fetch was served
   * @param epoch the incarnation of the broker that fetches
   */
  FollowerState onFetch(
      long fetchOffset, long followerLogStart, long leaderEnd, long nowMs, long epoch) {
    long caughtUp = lastCaughtUpMs;
    if (fetchOffset >= leaderEnd) {
      caughtUp = Math.max(caughtUp, nowMs);
    } else if (fetchOffset >= leaderEndAtLastFetch) {
      caughtUp = Math.max(caughtUp, lastFetchMs);
    }
    return new FollowerState(
        id,
        followerLogStart,
        fetchOffset,
        Math.max(leaderEndAtLastFetch, leaderEnd),
        nowMs,
        caughtUp,
        epoch,
        true,
        birth);
  }

  /**
   * The broker is registered, or it is not: it fetches anew when it comes back, also when nobody
   * looked while it was gone.
   */
  FollowerState seen(long nowBirth) {
    if (nowBirth == birth) {
      return this;
    }
    boolean died = nowBirth == LiveBrokers.NOT_ALIVE || birth >= 0;
    return new FollowerState(
        id,
        logStartOffset,
        logEndOffset,
        leaderEndAtLastFetch,
        lastFetchMs,
        lastCaughtUpMs,
        brokerEpoch,
        heard && !died,
        nowBirth);
  }

  /**
   * The follower's session was in contact while there was nothing new for it here, so it was caught
   * up until then.
   */
  FollowerState onContact(long contactMs) {
    if (contactMs <= lastCaughtUpMs) {
      return this;
    }
    return new FollowerState(
        id,
        logStartOffset,
        logEndOffset,
        leaderEndAtLastFetch,
        Math.max(lastFetchMs, contactMs),
        contactMs,
        brokerEpoch,
        heard,
        birth);
  }

  /** Whether it holds everything, or did not long ago. */
  boolean caughtUp(long leaderEnd, long nowMs, long lagMaxMs) {
    return logEndOffset == leaderEnd || nowMs - lastCaughtUpMs <= lagMaxMs;
  }
}
