package io.classickafka.replica;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A partition of a fetch session, which is also the session's waiter at that partition. Owned by
 * the session's loop, but for what it inherits, which the partition's loop owns, and {@link
 * #queued}.
 */
final class SessionPartition extends FetchWaiter {

  /** A high watermark or log start that the reader was not told. */
  static final long NEVER_SENT = -1;

  static final long NO_COLD_READ = -1;

  final FetchKey key;
  private final FetchSession session;

  FetchTarget target;

  /** Its place in the order of service. */
  long order;

  /** Where it may be on a list; null before it was first looked at. */
  @Nullable Partition visited;

  long sentHighWatermark = NEVER_SENT;
  long sentLogStartOffset = NEVER_SENT;

  /** Whether the fetch under way has looked at it, or is about to. */
  boolean inRun;

  /** Whether the next fetch looks at it though nothing woke it. */
  boolean revisit;

  /** Whether the fetch under way counts its answer already. */
  boolean counted;

  /**
   * Whether the last look left it on a list. Written on the partition's loop, before its report.
   */
  boolean armed;

  /** Where a read that waits for the disk is under way; -1 for nowhere. Of the partition's loop. */
  long coldOffset = NO_COLD_READ;

  /** Whether the fetch under way waits for the disk. Set on the partition's loop, as above. */
  boolean awaiting;

  /** Whether the last look left records unread. Set on the partition's loop, as above. */
  boolean unread;

  /** What the fetch under way found; holds one count of its records. */
  @Nullable FetchAnswer answer;

  /** Whether it is in the session's inbox. Any thread. */
  final AtomicBoolean queued = new AtomicBoolean();

  SessionPartition(FetchSession session, FetchKey key, FetchTarget target, FetchTerms terms) {
    this.session = session;
    this.key = key;
    this.target = target;
    this.replicaId = terms.replicaId();
    this.readCommitted = terms.readCommitted();
  }

  @Override
  void onReady() {
    session.enqueue(this, true);
  }

  @Override
  void onChanged() {
    session.enqueue(this, false);
  }

  @Override
  long lastContactMs() {
    return session.lastContactMs;
  }

  /** Puts a newer answer in the place of the older one. */
  void replaceAnswer(@Nullable FetchAnswer newer) {
    if (answer != null) {
      answer.records().release();
    }
    answer = newer;
  }

  /** The fetch under way failed. What the disk still gives for it must not go to the next one. */
  void letGo() {
    inRun = false;
    awaiting = false;
    replaceAnswer(null);
  }
}
