package io.classickafka.client.cluster;

import io.classickafka.client.ManualLoop;
import io.classickafka.client.ScriptedTransport;
import io.classickafka.client.ScriptedTransport.Peer;
import io.classickafka.client.ScriptedTransport.Sent;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ApiVersionsResponse;
import io.classickafka.protocol.message.InitProducerIdResponse;
import io.classickafka.protocol.message.MetadataRequest;
import io.classickafka.protocol.message.MetadataResponse;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of one broker that a test plays: it answers by itself what every client asks first, and
 * leaves the rest to the test. A second broker is there once it has led.
 */
public final class ScriptedCluster {

  public final ManualLoop loop = new ManualLoop();
  public final ScriptedTransport transport = new ScriptedTransport(loop);
  public final ClusterClient client;
  public int metadataAsked;

  /** Partitions that have no leader now. */
  public final Set<TopicPartition> leaderless = new LinkedHashSet<>();

  /** Whether a second broker is there. */
  public boolean second;

  /** The epoch of all leaders. */
  public int leaderEpoch = 3;

  /** Grows when all topics are deleted and created again. */
  public int incarnation = 1;

  /** What the broker does not serve. */
  public final Set<ApiKey> withheld = new LinkedHashSet<>();

  /** The highest versions of what it serves as an older broker does. */
  public final Map<ApiKey, Integer> highest = new LinkedHashMap<>();

  /** Topics of which there is nothing but an error. */
  public final Map<String, ErrorCode> refused = new LinkedHashMap<>();

  /** Whether connections cannot be made. */
  public boolean refusing;

  private final Map<String, Integer> topics = new LinkedHashMap<>();
  private final List<Open> open = new ArrayList<>();
  private final Map<Peer, Integer> seen = new LinkedHashMap<>();
  private final Map<Peer, ArrayDeque<Open>> unanswered = new LinkedHashMap<>();
  private long nextProducerId = 7;
  private String host = "broker";
  private int leader = 1;

  /** A request, and the answer once it is decided. Answers leave in the order of the requests. */
  public final class Open {
    private final Peer peer;
    private final Sent sent;
    private @Nullable ApiMessage response;

    Open(Peer peer, Sent sent) {
      this.peer = peer;
      this.sent = sent;
    }

    public Peer peer() {
      return peer;
    }

    public void answer(ApiMessage with) {
      response = with;
      flush(peer);
    }

    @SuppressWarnings({
      "unchecked",
      "TypeParameterUnusedInFormals"
    }) // The caller knows what it sent.
    public <T extends ApiMessage> T body() {
      return (T) sent.body();
    }
  }

  public ScriptedCluster() {
    this(30_000);
  }

  public ScriptedCluster(long requestTimeoutMs) {
    ClientSettings settings =
        new ClientSettings(
            "test",
            List.of(new HostPort("broker", 9092)),
            requestTimeoutMs,
            10_000,
            50,
            1_000,
            100,
            1_000,
            300_000,
            300_000,
            true,
            -1,
            -1);
    client = new ClusterClient(loop, transport, settings, () -> {});
  }

  public ScriptedCluster topic(String name, int partitions) {
    topics.put(name, partitions);
    return this;
  }

  /** Has the first or the second broker lead all partitions from now on; clients hear of it. */
  public void lead(int broker) {
    leader = broker;
    leaderEpoch++;
    second |= broker == 2;
    client.metadata().refreshSoon();
    pass(200);
  }

  /** Has the first broker be elsewhere from now on; clients hear of it. */
  public void move(String to) {
    host = to;
    client.metadata().refreshSoon();
    pass(200);
  }

  /** Runs everything that can run now, and a moment more. */
  public void run() {
    for (int i = 0; i < 20; i++) {
      loop.advance(0);
      serve();
    }
  }

  /** Lets time pass in small steps. */
  public void pass(long ms) {
    for (long passed = 0; passed < ms; passed += 10) {
      loop.advance(10);
      serve();
    }
    run();
  }

