package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.ResponseHandler;
import io.classickafka.config.BrokerConfig;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.message.ControlledShutdownRequest;
import io.classickafka.protocol.message.ControlledShutdownResponse;
import io.classickafka.protocol.message.ControlledShutdownResponse.RemainingPartition;
import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataBroker;
import io.classickafka.seam.EventLoop;
import io.classickafka.simulation.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class DepartureTest {

  private final VirtualTime time = new VirtualTime(1);
  private final EventLoop loop = time.loop("control");
  private final MetadataCache cache = new MetadataCache(loop);
  private final List<Long> askedMs = new ArrayList<>();

  /** What happens after the first question. */
  private Runnable later = () -> {};

  private int controllerId = 2;

  /** The controller tells of these live brokers. */
  private void cluster(int controller, int... brokers) {
    List<UpdateMetadataBroker> alive = new ArrayList<>();
    for (int broker : brokers) {
      alive.add(new UpdateMetadataBroker().id(broker));
    }
    UpdateMetadataRequest request =
        new UpdateMetadataRequest().controllerId(controller).liveBrokers(alive);
    loop.execute(() -> cache.update(request));
  }

  private static void keep(ControlledShutdownRequest request, ResponseHandler handler) {
    handler.onResponse(
        new ControlledShutdownResponse()
            .remainingPartitions(
                List.of(new RemainingPartition().topicName("t").partitionIndex(0))),
        (short) 3);
  }

  private static void refuse(ControlledShutdownRequest request, ResponseHandler handler) {
    handler.onFailure(ResponseHandler.Failure.DISCONNECTED, "cut");
  }

  private CompletableFuture<Void> depart(
      String attempts, BiConsumer<ControlledShutdownRequest, ResponseHandler> controller) {
    BrokerConfig config =
        BrokerConfig.parse(
                Map.of(
                    "zookeeper.connect",
                    "z:1",
                    "broker.id",
                    "1",
                    "controlled.shutdown.max.retries",
                    attempts))
            .orThrow();
    List<CompletableFuture<Void>> over = new ArrayList<>();
    Departure departure =
        new Departure(
            (request, handler) -> {
              askedMs.add(loop.monotonicMs());
              controller.accept(request, handler);
            },
            config,
            cache,
            loop,
            new Steps(loop));
    cluster(controllerId, 1, 2);
    long startMs = loop.monotonicMs();
    loop.execute(() -> over.add(departure.run(1, 7)));
    later.run();
    time.advance(60_000);
    askedMs.replaceAll(askedAtMs -> askedAtMs - startMs);
    return over.get(0);
  }

  @Test
  void theControllerIsAskedAsOftenAsTheSettingSaysAndThenTheBrokerGoes() {
    assertThat(depart("3", DepartureTest::refuse)).isCompleted();
    assertThat(askedMs).containsExactly(0L, 5_000L, 10_000L);
  }

  @Test
  void whoIsLeftAloneWaitsForNobody() {
    later =
        () -> {
          time.advance(700);
          cluster(1, 1);
        };
    CompletableFuture<Void> over = depart("3", DepartureTest::keep);
    assertThat(over).isCompleted();
    assertThat(askedMs).containsExactly(0L);
  }

  @Test
  void anotherControllerIsAskedAtOnceWhereTheFirstWasNotHeard() {
    later =
        () -> {
          time.advance(700);
          cluster(3, 1, 3);
          time.advance(700);
          cluster(4, 1, 4);
        };
    depart("3", DepartureTest::refuse);
    assertThat(askedMs).containsExactly(0L, 700L, 1_400L);
  }

  @Test
  void anotherControllerIsNotAskedEarlyForWhatTheFirstCouldNotMove() {
    later =
        () -> {
          time.advance(700);
          cluster(3, 1, 3);
        };
    depart("2", DepartureTest::keep);
    assertThat(askedMs).containsExactly(0L, 5_000L);
  }

  @Test
  void withNoAttemptAllowedNobodyIsAsked() {
    assertThat(depart("0", DepartureTest::refuse)).isCompleted();
    assertThat(askedMs).isEmpty();
  }

  @Test
  void aBrokerThatStillLeadsAsksAgain() {
    assertThat(
            depart(
                "3",
                (request, handler) ->
                    handler.onResponse(
                        new ControlledShutdownResponse()
                            .remainingPartitions(
                                askedMs.size() < 2
                                    ? List.of(
                                        new RemainingPartition().topicName("t").partitionIndex(0))
                                    : List.of()),
                        (short) 3)))
        .isCompleted();
    assertThat(askedMs).containsExactly(0L, 5_000L);
  }
}
