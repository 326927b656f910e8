package io.classickafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.protocol.message.UpdateMetadataResponse;
import io.classickafka.seam.ByteSlice;
import io.classickafka.security.Principal;
import io.classickafka.simulation.SimulatedLoop;
import io.classickafka.simulation.Simulation;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateMetadataHandlerTest {

  private static final long OWN_EPOCH = 50;

  private final Simulation simulation = new Simulation(1);
  private final SimulatedLoop network = simulation.loop("network-0");
  private final MetadataCache cache = new MetadataCache(simulation.loop("control"));
  private final ControlFence fence = new ControlFence(() -> OWN_EPOCH);
  private final List<Integer> applied = new ArrayList<>();
  private final List<ErrorCode> answers = new ArrayList<>();
  private final UpdateMetadataHandler handler =
      new UpdateMetadataHandler(cache, request -> applied.add(request.controllerEpoch()), fence);

  private void tell(int controllerEpoch) {
    tell(handler, controllerEpoch, new Collected());
  }

  private void tell(UpdateMetadataHandler to, int controllerEpoch, Answer answer) {
    RequestContext context =
        new RequestContext(
            ApiKey.UPDATE_METADATA,
            (short) 8,
            1,
            "controller",
            new Peer("c", "PLAINTEXT", new InetSocketAddress("127.0.0.1", 1), Principal.ANONYMOUS),
            network,
            ByteSlice.empty(),
            answer);
    to.handle(
        context,
        new UpdateMetadataRequest().controllerEpoch(controllerEpoch).brokerEpoch(OWN_EPOCH));
  }

  @Test
  void whatTheControllerSaysIsApplied() {
    tell(2);
    assertThat(applied).as("on the owner's loop").isEmpty();
    simulation.runUntilIdle();
    assertThat(applied).containsExactly(2);
    assertThat(answers).containsExactly(ErrorCode.NONE);
  }

  @Test
  void aFormerControllerThatWasLetInIsNotAppliedOnceTheNextHasSpoken() {
    tell(2);
    assertThat(fence.admit(OWN_EPOCH, 3)).isEqualTo(ErrorCode.NONE);
    simulation.runUntilIdle();
    assertThat(applied).isEmpty();
    assertThat(answers).containsExactly(ErrorCode.STALE_CONTROLLER_EPOCH);
  }

  /** Nobody else would end it: what the controller sends next would wait behind it. */
  @Test
  void whatCannotBeAppliedEndsItsConnection() {
    List<String> closed = new ArrayList<>();
    UpdateMetadataHandler failing =
        new UpdateMetadataHandler(
            cache,
            request -> {
              throw new OutOfMemoryError("planted");
            },
            fence);
    tell(
        failing,
        2,
        new Collected() {
          @Override
          public void closeConnection(RequestContext context, String reason) {
            closed.add(reason);
          }
        });
    simulation.runUntilIdle();
    assertThat(closed).containsExactly("UNKNOWN_SERVER_ERROR");
    assertThat(answers).isEmpty();
  }

  private class Collected implements Answer {
    @Override
    public void respond(RequestContext context, ApiMessage response) {
      answers.add(ErrorCode.of(((UpdateMetadataResponse) response).errorCode()));
    }

    @Override
    public void respondNothing(RequestContext context) {
      throw new AssertionError("nothing answered");
    }

    @Override
    public void closeConnection(RequestContext context, String reason) {
      throw new AssertionError("closed: " + reason);
    }
  }
}
