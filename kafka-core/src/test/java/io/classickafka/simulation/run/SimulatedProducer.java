package io.classickafka.simulation.run;

import io.classickafka.client.cluster.ClientSettings;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.producer.PendingRecord;
import io.classickafka.client.producer.ProducerCore;
import io.classickafka.client.producer.ProducerSettings;
import io.classickafka.record.Compression;
import io.classickafka.simulation.check.Check;
import io.classickafka.simulation.world.Clock;
import io.classickafka.simulation.world.Network;
import io.classickafka.simulation.world.ProcessLoop;
import io.classickafka.simulation.world.SimulatedProcess;
import io.classickafka.simulation.world.SimulatedTransport;
import io.classickafka.simulation.world.World;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;

/**
 * The client library's own producer, idempotent and with all acknowledgements, on a machine of its
 * own. Its values are numbered by partition.
 */
final class SimulatedProducer {

  private static final int BUFFER_BYTES = 1 << 20;
  private static final int BATCH_BYTES = 400;

  private final World world;
  private final String name;
  private final String topic;
  private final long[] next;
  private final List<Check> checks;
  private final RunCounts counts;
  private final ProcessLoop loop;
  private final ProducerCore core;
  private int underWay;

  SimulatedProducer(
      World world,
      Network network,
      int number,
      ClientSettings settings,
      String topic,
      int partitions,
      List<Check> checks,
      RunCounts counts) {
    this.world = world;
    this.name = "p" + number;
    this.topic = topic;
    this.next = new long[partitions];
    this.checks = checks;
    this.counts = counts;
    SimulatedProcess process =
        new SimulatedProcess(
            world, name, network.host("10.0.1." + (number + 1)), Clock.exact(world));
    this.loop = process.loop("client");
    SimulatedTransport transport = new SimulatedTransport(network, process, List.of(loop));
    ClusterClient client = new ClusterClient(loop, transport, settings, () -> {});
    this.core =
        new ProducerCore(
            client,
            new ProducerSettings(
                (short) -1,
                BATCH_BYTES,
                2,
                BUFFER_BYTES,
                BUFFER_BYTES,
                5,
                Integer.MAX_VALUE,
                settings.requestTimeoutMs(),
                120_000,
                true,
                false,
                Compression.NONE,
                0));
  }

  /** Records that have no outcome yet. */
  int underWay() {
    return underWay;
  }

  /** Begins: waits for the topic, then sends every so often until told to end. */
  void start(int everyMs, long untilMs, SplittableRandom draw) {
    core.topic(topic, next.length - 1)
        .whenComplete(
            (known, failure) -> {
              if (failure != null) {
                throw new AssertionError(failure);
              }
              loop.schedule(0, () -> send(everyMs, untilMs, draw));
            });
  }

  private void send(int everyMs, long untilMs, SplittableRandom draw) {
    if (world.nowMs() >= untilMs) {
      return;
    }
    for (int i = 1 + draw.nextInt(3); i > 0; i--) {
      sendOne(draw.nextInt(next.length));
    }
    loop.schedule(1 + draw.nextInt(2 * everyMs), () -> send(everyMs, untilMs, draw));
  }

  /** Sends one record to a partition, on the loop or from outside. */
  void sendOne(int partition) {
    String value = name + ":" + next[partition]++;
    underWay++;
    PendingRecord record =
        new PendingRecord(
            topic,
            partition,
            loop.wallClockMs(),
            null,
            value.getBytes(StandardCharsets.UTF_8),
            List.of(),
            (metadata, failure) -> {
              underWay--;
              if (failure == null) {
                counts.acks++;
                TopicPartition at = new TopicPartition(topic, partition);
                checks.forEach(check -> check.onAck(at, metadata.offset(), value));
              } else {
                counts.sendFailures++;
              }
            });
    if (!core.tryTakeMemory(record.sizeBytes())) {
      underWay--;
      next[partition]--;
      return;
    }
    core.send(record);
  }
}
