package io.classickafka.api;

import io.classickafka.benchmark.StillLoop;
import io.classickafka.config.BrokerConfig;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.MessageWriter;
import io.classickafka.protocol.message.MetadataRequest;
import io.classickafka.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataBroker;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataEndpoint;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataPartitionState;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataTopicState;
import io.classickafka.seam.ByteSlice;
import io.classickafka.security.Authorizer;
import io.classickafka.security.Principal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Answers to Metadata requests over 4,000 partitions with three replicas each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MetadataBenchmark {

  private static final String LISTENER = "PLAINTEXT";
  private static final short VERSION = 12;
  private static final int PARTITIONS = 4_000;
  private static final List<Integer> IDS = List.of(1, 2, 3);

  /** Partitions of each topic. */
  @Param({"1", "100", "4000"})
  int perTopic;

  private final StillLoop loop = new StillLoop();
  private final MetadataCache cache = new MetadataCache(loop);
  private final Peer peer =
      new Peer(
          "1",
          LISTENER,
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
          Principal.ANONYMOUS);
  private final MetadataRequest all = new MetadataRequest().topics(null);
  private final MetadataRequest named = new MetadataRequest().allowAutoTopicCreation(false);
  private MetadataHandler handler;
  private int written;

  @Setup
  public void setUp() {
    cache.update(cluster());
    List<MetadataRequestTopic> names = new ArrayList<>();
    for (int t = 0; t < PARTITIONS / perTopic; t++) {
      names.add(new MetadataRequestTopic().name("topic-" + t));
    }
    named.topics(names);
    Supplier<BrokerConfig> none =
        () -> {
          throw new AssertionError("nothing is created");
        };
    handler =
        new MetadataHandler(
            cache,
            none,
            new AutoCreation(cache, (topics, timeoutMs, reply) -> {}, none),
            new Permissions(Authorizer.ALLOW_ALL),
            "cluster");
  }

  private UpdateMetadataRequest cluster() {
    List<UpdateMetadataBroker> brokers = new ArrayList<>();
    for (int id : IDS) {
      UpdateMetadataEndpoint endpoint =
          new UpdateMetadataEndpoint().host("127.0.0.1").port(9092 + id).listener(LISTENER);
      brokers.add(new UpdateMetadataBroker().id(id).endpoints(List.of(endpoint)));
    }
    List<UpdateMetadataTopicState> topics = new ArrayList<>();
    for (int t = 0; t < PARTITIONS / perTopic; t++) {
      List<UpdateMetadataPartitionState> partitions = new ArrayList<>();
      for (int p = 0; p < perTopic; p++) {
        partitions.add(
            new UpdateMetadataPartitionState()
                .topicName("topic-" + t)
                .partitionIndex(p)
                .leader(IDS.get(p % IDS.size()))
                .isr(IDS)
                .replicas(IDS));
      }
      topics.add(
          new UpdateMetadataTopicState()
              .topicName("topic-" + t)
              .topicId(new Uuid(1, t + 1))
              .partitionStates(partitions));
    }
    return new UpdateMetadataRequest().liveBrokers(brokers).topicStates(topics);
  }

  /** A request for every topic there is. */
  @Benchmark
  public int allTopics() {
    return answered(all);
  }

  /** A request that names every topic. */
  @Benchmark
  public int namedTopics() {
    return answered(named);
  }

  private int answered(MetadataRequest request) {
    handler.handle(
        new RequestContext(
            ApiKey.METADATA,
            VERSION,
            1,
            "client",
            peer,
            loop,
            ByteSlice.wrap(new byte[8]),
            new Encoding()),
        request);
    return written;
  }

  /** Encodes the answer as the dispatcher does. */
  private final class Encoding implements Answer {

    private int errors;

    @Override
    public void respond(RequestContext context, ApiMessage response) {
      response.visitErrors(VERSION, code -> errors += code);
      MessageWriter out = new MessageWriter();
      response.write(out, VERSION);
      out.finish();
      written = out.sizeBytes() + errors;
    }

    @Override
    public void respondNothing(RequestContext context) {
      throw new AssertionError("no answer");
    }

    @Override
    public void closeConnection(RequestContext context, String reason) {
      throw new AssertionError(reason);
    }
  }
}
