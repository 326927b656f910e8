package io.classickafka.client.consumer;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.ResponseHandler;
import io.classickafka.client.cluster.BrokerLink;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.ClusterSnapshot;
import io.classickafka.client.cluster.PartitionSnapshot;
import io.classickafka.client.cluster.TopicSnapshot;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.protocol.message.FetchResponse.FetchableTopicResponse;
import io.classickafka.protocol.message.FetchResponse.PartitionData;
import io.classickafka.record.BatchCursor;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Fetches what is wanted next from each leader, or from the replica that it names, one request to
 * each at a time. The loop's.
 */
final class Fetcher {

  private static final int LOWEST_VERSION = 4;
  // From 13 on topics are named by id.
  private static final int HIGHEST_VERSION_WITH_NAMES = 12;
  private static final int PAUSE_AFTER_ERROR_MS = 100;

  private final ClusterClient client;
  private final EventLoop loop;
  private final ConsumerSettings settings;
  private final Assigned assigned;
  private final EpochCheck checks;
  private final Listener listener;
  private final Map<Integer, FetchSession> sessions = new LinkedHashMap<>();
  private final Map<Integer, Map<TopicPartition, Integer>> inFlight = new LinkedHashMap<>();
  private boolean closed;

  /** Hears of what was fetched. */
  interface Listener {
    void onFetched();

    /** The offset does not exist (any more). */
    void onOutOfRange(PartitionState state);

    /** Something the application must hear of. */
    void onError(PartitionState state, RuntimeException error);
  }

  Fetcher(
      ClusterClient client,
      ConsumerSettings settings,
      Assigned assigned,
      EpochCheck checks,
      Listener listener) {
    this.client = client;
    this.loop = client.loop();
    this.settings = settings;
    this.assigned = assigned;
    this.checks = checks;
    this.listener = listener;
  }

  /** Leaders may be others now. */
  void onMetadata() {
    ClusterSnapshot cluster = client.snapshot();
    for (PartitionState state : assigned.all()) {
      PartitionSnapshot partition = cluster.partition(state.partition);
      if (partition != null && cluster.node(partition.leaderId()) != null) {
        led(state, partition, cluster);
      }
    }
    fetch();
  }

  private static void led(
      PartitionState state, PartitionSnapshot partition, ClusterSnapshot cluster) {
    TopicSnapshot topic = cluster.topic(state.partition.topic());
    Uuid id = topic == null ? Uuid.ZERO_UUID : topic.id();
    state.led(partition.leaderId(), partition.leaderEpoch(), id);
  }

  /** Sends what can be sent now: call it whenever a partition may have become fetchable. */
  void fetch() {
    if (closed || assigned.isEmpty()) {
      return;
    }
    long nowMs = loop.monotonicMs();
    ClusterSnapshot cluster = client.snapshot();
    Map<Integer, List<PartitionState>> byNode = new LinkedHashMap<>();
    Map<Integer, List<PartitionState>> doubtful = new LinkedHashMap<>();
    for (PartitionState state : assigned.all()) {
      if (!state.isFetchable(nowMs) && !state.isToBeChecked(nowMs)) {
        continue;
      }
      PartitionSnapshot partition = cluster.partition(state.partition);
      if (partition == null || cluster.node(partition.leaderId()) == null) {
        client.metadata().want(state.partition.topic());
        client.metadata().refreshSoon();
        continue;
      }
      int leader = partition.leaderId();
      led(state, partition, cluster);
      if (state.isToBeChecked(nowMs)) {
        doubtful.computeIfAbsent(leader, id -> new ArrayList<>()).add(state);
      } else if (state.isFetchable(nowMs)) {
        int node = readReplica(state, leader, cluster, nowMs);
        if (!inFlight.containsKey(node)) {
          byNode.computeIfAbsent(node, id -> new ArrayList<>()).add(state);
        }
      }
    }
    doubtful.forEach((node, states) -> checks.ask(node, states, cluster));
    byNode.forEach((node, states) -> send(node, states, cluster));
  }

