package io.classickafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import io.classickafka.log.ConversionCost;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.MessageReader;
import io.classickafka.protocol.MessageWriter;
import io.classickafka.protocol.TaggedField;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.protocol.message.HeartbeatRequest;
import io.classickafka.protocol.message.HeartbeatResponse;
import io.classickafka.protocol.message.LeaderAndIsrRequest;
import io.classickafka.protocol.message.LeaderAndIsrResponse;
import io.classickafka.protocol.message.MetadataRequest;
import io.classickafka.protocol.message.MetadataResponse;
import io.classickafka.protocol.message.ProduceRequest;
import io.classickafka.protocol.message.ProduceResponse;
import io.classickafka.protocol.message.RequestHeader;
import io.classickafka.protocol.message.ResponseHeader;
import io.classickafka.quota.Quotas;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import io.classickafka.security.Authorizer;
import io.classickafka.security.Principal;
import io.classickafka.simulation.SimulatedLoop;
import io.classickafka.simulation.Simulation;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestDispatcherTest {

  private static final int THROTTLE_MS = 70;

  private final SimulatedLoop loop = new Simulation(1).loop("network-0");
  private final MetricsRegistry metrics = new MetricsRegistry(null, () -> 0);
  private final List<String> charged = new ArrayList<>();

  /** Thrown when an answer is charged, unless it is null. */
  private @Nullable Error chargeError;

  private final Quotas strict =
      (kind, principal, clientId, amount, nowMs) -> {
        if (chargeError != null) {
          throw chargeError;
        }
        charged.add(kind + " " + clientId + " " + (kind == Quotas.Kind.REQUEST ? "" : amount));
        return kind == Quotas.Kind.REQUEST ? THROTTLE_MS : THROTTLE_MS + 1;
      };
  private final RequestDispatcher dispatcher =
      new RequestDispatcher(
          ApiRegistry.builder()
              .register(ApiKey.HEARTBEAT, answering(new HeartbeatResponse()))
              .register(ApiKey.METADATA, answering(mixedErrors()))
              .register(ApiKey.FETCH, answering(new FetchResponse()))
              .register(
                  ApiKey.PRODUCE,
                  (context, request) -> {
                    if (((ProduceRequest) request).acks() == 0) {
                      context.respondNothing();
                    } else {
                      context.converted(new ConversionCost(2, 7_900_000, 900));
                      context.respond(new ProduceResponse());
                    }
                  })
              .register(ApiKey.LEADER_AND_ISR, answering(new LeaderAndIsrResponse()))
              .build(),
          Authorizer.ALLOW_ALL,
          strict,
          new RequestMetrics(metrics));

  private static ApiHandler answering(ApiMessage response) {
    return (context, request) -> context.respond(response);
  }

  private static MetadataResponse mixedErrors() {
    MetadataResponse response = new MetadataResponse();
    for (ErrorCode error :
        List.of(ErrorCode.NONE, ErrorCode.NONE, ErrorCode.LEADER_NOT_AVAILABLE, ErrorCode.NONE)) {
      response.topics().add(new MetadataResponse.MetadataResponseTopic().errorCode(error.code()));
    }
    return response;
  }

  @Test
  void aThrottledResponseSaysForHowLongWhereItsVersionCan() {
    Sent old = ask(ApiKey.HEARTBEAT, 0, new HeartbeatRequest());
    assertThat(old.throttleMs).isEqualTo(THROTTLE_MS);
    assertThat(((HeartbeatResponse) old.response()).throttleTimeMs()).isZero();
    Sent recent = ask(ApiKey.HEARTBEAT, 4, new HeartbeatRequest());
    assertThat(recent.throttleMs).isEqualTo(THROTTLE_MS);
    assertThat(((HeartbeatResponse) recent.response()).throttleTimeMs()).isEqualTo(THROTTLE_MS);
  }

  @Test
  void theLongerOfTwoThrottlesCounts() {
    Sent sent = ask(ApiKey.PRODUCE, 9, new ProduceRequest().acks((short) 1));
    assertThat(sent.throttleMs).isEqualTo(THROTTLE_MS + 1);
    assertThat(((ProduceResponse) sent.response()).throttleTimeMs()).isEqualTo(THROTTLE_MS + 1);
  }

  @Test
  void aProduceIsChargedItsRequestsBytesAndAFetchItsResponses() {
    Sent produced = ask(ApiKey.PRODUCE, 9, new ProduceRequest().acks((short) 1));
    assertThat(charged)
        .containsExactly("REQUEST client ", "PRODUCE client " + produced.requestBytes);
    charged.clear();
    Sent fetched = ask(ApiKey.FETCH, 12, new FetchRequest());
    assertThat(charged)
        .containsExactly("REQUEST client ", "FETCH client " + fetched.frame().length);
  }

  @Test
  void aProduceWithoutResponseIsChargedItsBytesAndMutesItsConnection() {
    Sent sent = ask(ApiKey.PRODUCE, 9, new ProduceRequest().acks((short) 0));
    assertThat(charged).containsExactly("PRODUCE client " + sent.requestBytes);
    assertThat(sent.frame).isNull();
    assertThat(sent.throttleMs).isEqualTo(THROTTLE_MS + 1);
  }

  @Test
  void anErrorWhileTheAnswerIsWrittenEndsTheConnectionOnWhicheverThreadItIs() {
    chargeError = new OutOfMemoryError("planted");
    Sent sent = ask(ApiKey.HEARTBEAT, 4, new HeartbeatRequest());
    assertThat(sent.closed).isEqualTo("response cannot be written");
    assertThat(sent.frame).isNull();
  }

  @Test
  void whatBrokersAskOfEachOtherIsFree() {
    assertThat(ask(ApiKey.LEADER_AND_ISR, 5, new LeaderAndIsrRequest()).throttleMs).isZero();
    assertThat(ask(ApiKey.FETCH, 12, new FetchRequest().replicaId(2)).throttleMs).isZero();
    assertThat(charged).isEmpty();
  }

  @Test
  void errorsOfResponsesAreCountedByApiAndError() {
    ask(ApiKey.METADATA, 9, new MetadataRequest());
    assertThat(errors("Metadata", "NONE")).isEqualTo(3);
    assertThat(errors("Metadata", "LEADER_NOT_AVAILABLE")).isEqualTo(1);
  }

  @Test
  void anErrorThatTheVersionHasNoPlaceForIsNotCounted() {
    ask(ApiKey.FETCH, 4, new FetchRequest());
    assertThat(metrics.dropwizard().getMeters()).doesNotContainKey(errorBean("Fetch", "NONE"));
    ask(ApiKey.FETCH, 7, new FetchRequest());
    assertThat(errors("Fetch", "NONE")).isEqualTo(1);
  }

  @Test
  void whereTheTimeWentIsCountedOnceTheReplyHasLeft() {
    ask(ApiKey.HEARTBEAT, 4, new HeartbeatRequest());
    assertThat(longest("ThrottleTimeMs")).isEqualTo(THROTTLE_MS);
    assertThat(longest("ResponseQueueTimeMs")).isEqualTo(3);
    assertThat(longest("ResponseSendTimeMs")).isEqualTo(5);
    assertThat(longest("TotalTimeMs")).isEqualTo(8);
  }

  @Test
  void whatConversionsCostIsCountedForRequestsThatCarryRecordsOnly() {
    ask(ApiKey.PRODUCE, 9, new ProduceRequest().acks((short) 1));
    ask(ApiKey.FETCH, 12, new FetchRequest());
    ask(ApiKey.HEARTBEAT, 4, new HeartbeatRequest());
    assertThat(longest("MessageConversionsTimeMs", "Produce")).isEqualTo(7);
    assertThat(longest("TemporaryMemoryBytes", "Produce")).isEqualTo(900);
    assertThat(longest("TemporaryMemoryBytes", "Fetch")).isZero();
    assertThat(longest("TemporaryMemoryBytes", "FetchConsumer")).isEqualTo(-1);
    assertThat(longest("TemporaryMemoryBytes", "Heartbeat")).isEqualTo(-1);
  }

  @Test
  void whatAClientAddsToAHeaderIsGoneWithTheRequest() {
    ask(ApiKey.HEARTBEAT, 4, new HeartbeatRequest());
    long before = bytesHeld();
    int size = 1 << 25;
    ask(ApiKey.HEARTBEAT, 4, new HeartbeatRequest(), List.of(new TaggedField(7, new byte[size])));
    assertThat(bytesHeld() - before).isLessThan(size / 2);
  }

  private static long bytesHeld() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private long errors(String api, String error) {
    Meter meter = metrics.dropwizard().getMeters().get(errorBean(api, error));
    return meter == null ? -1 : meter.getCount();
  }

  private static String errorBean(String api, String error) {
    return "kafka.network:type=RequestMetrics,name=ErrorsPerSec,request=" + api + ",error=" + error;
  }

  private long longest(String name) {
    return longest(name, "Heartbeat");
  }

  private long longest(String name, String request) {
    String bean = "kafka.network:type=RequestMetrics,name=" + name + ",request=" + request;
    Histogram histogram = metrics.dropwizard().getHistograms().get(bean);
    return histogram == null ? -1 : histogram.getSnapshot().getMax();
  }

  private Sent ask(ApiKey api, int version, ApiMessage request) {
    return ask(api, version, request, List.of());
  }

  private Sent ask(ApiKey api, int version, ApiMessage request, List<TaggedField> inHeader) {
    MessageWriter out = new MessageWriter();
    short sent = (short) version;
    new RequestHeader()
        .requestApiKey(api.id())
        .requestApiVersion(sent)
        .correlationId(5)
        .clientId("client")
        .unknownTaggedFields(inHeader)
        .write(out, api.requestHeaderVersion(sent));
    request.write(out, sent);
    ByteSlice frame = ByteSlice.wrap(bytes(out.finish()));
    Peer peer =
        new Peer(
            "c",
            "PLAINTEXT",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            Principal.ANONYMOUS);
    Sent reply = new Sent(api, sent, frame.sizeBytes());
    loop.run(() -> dispatcher.onRequest(peer, loop, frame, reply));
    return reply;
  }

  private static byte[] bytes(List<Payload> payloads) {
    ByteBuffer all = ByteBuffer.allocate(payloads.stream().mapToInt(Payload::sizeBytes).sum());
    payloads.forEach(payload -> all.put(((ByteSlice) payload).duplicate()));
    return all.array();
  }

  /** A reply that waits 3 ms for its turn and takes 5 ms to leave. */
  private static final class Sent implements ReplySlot {

    private final ApiKey api;
    private final short version;
    final int requestBytes;
    byte @Nullable [] frame;
    @Nullable String closed;
    int throttleMs;

    Sent(ApiKey api, short version, int requestBytes) {
      this.api = api;
      this.version = version;
      this.requestBytes = requestBytes;
    }

    @Override
    public void send(List<Payload> payloads, int heldBackMs, OnSent onSent) {
      frame = bytes(payloads);
      throttleMs = heldBackMs;
      onSent.onSent(3_000_000, 8_000_000);
    }

    @Override
    public void sendNothing(int heldBackMs) {
      throttleMs = heldBackMs;
    }

    @Override
    public void close(String reason, String apiName) {
      closed = reason;
    }

    byte[] frame() {
      byte[] sent = frame;
      assertThat(sent).as("no answer, closed: %s", closed).isNotNull();
      return sent == null ? new byte[0] : sent;
    }

    ApiMessage response() {
      ByteSlice whole = ByteSlice.wrap(frame());
      MessageReader in = new MessageReader(whole.slice(4, whole.sizeBytes() - 4));
      new ResponseHeader().read(in, api.responseHeaderVersion(version));
      ApiMessage response = api.newResponse();
      response.read(in, version);
      return response;
    }
  }
}
