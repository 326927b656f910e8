package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.FileSlice;
import io.classickafka.seam.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One fetch being answered: looks at the partitions that may have something, each on its own loop;
 * waits when there is too little; looks again at those that woke it; and shares the byte limit in
 * the end. Owned by the session's loop.
 */
final class FetchRun {

  private static final Logger LOG = LogManager.getLogger(FetchRun.class);

  /** How long a fetch waits for the disk at least, whatever it is ready to wait for records. */
  private static final long COLD_PATIENCE_MS = 500;

  private static final int LENGTH_OFFSET = 8;
  private static final int OVERHEAD = 12;

  private final FetchSession session;
  private final FetchCall call;
  private final PartitionRegistry registry;
  private final FetchSessions sessions;
  private final Consumer<FetchReply> onReply;
  private final List<SessionPartition> answered = new ArrayList<>(1);
  private List<SessionPartition> listed = List.of();
  private List<SessionPartition> looking = List.of();
  private boolean hurried;

  /** Whether no partition loop is at the partitions of this fetch: till then they are its own. */
  private boolean looked = true;

  /**
   * Whether it has met what ends it once the partition loops are done. Raised there too, before
   * their report.
   */
  private boolean failed;

  /** Partitions whose records the disk is asked for. Raised on their loops. */
  private final AtomicInteger coldReads = new AtomicInteger();

  /** Bytes that may still be asked of the disk: more than fits the answer is not. */
  private final AtomicLong coldBytes = new AtomicLong();

  private boolean coldFound;
  private long coldDeadlineMs;
  private EventLoop.@Nullable Scheduled timeout;
  private long deadlineMs;

  /** Whether the reader's time was over when there was nothing to say, and it was left waiting. */
  private boolean idling;

  FetchRun(
      FetchSession session,
      FetchCall call,
      PartitionRegistry registry,
      FetchSessions sessions,
      Consumer<FetchReply> onReply) {
    this.session = session;
    this.call = call;
    this.registry = registry;
    this.sessions = sessions;
    this.onReply = onReply;
  }

  EventLoop loop() {
    return session.loop;
  }

