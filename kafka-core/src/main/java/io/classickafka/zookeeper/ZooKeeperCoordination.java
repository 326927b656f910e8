package io.classickafka.zookeeper;

import io.classickafka.coordination.Coordination;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.SessionEvent;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WatchEvent;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.seam.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.utils.ZookeeperFactory;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * A broker's sessions with ZooKeeper.
 *
 * <p>{@link #open} and {@link #close} block and are for the main thread. Everything else is posted
 * to the session thread, which owns the fields below the line.
 */
public final class ZooKeeperCoordination implements Coordination {

  private static final Logger LOG = LogManager.getLogger(ZooKeeperCoordination.class);

  /** Of one packet; Kafka's value where the user gives none, four times ZooKeeper's. */
  private static final String MAX_PACKET_BYTES = "4194304";

  /** Operations waiting or in flight; a bound that no sound cluster reaches. */
  private static final int MAX_UNANSWERED = 1 << 20;

  private final NodeAcls acls;
  private final SessionMetrics metrics;
  private final int maxInFlight;
  private final AtomicInteger unanswered = new AtomicInteger();
  private final ExecutorService thread;
  private final CuratorFramework curator;

  // ---- owned by the session thread ----
  private final List<SessionView> views = new ArrayList<>();
  private final ArrayDeque<Operation> waiting = new ArrayDeque<>();
  private final ArrayDeque<Operation> repeating = new ArrayDeque<>();
  private final ArrayDeque<Operation> inFlight = new ArrayDeque<>();
  private @Nullable Handle handle;
  private @Nullable SessionEvent last;
  private boolean sendable;
  private boolean closed;

  private ZooKeeperCoordination(
      ZooKeeperSettings settings, ZKClientConfig config, SessionMetrics metrics) {
    this.metrics = metrics;
    this.acls = new NodeAcls(settings.setAcl());
    this.maxInFlight = settings.maxInFlight();
    this.thread =
        Executors.newSingleThreadExecutor(task -> daemon(new Thread(task, "zookeeper-session")));
    this.curator =
        CuratorFrameworkFactory.builder()
            .connectString(settings.connect())
            .sessionTimeoutMs(settings.sessionTimeoutMs())
            .connectionTimeoutMs(settings.connectionTimeoutMs())
            .retryPolicy((retries, elapsedMs, sleeper) -> false)
            .ensembleTracker(false)
            .dontUseContainerParents()
            .defaultData(new byte[0])
            .zkClientConfig(config)
            .zookeeperFactory(new HandleFactory(config))
            .threadFactory(task -> daemon(new Thread(task, "zookeeper-curator")))
            .build();
  }

  /**
   * Connects, creating the chroot if there is one, and makes sure that the servers are fit.
   *
   * @param metrics shows the session and how long operations take
   * @throws ZooKeeperUnavailableException with a message for the person who starts the broker
   */
  public static ZooKeeperCoordination open(ZooKeeperSettings settings, MetricsRegistry metrics)
      throws ZooKeeperUnavailableException, InterruptedException {
    ZKClientConfig config = new ClientProperties();
    if (config.getProperty(ZKClientConfig.JUTE_MAXBUFFER) == null) {
      config.setProperty(ZKClientConfig.JUTE_MAXBUFFER, MAX_PACKET_BYTES);
    }
    settings.clientProperties().forEach(config::setProperty);
    ServerCheck.run(settings, config);
    ZooKeeperCoordination coordination =
        new ZooKeeperCoordination(settings, config, new SessionMetrics(metrics));
    coordination.curator.start();
    boolean connected =
        coordination.curator.blockUntilConnected(
            settings.connectionTimeoutMs(), TimeUnit.MILLISECONDS);
    if (!connected) {
      coordination.close();
      throw new ZooKeeperUnavailableException(
          "lost the connection to ZooKeeper at " + settings.servers() + " while starting");
    }
    return coordination;
  }

  @Override
  public CoordinationClient on(EventLoop loop) {
    SessionView view = new SessionView(this, loop);
    thread.execute(
        () -> {
          views.add(view);
          if (last != null) {
            view.tell(last);
          }
        });
    return view;
  }

  @Override
  public void close() {
    try {
      thread.execute(
          () -> {
            closed = true;
            failAll(Status.SESSION_EXPIRED);
          });
    } catch (RejectedExecutionException e) {
      return; // closed already
    }
    curator.close();
    thread.shutdown();
  }

  /** The handle in use, so that a test can end its session behind our back. */
  ZooKeeper handleForTest() throws Exception {
    return curator.getZookeeperClient().getZooKeeper();
  }

  NodeAcls acls() {
    return acls;
  }

  /** Called on any thread. */
  void submit(Operation operation) {
    if (unanswered.incrementAndGet() > MAX_UNANSWERED) {
      unanswered.decrementAndGet();
      LOG.error("zookeeper operation refused, too many unanswered path={}", operation.path());
      operation.fail(Status.OVERLOADED);
      return;
    }
    try {
      thread.execute(() -> accept(operation));
    } catch (RejectedExecutionException e) {
      unanswered.decrementAndGet();
      operation.fail(Status.SESSION_EXPIRED);
    }
  }

  private void accept(Operation operation) {
    boolean stale =
        operation.session() != 0 && (last == null || operation.session() != last.sessionId());
    if (closed || stale || last instanceof SessionEvent.Expired) {
      end(operation, Status.SESSION_EXPIRED);
      return;
    }
    waiting.add(operation);
    pump();
  }

  private void pump() {
    Handle to = handle;
    while (to != null && sendable && inFlight.size() < maxInFlight) {
      Operation next = repeating.isEmpty() ? waiting.poll() : repeating.poll();
      if (next == null) {
        return;
      }
      inFlight.add(next);
      long sentNs = System.nanoTime();
      try {
        next.send(
            to.zookeeper(),
            (code, answer) -> {
              metrics.answered(System.nanoTime() - sentNs);
              post(() -> completed(to, next, code, answer));
            },
            (view, watch, event) -> post(() -> fired(to, view, watch, event)));
      } catch (IllegalArgumentException e) {
        LOG.error("zookeeper operation not valid path={}", next.path(), e);
        answered(next);
        end(next, Status.FAILED);
      }
    }
  }

  private void completed(Handle from, Operation operation, int code, Runnable answer) {
    if (from != handle || !answered(operation)) {
      return; // answered when its session ended
    }
    Status status = Operation.status(code);
    if (status == Status.CONNECTION_LOSS) {
      // ZooKeeper says so to every operation in flight before it reports the connection itself.
      sendable = false;
    }
    if (status == Status.CONNECTION_LOSS && operation.repeatable()) {
      repeating.add(operation);
      return;
    }
    if (status == Status.FAILED || status == Status.NOT_AUTHORIZED) {
      LOG.warn("zookeeper operation failed code={} path={}", code, operation.path());
    }
    unanswered.decrementAndGet();
    answer.run();
    pump();
  }

  /** Takes this very operation out: most are the oldest, since a session answers in order. */
  private boolean answered(Operation operation) {
    if (inFlight.peek() == operation) {
      inFlight.remove();
      return true;
    }
    return inFlight.removeIf(other -> other == operation);
  }

  private void fired(Handle from, SessionView view, Consumer<WatchEvent> watch, WatchEvent event) {
    if (from == handle && !closed) {
      view.post(() -> watch.accept(event));
    }
  }

  private void opened(Handle opened) {
    endSession();
    handle = opened;
  }

  private void onConnection(Handle from, WatchedEvent event) {
    if (from != handle || closed) {
      return;
    }
    metrics.connection(event.getState());
    switch (event.getState()) {
      case SyncConnected -> {
        sendable = true;
        tell(new SessionEvent.Connected(from.zookeeper().getSessionId()));
        pump();
      }
      case Disconnected -> {
        sendable = false;
        SessionEvent before = last;
        if (before instanceof SessionEvent.Connected) {
          tell(new SessionEvent.Suspended(before.sessionId()));
        }
      }
      case Expired, Closed -> endSession();
      case AuthFailed -> LOG.error("zookeeper refuses this broker's credentials");
      default -> {}
    }
  }

  private void endSession() {
    sendable = false;
    handle = null;
    SessionEvent before = last;
    if (before != null && !(before instanceof SessionEvent.Expired)) {
      failAll(Status.SESSION_EXPIRED);
      tell(new SessionEvent.Expired(before.sessionId()));
    }
  }

  private void failAll(Status status) {
    for (ArrayDeque<Operation> queue : List.of(inFlight, repeating, waiting)) {
      for (Operation operation = queue.poll(); operation != null; operation = queue.poll()) {
        end(operation, status);
      }
    }
  }

  private void end(Operation operation, Status status) {
    unanswered.decrementAndGet();
    operation.fail(status);
  }

  private void tell(SessionEvent event) {
    LOG.info("zookeeper session {}", event);
    last = event;
    for (SessionView view : views) {
      view.tell(event);
    }
  }

  private void post(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("zookeeper event after close");
    }
  }

  private static Thread daemon(Thread thread) {
    thread.setDaemon(true);
    return thread;
  }

  /** One handle of ZooKeeper's client, which is one session; complete once it has been opened. */
  private static final class Handle {
    private @Nullable ZooKeeper zookeeper;

    synchronized ZooKeeper zookeeper() {
      if (zookeeper == null) {
        throw new IllegalStateException("handle not open");
      }
      return zookeeper;
    }
  }

  /** Makes the handles that Curator asks for, and listens to each one's connection. */
  private final class HandleFactory implements ZookeeperFactory {
    private final ZKClientConfig config;

    HandleFactory(ZKClientConfig config) {
      this.config = config;
    }

    @Override
    public ZooKeeper newZooKeeper(
        String connect, int sessionTimeoutMs, Watcher watcher, boolean canBeReadOnly)
        throws Exception {
      Handle opening = new Handle();
      post(() -> opened(opening));
      // The client's threads start in its constructor; whoever asks for the handle waits for it.
      synchronized (opening) {
        ZooKeeper made =
            new ZooKeeper(
                connect,
                sessionTimeoutMs,
                event -> {
                  if (event.getType() == EventType.None) {
                    post(() -> onConnection(opening, event));
                  }
                  watcher.process(event);
                },
                canBeReadOnly,
                config);
        opening.zookeeper = made;
        return made;
      }
    }

    @Override
    public ZooKeeper newZooKeeper(
        String connect,
        int sessionTimeoutMs,
        Watcher watcher,
        boolean canBeReadOnly,
        ZKClientConfig unused)
        throws Exception {
      return newZooKeeper(connect, sessionTimeoutMs, watcher, canBeReadOnly);
    }
  }
}
