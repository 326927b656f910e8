package io.classickafka.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.classickafka.api.ApiWorld;
import io.classickafka.api.Peer;
import io.classickafka.disk.FileChannelDisk;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchRequest.FetchPartition;
import io.classickafka.protocol.message.FetchRequest.FetchTopic;
import io.classickafka.protocol.message.MetadataRequest;
import io.classickafka.protocol.message.ProduceRequest;
import io.classickafka.protocol.message.ProduceRequest.PartitionProduceData;
import io.classickafka.protocol.message.ProduceRequest.TopicProduceData;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.seam.ByteSlice;
import io.classickafka.security.Principal;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What whole requests cost the garbage collector, from the bytes of the connection to those of the
 * answer, on one thread. The tests' compiler keeps every object that is made, so the figures are
 * the same in each run; a bound is a little above the figure of the day. A broker's own compiler
 * does without some of them.
 */
class RequestAllocationTest {

  private static final int REQUESTS = 2_000;
  private static final String TOPIC = "orders";
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ApiWorld world;
  private final SinkConnection socket;
  private final ClientConnection connection;

  RequestAllocationTest(@TempDir Path folder) {
    world = new ApiWorld(new FileChannelDisk(), folder);
    socket = new SinkConnection(world.network);
    MetricsRegistry metrics = new MetricsRegistry(null, () -> 0);
    connection =
        new ClientConnection(
            socket,
            new Peer("c", "PLAINTEXT", new InetSocketAddress("127.0.0.1", 1), Principal.ANONYMOUS),
            world.requests(),
            new LoopConnections(),
            new SoftwareCounts(metrics, "PLAINTEXT", 0),
            new NetworkSettings(
                1 << 24, -1, Integer.MAX_VALUE, Integer.MAX_VALUE, new LinkedHashMap<>()));
  }

  @BeforeEach
  void connect() {
    world.createTopic(TOPIC, 1);
    world.network.run(() -> connection.onConnected(socket));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void produceOfOneRecord() {
    assertThat(bytesOf(ApiKey.PRODUCE, 11, i -> produce(1))).isLessThan(3_000);
  }

  /** What a hundred records cost more than one is no more than a byte for each. */
  @Test
  void produceOfAHundredRecords() {
    long one = bytesOf(ApiKey.PRODUCE, 11, i -> produce(1));
    assertThat(bytesOf(ApiKey.PRODUCE, 11, i -> produce(100)) - one).isLessThan(100);
  }

  @Test
  void fetchAtTheEndInASession() {
    measureOne(ApiKey.FETCH, 16, fetch(0, 0, 0));
    int session = socket.int32(15);
    assertThat(session).isPositive();
    assertThat(bytesOf(ApiKey.FETCH, 16, i -> fetch(session, i + 1, -1))).isLessThan(2_350);
  }

  @Test
  void fetchOfOneSlice() {
    measureOne(ApiKey.PRODUCE, 11, produce(100));
    assertThat(bytesOf(ApiKey.FETCH, 16, i -> fetch(0, -1, 0))).isLessThan(4_700);
  }

  @Test
  void fetchOfOneSliceInASession() {
    measureOne(ApiKey.PRODUCE, 11, produce(100));
    measureOne(ApiKey.FETCH, 16, fetch(0, 0, 0));
    int session = socket.int32(15);
    assertThat(bytesOf(ApiKey.FETCH, 16, i -> fetch(session, i + 1, 0))).isLessThan(4_100);
  }

  @Test
  void metadataOfOneTopic() {
    MetadataRequest request =
        new MetadataRequest()
            .topics(List.of(new MetadataRequest.MetadataRequestTopic().name(TOPIC)));
    assertThat(bytesOf(ApiKey.METADATA, 12, i -> request)).isLessThan(1_950);
  }

  private static ProduceRequest produce(int records) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder().open(Compression.NONE)) {
      for (int i = 0; i < records; i++) {
        builder.append(1_700_000_000_000L, null, new byte[10]);
      }
      PartitionProduceData data =
          new PartitionProduceData()
              .index(0)
              .records(ByteSlice.wrap(builder.build().toByteArray()));
      return new ProduceRequest()
          .acks((short) 1)
          .timeoutMs(1_000)
          .topicData(List.of(new TopicProduceData().name(TOPIC).partitionData(List.of(data))));
    }
  }

  /** A fetch that does not wait; of no partition where the offset is negative. */
  private static FetchRequest fetch(int session, int epoch, long offset) {
    FetchRequest request =
        new FetchRequest()
            .sessionId(session)
            .sessionEpoch(epoch)
            .maxWaitMs(0)
            .minBytes(1)
            .maxBytes(1 << 20);
    if (offset >= 0) {
      FetchPartition partition =
          new FetchPartition().partition(0).fetchOffset(offset).partitionMaxBytes(1 << 20);
      request.topics(
          List.of(new FetchTopic().topicId(ApiWorld.idOf(TOPIC)).partitions(List.of(partition))));
    }
    return request;
  }

  private long bytesOf(ApiKey api, int version, IntFunction<ApiMessage> requests) {
    long bytes = 0;
    for (int i = 0; i < 2 * REQUESTS; i++) {
      long taken = measureOne(api, version, requests.apply(i));
      bytes += i < REQUESTS ? 0 : taken;
    }
    return bytes / REQUESTS;
  }

  private long measureOne(ApiKey api, int version, ApiMessage request) {
    byte[] body = ApiWorld.encode(api, version, request);
    // In memory outside the heap, where the network leaves what it receives.
    ByteBuffer frame = ByteBuffer.allocateDirect(Integer.BYTES + body.length);
    frame.putInt(body.length).put(body).flip();
    int answers = socket.answers;
    Runnable receive = () -> connection.onReceived(ByteSlice.wrap(frame));
    long before = THREADS.getCurrentThreadAllocatedBytes();
    world.network.run(receive);
    long after = THREADS.getCurrentThreadAllocatedBytes();
    assertThat(socket.answers).isEqualTo(answers + 1);
    return after - before;
  }
}
