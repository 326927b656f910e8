package io.classickafka.client.consumer;

import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.ClusterSnapshot;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One consumer behind its public face. All methods are for the client's loop. */
public final class ConsumerCore {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerCore.class);

  private final ClusterClient client;
  private final EventLoop loop;
  private final ConsumerSettings settings;
  private final Assigned assigned = new Assigned();
  private final Fetcher fetcher;
  private final @Nullable GroupMember member;
  private final @Nullable GroupOffsets offsets;
  private final Choice choice;
  private final PositionFinder positions;
  private final ConsumerErrors errors = new ConsumerErrors(assigned);
  // Steps that reached nobody.
  private final ArrayDeque<Step> returned = new ArrayDeque<>();
  private List<Runnable> callbacks = new ArrayList<>();
  private @Nullable CompletableFuture<Step> waiter;
  private CompletableFuture<Boolean> positionNews = new CompletableFuture<>();
  private @Nullable Consumer<Map<TopicPartition, OffsetAndMetadata>> onAutoCommit;
  private CompletableFuture<?> autoCommitting = CompletableFuture.completedFuture(true);
  private long nextAutoCommitMs;
  private boolean telling;

  public ConsumerCore(ClusterClient client, ConsumerSettings settings) {
    this.client = client;
    this.loop = client.loop();
    this.settings = settings;
    EpochCheck checks = new EpochCheck(client, settings, assigned, this::onPositions);
    this.fetcher = new Fetcher(client, settings, assigned, checks, new Fetched());
    String groupId = settings.groupId();
    if (groupId == null) {
      member = null;
      offsets = null;
    } else {
      GroupMember made = new GroupMember(client, settings, groupId, assigned, new Joined());
      member = made;
      offsets = new GroupOffsets(client, new Committing(made));
    }
    this.choice = new Choice(client, settings, assigned, member);
    this.positions =
        new PositionFinder(
            client, settings, assigned, offsets, this::onPositions, this::onNoPositions);
    client.metadata().addListener(this::onMetadata);
  }

  private final class Fetched implements Fetcher.Listener {
    @Override
    public void onFetched() {
      tell();
    }

    @Override
    public void onOutOfRange(PartitionState state) {
      if (settings.reset() == OffsetResetStrategy.NONE) {
        state.fail(
            new OffsetOutOfRangeException(
                Collections.singletonMap(state.partition, state.position())));
      } else {
        LOG.info(
            "offset out of range partition={} offset={} resetTo={}",
            state.partition,
            state.fetchOffset(),
            settings.reset());
        state.locate(settings.reset());
        positions.find();
      }
    }

    @Override
    public void onError(PartitionState state, RuntimeException error) {
      state.fail(error);
    }
  }

  private final class Joined implements GroupMember.Listener {
    @Override
    public void onStep() {
      tell();
    }

    @Override
    public void onError(RuntimeException error) {
      errors.ofGroup(error);
      tell();
    }

    @Override
    public boolean isAwaited() {
      return waiter != null && !waiter.isDone();
    }
  }

  private final class Committing implements GroupOffsets.Group {
    private final GroupMember of;

    Committing(GroupMember of) {
      this.of = of;
    }

    @Override
    public Membership me() {
      return of.me();
    }

    @Override
    public @Nullable RuntimeException refusal() {
      return isSubscribed() ? of.commitRefusal() : null;
    }

    @Override
    public boolean isVoid(ErrorCode error, Membership as) {
      if (error == ErrorCode.REBALANCE_IN_PROGRESS) {
        of.onRebalance("a commit met a rebalance");
        return false;
      }
      return of.fenced(error, as);
    }
  }

  private void onPositions() {
    tellPositionNews();
    advance();
    tell();
  }

  // Who waits for a position looks for it anew, so not before a pause.
  private void onNoPositions() {
    tell();
    loop.schedule(client.settings().retryBackoffMs(), this::tryAgain);
  }

  private void tryAgain() {
    tellPositionNews();
    CompletableFuture<Step> waiting = waiter;
    if (waiting != null && !waiting.isDone()) {
      advance();
    }
  }

  private void tellPositionNews() {
    CompletableFuture<Boolean> told = positionNews;
    positionNews = new CompletableFuture<>();
    told.complete(true);
  }

  private void onMetadata(ClusterSnapshot snapshot) {
    choice.onMetadata(snapshot);
    if (!choice.isByPattern()) {
      errors.ofTopics(snapshot.topics(), choice.concerned());
      tell();
    }
    if (member != null) {
      member.onMetadata();
    }
    fetcher.onMetadata();
  }

  // What was said of topics is asked anew: it may be about some that are not wanted any more.
  private void forgetRefusedTopics() {
    if (errors.forgetTopics()) {
      client.metadata().refreshSoon();
    }
  }

  // ---- what is read ----

  public Set<TopicPartition> assignment() {
    return assigned.names();
  }

  public Set<String> subscription() {
    return choice.topics();
  }

  /** Subscribes to topics by name. */
  public void subscribe(Collection<String> topics) {
    choice.names(group(), topics);
    forgetRefusedTopics();
  }

  /** Subscribes to all topics, of now and later, that match. */
  public void subscribe(Predicate<String> matching) {
    choice.matching(group(), matching);
    forgetRefusedTopics();
  }

  /** Takes partitions without a group's help. */
  public void assign(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> before = assigned.positions();
    choice.partitions(partitions);
    forgetRefusedTopics();
    if (settings.autoCommit() && offsets != null) {
      // No later poll can: the positions of those that went are forgotten.
      autoCommit(offsets, before);
    }
  }

  public boolean isSubscribed() {
    return choice.isSubscribed();
  }

  /** Gives everything up and leaves the group. */
  public void unsubscribe() {
    if (member != null) {
      member.unsubscribe();
    }
    returned.clear();
    choice.nothing();
    errors.forgetGroup();
    forgetRefusedTopics();
  }

  // ---- steps ----

  /** Throws when there is nothing that could be read. */
  public void requireSource() {
    if (!isSubscribed() && assigned.isEmpty()) {
      throw new IllegalStateException("subscribe to topics or assign partitions before polling");
    }
  }

  /** A poll begins: what was returned before counts as done. */
  public void beginPoll() {
    if (member != null) {
      member.polled();
    }
    // One at a time: those that wait would name what was read long before.
    if (settings.autoCommit()
        && offsets != null
        && loop.monotonicMs() >= nextAutoCommitMs
        && autoCommitting.isDone()) {
      boolean first = nextAutoCommitMs == 0;
      nextAutoCommitMs = loop.monotonicMs() + settings.autoCommitIntervalMs();
      if (!first) {
        autoCommit(offsets, assigned.positions());
      }
    }
    advance();
  }

  private void autoCommit(GroupOffsets to, Map<TopicPartition, OffsetAndMetadata> what) {
    autoCommitting =
        to.commitWhatIsKnown(what, settings.defaultApiTimeoutMs())
            .whenComplete(
                (done, error) -> {
                  Consumer<Map<TopicPartition, OffsetAndMetadata>> told = onAutoCommit;
                  if (error != null) {
                    LOG.warn(
                        "offsets not committed groupId={} cause={}",
                        settings.groupId(),
                        ApplicationThread.runtime(error).getMessage());
                  } else if (told != null) {
                    later(() -> told.accept(done));
                  }
                });
  }

  /** What the application's thread does when offsets were committed that nobody asked it to. */
  public void onAutoCommit(Consumer<Map<TopicPartition, OffsetAndMetadata>> then) {
    onAutoCommit = then;
  }

  private void advance() {
    positions.find();
    fetcher.fetch();
  }

  /** The next step, as soon as there is one. A step asked for before is not wanted any more. */
  public CompletableFuture<Step> next() {
    CompletableFuture<Step> future = new CompletableFuture<>();
    waiter = future;
    // Not earlier: between the assignment and this the application, or its listener, may seek.
    advance();
    tell();
    return future;
  }

  // Gives the waiting thread its step.
  private void tell() {
    CompletableFuture<Step> waiting = waiter;
    if (waiting == null || telling) {
      return;
    }
    if (waiting.isDone()) {
      waiter = null;
      return;
    }
    if (member != null) {
      member.polled();
    }
    telling = true;
    Step step;
    try {
      step = step();
      if (step == null && !errors.isEmpty()) {
        // What came up while it was looked for told nobody.
        step = step();
      }
    } finally {
      telling = false;
    }
    if (step != null) {
      waiter = null;
      if (!waiting.complete(step)) {
        takeBack(step);
      }
    }
  }

  private @Nullable Step step() {
    Step again = returned.pollFirst();
    if (again != null) {
      return again;
    }
    if (!callbacks.isEmpty()) {
      List<Runnable> due = callbacks;
      callbacks = new ArrayList<>();
      return new Step.Run(due);
    }
    RuntimeException error = errors.take();
    if (error != null) {
      return new Step.Throw(error);
    }
    Step ofGroup = member == null ? null : member.step();
    return ofGroup == null ? lend() : ofGroup;
  }

  private @Nullable Step lend() {
    List<FetchedChunk> lent = new ArrayList<>();
    for (PartitionState state : assigned.all()) {
      if (state.isReady()) {
        lent.add(state.lend());
      }
    }
    if (lent.isEmpty()) {
      return null;
    }
    // The next records are on their way while these are read.
    fetcher.fetch();
    return new Step.Read(lent);
  }

  /** A step reached nobody: what it held is there for the next one who asks. */
  public void takeBack(Step step) {
    if (step instanceof Step.Read read) {
      giveBack(read.chunks().stream().map(Returned::asRead).toList());
    } else if (member != null && (step instanceof Step.Revoke || step instanceof Step.Lose)) {
      // Made anew when it is asked for: what goes may be lost by then.
      member.notHeard();
    } else if (step instanceof Step.Run run) {
      giveBackCallbacks(run.callbacks());
    } else {
      returned.addLast(step);
    }
  }

  /** A chunk comes back, read or not. */
  public void giveBack(FetchedChunk chunk) {
    giveBack(List.of(Returned.asRead(chunk)));
  }

  /** Chunks come back. What may be fetched then is looked for once, however many there are. */
  public void giveBack(List<Returned> all) {
    for (Returned one : all) {
      PartitionState state = assigned.find(one.chunk().partition());
      if (state == null) {
        one.chunk().close();
      } else {
        giveBack(state, one);
      }
    }
    fetcher.fetch();
  }

  private void giveBack(PartitionState state, Returned one) {
    boolean there = state.hasLent(one.chunk());
    long before = state.position();
    state.giveBack(one.chunk());
    if (state.position() != before) {
      assigned.served(state);
    }
    if (there && one.stayAt() != Returned.WHERE_READ) {
      state.stayAt(one.stayAt());
      RuntimeException error = one.error();
      if (error != null) {
        state.fail(error);
      }
    }
  }

  /** The listener heard that partitions go. */
  public void revoked() {
    if (member != null) {
      member.revoked();
    }
  }

  /** Whether what is assigned is other members' by now. */
  public boolean hasLost() {
    return member != null && member.hasLost();
  }

  /** Whether no rebalance is in the way of reading. */
  public boolean isSettled() {
    return member == null || member.isSettled();
  }

  /** Leaves something for the application's thread to do. */
  public void later(Runnable callback) {
    callbacks.add(callback);
    tell();
  }

  /** What was left to the application's thread so far. */
  public List<Runnable> takeCallbacks() {
    List<Runnable> due = callbacks;
    callbacks = new ArrayList<>();
    return due;
  }

  /** What was not done after all, before what came since. */
  public void giveBackCallbacks(List<Runnable> left) {
    callbacks.addAll(0, left);
    tell();
  }

  // ---- positions and offsets ----

  public void seek(TopicPartition partition, long offset, int epoch) {
    assigned.get(partition).seek(offset, epoch);
    fetcher.fetch();
  }

  /** Goes to an end of partitions; of all for none given. */
  public void seekToEnd(Collection<TopicPartition> partitions, OffsetResetStrategy end) {
    Collection<TopicPartition> all = partitions.isEmpty() ? assigned.names() : partitions;
    all.forEach(partition -> assigned.get(partition).locate(end));
    advance();
  }

  /** The position, or nothing while it is being found. */
  public long position(TopicPartition partition) {
    PartitionState state = assigned.get(partition);
    if (isUnsure(state)) {
      advance();
    }
    return isUnsure(state) ? PartitionState.UNKNOWN : state.position();
  }

  private static boolean isUnsure(PartitionState state) {
    return !state.hasPosition() || state.isDoubtful();
  }

  /** Completes when positions were found, or could not be. */
  public CompletableFuture<Boolean> positionNews() {
    return positionNews;
  }

  /** Throws what keeps a position from being found. */
  public void throwError() {
    RuntimeException error = errors.takeOfPartitions(ConsumerCore::isUnsure);
    if (error != null) {
      throw error;
    }
  }

  public long lag(TopicPartition partition) {
    PartitionState state = assigned.get(partition);
    long end = state.readableEnd(settings.readCommitted());
    return end < 0 || !state.hasPosition() ? -1 : Math.max(0, end - state.position());
  }

  public void pause(Collection<TopicPartition> partitions, boolean on) {
    partitions.forEach(partition -> assigned.get(partition).paused(on));
    fetcher.fetch();
    tell();
  }

  public Set<TopicPartition> paused() {
    Set<TopicPartition> paused = new LinkedHashSet<>();
    for (PartitionState state : assigned.all()) {
      if (state.isPaused()) {
        paused.add(state.partition);
      }
    }
    return paused;
  }

  /** What a commit of everything returned so far would say. */
  public Map<TopicPartition, OffsetAndMetadata> positions() {
    return assigned.positions();
  }

  public CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> commit(
      Map<TopicPartition, OffsetAndMetadata> what, long timeoutMs) {
    return groupOffsets().commit(what, timeoutMs);
  }

  /** Commits without repeating it for partitions that the coordinator does not know. */
  public CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> commitWhatIsKnown(
      Map<TopicPartition, OffsetAndMetadata> what, long timeoutMs) {
    return groupOffsets().commitWhatIsKnown(what, timeoutMs);
  }

  /** Commits, and repeats that only for partitions that the cluster has, as far as is known. */
  public CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> commitWhatIsThere(
      Map<TopicPartition, OffsetAndMetadata> what, long timeoutMs) {
    return groupOffsets().commitWhatIsThere(what, timeoutMs);
  }

  /** Done when each commit that was asked for has its outcome. */
  public CompletableFuture<?> lastCommit() {
    return offsets == null
        ? CompletableFuture.completedFuture(true)
        : offsets.commit(Collections.emptyMap(), 0);
  }

  public CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> committed(
      Collection<TopicPartition> partitions, long timeoutMs) {
    return groupOffsets().committed(partitions, timeoutMs);
  }

  public CompletableFuture<Map<TopicPartition, OffsetLookup.Found>> lookup(
      Map<TopicPartition, Long> times, long timeoutMs) {
    return OffsetLookup.start(client, times, settings.isolationLevel(), timeoutMs);
  }

  public ConsumerGroupMetadata groupMetadata() {
    return group().metadata();
  }

  public void rejoin(String why) {
    if (member == null) {
      throw new IllegalStateException("a consumer without group.id has no group to rebalance");
    }
    member.requestRejoin(why);
  }

  private GroupMember group() {
    if (member == null) {
      throw noGroup();
    }
    return member;
  }

  private GroupOffsets groupOffsets() {
    if (offsets == null) {
      throw noGroup();
    }
    return offsets;
  }

  private static InvalidGroupIdException noGroup() {
    return new InvalidGroupIdException("groups and commits need a group.id");
  }

  /** Leaves the group and lets go of everything. Done when the broker has heard, or cannot. */
  public CompletableFuture<Boolean> close() {
    fetcher.close();
    CompletableFuture<Boolean> left =
        member == null ? CompletableFuture.completedFuture(true) : member.unsubscribe();
    assigned.replace(Collections.emptyList());
    return left;
  }
}
