package io.classickafka.replica.fetcher;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchRequest.FetchPartition;
import io.classickafka.protocol.message.FetchRequest.FetchTopic;
import io.classickafka.protocol.message.FetchRequest.ForgottenTopic;
import io.classickafka.replica.FetchKey;
import io.classickafka.replica.FollowStep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The follower's end of a fetch session (KIP-227): what the leader knows of the partitions, and the
 * next request. A request names what changed since the last one; after anything went wrong, or when
 * the leader has no room for a session, it names all. State of the fetcher's loop.
 */
final class FetcherSession {

  private static final int NO_ID = 0;
  private static final int INITIAL_EPOCH = 0;
  private static final int FIRST_EPOCH = 1;

  private final FetcherSettings settings;
  private final LongSupplier brokerEpoch;

  /** What the leader's session holds, as of the last request. */
  private final Map<FetchKey, CopiedPartition> known = new LinkedHashMap<>();

  private final List<CopiedPartition> toName = new ArrayList<>();
  private final List<FetchKey> toForget = new ArrayList<>();
  private int id = NO_ID;
  private int epoch = INITIAL_EPOCH;
  private boolean byIds;

  /**
   * Without a session.
   *
   * @param brokerEpoch of this broker's registration
   */
  FetcherSession(FetcherSettings settings, LongSupplier brokerEpoch) {
    this.settings = settings;
    this.brokerEpoch = brokerEpoch;
  }

  /**
   * A request and the version it must be sent in.
   *
   * @param mayIdle whether the leader may be long with its answer
   */
  record Next(FetchRequest request, short version, boolean mayIdle) {}

  /** What the partition wants is to be told with the next request. */
  void offer(CopiedPartition partition) {
    if (!partition.offered) {
      partition.offered = true;
      toName.add(partition);
    }
  }

  /** Whether there is something to tell the leader. */
  boolean hasNews() {
    return !toName.isEmpty();
  }

  /** The leader must not send anything of the partition from the next request on. */
  void withdraw(CopiedPartition partition) {
    FetchKey key = partition.key;
    if (key != null) {
      partition.key = null;
      toForget.add(key);
    }
  }

  /** The partition by which the leader's answer goes, null when it was not asked about. */
  @Nullable CopiedPartition find(String topic, Uuid topicId, int partition) {
    return known.get(byIds ? FetchKey.byId(topicId, partition) : FetchKey.byName(topic, partition));
  }

  /**
   * The next request.
   *
   * @param all every partition of the fetcher, for a request that names all
   */
  Next next(Collection<CopiedPartition> all) {
    if (epoch != INITIAL_EPOCH && (!byIds || namedHaveIds())) {
      return incremental();
    }
    return full(all);
  }

  private boolean namedHaveIds() {
    for (CopiedPartition partition : toName) {
      if (partition.source.topicId().equals(Uuid.ZERO_UUID)) {
        return false;
      }
    }
    return true;
  }

  private Next full(Collection<CopiedPartition> all) {
    epoch = INITIAL_EPOCH;
    byIds = settings.versions().fetch() >= FetcherVersions.FETCH_WITH_IDS;
    known.clear();
    toForget.clear();
    clearNamed();
    List<CopiedPartition> named = new ArrayList<>();
    for (CopiedPartition partition : all) {
      partition.key = null;
      if (partition.phase == CopiedPartition.Phase.FETCHING) {
        named.add(partition);
        byIds &= !partition.source.topicId().equals(Uuid.ZERO_UUID);
      }
    }
    return request(named, List.of());
  }

  private Next incremental() {
    List<CopiedPartition> named = new ArrayList<>(toName.size());
    for (CopiedPartition partition : toName) {
      if (partition.phase == CopiedPartition.Phase.FETCHING) {
        named.add(partition);
      }
    }
    clearNamed();
    List<FetchKey> forgotten = new ArrayList<>(toForget);
    toForget.clear();
    forgotten.forEach(known::remove);
    for (CopiedPartition partition : named) {
      forgotten.remove(keyOf(partition));
    }
    return request(named, forgotten);
  }

  private void clearNamed() {
    for (CopiedPartition partition : toName) {
      partition.offered = false;
    }
    toName.clear();
  }

