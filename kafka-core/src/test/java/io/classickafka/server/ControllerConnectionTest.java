package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.ConnectionSettings;
import io.classickafka.client.ResponseHandler;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.message.ControlledShutdownRequest;
import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataBroker;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataEndpoint;
import io.classickafka.seam.Connection;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Transport;
import io.classickafka.simulation.VirtualTime;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Whoever is controller is asked, and nobody waits for one that was replaced. */
class ControllerConnectionTest {

  private final VirtualTime time = new VirtualTime(1);
  private final EventLoop control = time.loop("control");
  private final EventLoop network = time.loop("network");
  private final MetadataCache cache = new MetadataCache(control);
  private final List<Integer> asked = new ArrayList<>();
  private final List<ResponseHandler.Failure> failures = new ArrayList<>();
  private final ControllerConnection link =
      new ControllerConnection(
          network,
          new Silent(),
          cache,
          "L",
          new ConnectionSettings("1", 60_000, 30_000, 50, 1_000, 1, 10, true),
          1,
          () -> 7);

  /** Peers that neither accept nor refuse. */
  private final class Silent implements Transport {
    @Override
    public Listener listen(
        InetSocketAddress address, Function<Connection, Connection.Handler> onAccept) {
      throw new UnsupportedOperationException("not asked here");
    }

    @Override
    public void connect(
        EventLoop loop, String host, int port, long timeoutMs, Connection.Handler handler) {
      asked.add(port);
    }
  }

  /** Broker n listens on port n. */
  private void controller(int id) {
    List<UpdateMetadataBroker> alive = new ArrayList<>();
    for (int broker = 1; broker <= 3; broker++) {
      alive.add(
          new UpdateMetadataBroker()
              .id(broker)
              .endpoints(
                  List.of(new UpdateMetadataEndpoint().host("h").port(broker).listener("L"))));
    }
    UpdateMetadataRequest request = new UpdateMetadataRequest().controllerId(id).liveBrokers(alive);
    control.execute(() -> cache.update(request));
    time.advance(1);
  }

  private void ask() {
    link.depart(
        new ControlledShutdownRequest(),
        new ResponseHandler() {
          @Override
          public void onResponse(ApiMessage response, short version) {
            throw new AssertionError("nobody answers");
          }

          @Override
          public void onFailure(Failure failure, String detail) {
            failures.add(failure);
          }
        });
    time.advance(1);
  }

  @Test
  void whoWaitsForAControllerThatWasReplacedIsToldAtOnce() {
    controller(2);
    ask();
    assertThat(failures).isEmpty();
    controller(3);
    assertThat(failures).containsExactly(ResponseHandler.Failure.CLOSED);
    ask();
    assertThat(asked).containsExactly(2, 3);
  }

  @Test
  void noControllerIsNoReasonToGiveUpTheLastOne() {
    controller(2);
    ask();
    controller(-1);
    assertThat(failures).isEmpty();
  }
}
