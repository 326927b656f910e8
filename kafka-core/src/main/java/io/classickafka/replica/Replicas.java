package io.classickafka.replica;

import io.classickafka.log.AppendResult;
import io.classickafka.log.Log;
import io.classickafka.log.LogDir;
import io.classickafka.log.LogDirs;
import io.classickafka.log.Origin;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.quota.ReplicationQuotas;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The replicas of this broker: which there are, on which loop each lives, and the commands of the
 * controller that change that. Commands are carried out one after another on the control loop; what
 * they mean for a partition happens on the partition's loop.
 *
 * <p>May be called from any thread. Callbacks come on the control loop unless they say otherwise.
 */
public final class Replicas {

  private static final Logger LOG = LogManager.getLogger(Replicas.class);

  private static final long STRAYS_AFTER_MS = 30_000;
  private static final int STRAYS_NAMED = 100;

  private final EventLoop control;
  private final Executor background;
  private final LogDirs logDirs;
  private final Function<String, PartitionSettings> settings;
  private final ReplicaContext context;
  private final ReplicaLimits limits;
  private final PartitionLoops loops;
  private final LogMoves moves;
  private final PartitionRegistry registry = new PartitionRegistry();
  private final LateStops lateStops = new LateStops();
  private final List<LeadershipListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean checkpointDue = new AtomicBoolean();

  private volatile Consumer<TopicPartition> replicaOffline = name -> {};

  /** Whether anybody was told which logs no replica works with. Of the control loop. */
  private boolean straysLookedFor;

  private int strayLogs;

  // Of the control loop.
  private final ArrayDeque<Runnable> commands = new ArrayDeque<>();
  private boolean busy;

  /** From then on the logs are not this class's any more: no command touches one. */
  private boolean closed;

  /**
   * No replicas yet.
   *
   * @param control the loop that carries out commands
   * @param partitionLoops the loops that own partitions, at least one
   * @param background for what takes long: making logs, writing checkpoints
   * @param settings the settings of a topic; called on any thread
   * @param quotas rates that throttled copying is held to
   */
  public Replicas(
      ReplicaLimits limits,
      EventLoop control,
      List<EventLoop> partitionLoops,
      Executor background,
      LogDirs logDirs,
      Function<String, PartitionSettings> settings,
      LiveBrokers live,
      IsrChanges isrChanges,
      FollowerFetchers fetchers,
      MetricsRegistry metrics,
      TopicMetrics topicMetrics,
      ReplicationQuotas quotas) {
    this.limits = limits;
    this.control = control;
    this.background = background;
    this.logDirs = logDirs;
    this.settings = settings;
    this.loops = new PartitionLoops(partitionLoops, logDirs.dirs());
    ReplicaMetrics replicaMetrics = new ReplicaMetrics(metrics, topicMetrics);
    this.context =
        new ReplicaContext(
            limits.brokerId(),
            limits.lagMaxMs(),
            live,
            isrChanges,
            fetchers,
            replicaMetrics,
            quotas,
            new ForeignFollowers(),
            this::onHighWatermark);
    this.moves =
        new LogMoves(
            logDirs.futures(),
            background,
            quotas.logDirs(),
            new MoveSlots(control, limits.movesAtATime(logDirs.dirs().size())),
            this::onLogOffline,
            metrics);
    replicaMetrics.watch(registry);
    logDirs.onLogOffline(this::onLogOffline);
    quotas.leader().onLimit(this::onLeaderRate);
  }

  /** Where to look up partitions. */
  public PartitionRegistry registry() {
    return registry;
  }

  /** The loop that carries out commands. */
  public EventLoop controlLoop() {
    return control;
  }

  /** Tells a listener of roles from now on. */
  public void addListener(LeadershipListener listener) {
    listeners.add(listener);
  }

  // Commands.

  /** One partition of LeaderAndIsr. */
  public record Assignment(TopicPartition partition, LeaderState state) {}

  /**
   * One partition of StopReplica.
   *
   * @param leaderEpoch or one of the two special epochs of {@link ControlRule}
   * @param delete whether the log goes too
   */
  public record Stop(TopicPartition partition, int leaderEpoch, boolean delete) {}

