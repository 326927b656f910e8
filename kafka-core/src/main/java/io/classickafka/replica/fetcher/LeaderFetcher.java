package io.classickafka.replica.fetcher;

import io.classickafka.client.ResponseHandler;
import io.classickafka.log.EpochEndOffset;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.quota.ReplicationQuota;
import io.classickafka.replica.FetchedPart;
import io.classickafka.replica.FollowStep;
import io.classickafka.replica.Followership;
import io.classickafka.replica.ThrottleRule;
import io.classickafka.replica.fetcher.CopiedPartition.Phase;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Copies partitions from one leader over one connection: one request at a time, the next one when
 * what the last one brought is in the logs. State of its loop.
 */
final class LeaderFetcher {

  private static final Logger LOG = LogManager.getLogger(LeaderFetcher.class);

  /** The partitions of one command of the controller come one by one; the first waits for them. */
  private static final long GATHER_MS = 5;

  private static final long FIRST_PAUSE_MS = 20;

  private final int leaderId;
  private final EventLoop loop;
  private final FetcherSettings settings;
  private final LeaderLinks links;
  private final FetcherSession session;
  private final LeaderQuestions questions;
  private final IdleFetch idle;
  private final FetcherStats stats;
  private final ReplicationQuota quota;
  private final Set<CopiedPartition> partitions = new LinkedHashSet<>();
  private final List<CopiedPartition> pausing = new ArrayList<>();
  private LeaderLinks.@Nullable Link link;

  /**
   * Those of {@link Phase#FETCHING} that are held when the rate of throttled copying is used up.
   */
  private final Set<CopiedPartition> throttled = new LinkedHashSet<>();

  /** Those of {@link Phase#HELD}. */
  private final Set<CopiedPartition> held = new LinkedHashSet<>();

  /** When the rate allows more; there while some are held. */
  private EventLoop.@Nullable Scheduled release;

  /** Partitions that are to be fetched. */
  private int fetching;

  /** Partitions that the next request waits for. */
  private int away;

  private boolean inFlight;

  private boolean closed;

  /** After the leader was not reached, until the time is over. */
  private EventLoop.@Nullable Scheduled retry;

  /** While partitions are away: how long the others wait for them. */
  private EventLoop.@Nullable Scheduled patience;

  private boolean gathering;

  LeaderFetcher(
      int leaderId,
      EventLoop loop,
      FetcherSettings settings,
      LeaderLinks links,
      LongSupplier brokerEpoch,
      FetcherStats stats,
      ReplicationQuota quota) {
    this.leaderId = leaderId;
    this.loop = loop;
    this.settings = settings;
    this.links = links;
    this.session = new FetcherSession(settings, brokerEpoch);
    this.questions = new LeaderQuestions(settings);
    this.idle = new IdleFetch(loop, settings.maxWaitMs(), questions);
    this.stats = stats;
    this.quota = quota;
  }

  boolean isEmpty() {
    return partitions.isEmpty();
  }

  Set<CopiedPartition> partitions() {
    return partitions;
  }

  /** Copies a partition from now on. */
  void add(CopiedPartition partition, FollowStep first) {
    partitions.add(partition);
    stats.watch(partition);
    away++;
    take(partition, first);
    if (!gathering) {
      gathering = true;
      loop.schedule(
          GATHER_MS,
          () -> {
            gathering = false;
            proceed();
          });
    }
  }

  /** A partition that waited for its disk goes on. */
  void go(CopiedPartition partition, FollowStep step) {
    take(partition, step);
    onAway();
  }

  /** Copies a partition no more. */
  void remove(CopiedPartition partition) {
    if (partitions.remove(partition)) {
      enter(partition, Phase.GONE);
      session.withdraw(partition);
      questions.remove(partition);
      stats.forget(partition);
      if (!partitions.isEmpty()) {
        // The others may have waited for this one.
        onAway();
      }
    }
  }

  /** The cluster has changed: the leader may be reachable now. */
  void retryNow() {
    EventLoop.Scheduled waiting = retry;
    if (waiting != null) {
      waiting.cancel();
      retry = null;
      proceed();
    }
  }

  /** The rate of throttled copying changed, or what is throttled. */
  void onThrottleChanged() {
    if (!held.isEmpty()) {
      releaseHeld();
    }
  }

