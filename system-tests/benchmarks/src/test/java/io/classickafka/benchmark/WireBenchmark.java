package io.classickafka.benchmark;

import io.classickafka.protocol.MessageReader;
import io.classickafka.protocol.MessageWriter;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.protocol.message.ProduceRequest;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordFault;
import io.classickafka.record.RecordRules;
import io.classickafka.record.RecordValidator;
import io.classickafka.record.TimestampType;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a broker does with the bytes of requests and responses, for ten partitions. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WireBenchmark {

  private static final int PARTITIONS = 10;
  private static final short PRODUCE_VERSION = 11;
  private static final short FETCH_VERSION = 17;
  private static final RecordRules RULES =
      RecordRules.of(false, TimestampType.CREATE_TIME, Long.MAX_VALUE, Long.MAX_VALUE, 1 << 20);

  @Param({"1", "100"})
  int records;

  private ByteSlice produceFrame;
  private ByteSlice batch;
  private ByteSlice compressed;
  private final RecordValidator validator = new RecordValidator();

  @Setup
  public void setUp() {
    batch = LogFolder.batch(Compression.NONE, 100, records);
    compressed = LogFolder.batch(Compression.ZSTD, 100, records);
    List<ProduceRequest.PartitionProduceData> partitions = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new ProduceRequest.PartitionProduceData().index(i).records(batch));
    }
    MessageWriter out = new MessageWriter();
    new ProduceRequest()
        .acks((short) -1)
        .timeoutMs(30_000)
        .topicData(
            List.of(new ProduceRequest.TopicProduceData().name("orders").partitionData(partitions)))
        .write(out, PRODUCE_VERSION);
    produceFrame = joined(out.finish());
  }

  @TearDown
  public void tearDown() {
    validator.close();
  }

  private static ByteSlice joined(List<Payload> parts) {
    int size = parts.stream().mapToInt(Payload::sizeBytes).sum();
    ByteBuffer bytes = ByteBuffer.allocateDirect(size);
    for (Payload part : parts) {
      bytes.put(((ByteSlice) part).duplicate());
    }
    return ByteSlice.wrap(bytes.flip());
  }

  /** The request, its record sets left where they are. */
  @Benchmark
  public Object decodeProduce() {
    ProduceRequest request = new ProduceRequest();
    request.read(new MessageReader(produceFrame), PRODUCE_VERSION);
    return request;
  }

  /** One batch: CRC and the structure of every record. */
  @Benchmark
  public RecordFault validate() {
    return validator.validateProduced(batch, RULES, LogFolder.NOW_MS);
  }

  /** The same, decompressed on the way. */
  @Benchmark
  public RecordFault validateZstd() {
    return validator.validateProduced(compressed, RULES, LogFolder.NOW_MS);
  }

  /** The response, its record sets not copied. */
  @Benchmark
  public Object encodeFetch() {
    List<FetchResponse.PartitionData> partitions = new ArrayList<>(PARTITIONS);
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(
          new FetchResponse.PartitionData()
              .partitionIndex(i)
              .highWatermark(1000)
              .lastStableOffset(1000)
              .logStartOffset(0)
              .records(batch));
    }
    MessageWriter out = new MessageWriter();
    new FetchResponse()
        .sessionId(7)
        .responses(
            List.of(
                new FetchResponse.FetchableTopicResponse()
                    .topicId(Uuid.METADATA_TOPIC_ID)
                    .partitions(partitions)))
        .write(out, FETCH_VERSION);
    return out.finish();
  }
}