  /**
   * Makes this broker lead and follow as the controller says.
   *
   * @param onDone gets an error for each assignment, in their order
   */
  public void assign(List<Assignment> assignments, Consumer<List<ErrorCode>> onDone) {
    command(
        done -> {
          AssignmentRun run =
              new AssignmentRun(
                  this,
                  assignments,
                  errors -> {
                    lookForStrays();
                    answer(onDone, errors, done);
                  });
          run.start();
        },
        () -> onDone.accept(refused(assignments.size())));
  }

  /**
   * Once, some time after the controller first said which replicas are this broker's: logs that it
   * did not name are kept, and named to a person, who may delete them.
   */
  private void lookForStrays() {
    if (straysLookedFor) {
      return;
    }
    straysLookedFor = true;
    control.schedule(
        STRAYS_AFTER_MS,
        () -> {
          List<TopicPartition> strays = new ArrayList<>();
          for (Log log : logDirs.logs()) {
            if (registry.find(log.topicPartition()) == HostedPartition.None.NONE) {
              strays.add(log.topicPartition());
            }
          }
          if (!strays.isEmpty()) {
            LOG.warn(
                "logs kept though no replica of this broker is theirs count={} partitions={}",
                strays.size(),
                strays.subList(0, Math.min(strays.size(), STRAYS_NAMED)));
          }
          strayLogs = strays.size();
        });
  }

  /** Followers seen so far that force nothing though a topic asks for it. Any thread. */
  SortedSet<Integer> foreignFollowers() {
    return context.foreign().told();
  }

  /** How many such logs were found. On the control loop. */
  int strayLogs() {
    return strayLogs;
  }

  /**
   * Stops replicas.
   *
   * @param onDone gets an error for each, in their order
   */
  public void stop(List<Stop> stops, StopSender sender, Consumer<List<ErrorCode>> onDone) {
    command(
        done -> {
          StopRun run =
              new StopRun(
                  this,
                  stops,
                  sender,
                  errors -> {
                    answer(onDone, errors, done);
                  });
          run.start();
        },
        () -> onDone.accept(refused(stops.size())));
  }

  /** The controller sent commands while this broker stopped, and tells it again when it is back. */
  private static List<ErrorCode> refused(int count) {
    return Collections.nCopies(count, ErrorCode.NOT_LEADER_OR_FOLLOWER);
  }

  /** A replica is to lie in this log directory, a path as DescribeLogDirs shows it. */
  public record DirWish(TopicPartition partition, String dir) {}

  /**
   * Moves replicas between log directories.
   *
   * @param known whether a partition is in the cluster's metadata
   * @param onDone gets an error for each, in their order; NONE once the move has begun
   */
  public void alterLogDirs(
      List<DirWish> wishes, Predicate<TopicPartition> known, Consumer<List<ErrorCode>> onDone) {
    command(
        done ->
            new AlterLogDirsRun(this, wishes, known, errors -> answer(onDone, errors, done))
                .start(),
        () -> onDone.accept(refused(wishes.size())));
  }

  /** Goes on with a copy. On the partition's loop. */
  void begin(Partition partition, Log copy) {
    partition.moving().begin(new LogMove(partition, moves, copy));
  }

  /** A copy was found that an earlier run of the broker began. On the partition's loop. */
  private void resumeMove(Partition partition) {
    Log copy = logDirs.futures().get(partition.name());
    if (copy == null || partition.stopped() || partition.moving().underWay() != null) {
      return;
    }
    Log log = partition.log();
    boolean ofOther = log.topicId() != null && !log.topicId().equals(copy.topicId());
    if (ofOther || log.dir() == copy.dir()) {
      logDirs.futures().delete(copy);
    } else if (!copy.isOffline()) {
      begin(partition, copy);
    }
  }

  /**
   * A log directory failed: its replicas are offline until the broker restarts. Any thread.
   *
   * @param onDone called when whoever asks after one of them is told so
   */
  public void onDirOffline(LogDir dir, Runnable onDone) {
    command(
        done -> {
          try {
            int count = 0;
            for (Partition partition : registry.online()) {
              if (partition.log().dir() == dir) {
                registry.put(partition.name(), HostedPartition.Offline.OFFLINE);
                partition.loop().execute(() -> partition.stop(ErrorCode.KAFKA_STORAGE_ERROR));
                tellStopped(partition.name());
                count++;
              }
            }
            LOG.error("replicas offline dir={} count={}", dir.path(), count);
          } finally {
            onDone.run();
          }
          done.run();
        },
        onDone);
  }