  // The replica that the leader named, if it is there.
  private int readReplica(PartitionState state, int leader, ClusterSnapshot cluster, long nowMs) {
    int named = state.readReplica(nowMs);
    if (named < 0) {
      return leader;
    }
    if (cluster.node(named) == null) {
      state.readFromLeader();
      client.metadata().refreshSoon();
      return leader;
    }
    return named;
  }

  private void send(int node, List<PartitionState> states, ClusterSnapshot cluster) {
    BrokerLink link = client.link(node);
    if (link == null || inFlight.containsKey(node)) {
      return;
    }
    Map<TopicPartition, FetchSession.Wanted> wanted = new LinkedHashMap<>();
    Map<TopicPartition, Integer> places = new LinkedHashMap<>();
    boolean ids = true;
    for (PartitionState state : states) {
      TopicSnapshot topic = cluster.topic(state.partition.topic());
      PartitionSnapshot partition = cluster.partition(state.partition);
      Uuid id = topic == null ? Uuid.ZERO_UUID : topic.id();
      ids &= !id.equals(Uuid.ZERO_UUID);
      int epoch = partition == null ? -1 : partition.leaderEpoch();
      wanted.put(
          state.partition,
          new FetchSession.Wanted(id, state.fetchOffset(), epoch, settings.partitionMaxBytes()));
      places.put(state.partition, state.place());
      state.fetching(true);
    }
    FetchRequest request =
        new FetchRequest()
            .maxWaitMs(settings.fetchMaxWaitMs())
            .minBytes(settings.fetchMinBytes())
            .maxBytes(settings.fetchMaxBytes())
            .isolationLevel(settings.isolationLevel())
            .rackId(settings.rack());
    FetchSession session = sessions.computeIfAbsent(node, id -> new FetchSession());
    session.ask(request, wanted, ids);
    inFlight.put(node, places);
    link.send(
        ApiKey.FETCH,
        LOWEST_VERSION,
        ids ? ApiKey.FETCH.highestVersion() : HIGHEST_VERSION_WITH_NAMES,
        request,
        new ResponseHandler() {
          @Override
          public void onResponse(ApiMessage response, short version) {
            onAnswer(node, session, (FetchResponse) response);
          }

          @Override
          public void onFailure(Failure failure, String detail) {
            readFromLeaders(landed(node));
            session.reset();
            // The link itself pauses before it connects again.
            loop.schedule(PAUSE_AFTER_ERROR_MS, Fetcher.this::fetch);
          }
        });
  }

  // Whoever did not answer may have been named by a leader.
  private void readFromLeaders(Map<TopicPartition, Integer> places) {
    for (TopicPartition partition : places.keySet()) {
      PartitionState state = assigned.find(partition);
      if (state != null) {
        state.readFromLeader();
      }
    }
  }

  private Map<TopicPartition, Integer> landed(int node) {
    Map<TopicPartition, Integer> places = inFlight.remove(node);
    if (places == null) {
      return new LinkedHashMap<>();
    }
    for (TopicPartition partition : places.keySet()) {
      PartitionState state = assigned.find(partition);
      if (state != null) {
        state.fetching(false);
      }
    }
    return places;
  }

  private void onAnswer(int node, FetchSession session, FetchResponse response) {
    Map<TopicPartition, Integer> places = landed(node);
    ErrorCode error = ErrorCode.of(response.errorCode());
    if (error == ErrorCode.NONE) {
      for (FetchableTopicResponse topic : response.responses()) {
        String name = topic.topic().isEmpty() ? session.nameOf(topic.topicId()) : topic.topic();
        for (PartitionData data : topic.partitions()) {
          if (name != null) {
            accept(new TopicPartition(name, data.partitionIndex()), data, places, session);
          }
        }
      }
    } else {
      client.metadata().refreshSoon();
    }
    session.answered(error, response.sessionId());
    listener.onFetched();
    if (error == ErrorCode.NONE
        || error == ErrorCode.FETCH_SESSION_ID_NOT_FOUND
        || error == ErrorCode.INVALID_FETCH_SESSION_EPOCH) {
      fetch();
    } else {
      loop.schedule(PAUSE_AFTER_ERROR_MS, this::fetch);
    }
  }