  void close() {
    closed = true;
    cancelRelease();
    idle.over();
    LeaderLinks.Link open = link;
    link = null;
    if (open != null) {
      open.close();
    }
    cancelPatience();
    stats.close();
  }

  private void enter(CopiedPartition partition, Phase phase) {
    fetching += (phase == Phase.FETCHING ? 1 : 0) - (partition.phase == Phase.FETCHING ? 1 : 0);
    away += (phase == Phase.AWAY ? 1 : 0) - (partition.phase == Phase.AWAY ? 1 : 0);
    stats.failed((phase == Phase.FAILED ? 1 : 0) - (partition.phase == Phase.FAILED ? 1 : 0));
    partition.phase = phase;
    if (phase != Phase.FETCHING && !throttled.isEmpty()) {
      throttled.remove(partition);
    }
    if (phase != Phase.HELD && !held.isEmpty()) {
      held.remove(partition);
    }
  }

  /** It is to be fetched, unless the throttle holds it when the next request is made. */
  private void toFetch(CopiedPartition partition) {
    enter(partition, Phase.FETCHING);
    if (partition.source.throttled() && !partition.caughtUp) {
      throttled.add(partition);
    }
  }

  /** Before a request: what is throttled and behind is left out while the rate is used up. */
  private void holdThrottled() {
    if (!throttled.isEmpty() && quota.isExceeded()) {
      for (CopiedPartition partition : new ArrayList<>(throttled)) {
        if (ThrottleRule.followerHolds(partition.source.throttled(), partition.caughtUp, true)) {
          session.withdraw(partition);
          enter(partition, Phase.HELD);
          held.add(partition);
        }
      }
    }
    if (!held.isEmpty() && release == null) {
      release = loop.schedule(quota.waitMs(), this::releaseHeld);
    }
  }

  private void releaseHeld() {
    cancelRelease();
    for (CopiedPartition partition : new ArrayList<>(held)) {
      toFetch(partition);
      session.offer(partition);
    }
    proceed();
  }

  private void cancelRelease() {
    EventLoop.Scheduled waiting = release;
    release = null;
    if (waiting != null) {
      waiting.cancel();
    }
  }

  /** The partition has said what it wants. */
  private void take(CopiedPartition partition, FollowStep step) {
    if (partition.phase == Phase.GONE || step == FollowStep.Wait.FOR_DISK) {
      return;
    }
    if (step instanceof FollowStep.Fetch fetch) {
      toFetch(partition);
      if (partition.key == null || !fetch.equals(partition.want)) {
        partition.want = fetch;
        session.offer(partition);
      }
      return;
    }
    session.withdraw(partition);
    if (step == FollowStep.Pause.PAUSE) {
      enter(partition, Phase.PAUSED);
      pausing.add(partition);
    } else if (step instanceof FollowStep.Halt) {
      enter(partition, step == FollowStep.Halt.FAILED ? Phase.FAILED : Phase.ENDED);
    } else {
      enter(partition, Phase.ASKING);
      questions.add(partition, step);
    }
  }

  /** Sends what there is to send, if it may be sent now. */
  private void proceed() {
    schedulePaused();
    if (away > 0 && patience == null && !closed) {
      patience = loop.schedule(settings.maxWaitMs(), this::onPatienceOver);
    }
    if (away == 0 && (session.hasNews() || !questions.isEmpty())) {
      idle.end();
    }
    if (closed || inFlight || retry != null || away > 0) {
      return;
    }
    holdThrottled();
    if (fetching == 0 && questions.isEmpty()) {
      return;
    }
    LeaderLinks.Link open = link();
    if (open == null) {
      LOG.info("leader not known, waiting leader={} partitions={}", leaderId, partitions.size());
      pauseAll();
    } else if (questions.isEmpty()) {
      fetch(open);
    } else {
      ask(open);
    }
  }

  /** One timer for all that began to pause together for as long. */
  private void schedulePaused() {
    if (pausing.isEmpty()) {
      return;
    }
    Map<Long, List<CopiedPartition>> together = new LinkedHashMap<>();
    for (CopiedPartition partition : pausing) {
      partition.pauseMs = nextPauseMs(partition.pauseMs, settings.backoffMs());
      together.computeIfAbsent(partition.pauseMs, any -> new ArrayList<>()).add(partition);
    }
    pausing.clear();
    together.forEach((pauseMs, paused) -> loop.schedule(pauseMs, () -> resume(paused)));
  }