  /**
   * Watches for replicas that go offline although their log directory works.
   *
   * @param listener called on the control loop
   */
  public void onReplicaOffline(Consumer<TopicPartition> listener) {
    replicaOffline = listener;
  }

  /** What lies in a log cannot be right: its replica alone is offline. Any thread. */
  private void onLogOffline(Log log) {
    command(
        done -> {
          TopicPartition name = log.topicPartition();
          Partition partition = online(name);
          if (partition != null && partition.log() == log) {
            registry.put(name, HostedPartition.Offline.OFFLINE);
            partition.loop().execute(() -> partition.stop(ErrorCode.KAFKA_STORAGE_ERROR));
            tellStopped(name);
            replicaOffline.accept(name);
          }
          done.run();
        },
        () -> {});
  }

  /** A replica that is to work here has a log that cannot be used: clients are told so. */
  void hostOffline(TopicPartition name) {
    Log log = logDirs.log(name);
    if (log != null && log.isOffline()) {
      registry.put(name, HostedPartition.Offline.OFFLINE);
    }
  }

  /** Whether a replica's log lies in a directory that failed. */
  boolean isDirOffline(TopicPartition name) {
    Log log = logDirs.log(name);
    return log == null || log.dir().isOffline();
  }

  /** The settings of a topic changed. */
  public void configure(String topic) {
    PartitionSettings changed = settings.apply(topic);
    for (Partition partition : registry.online()) {
      if (partition.name().topic().equals(topic)) {
        partition.loop().execute(() -> partition.configure(changed));
      }
    }
  }

  /** The settings of any topic may have changed: those that all inherit did. */
  public void configureAll() {
    String topic = null;
    PartitionSettings changed = null;
    for (Partition partition : registry.online()) {
      if (changed == null || !partition.name().topic().equals(topic)) {
        topic = partition.name().topic();
        changed = settings.apply(topic);
      }
      PartitionSettings now = changed;
      partition.loop().execute(() -> partition.configure(now));
    }
  }

  private void onLeaderRate() {
    for (Partition partition : registry.online()) {
      partition.loop().execute(partition::onRate);
    }
  }

  /** Whoever asked may fail to take the answer; the next command comes all the same. */
  private static void answer(
      Consumer<List<ErrorCode>> onDone, List<ErrorCode> errors, Runnable done) {
    try {
      onDone.accept(errors);
    } finally {
      done.run();
    }
  }

  /**
   * Queues a command behind the one under way.
   *
   * @param command must call its argument at its end
   * @param refusal what happens instead once the replicas are closed
   */
  private void command(Consumer<Runnable> command, Runnable refusal) {
    control.executeOrRun(
        () -> {
          commands.add(() -> carryOut(command, refusal));
          if (!busy) {
            busy = true;
            commands.remove().run();
          }
        });
  }

  private void carryOut(Consumer<Runnable> command, Runnable refusal) {
    Runnable done = new Once(this::next);
    try {
      if (closed) {
        refusal.run();
        done.run();
      } else {
        command.accept(done);
      }
    } catch (RuntimeException | Error e) {
      done.run(); // whatever it was, the next one comes
      throw e;
    }
  }

  private void next() {
    Runnable following = commands.poll();
    if (following == null) {
      busy = false;
    } else {
      // Not from within the command that ends: a long queue must not become a deep stack.
      control.execute(following);
    }
  }

  // For the runs of commands, on the control loop.

  int brokerId() {
    return context.brokerId();
  }

  LogDirs logDirs() {
    return logDirs;
  }

  LateStops lateStops() {
    return lateStops;
  }

  Executor background() {
    return background;
  }

  LogMoves moves() {
    return moves;
  }

  /** The log of a partition, made if there is none. On the background pool. */
  LogDirs.CreateResult openLog(TopicPartition partition, LeaderState state) {
    Uuid topicId = state.topicId().equals(Uuid.ZERO_UUID) ? null : state.topicId();
    return logDirs.getOrCreate(
        partition, topicId, settings.apply(partition.topic()).log(), state.isNew());
  }

  /** Whether the owner of a topic would rather lose records than wait for them. */
  boolean acceptsLoss(String topic) {
    return settings.apply(topic).uncleanElection();
  }

