package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.ResponseHandler;
import io.classickafka.config.BrokerConfig;
import io.classickafka.protocol.message.ControlledShutdownRequest;
import io.classickafka.protocol.message.ControlledShutdownResponse;
import io.classickafka.protocol.message.ControlledShutdownResponse.RemainingPartition;
import io.classickafka.simulation.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class DepartureTest {

  private final VirtualTime time = new VirtualTime(1);
  private final List<Long> askedMs = new ArrayList<>();

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
    var loop = time.loop("control");
    List<CompletableFuture<Void>> over = new ArrayList<>();
    Departure departure =
        new Departure(
            (request, handler) -> {
              askedMs.add(loop.monotonicMs());
              controller.accept(request, handler);
            },
            config,
            loop,
            new Steps(loop));
    long startMs = loop.monotonicMs();
    loop.execute(() -> over.add(departure.run(1, 7)));
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