  private void accept(
      TopicPartition partition,
      PartitionData data,
      Map<TopicPartition, Integer> places,
      FetchSession session) {
    PartitionState state = assigned.find(partition);
    Integer place = places.get(partition);
    FetchSession.Wanted asked = session.asked(partition);
    if (state == null || place == null || asked == null) {
      return;
    }
    if (place != state.place() || asked.offset() != state.fetchOffset()) {
      // Sought in, or gone and back, since this was asked for.
      return;
    }
    ErrorCode error = ErrorCode.of(data.errorCode());
    if (error != ErrorCode.NONE) {
      refused(state, error);
      return;
    }
    state.ends(data.highWatermark(), data.lastStableOffset());
    if (data.preferredReadReplica() >= 0) {
      long untilMs = loop.monotonicMs() + client.settings().metadataMaxAgeMs();
      state.readFrom(data.preferredReadReplica(), untilMs);
    }
    if (data.records() instanceof ByteSlice bytes && bytes.sizeBytes() > 0) {
      keep(state, data, bytes, asked.offset());
    }
  }

  private void keep(PartitionState state, PartitionData data, ByteSlice bytes, long from) {
    long next = endOf(bytes);
    if (next < 0) {
      listener.onError(state, ApiErrors.ofPartition(ErrorCode.MESSAGE_TOO_LARGE, state.partition));
      state.pauseFetchingUntil(loop.monotonicMs() + PAUSE_AFTER_ERROR_MS);
      return;
    }
    List<FetchResponse.AbortedTransaction> aborted = data.abortedTransactions();
    FetchedChunk chunk =
        new FetchedChunk(
            state.partition,
            bytes.retain(),
            from,
            aborted == null ? List.of() : aborted,
            settings.readCommitted(),
            settings.checkCrcs());
    state.fetched(chunk, Math.max(from, next));
  }

  /** The offset after the last whole batch; -1 when there is none. */
  static long endOf(ByteSlice bytes) {
    BatchCursor batches = new BatchCursor().over(bytes);
    long next = -1;
    while (batches.next()) {
      next = batches.batch().nextOffset();
    }
    return next;
  }

  private void refused(PartitionState state, ErrorCode error) {
    state.pauseFetchingUntil(loop.monotonicMs() + PAUSE_AFTER_ERROR_MS);
    loop.schedule(PAUSE_AFTER_ERROR_MS + 1, this::fetch);
    boolean elsewhere = state.readFromLeader();
    switch (error) {
      case OFFSET_OUT_OF_RANGE -> {
        // A follower may lag behind: the leader decides. And what was fetched before is returned
        // first: then this offset is asked for again.
        if (!elsewhere && !state.hasRecords()) {
          listener.onOutOfRange(state);
        }
      }
      case NOT_LEADER_OR_FOLLOWER,
          REPLICA_NOT_AVAILABLE,
          KAFKA_STORAGE_ERROR,
          FENCED_LEADER_EPOCH,
          UNKNOWN_TOPIC_OR_PARTITION,
          UNKNOWN_TOPIC_ID,
          INCONSISTENT_TOPIC_ID,
          LEADER_NOT_AVAILABLE -> {
        client.metadata().want(state.partition.topic());
        client.metadata().refreshSoon();
      }
      case UNKNOWN_LEADER_EPOCH, OFFSET_NOT_AVAILABLE, UNKNOWN_SERVER_ERROR -> {}
      // The leader's own copy is damaged: what it says is retriable is not, for a consumer.
      case CORRUPT_MESSAGE ->
          listener.onError(
              state,
              new KafkaException(
                  "the leader's copy of "
                      + state.partition
                      + " is damaged at or after offset "
                      + state.fetchOffset()));
      default -> listener.onError(state, ApiErrors.ofPartition(error, state.partition));
    }
  }

  void close() {
    closed = true;
  }
}
