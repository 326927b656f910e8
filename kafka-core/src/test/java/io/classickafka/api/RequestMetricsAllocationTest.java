package io.classickafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.classickafka.log.ConversionCost;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.message.FetchResponse;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class RequestMetricsAllocationTest {

  private static final int CALLS = 20_000;
  private static final int PARTITIONS = 100;
  private static final short VERSION = 12;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final RequestMetrics metrics = new RequestMetrics(new MetricsRegistry(null, () -> 0));
  private final FetchResponse response = new FetchResponse();

  /** One iterator, one counter and one set of times; whatever the number of partitions. */
  @Test
  void countingARequestMakesNoObjectForEachPartition() {
    FetchResponse.FetchableTopicResponse topic = new FetchResponse.FetchableTopicResponse();
    for (int i = 0; i < PARTITIONS; i++) {
      topic.partitions().add(new FetchResponse.PartitionData().partitionIndex(i));
    }
    response.responses().add(topic);
    count();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    count();
    long perCall = (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS;
    assertThat(perCall).as("bytes a request").isLessThan(2 * PARTITIONS);
  }

  private void count() {
    for (int i = 0; i < CALLS; i++) {
      metrics.onRequest(ApiKey.FETCH, RequestMetrics.Fetcher.CONSUMER, VERSION, 100);
      metrics.onResponse(ApiKey.FETCH, VERSION, response);
      metrics.onDone(
          ApiKey.FETCH,
          RequestMetrics.Fetcher.CONSUMER,
          RequestMetrics.Times.of(1_000_000, 2_000_000, 0, 0, 1_000_000),
          ConversionCost.NONE);
    }
  }
}
