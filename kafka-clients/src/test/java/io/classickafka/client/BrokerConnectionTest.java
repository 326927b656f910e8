package io.classickafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ApiVersionsResponse;
import io.classickafka.protocol.message.MetadataRequest;
import io.classickafka.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.classickafka.protocol.message.MetadataResponse;
import io.classickafka.protocol.message.ProduceRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerConnectionTest {

  private static final long TIMEOUT_MS = 30_000;
  private static final int MAX_IN_FLIGHT = 2;
  private static final int MAX_QUEUED = 3;

  private final ManualLoop loop = new ManualLoop();
  private final ScriptedTransport transport = new ScriptedTransport(loop);
  private final List<String> outcomes = new ArrayList<>();
  private BrokerConnection connection = connection(false);

  private BrokerConnection connection(boolean negotiate) {
    ConnectionSettings settings =
        new ConnectionSettings(
            "test", 10_000, TIMEOUT_MS, 100, 1_000, MAX_IN_FLIGHT, MAX_QUEUED, negotiate);
    return new BrokerConnection(loop, transport, "broker", 9_092, settings);
  }

  /** Sends a Metadata request whose outcome is noted under a name. */
  private void send(String name) {
    connection.send(ApiKey.METADATA, (short) 1, (short) 9, new MetadataRequest(), noting(name));
  }

  private ResponseHandler noting(String name) {
    return new ResponseHandler() {
      @Override
      public void onResponse(ApiMessage response, short version) {
        outcomes.add(name + " v" + version);
      }

      @Override
      public void onFailure(Failure failure, String detail) {
        outcomes.add(name + " " + failure);
      }
    };
  }

  private void answer(int index) {
    ScriptedTransport.Peer peer = transport.last();
    peer.answer(peer.sent.get(index), new MetadataResponse());
  }

  private static ApiVersionsResponse serving(ApiKey api, int lowest, int highest) {
    return new ApiVersionsResponse()
        .apiKeys(
            List.of(
                new ApiVersionsResponse.ApiVersion()
                    .apiKey(api.id())
                    .minVersion((short) lowest)
                    .maxVersion((short) highest)));
  }

  @Test
  void connectsForTheFirstRequestAndAnswersInOrder() {
    assertThat(transport.peers).isEmpty();
    send("a");
    send("b");
    transport.last().accept();
    assertThat(transport.peers).hasSize(1);
    assertThat(transport.last().sent).hasSize(2);
    assertThat(transport.last().sent.get(0).header().clientId()).isEqualTo("test");
    answer(0);
    answer(1);
    assertThat(outcomes).containsExactly("a v9", "b v9");
  }

  @Test
  void noMoreThanTheBoundIsOnTheWire() {
    send("a");
    send("b");
    send("c");
    transport.last().accept();
    assertThat(transport.last().sent).hasSize(MAX_IN_FLIGHT);
    answer(0);
    assertThat(transport.last().sent).hasSize(MAX_IN_FLIGHT + 1);
  }

  @Test
  void whatFindsTheQueueFullIsRefused() {
    send("a");
    send("b");
    send("c");
    send("d");
    assertThat(outcomes).containsExactly("d OVERLOADED");
  }

  @Test
  void aBrokerThatCannotBeReachedFailsWhatWaitsAndIsTriedAgainAfterAPause() {
    send("a");
    transport.last().fail(new IOException("refused"));
    assertThat(outcomes).containsExactly("a NOT_CONNECTED");
    send("b");
    assertThat(transport.peers).hasSize(1);
    loop.advance(79);
    assertThat(transport.peers).hasSize(1);
    loop.advance(41);
    assertThat(transport.peers).hasSize(2);
    transport.last().fail(new IOException("refused"));
    send("c");
    loop.advance(159);
    assertThat(transport.peers).hasSize(2);
    loop.advance(81);
    assertThat(transport.peers).hasSize(3);
    transport.last().accept();
    answer(0);
    assertThat(outcomes).containsExactly("a NOT_CONNECTED", "b NOT_CONNECTED", "c v9");
  }

  @Test
  void aLostConnectionFailsWhatIsUnderWay() {
    send("a");
    send("b");
    send("c");
    transport.last().accept();
    answer(0);
    transport.last().fail(null);
    assertThat(outcomes).containsExactly("a v9", "b DISCONNECTED", "c DISCONNECTED");
  }

  @Test
  void aBrokerThatDoesNotAnswerInTimeIsLeft() {
    send("a");
    transport.last().accept();
    loop.advance(1_000);
    send("b");
    loop.advance(TIMEOUT_MS - 1_001);
    assertThat(outcomes).isEmpty();
    loop.advance(1);
    assertThat(outcomes).containsExactly("b DISCONNECTED", "a TIMED_OUT");
    assertThat(transport.last().closed).isTrue();
  }

  @Test
  void aConnectionThatTakesForEverTimesTheRequestOut() {
    send("a");
    loop.advance(TIMEOUT_MS);
    assertThat(outcomes).containsExactly("a TIMED_OUT");
  }

  @Test
  void anIdleConnectionHasNoTimer() {
    send("a");
    transport.last().accept();
    answer(0);
    loop.advance(TIMEOUT_MS);
    assertThat(loop.timers()).isZero();
  }

  @Test
  void theHighestCommonVersionIsNegotiated() {
    connection = connection(true);
    send("a");
    ScriptedTransport.Peer peer = transport.last();
    peer.accept();
    assertThat(peer.sent).hasSize(1);
    peer.answer(peer.sent.get(0), serving(ApiKey.METADATA, 0, 5));
    assertThat(peer.sent.get(1).header().requestApiVersion()).isEqualTo((short) 5);
    answer(1);
    assertThat(outcomes).containsExactly("a v5");
    assertThat(connection.isReady()).isTrue();
  }

  @Test
  void anOlderBrokerIsAskedAgainInAVersionItHas() {
    connection = connection(true);
    send("a");
    ScriptedTransport.Peer peer = transport.last();
    peer.accept();
    ApiVersionsResponse range =
        serving(ApiKey.API_VERSIONS, 0, 2).errorCode(ErrorCode.UNSUPPORTED_VERSION.code());
    peer.answer(peer.sent.get(0), range, (short) 0);
    assertThat(peer.sent.get(1).header().requestApiVersion()).isEqualTo((short) 2);
    peer.answer(peer.sent.get(1), serving(ApiKey.METADATA, 0, 12));
    answer(2);
    assertThat(outcomes).containsExactly("a v9");
  }

  @Test
  void aVersionTheBrokerDoesNotHaveFailsThatRequestOnly() {
    connection = connection(true);
    send("a");
    connection.send(ApiKey.PRODUCE, (short) 3, (short) 9, new ProduceRequest(), noting("produce"));
    ScriptedTransport.Peer peer = transport.last();
    peer.accept();
    peer.answer(peer.sent.get(0), serving(ApiKey.METADATA, 0, 12));
    answer(1);
    assertThat(outcomes).containsExactly("produce UNSUPPORTED_VERSION", "a v9");
  }

  @Test
  void aRequestThatCannotBeWrittenFailsAlone() {
    MetadataRequest request =
        new MetadataRequest()
            .topics(List.of(new MetadataRequestTopic().name("x".repeat(Short.MAX_VALUE + 1))));
    connection.send(ApiKey.METADATA, (short) 1, (short) 9, request, noting("long"));
    send("a");
    transport.last().accept();
    assertThat(outcomes).containsExactly("long UNSENDABLE");
    answer(0);
    assertThat(outcomes).containsExactly("long UNSENDABLE", "a v9");
  }

  @Test
  void aRequestWithoutResponseEndsWhenItIsSent() {
    connection.sendUnanswered(
        ApiKey.PRODUCE, (short) 3, (short) 9, new ProduceRequest(), noting("produce"));
    transport.last().accept();
    send("a");
    assertThat(outcomes).isEmpty();
    transport.last().onSent.get(0).run();
    answer(1);
    assertThat(outcomes).containsExactly("produce v9", "a v9");
  }

  @Test
  void aRequestWithoutResponseFailsWithItsConnection() {
    connection.sendUnanswered(
        ApiKey.PRODUCE, (short) 3, (short) 9, new ProduceRequest(), noting("produce"));
    transport.last().accept();
    transport.last().fail(null);
    assertThat(outcomes).containsExactly("produce DISCONNECTED");
  }

  @Test
  void whatIsNoResponseClosesTheConnection() {
    send("a");
    transport.last().accept();
    transport.last().receive(new byte[] {0, 0, 0, 4, 0, 0, 0, 99});
    assertThat(outcomes).containsExactly("a MALFORMED");
    assertThat(transport.last().closed).isTrue();
    send("b");
    loop.advance(200);
    transport.last().accept();
    transport.last().receive(new byte[] {(byte) 0xff, 0, 0, 0});
    assertThat(outcomes).containsExactly("a MALFORMED", "b MALFORMED");
  }

  @Test
  void closingFailsEverythingForGood() {
    send("a");
    transport.last().accept();
    connection.close();
    send("b");
    assertThat(outcomes).containsExactly("a CLOSED", "b CLOSED");
    assertThat(transport.last().closed).isTrue();
    loop.advance(TIMEOUT_MS);
    assertThat(transport.peers).hasSize(1);
  }

  @Test
  void abandoningIsToThoseWhoWaitALostConnection() {
    send("a");
    transport.last().accept();
    connection.abandon();
    send("b");
    assertThat(outcomes).containsExactly("a DISCONNECTED", "b DISCONNECTED");
    assertThat(transport.last().closed).isTrue();
    loop.advance(TIMEOUT_MS);
    assertThat(transport.peers).hasSize(1);
  }

  @Test
  void aConnectionThatComesAfterClosingIsClosed() {
    send("a");
    connection.close();
    transport.last().accept();
    assertThat(transport.last().closed).isTrue();
    assertThat(transport.last().sent).isEmpty();
  }
}