  private void serve() {
    for (Peer peer : new ArrayList<>(transport.peers)) {
      if (!seen.containsKey(peer)) {
        seen.put(peer, 0);
        if (refusing) {
          peer.fail(new ConnectException("refused"));
        } else {
          peer.accept();
        }
      }
      int from = seen.getOrDefault(peer, 0);
      List<Sent> fresh = new ArrayList<>(peer.sent.subList(from, peer.sent.size()));
      seen.put(peer, peer.sent.size());
      fresh.forEach(sent -> serve(peer, sent));
    }
  }

  private void serve(Peer peer, Sent sent) {
    Open request = new Open(peer, sent);
    unanswered.computeIfAbsent(peer, key -> new ArrayDeque<>()).addLast(request);
    switch (sent.api()) {
      case API_VERSIONS -> request.answer(versions());
      case METADATA -> {
        metadataAsked++;
        request.answer(metadata((MetadataRequest) sent.body()));
      }
      case INIT_PRODUCER_ID ->
          request.answer(new InitProducerIdResponse().producerId(nextProducerId++));
      default -> open.add(request);
    }
  }

  private void flush(Peer peer) {
    ArrayDeque<Open> requests = unanswered.get(peer);
    while (requests != null && !requests.isEmpty()) {
      Open first = requests.getFirst();
      ApiMessage response = first.response;
      if (response == null) {
        return;
      }
      requests.removeFirst();
      peer.answer(first.sent, response);
    }
  }

  private ApiVersionsResponse versions() {
    ApiVersionsResponse response = new ApiVersionsResponse();
    for (ApiKey api : ApiKey.values()) {
      if (withheld.contains(api)) {
        continue;
      }
      response
          .apiKeys()
          .add(
              new ApiVersionsResponse.ApiVersion()
                  .apiKey(api.id())
                  .minVersion(api.lowestVersion())
                  .maxVersion(highest.getOrDefault(api, (int) api.highestVersion()).shortValue()));
    }
    return response;
  }

  private MetadataResponse metadata(MetadataRequest request) {
    MetadataResponse response = new MetadataResponse().controllerId(1);
    response
        .brokers()
        .add(new MetadataResponse.MetadataResponseBroker().nodeId(1).host(host).port(9092));
    if (second) {
      response
          .brokers()
          .add(new MetadataResponse.MetadataResponseBroker().nodeId(2).host("other").port(9092));
    }
    List<MetadataRequest.MetadataRequestTopic> asked = request.topics();
    topics.forEach(
        (name, partitions) -> {
          boolean wanted =
              asked == null || asked.stream().anyMatch(topic -> name.equals(topic.name()));
          if (wanted) {
            response.topics().add(topicOf(name, partitions));
          }
        });
    return response;
  }

  private MetadataResponse.MetadataResponseTopic topicOf(String name, int partitions) {
    MetadataResponse.MetadataResponseTopic topic =
        new MetadataResponse.MetadataResponseTopic()
            .name(name)
            .topicId(new Uuid(incarnation, name.hashCode()));
    ErrorCode error = refused.getOrDefault(name, ErrorCode.NONE);
    topic.errorCode(error.code());
    for (int i = 0; i < partitions && error == ErrorCode.NONE; i++) {
      topic
          .partitions()
          .add(
              new MetadataResponse.MetadataResponsePartition()
                  .partitionIndex(i)
                  .leaderId(leaderless.contains(new TopicPartition(name, i)) ? -1 : leader)
                  .leaderEpoch(leaderEpoch)
                  .replicaNodes(List.of(leader))
                  .isrNodes(List.of(leader)));
    }
    return topic;
  }

  /** The requests that wait for an answer, in the order they came. */
  public List<Open> open() {
    return open;
  }

  /** Takes the oldest request without an answer. */
  public Open take() {
    return open.remove(0);
  }
}