  /** A leader that has not heard yet that it leads will have in a moment; other faults last. */
  static long nextPauseMs(long lastMs, long backoffMs) {
    return Math.min(backoffMs, lastMs == 0 ? FIRST_PAUSE_MS : 2 * lastMs);
  }

  private void resume(List<CopiedPartition> paused) {
    List<Delivery> deliveries = new ArrayList<>();
    for (CopiedPartition partition : paused) {
      if (partition.phase == Phase.PAUSED) {
        deliveries.add(Delivery.of(partition, Followership::next));
      }
    }
    deliver(deliveries);
    proceed();
  }

  private LeaderLinks.@Nullable Link link() {
    if (link == null) {
      LeaderLinks.Link opened = links.open(leaderId, loop);
      link = opened;
      if (opened != null) {
        stats.onLink(opened);
      }
    }
    return link;
  }

  /** The leader was not reached: everything is asked anew after a pause, maybe elsewhere. */
  private void pauseAll() {
    LeaderLinks.Link lost = link;
    link = null;
    if (lost != null) {
      lost.close();
    }
    session.reset();
    if (retry == null && !closed) {
      retry =
          loop.schedule(
              settings.backoffMs(),
              () -> {
                retry = null;
                proceed();
              });
    }
  }

  private void fetch(LeaderLinks.Link open) {
    FetcherSession.Next next = session.next(partitions);
    inFlight = true;
    if (next.mayIdle()) {
      idle.begin(open);
    }
    stats.onRequest();
    open.send(
        ApiKey.FETCH,
        next.version(),
        next.request(),
        new Outcome(List.of()) {
          @Override
          void answered(ApiMessage response) {
            onFetched((FetchResponse) response);
          }
        });
  }

  private void ask(LeaderLinks.Link open) {
    LeaderQuestions.Asked asked = questions.next();
    if (asked.version() == FetcherVersions.NONE) {
      deliverAnswers(LeaderQuestions.unknown(asked));
      return;
    }
    inFlight = true;
    open.send(
        asked.api(),
        asked.version(),
        asked.request(),
        new Outcome(asked.askers()) {
          @Override
          void answered(ApiMessage response) {
            deliverAnswers(LeaderQuestions.read(asked, response));
          }
        });
  }

  private void deliverAnswers(Map<CopiedPartition, Function<Followership, FollowStep>> answers) {
    List<Delivery> deliveries = new ArrayList<>();
    answers.forEach(
        (partition, answer) -> {
          if (partition.phase == Phase.ASKING) {
            deliveries.add(Delivery.of(partition, answer));
          }
        });
    deliver(deliveries);
  }

  /** The outcome of a request; of a failed one those who asked ask again. */
  private abstract class Outcome implements ResponseHandler {

    private final List<CopiedPartition> askers;

    Outcome(List<CopiedPartition> askers) {
      this.askers = askers;
    }

    abstract void answered(ApiMessage response);

    @Override
    public void onResponse(ApiMessage response, short version) {
      inFlight = false;
      idle.over();
      if (closed) {
        return;
      }
      boolean taken = false;
      try {
        answered(response);
        taken = true;
      } finally {
        if (!taken) {
          // What was not taken is asked for again; the leader must not believe that it arrived.
          askAgain();
        }
      }
      proceed();
    }

    @Override
    public void onFailure(Failure failure, String detail) {
      inFlight = false;
      idle.over();
      if (closed) {
        return;
      }
      LOG.info(
          "leader not reached leader={} partitions={} failure={} reason=\"{}\"",
          leaderId,
          partitions.size(),
          failure,
          detail);
      askAgain();
    }

    private void askAgain() {
      for (CopiedPartition asker : askers) {
        FollowStep question = asker.question;
        if (asker.phase == Phase.ASKING && question != null) {
          questions.add(asker, question);
        }
      }
      pauseAll();
    }
  }

