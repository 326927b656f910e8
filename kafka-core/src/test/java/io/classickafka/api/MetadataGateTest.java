package io.classickafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.message.MetadataResponse;
import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataBroker;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataEndpoint;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataPartitionState;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataTopicState;
import io.classickafka.seam.ByteSlice;
import io.classickafka.security.Principal;
import io.classickafka.simulation.SimulatedLoop;
import io.classickafka.simulation.Simulation;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataGateTest {

  private static final int SELF = 7;

  private final Simulation simulation = new Simulation(1);
  private final SimulatedLoop control = simulation.loop("control");
  private final SimulatedLoop network = simulation.loop("network-0");
  private final MetadataCache cache = new MetadataCache(control);
  private final List<Integer> handled = new ArrayList<>();

  /** Whether there are topics, whatever was told of them. */
  private boolean stored;

  private final ApiHandler behindGate =
      new MetadataGate(cache, SELF, reply -> reply.accept(stored))
          .guard((context, request) -> handled.add(context.correlationId()));

  private void ask(int correlationId) {
    ask(behindGate, correlationId, new NoAnswer());
  }

  private void ask(ApiHandler handler, int correlationId, Answer answer) {
    RequestContext context =
        new RequestContext(
            ApiKey.METADATA,
            (short) 1,
            correlationId,
            "test",
            new Peer("c", "PLAINTEXT", new InetSocketAddress("127.0.0.1", 1), Principal.ANONYMOUS),
            network,
            ByteSlice.empty(),
            answer);
    network.run(() -> handler.handle(context, ApiKey.METADATA.newRequest()));
  }

  private void tellOfTopic() {
    UpdateMetadataTopicState topic =
        new UpdateMetadataTopicState()
            .topicName("t")
            .partitionStates(List.of(new UpdateMetadataPartitionState().leader(SELF)));
    tell(SELF, List.of(topic));
  }

  private void tellOfBroker(int id) {
    tell(id, List.of());
  }

  private void tell(int id, List<UpdateMetadataTopicState> topics) {
    UpdateMetadataEndpoint endpoint =
        new UpdateMetadataEndpoint().listener("PLAINTEXT").host("h").port(1);
    UpdateMetadataRequest update =
        new UpdateMetadataRequest()
            .topicStates(topics)
            .liveBrokers(List.of(new UpdateMetadataBroker().id(id).endpoints(List.of(endpoint))));
    control.run(() -> cache.update(update));
    simulation.runUntilIdle();
  }

  @Test
  void aBrokerThatKnowsNoClusterYetHoldsWhatClientsAsk() {
    ask(1);
    ask(2);
    tellOfBroker(SELF + 1);
    assertThat(handled).as("not yet told of itself").isEmpty();

    tellOfBroker(SELF);
    assertThat(handled).containsExactly(1, 2);
  }

  /** An Apache controller tells of the brokers before it tells of topics. */
  @Test
  void aBrokerThatWasToldOfNoTopicThoughThereAreSomeHoldsOnUntilItIs() {
    stored = true;
    ask(1);
    tellOfBroker(SELF);
    tellOfBroker(SELF);
    simulation.advance(MetadataGate.TOPICS_MS - 1);
    assertThat(handled).isEmpty();

    tellOfTopic();
    assertThat(handled).containsExactly(1);
    simulation.advance(MetadataGate.TOPICS_MS);
    assertThat(handled).containsExactly(1);
  }

  @Test
  void topicsThatNobodyTellsOfAreNotWaitedForForEver() {
    stored = true;
    ask(1);
    tellOfBroker(SELF);
    simulation.advance(MetadataGate.TOPICS_MS);
    assertThat(handled).containsExactly(1);
  }

  @Test
  void onceTheClusterIsKnownNothingIsHeld() {
    tellOfBroker(SELF);
    ask(3);
    assertThat(handled).containsExactly(3);
  }

  /** Nobody else would end it: its turn on the connection would never come. */
  @Test
  void aRequestThatWasHeldEndsItsConnectionWhenItMeetsAnError() {
    ApiHandler failing =
        new MetadataGate(cache, SELF, reply -> reply.accept(stored))
            .guard(
                (context, request) -> {
                  throw new OutOfMemoryError("planted");
                });
    List<String> closed = new ArrayList<>();
    ask(
        failing,
        4,
        new NoAnswer() {
          @Override
          public void closeConnection(RequestContext context, String reason) {
            closed.add(reason);
          }
        });
    tellOfBroker(SELF);
    assertThat(closed).containsExactly("UNKNOWN_SERVER_ERROR");
  }

  /** Else what such an answer holds would be given back by nobody. */
  @Test
  void anAnswerThatCannotBeSentGoesBackToTheHandler() {
    List<ApiMessage> discarded = new ArrayList<>();
    ApiHandler handler =
        new ApiHandler() {
          @Override
          public void handle(RequestContext context, ApiMessage request) {}

          @Override
          public void discard(ApiMessage response) {
            discarded.add(response);
          }
        };
    MetadataResponse response = new MetadataResponse();
    new MetadataGate(cache, SELF, reply -> reply.accept(stored)).guard(handler).discard(response);
    assertThat(discarded).containsExactly(response);
  }

  /** Nobody answers in these tests. */
  private static class NoAnswer implements Answer {
    @Override
    public void respond(RequestContext context, ApiMessage response) {
      throw new AssertionError("answered");
    }

    @Override
    public void respondNothing(RequestContext context) {
      throw new AssertionError("answered");
    }

    @Override
    public void closeConnection(RequestContext context, String reason) {
      throw new AssertionError("closed: " + reason);
    }
  }
}
