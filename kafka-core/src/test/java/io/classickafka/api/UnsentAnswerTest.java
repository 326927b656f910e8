package io.classickafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.disk.DiskFile;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.replica.TopicMetrics;
import io.classickafka.security.Authorizer;
import io.classickafka.simulation.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A response that is not sent after all gives back what it holds. */
class UnsentAnswerTest {

  @Test
  @SuppressWarnings("NullAway") // what is not needed to give slices back
  void slicesOfAFetchResponseAreReleased() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    disk.makeDirectories(Path.of("/data"));
    FetchResponse response = new FetchResponse();
    FetchResponse.FetchableTopicResponse topic = new FetchResponse.FetchableTopicResponse();
    response.responses().add(topic);
    try (DiskFile file = disk.create(Path.of("/data/log"))) {
      file.append(ByteBuffer.wrap(new byte[100]));
      topic.partitions().add(new FetchResponse.PartitionData().records(file.slice(0, 50)));
      topic.partitions().add(new FetchResponse.PartitionData().records(file.slice(50, 50)));
      topic.partitions().add(new FetchResponse.PartitionData().records(null));
    }
    assertThat(disk.heldSlices()).isEqualTo(2);
    TopicMetrics metrics = new TopicMetrics(new MetricsRegistry(null, () -> 0));
    new FetchHandler(null, null, Authorizer.ALLOW_ALL, () -> 1, metrics, false).discard(response);
    assertThat(disk.heldSlices()).isZero();
  }
}
