package io.classickafka.client.cluster;

import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Transport;
import io.classickafka.seam.netty.NettyTransport;
import io.classickafka.seam.netty.SocketOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.jspecify.annotations.Nullable;

/** One client of one cluster. The package says how it is used. */
public final class ClusterClient {

  private final EventLoop loop;
  private final ClientSettings settings;
  private final Runnable onClosed;
  private final BrokerLinks links;
  private final ClusterMetadata metadata;
  private final Coordinators coordinators;
  private final Backoff backoff;
  private final Set<RepeatedCall<?>> calls = new LinkedHashSet<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private boolean closed;

  /**
   * A client on a given loop.
   *
   * @param loop one of the transport's
   * @param onClosed run on the loop after everything was closed
   */
  public ClusterClient(
      EventLoop loop, Transport transport, ClientSettings settings, Runnable onClosed) {
    this.loop = loop;
    this.settings = settings;
    this.onClosed = onClosed;
    this.links = new BrokerLinks(loop, transport, settings, this::onLost);
    this.metadata = new ClusterMetadata(loop, links, settings);
    this.coordinators = new Coordinators(this);
    this.backoff = new Backoff(settings.retryBackoffMs(), settings.retryBackoffMaxMs());
  }

  /**
   * A client with a loop and sockets of its own.
   *
   * @param role the kind of client, such as {@code producer}: names its thread
   */
  public static ClusterClient start(String role, ClientSettings settings) {
    NettyTransport transport =
        NettyTransport.startClient(
            "kafka-" + role + "-" + settings.clientId(),
            new SocketOptions(settings.sendBufferBytes(), settings.receiveBufferBytes(), 1));
    EventLoop loop = transport.loops().get(0);
    return new ClusterClient(loop, transport, settings, transport::shutdown);
  }

  static KafkaException closedError() {
    return new KafkaException("the client is closed");
  }

  /** The loop everything runs on. From any thread. */
  public EventLoop loop() {
    return loop;
  }

  public ClientSettings settings() {
    return settings;
  }

  /** What is known of the cluster now. From any thread. */
  public ClusterSnapshot snapshot() {
    return metadata.snapshot();
  }

  /** On the loop. */
  public ClusterMetadata metadata() {
    return metadata;
  }

  /**
   * Sends a call and repeats it until it has a result or its time is up, which is a
   * TimeoutException. From any thread; the future is completed on the loop.
   */
  public <T> CompletableFuture<T> call(Call<T> call, long timeoutMs) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      loop.executeOrRun(
          () -> {
            if (closed) {
              result.completeExceptionally(closedError());
              return;
            }
            RepeatedCall<T> repeated = new RepeatedCall<>(this, call, result, backoff);
            calls.add(repeated);
            repeated.start(timeoutMs);
          });
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(closedError());
    }
    return result;
  }

  /** The link to a broker; null when no broker of that id is known. On the loop. */
  public @Nullable BrokerLink link(int nodeId) {
    Node node = snapshot().node(nodeId);
    return node == null || closed ? null : links.toNode(node);
  }

  /** The link to a broker that is likely to answer soon. On the loop. */
  public BrokerLink leastLoaded() {
    return links.leastLoaded(snapshot());
  }

  /**
   * Finds the link to a target. On the loop; the outcome is given there, at once or later: a link,
   * or why there is none now.
   */
  public void resolve(Target target, BiConsumer<@Nullable BrokerLink, @Nullable Exception> then) {
    if (closed) {
      then.accept(null, closedError());
    } else if (target instanceof Target.Any) {
      then.accept(leastLoaded(), null);
    } else if (target instanceof Target.Coordinator coordinator) {
      coordinators.find(
          coordinator,
          (node, error) -> {
            if (closed) {
              then.accept(null, closedError());
            } else if (node == null) {
              then.accept(null, error);
            } else {
              then.accept(links.toCoordinator(node), null);
            }
          });
    } else {
      Node node = locate(target);
      if (node != null) {
        then.accept(links.toNode(node), null);
      } else {
        refreshAndLocate(target, then);
      }
    }
  }

  private void refreshAndLocate(
      Target target, BiConsumer<@Nullable BrokerLink, @Nullable Exception> then) {
    if (target instanceof Target.Leader leader) {
      metadata.want(leader.partition().topic());
    }
    metadata
        .refresh()
        .whenComplete(
            (snapshot, error) -> {
              Node node = closed ? null : locate(target);
              if (node != null) {
                then.accept(links.toNode(node), null);
              } else if (error instanceof Exception failure) {
                then.accept(null, failure);
              } else {
                then.accept(null, notLocated(target));
              }
            });
  }

  private @Nullable Node locate(Target target) {
    if (target instanceof Target.Controller) {
      return snapshot().node(snapshot().controllerId());
    }
    if (target instanceof Target.ById byId) {
      return snapshot().node(byId.nodeId());
    }
    return target instanceof Target.Leader leader ? snapshot().leader(leader.partition()) : null;
  }

  private static KafkaException notLocated(Target target) {
    if (target instanceof Target.Leader leader) {
      return new LeaderNotAvailableException("no leader of " + leader.partition() + " is known");
    }
    return new BrokerNotAvailableException(
        target instanceof Target.ById byId
            ? "broker " + byId.nodeId() + " is not known"
            : "the controller is not known");
  }

  /** A coordinator has proved to be none. On the loop. */
  public void forgetCoordinator(Target.Coordinator target) {
    coordinators.forget(target);
  }

  private void onLost() {
    if (!closed) {
      metadata.refreshSoon();
    }
  }

  void onEnded(RepeatedCall<?> call) {
    calls.remove(call);
  }

  /** Closes everything; calls without a result fail. From any thread. Idempotent. */
  public CompletableFuture<Void> close() {
    try {
      loop.executeOrRun(this::closeOnLoop);
    } catch (RejectedExecutionException e) {
      ended.complete(null);
    }
    return ended;
  }

  private void closeOnLoop() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      metadata.close();
      new ArrayList<>(calls).forEach(call -> call.fail(closedError()));
      links.closeAll();
    } finally {
      // Whatever somebody's outcome threw: whoever closes waits for this.
      ended.complete(null);
      onClosed.run();
    }
  }
}