  private void onFetched(FetchResponse response) {
    ErrorCode error = ErrorCode.of(response.errorCode());
    if (error != ErrorCode.NONE) {
      LOG.info("leader refuses fetch leader={} error={}", leaderId, error);
      boolean sessionOnly =
          error == ErrorCode.FETCH_SESSION_ID_NOT_FOUND
              || error == ErrorCode.INVALID_FETCH_SESSION_EPOCH
              || error == ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR;
      // A fetch that names all partitions cannot meet these again, or the leader is out of order.
      if (!sessionOnly || session.isNew()) {
        pauseAll();
      }
      session.onRefused(error);
      return;
    }
    session.onAnswered(response.sessionId());
    List<Delivery> deliveries = new ArrayList<>();
    long bytes = 0;
    for (FetchResponse.FetchableTopicResponse topic : response.responses()) {
      for (FetchResponse.PartitionData data : topic.partitions()) {
        CopiedPartition partition =
            session.find(topic.topic(), topic.topicId(), data.partitionIndex());
        if (partition != null && partition.phase == Phase.FETCHING) {
          Delivery delivery = fetched(partition, data);
          deliveries.add(delivery);
          bytes += delivery.sizeBytes();
          if (partition.source.throttled()) {
            quota.count(delivery.sizeBytes());
          }
        }
      }
    }
    stats.onBytes(bytes);
    deliver(deliveries);
  }

  private static Delivery fetched(CopiedPartition partition, FetchResponse.PartitionData data) {
    Payload payload = data.records();
    ByteSlice records = payload instanceof ByteSlice slice ? slice.retain() : ByteSlice.empty();
    FetchResponse.EpochEndOffset diverging = data.divergingEpoch();
    EpochEndOffset end =
        diverging.endOffset() < 0
            ? null
            : new EpochEndOffset(diverging.epoch(), diverging.endOffset());
    FollowStep.Fetch asked = partition.want;
    long offset = asked == null ? -1 : asked.fetchOffset();
    FetchedPart part =
        new FetchedPart(
            offset,
            ErrorCode.of(data.errorCode()),
            data.highWatermark(),
            data.logStartOffset(),
            end,
            records);
    return Delivery.ofFetched(
        partition,
        source -> {
          FollowStep step = source.onFetched(part);
          if (step instanceof FollowStep.Fetch next) {
            partition.lag = Math.max(0, part.highWatermark() - next.fetchOffset());
            partition.caughtUp = partition.lag == 0;
          }
          return step;
        },
        records);
  }

  /** One task for each loop, there and back. */
  private void deliver(List<Delivery> deliveries) {
    Map<EventLoop, List<Delivery>> byLoop = new LinkedHashMap<>();
    for (Delivery delivery : deliveries) {
      enter(delivery.partition, Phase.AWAY);
      byLoop
          .computeIfAbsent(delivery.partition.source.loop(), any -> new ArrayList<>())
          .add(delivery);
    }
    byLoop.forEach(
        (home, group) -> {
          boolean sent = false;
          try {
            home.execute(() -> hand(group));
            sent = true;
          } catch (RejectedExecutionException e) {
            LOG.debug("partition loop has ended loop={}", home.name());
          } finally {
            if (!sent) {
              group.forEach(Delivery::drop);
            }
          }
        });
  }

  /** On the partitions' loop. Whatever happens there, all of them come back. */
  private void hand(List<Delivery> group) {
    int handed = 0;
    try {
      while (handed < group.size()) {
        group.get(handed++).hand();
      }
    } finally {
      group.subList(handed, group.size()).forEach(Delivery::drop);
      loop.execute(() -> onReturned(group));
    }
  }

  /** A disk stalls. The leader must not send again what is being appended. */
  private void onPatienceOver() {
    patience = null;
    for (CopiedPartition partition : partitions) {
      if (partition.phase == Phase.AWAY) {
        LOG.warn(
            "partition is late, others go on without it topic={} partition={} leader={}",
            partition.source.name().topic(),
            partition.source.name().partition(),
            leaderId);
        session.withdraw(partition);
        enter(partition, Phase.LATE);
      }
    }
    proceed();
  }

  private void onReturned(List<Delivery> group) {
    for (Delivery delivery : group) {
      if (delivery.fetched && delivery.step instanceof FollowStep.Fetch) {
        delivery.partition.pauseMs = 0;
      }
      take(delivery.partition, delivery.step);
    }
    onAway();
  }

  private void onAway() {
    if (away == 0) {
      cancelPatience();
    }
    proceed();
  }

  private void cancelPatience() {
    EventLoop.Scheduled waiting = patience;
    patience = null;
    if (waiting != null) {
      waiting.cancel();
    }
  }
}