  void start() {
    try {
      long nowMs = session.loop.monotonicMs();
      deadlineMs = nowMs + Math.max(0, call.terms().maxWaitMs());
      coldDeadlineMs = Math.max(deadlineMs, nowMs + COLD_PATIENCE_MS);
      coldBytes.set(Math.max(1, call.terms().maxBytes()));
      applyChanges();
      look(session.begin(listed));
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private void applyChanges() {
    List<SessionPartition> named = new ArrayList<>(call.listed().size());
    for (FetchCall.Listed entry : call.listed()) {
      named.add(session.put(entry.key(), entry.target(), call.terms()));
    }
    listed = named;
    List<SessionPartition> dropped = new ArrayList<>();
    for (FetchKey key : call.forgotten()) {
      SessionPartition gone = session.partitions.remove(key);
      if (gone != null) {
        dropped.add(gone);
      }
    }
    if (!dropped.isEmpty()) {
      FetchSession.disarm(dropped);
      listed.removeAll(dropped);
    }
  }

  /** Asks the partitions, grouped by loop: one task for each. */
  private void look(List<SessionPartition> partitions) {
    looking = partitions;
    AtomicInteger open = new AtomicInteger();
    List<LoopPart> parts = new ArrayList<>(1);
    for (SessionPartition partition : partitions) {
      partition.inRun = true;
      Partition hosted = resolve(partition);
      if (hosted != null) {
        partOn(hosted.loop(), parts, open).partitions.add(partition);
      }
    }
    if (parts.isEmpty()) {
      onLooked();
      return;
    }
    open.set(parts.size());
    looked = false;
    for (LoopPart part : parts) {
      part.handOut();
    }
  }

  /** There are few loops. */
  private LoopPart partOn(EventLoop loop, List<LoopPart> parts, AtomicInteger open) {
    for (LoopPart part : parts) {
      if (part.loop == loop) {
        return part;
      }
    }
    LoopPart part = new LoopPart(loop, open);
    parts.add(part);
    return part;
  }

  /** What one loop looks at; the last of them reports. */
  private final class LoopPart implements Runnable {
    private final EventLoop loop;
    private final AtomicInteger open;
    private final List<SessionPartition> partitions = new ArrayList<>(1);
    private volatile boolean begun;

    LoopPart(EventLoop loop, AtomicInteger open) {
      this.loop = loop;
      this.open = open;
    }

    void handOut() {
      try {
        loop.executeOrRun(this);
      } catch (RuntimeException | Error e) {
        failed = true;
        if (!begun) {
          over(); // it was refused
        }
        LOG.error("fetch not looked at loop={} partitions={}", loop.name(), partitions.size(), e);
      }
    }

    @Override
    public void run() {
      begun = true;
      try {
        for (SessionPartition partition : partitions) {
          ask(partition);
        }
      } catch (RuntimeException | Error e) {
        // The others were not asked: an answer without them would leave them out for good.
        failed = true;
        throw e;
      } finally {
        over();
      }
    }

    private void over() {
      if (open.decrementAndGet() == 0) {
        session.loop.executeOrRun(FetchRun.this::onLooked);
      }
    }
  }

  /** Finds the partition, or answers for it. */
  private @Nullable Partition resolve(SessionPartition partition) {
    FetchKey key = partition.key;
    String topic = call.usesTopicIds() ? call.view().topicName(key.topicId()) : key.topic();
    if (topic == null) {
      partition.replaceAnswer(FetchAnswer.failed(ErrorCode.UNKNOWN_TOPIC_ID));
      return null;
    }
    ErrorCode refused = call.view().admits(topic, key.partition());
    HostedPartition hosted = registry.find(topic, key.partition());
    if (refused == ErrorCode.NONE && hosted instanceof HostedPartition.Online online) {
      // A replica that was visited before and went away has let its readers go.
      partition.visited = online.partition();
      return online.partition();
    }
    partition.replaceAnswer(
        FetchAnswer.failed(refused != ErrorCode.NONE ? refused : hosted.absence()));
    return null;
  }

  /** On the partition's loop. */
  private void ask(SessionPartition partition) {
    Partition hosted = partition.visited;
    if (hosted == null) {
      return;
    }
    // What was asked long ago says nothing new about a follower; its next fetch does.
    boolean first = partition.answer == null && !idling;
    boolean mayWait = call.terms().minBytes() > 1 && call.terms().maxWaitMs() > 0;
    FetchAnswer answer;
    try {
      answer =
          hosted.fetch(
              call.terms(),
              partition.target,
              partition.key.topicId(),
              partition,
              first,
              mayWait,
              new Cold(partition, partition.target));
    } catch (RuntimeException | Error e) {
      // The fetch is answered all the same, and the session goes on.
      LOG.error(
          "fetch failed topic={} partition={} fetchOffset={}",
          hosted.name().topic(),
          hosted.name().partition(),
          partition.target.fetchOffset(),
          e);
      answer = FetchAnswer.failed(ErrorCode.UNKNOWN_SERVER_ERROR);
    }
    partition.replaceAnswer(answer);
    partition.armed = partition.list != null;
  }

  /** One partition's part in reads that wait for the disk. */
  private final class Cold implements ColdFetch {
    private final SessionPartition partition;
    private final FetchTarget target;

    Cold(SessionPartition partition, FetchTarget target) {
      this.partition = partition;
      this.target = target;
    }

    @Override
    public boolean begin() {
      partition.unread = true;
      boolean underWay = partition.coldOffset == target.fetchOffset();
      if (!underWay && coldBytes.getAndAdd(-Math.max(1, target.maxBytes())) <= 0) {
        return false;
      }
      partition.awaiting = true;
      coldReads.incrementAndGet();
      partition.coldOffset = target.fetchOffset();
      return !underWay;
    }

    @Override
    public void onRead(FetchAnswer answer) {
      if (partition.coldOffset == target.fetchOffset()) {
        partition.coldOffset = SessionPartition.NO_COLD_READ;
      }
      try {
        session.loop.execute(() -> session.onCold(partition, target.fetchOffset(), answer));
      } catch (RejectedExecutionException e) {
        answer.records().release();
      }
    }
  }

  /** Takes what the disk gave, if this fetch waits for it. */
  boolean takeCold(SessionPartition partition, long offset, FetchAnswer answer) {
    if (!partition.inRun || !partition.awaiting || partition.target.fetchOffset() != offset) {
      return false;
    }
    partition.awaiting = false;
    partition.unread = false;
    partition.replaceAnswer(answer);
    coldReads.decrementAndGet();
    coldFound |= answer.sizeBytes() > 0;
    if (looked && isDone()) {
      session.parked = false;
      finish();
    }
    return true;
  }

  private void onLooked() {
    if (hasEnded()) {
      return;
    }
    looked = true;
    try {
      for (SessionPartition partition : looking) {
        if (!partition.counted) {
          partition.counted = true;
          answered.add(partition);
        }
      }
      if (failed) {
        end();
      } else if (isDone()) {
        finish();
      } else {
        park();
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private boolean isDone() {
    FetchTerms terms = call.terms();
    if (coldReads.get() > 0 && !hurried && session.loop.monotonicMs() < coldDeadlineMs) {
      return false;
    }
    if (coldFound || hurried || terms.maxWaitMs() <= 0 || session.partitions.isEmpty()) {
      return true;
    }
    long bytes = 0;
    for (SessionPartition partition : answered) {
      FetchAnswer answer = partition.answer;
      if (answer != null) {
        if (answer.urgent() || tellsOfDeletion(partition, answer)) {
          return true;
        }
        bytes += answer.sizeBytes();
      }
    }
    int enough = Math.min(terms.minBytes(), terms.maxBytes());
    return bytes >= enough || session.loop.monotonicMs() >= deadlineMs;
  }

  /** A follower that comes back is not to lead before it has heard what was deleted meanwhile. */
  private boolean tellsOfDeletion(SessionPartition partition, FetchAnswer answer) {
    return call.terms().fromFollower()
        && partition.target.logStartOffset() < answer.logStartOffset()
        && partition.sentLogStartOffset != answer.logStartOffset();
  }

  private void park() {
    EventLoop.Scheduled waiting = timeout;
    if (waiting == null) {
      sessions.onParked(1);
    } else if (idling) {
      // It has something to say, and waits for nothing but the disk.
      waiting.cancel();
      waiting = null;
    }
    if (waiting == null) {
      long untilMs = coldReads.get() > 0 ? coldDeadlineMs : deadlineMs;
      long left = Math.max(0, untilMs - session.loop.monotonicMs());
      timeout = session.loop.schedule(left, this::onTimeout);
    }
    session.parked = true;
    if (session.mustLook()) {
      onWake();
    }
  }

  void onWake() {
    session.parked = false;
    try {
      List<SessionPartition> again = new ArrayList<>();
      session.drainInbox(again);
      look(again);
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private void onTimeout() {
    try {
      if (mayIdle() && session.beginIdling()) {
        idling = true;
        long untilMs = deadlineMs + idleMs();
        timeout = session.loop.schedule(untilMs - session.loop.monotonicMs(), this::onTimeout);
        return;
      }
      sessions.onExpired(session.fromFollower);
      hurry();
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Whether the answer would say nothing, and the reader does not need to hear that now. */
  private boolean mayIdle() {
    return !idling && session.parked && answered.isEmpty() && call.saysNothing() && idleMs() > 0;
  }

  /** How long the wait may go on when its time is over. */
  private long idleMs() {
    long allowed = Math.min(call.terms().idleWaitMs(), sessions.idleLimitMs());
    return allowed - Math.max(0, call.terms().maxWaitMs());
  }

  /** Ends the wait with what there is. */
  void hurry() {
    hurried = true;
    if (session.running == this && session.parked) {
      // What moved meanwhile without being worth a wake, such as a high watermark, is told now.
      onWake();
    }
  }

  private void finish() {
    List<FetchReply.Entry> entries = new ArrayList<>(answered.size());
    int sessionId;
    try {
      sessionId = settleSession();
      answered.sort(Comparator.comparingLong(partition -> partition.order));
      FetchBudget budget = new FetchBudget(call.terms().maxBytes(), !call.terms().hardLimits());
      for (SessionPartition partition : answered) {
        FetchReply.Entry entry = entry(partition, budget);
        if (entry != null) {
          entries.add(entry);
        }
      }
      if (sessionId == FetchSession.NO_ID) {
        session.close();
      }
    } catch (RuntimeException | Error e) {
      entries.forEach(entry -> entry.records().release());
      fail(e);
      return;
    }
    end(new FetchReply(ErrorCode.NONE, sessionId, entries));
  }

  /** Nobody else would answer, and what the reader asks next would wait behind this for ever. */
  private void fail(Throwable fault) {
    failed = true;
    if (looked && !hasEnded()) {
      end();
    }
    LOG.error("fetch failed follower={}", session.fromFollower, fault);
  }

  /** Answers with an error, and ends the session: it may know half of what was asked. */
  private void end() {
    try {
      answered.forEach(SessionPartition::letGo);
      sessions.drop(session);
      session.id = FetchSession.NO_ID;
      session.close();
    } finally {
      end(FetchReply.failed(ErrorCode.UNKNOWN_SERVER_ERROR));
    }
  }

  private boolean hasEnded() {
    return session.running != this;
  }

  /** Answers, and goes on with the fetch that came meanwhile. */
  private void end(FetchReply reply) {
    session.parked = false;
    session.endIdling();
    if (timeout != null) {
      timeout.cancel();
      timeout = null;
      sessions.onParked(-1);
    }
    // Before the answer, which may bring another fetch right away.
    FetchRun next = session.waiting.poll();
    session.running = next;
    try {
      onReply.accept(reply);
    } finally {
      if (next != null) {
        next.start();
      }
    }
  }

  /** Keeps, makes or drops the session, now that it is known what is in it. */
  private int settleSession() {
    if (call.sessionEpoch() == FetchCall.FINAL_EPOCH) {
      return FetchSession.NO_ID;
    }
    if (call.sessionEpoch() == FetchCall.INITIAL_EPOCH) {
      return sessions.admit(session);
    }
    if (session.partitions.isEmpty()) {
      sessions.drop(session);
      return FetchSession.NO_ID;
    }
    return session.id;
  }

  /** What is sent of a partition; null when the reader knows all of it. */
  private FetchReply.@Nullable Entry entry(SessionPartition partition, FetchBudget budget) {
    FetchAnswer answer = partition.answer;
    partition.inRun = false;
    partition.counted = false;
    if (answer == null) {
      return null;
    }
    boolean unread = partition.unread;
    partition.unread = false;
    partition.awaiting = false;
    boolean forgotten = session.partitions.get(partition.key) != partition;
    if (forgotten) {
      // The look may have put it on a list after the session let go of it.
      FetchSession.disarm(List.of(partition));
    }
    Payload sent = cut(answer.records(), partition.target.maxBytes(), budget);
    partition.answer = null;
    if (!forgotten) {
      if (answer.sizeBytes() > 0 || answer.urgent() || unread || idling) {
        session.revisit(partition);
      }
      if (sent.sizeBytes() > 0) {
        session.moveToEnd(partition);
      }
    }
    boolean news =
        call.isFull()
            || sent.sizeBytes() > 0
            || answer.urgent()
            || answer.highWatermark() != partition.sentHighWatermark
            || answer.logStartOffset() != partition.sentLogStartOffset;
    if (forgotten || !news) {
      sent.release();
      return null;
    }
    Partition visited = partition.visited;
    if (call.terms().fromFollower() && visited != null) {
      visited.throttle().countSent(sent.sizeBytes());
    }
    // After an error nothing counts as told, so that the partition is sent again.
    partition.sentHighWatermark =
        answer.error() == ErrorCode.NONE ? answer.highWatermark() : SessionPartition.NEVER_SENT;
    partition.sentLogStartOffset = answer.logStartOffset();
    return new FetchReply.Entry(partition.key, answer, sent);
  }

  private static Payload cut(Payload records, int partitionMaxBytes, FetchBudget budget) {
    int available = records.sizeBytes();
    if (available == 0) {
      return records;
    }
    // The header says something new only where not everything may be sent.
    int first = budget.fits(available, partitionMaxBytes) ? available : firstBatchBytes(records);
    int taken = budget.take(available, first, partitionMaxBytes);
    if (taken == available) {
      return records;
    }
    if (taken == 0) {
      records.release();
      return ByteSlice.empty();
    }
    return records instanceof FileSlice file
        ? file.slice(0, taken)
        : ((ByteSlice) records).slice(0, taken);
  }

  private static int firstBatchBytes(Payload records) {
    int available = records.sizeBytes();
    if (available < OVERHEAD) {
      return available;
    }
    ByteBuffer header = ByteBuffer.allocate(OVERHEAD);
    if (records instanceof FileSlice file) {
      try {
        file.read(0, header);
      } catch (IOException e) {
        // The transfer that follows meets the same file and reports it with its name.
        return available;
      }
    } else {
      header.put(0, ((ByteSlice) records).view(), 0, OVERHEAD);
    }
    return Math.min(available, OVERHEAD + header.getInt(LENGTH_OFFSET));
  }
}
