package io.classickafka.client.cluster;

import io.classickafka.client.ResponseHandler;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.message.MetadataRequest;
import io.classickafka.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.classickafka.protocol.message.MetadataResponse;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps the {@link ClusterSnapshot} fresh for the topics somebody wants. One request at a time.
 * State of the client's loop, except {@link #snapshot}.
 */
public final class ClusterMetadata {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterMetadata.class);

  // Below 4 a request cannot say whether topics are to be created.
  private static final int LOWEST_VERSION = 4;
  // Brokers before 2.4 may tell an epoch that has passed, for as long as replicas move.
  private static final int TRUE_EPOCHS_VERSION = 9;

  private final EventLoop loop;
  private final BrokerLinks links;
  private final ClientSettings settings;
  private final Backoff backoff;
  // What is wanted, with the time it was last asked for.
  private final Map<String, Long> wanted = new LinkedHashMap<>();
  private final List<Consumer<ClusterSnapshot>> listeners = new ArrayList<>();
  private boolean allTopics;
  private boolean inFlight;
  // Whether to ask once more as soon as the request in flight is answered.
  private boolean again;
  private boolean closed;
  // Answered by the request in flight, and by the one after it.
  private List<CompletableFuture<ClusterSnapshot>> waiting = new ArrayList<>();
  private List<CompletableFuture<ClusterSnapshot>> waitingForNext = new ArrayList<>();
  private boolean answered;
  private long answeredMs;
  private int failures;
  private int unsettled;
  private EventLoop.@Nullable Scheduled timer;
  private long timerDueMs;
  private volatile ClusterSnapshot snapshot = ClusterSnapshot.EMPTY;

  ClusterMetadata(EventLoop loop, BrokerLinks links, ClientSettings settings) {
    this.loop = loop;
    this.links = links;
    this.settings = settings;
    this.backoff = new Backoff(settings.retryBackoffMs(), settings.retryBackoffMaxMs());
  }

  /** What is known now. From any thread. */
  public ClusterSnapshot snapshot() {
    return snapshot;
  }

  /** Called on the loop after each answer. */
  public void addListener(Consumer<ClusterSnapshot> listener) {
    listeners.add(listener);
  }

  /** Wants one topic more. What is known of it is returned; it is asked for if that is nothing. */
  public @Nullable TopicSnapshot want(String topic) {
    boolean added = wanted.put(topic, loop.monotonicMs()) == null;
    TopicSnapshot known = snapshot.topic(topic);
    if (added || known == null) {
      request(0);
    }
    return known;
  }

  /** Wants these topics and no others. */
  public void wantOnly(Collection<String> topics) {
    allTopics = false;
    wanted.keySet().retainAll(topics);
    topics.forEach(this::want);
  }

  /** Wants every topic there is. */
  public void wantAll() {
    if (!allTopics) {
      allTopics = true;
      request(0);
    }
  }

  /**
   * Asks again: something was not where it was said to be. At once, unless the last answer is
   * fresher than one pause.
   */
  public void refreshSoon() {
    long sinceMs = loop.monotonicMs() - answeredMs;
    request(answered ? Math.max(0, settings.retryBackoffMs() - sinceMs) : 0);
  }

  /** Asks now. The future, completed on the loop, has an answer to a request sent after this. */
  public CompletableFuture<ClusterSnapshot> refresh() {
    CompletableFuture<ClusterSnapshot> future = new CompletableFuture<>();
    if (closed) {
      future.completeExceptionally(ClusterClient.closedError());
    } else if (inFlight) {
      waitingForNext.add(future);
    } else {
      waiting.add(future);
      request(0);
    }
    return future;
  }

  void close() {
    closed = true;
    cancelTimer();
    List<CompletableFuture<ClusterSnapshot>> all = new ArrayList<>(waiting);
    all.addAll(waitingForNext);
    waiting = new ArrayList<>();
    waitingForNext = new ArrayList<>();
    all.forEach(future -> future.completeExceptionally(ClusterClient.closedError()));
  }

  // Sends a request after a pause, or earlier if one is due earlier.
  private void request(long pauseMs) {
    if (closed) {
      return;
    }
    long dueMs = loop.monotonicMs() + pauseMs;
    if (timer != null) {
      if (timerDueMs <= dueMs) {
        return;
      }
      cancelTimer();
    }
    timerDueMs = dueMs;
    timer = loop.schedule(pauseMs, this::onTimer);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void onTimer() {
    timer = null;
    if (closed) {
      return;
    }
    if (inFlight) {
      // Looked at again with the answer, which is the time to ask once more.
      again = true;
      return;
    }
    send();
  }

  private void send() {
    inFlight = true;
    again = false;
    long oldestMs = loop.monotonicMs() - settings.metadataMaxIdleMs();
    wanted.values().removeIf(usedMs -> usedMs < oldestMs);
    MetadataRequest request =
        new MetadataRequest().allowAutoTopicCreation(settings.autoCreateTopics());
    if (allTopics) {
      request.topics(null);
    } else {
      List<MetadataRequestTopic> topics = new ArrayList<>();
      wanted.keySet().forEach(name -> topics.add(new MetadataRequestTopic().name(name)));
      request.topics(topics);
    }
    BrokerLink link = links.leastLoaded(snapshot);
    link.send(
        ApiKey.METADATA,
        LOWEST_VERSION,
        ApiKey.METADATA.highestVersion(),
        request,
        new ResponseHandler() {
          @Override
          public void onResponse(ApiMessage response, short version) {
            MetadataResponse answer = (MetadataResponse) response;
            if (version < TRUE_EPOCHS_VERSION) {
              forgetEpochs(answer);
            }
            onAnswer(answer, link);
          }

          @Override
          public void onFailure(Failure failure, String detail) {
            if (failure == Failure.UNSENDABLE) {
              // The others are heard of without what no request can name.
              wanted.keySet().removeIf(ClusterMetadata::isNoName);
            }
            onNoAnswer(link, failure + " " + detail);
          }
        });
  }

  private static void forgetEpochs(MetadataResponse response) {
    response.topics().forEach(topic -> topic.partitions().forEach(one -> one.leaderEpoch(-1)));
  }

  private static boolean isNoName(String topic) {
    return topic.length() > TopicSnapshot.LONGEST_NAME;
  }

  private void onNoAnswer(BrokerLink link, String why) {
    inFlight = false;
    if (closed) {
      return;
    }
    failures++;
    // At ever longer intervals: the pauses soon stop growing, and nobody reads a line a second.
    Level level = Integer.bitCount(failures) == 1 ? Level.WARN : Level.DEBUG;
    LOG.atLevel(level)
        .log("metadata not answered broker={} failures={} cause={}", link.address(), failures, why);
    request(backoff.pauseMs(failures, loop.random()));
  }

  private void onAnswer(MetadataResponse response, BrokerLink link) {
    if (closed) {
      return;
    }
    if (response.brokers().isEmpty()) {
      // A broker that has just started and has not heard from the controller.
      onNoAnswer(link, "no brokers are known");
      return;
    }
    inFlight = false;
    answered = true;
    answeredMs = loop.monotonicMs();
    failures = 0;
    ClusterSnapshot fresh = snapshot.next(response);
    snapshot = fresh;
    List<CompletableFuture<ClusterSnapshot>> heard = waiting;
    waiting = waitingForNext;
    waitingForNext = new ArrayList<>();
    if (again || !waiting.isEmpty()) {
      request(0);
    }
    boolean anyUnsettled = fresh.topics().stream().anyMatch(TopicSnapshot::unsettled);
    unsettled = anyUnsettled ? unsettled + 1 : 0;
    request(anyUnsettled ? backoff.pauseMs(unsettled, loop.random()) : settings.metadataMaxAgeMs());
    for (Consumer<ClusterSnapshot> listener : listeners) {
      listener.accept(fresh);
    }
    heard.forEach(future -> future.complete(fresh));
  }
}