  private FetchKey keyOf(CopiedPartition partition) {
    int number = partition.source.name().partition();
    return byIds
        ? FetchKey.byId(partition.source.topicId(), number)
        : FetchKey.byName(partition.source.name().topic(), number);
  }

  private Next request(List<CopiedPartition> named, List<FetchKey> forgotten) {
    short version =
        byIds
            ? settings.versions().fetch()
            : (short) Math.min(settings.versions().fetch(), FetcherVersions.FETCH_BY_NAME);
    FetchRequest request =
        new FetchRequest()
            .maxWaitMs(settings.maxWaitMs())
            .minBytes(settings.minBytes())
            .maxBytes(settings.responseMaxBytes())
            .sessionId(id)
            .sessionEpoch(epoch)
            .topics(topics(named, version))
            .forgottenTopicsData(forgottenTopics(forgotten));
    if (version >= FetcherVersions.FETCH_WITH_REPLICA_STATE) {
      request.replicaState(
          new FetchRequest.ReplicaState()
              .replicaId(settings.brokerId())
              .replicaEpoch(brokerEpoch.getAsLong()));
    } else {
      request.replicaId(settings.brokerId());
    }
    boolean saysNothing = epoch != INITIAL_EPOCH && named.isEmpty() && forgotten.isEmpty();
    return new Next(request, version, settings.patient() && saysNothing);
  }

  private List<FetchTopic> topics(List<CopiedPartition> named, short version) {
    Map<String, FetchTopic> topics = new LinkedHashMap<>();
    for (CopiedPartition partition : named) {
      FetchKey key = keyOf(partition);
      partition.key = key;
      known.put(key, partition);
      String topic = partition.source.name().topic();
      topics
          .computeIfAbsent(topic, name -> new FetchTopic().topic(name).topicId(key.topicId()))
          .partitions()
          .add(wanted(partition, version));
    }
    return new ArrayList<>(topics.values());
  }

  private FetchPartition wanted(CopiedPartition partition, short version) {
    FollowStep.Fetch want = partition.want;
    if (want == null) {
      throw new IllegalStateException("nothing wanted of " + partition.source.name());
    }
    FetchPartition wanted =
        new FetchPartition()
            .partition(partition.source.name().partition())
            .currentLeaderEpoch(partition.source.leaderEpoch())
            .fetchOffset(want.fetchOffset())
            .logStartOffset(want.logStartOffset())
            .partitionMaxBytes(settings.partitionMaxBytes());
    return version >= FetcherVersions.FETCH_WITH_DIVERGENCE
        ? wanted.lastFetchedEpoch(want.lastFetchedEpoch())
        : wanted;
  }

  private static List<ForgottenTopic> forgottenTopics(List<FetchKey> forgotten) {
    Map<FetchKey, ForgottenTopic> topics = new LinkedHashMap<>();
    for (FetchKey key : forgotten) {
      topics
          .computeIfAbsent(
              new FetchKey(key.topic(), key.topicId(), 0),
              topic -> new ForgottenTopic().topic(topic.topic()).topicId(topic.topicId()))
          .partitions()
          .add(key.partition());
    }
    return new ArrayList<>(topics.values());
  }

  /** Whether the last request named all partitions. */
  boolean isNew() {
    return epoch == INITIAL_EPOCH;
  }

  /** The leader took the request. */
  void onAnswered(int sessionId) {
    if (sessionId == NO_ID) {
      id = NO_ID;
      epoch = INITIAL_EPOCH;
    } else if (epoch == INITIAL_EPOCH) {
      id = sessionId;
      epoch = FIRST_EPOCH;
    } else {
      epoch = epoch == Integer.MAX_VALUE ? FIRST_EPOCH : epoch + 1;
    }
  }

  /** The leader refused the request as a whole. */
  void onRefused(ErrorCode error) {
    if (error == ErrorCode.FETCH_SESSION_ID_NOT_FOUND) {
      id = NO_ID;
    }
    epoch = INITIAL_EPOCH;
  }

  /** It is not known what the leader knows: the next request names all and ends the session. */
  void reset() {
    epoch = INITIAL_EPOCH;
  }
}