  /** Puts a log to work as a replica. */
  Partition host(Log log) {
    String topic = log.topicPartition().topic();
    PartitionSettings first = settings.apply(topic);
    Partition partition = new Partition(log, loops.pin(log.dir()), first, context);
    registry.put(partition.name(), new HostedPartition.Online(partition));
    context.metrics().watch(partition);
    // It is told of changes from here on: those since the log was opened were told to nobody.
    PartitionSettings current = settings.apply(topic);
    if (!current.equals(first) || !current.log().equals(log.config())) {
      partition.loop().execute(() -> partition.configure(settings.apply(topic)));
    }
    if (logDirs.futures().get(partition.name()) != null) {
      partition.loop().execute(() -> resumeMove(partition));
    }
    return partition;
  }

  /** Takes a replica out of the registry. */
  void unhost(Partition partition) {
    registry.remove(partition.name());
    tellStopped(partition.name());
    context.metrics().forget(partition);
    if (!registry.hasTopic(partition.name().topic())) {
      context.metrics().topics.forget(partition.name().topic());
    }
  }

  /** A listener that fails keeps nobody else from hearing of it. */
  private void tellStopped(TopicPartition name) {
    for (LeadershipListener listener : listeners) {
      try {
        listener.onStopped(name);
      } catch (RuntimeException | Error e) {
        Faults.log("stop not told", name, e);
      }
    }
  }

  void onRole(Partition partition, LeaderState state) {
    for (LeadershipListener listener : listeners) {
      if (state.leader() == brokerId()) {
        listener.onLeading(partition, state.leaderEpoch());
      } else {
        listener.onFollowing(partition.name(), state.leaderEpoch());
      }
    }
  }

  // For coordinators.

  /**
   * Appends records of a coordinator to a partition that this broker leads, wanting all in-sync
   * replicas.
   *
   * @param records takes over one count
   * @param onAppended called once, on the partition's loop or the caller's thread
   * @param onCommitted called once after an append, on the partition's loop: NONE when the records
   *     are committed
   */
  public void append(
      TopicPartition name,
      ByteSlice records,
      long timeoutMs,
      Consumer<AppendResult> onAppended,
      Consumer<ErrorCode> onCommitted) {
    HostedPartition hosted = registry.find(name);
    if (!(hosted instanceof HostedPartition.Online online)) {
      records.release();
      ErrorCode error = hosted.absence();
      onAppended.accept(
          new AppendResult.Rejected(error, error.message(), FetchAnswer.UNKNOWN, List.of()));
      return;
    }
    Partition partition = online.partition();
    partition
        .loop()
        .executeOrRun(
            () -> {
              AppendResult result;
              try {
                result = partition.append(records, Origin.COORDINATOR, true);
              } finally {
                records.release();
              }
              onAppended.accept(result);
              if (result instanceof AppendResult.Appended appended) {
                partition.awaitReplicas(appended.lastOffset() + 1, timeoutMs, onCommitted);
              }
            });
  }

  // Checkpoints.

  /** On a partition's loop. An idle broker writes nothing and wakes nobody. */
  private void onHighWatermark() {
    if (!checkpointDue.get() && checkpointDue.compareAndSet(false, true)) {
      control.schedule(
          limits.checkpointIntervalMs(),
          () ->
              background.execute(
                  () -> {
                    checkpointDue.set(false);
                    logDirs.writeHighWatermarks();
                  }));
    }
  }

  /** Starts the periodic care of the logs: retention, checkpoints, silent producers. */
  public void startUpkeep() {
    new LogUpkeep(limits, control, background, logDirs, registry).start();
  }

  /**
   * Stops all replicas: waiting writes and fetches are answered, later commands are refused.
   *
   * @param onStopped called when no partition will touch its log any more
   */
  public void close(Runnable onStopped) {
    command(
        done -> {
          closed = true;
          Runnable end =
              () -> {
                loops.close();
                onStopped.run();
                done.run();
              };
          // Copies that were given up before count too: they are written by threads of the pool.
          LoopGather gather = new LoopGather(control, () -> moves.stopAll(control, end));
          for (Partition partition : registry.online()) {
            gather.on(partition.loop(), () -> partition.stop(ErrorCode.NOT_LEADER_OR_FOLLOWER));
          }
          gather.go();
        },
        onStopped);
  }

  @Nullable Partition online(TopicPartition name) {
    return registry.find(name) instanceof HostedPartition.Online online ? online.partition() : null;
  }
}
