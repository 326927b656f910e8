package io.classickafka.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.classickafka.api.ApiRegistry;
import io.classickafka.api.RequestContext;
import io.classickafka.api.RequestDispatcher;
import io.classickafka.api.RequestMetrics;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.MessageReader;
import io.classickafka.protocol.MessageWriter;
import io.classickafka.protocol.message.ApiVersionsRequest;
import io.classickafka.protocol.message.ApiVersionsResponse;
import io.classickafka.protocol.message.MetadataResponse;
import io.classickafka.protocol.message.RequestHeader;
import io.classickafka.quota.Quotas;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import io.classickafka.seam.netty.NettyTransport;
import io.classickafka.seam.netty.SocketOptions;
import io.classickafka.security.Authorizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input over real sockets: the rows of frames and headers, against a live network layer. */
class LiveNetworkTest {

  private static final int WAIT_MS = 5_000;
  private static final int MAX_REQUEST = 1 << 20;

  private final NettyTransport transport = NettyTransport.start("live", 2, SocketOptions.DEFAULT);
  private final ArrayDeque<RequestContext> held = new ArrayDeque<>();
  private final CountDownLatch twoHeld = new CountDownLatch(2);
  private final MetricsRegistry metrics = new MetricsRegistry(null, System::nanoTime);
  private NetworkServer server = server(Integer.MAX_VALUE, Integer.MAX_VALUE, 600_000);
  private int port;

  private NetworkServer server(int maxConnections, int maxPerAddress, long maxIdleMs) {
    return new NetworkServer(
        transport,
        transport.loops(),
        new NetworkSettings(
            MAX_REQUEST, maxIdleMs, maxConnections, maxPerAddress, new LinkedHashMap<>()),
        metrics);
  }

  private void start() throws IOException {
    port = server.bind("PLAINTEXT", new InetSocketAddress("127.0.0.1", 0)).getPort();
    ApiRegistry registry =
        ApiRegistry.builder()
            .registerApiVersions(() -> -1)
            .register(
                ApiKey.METADATA,
                (context, request) -> {
                  // Answered when the test says so.
                  synchronized (held) {
                    held.add(context);
                  }
                  twoHeld.countDown();
                })
            .build();
    server.start(
        new RequestDispatcher(
            registry,
            Authorizer.ALLOW_ALL,
            Quotas.NONE,
            new RequestMetrics(new MetricsRegistry(null, System::nanoTime))));
  }

  @AfterEach
  void stop() throws InterruptedException {
    transport.shutdown();
    assertThat(transport.awaitTermination(WAIT_MS)).isTrue();
  }

  private Client connect() throws IOException {
    return new Client(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  private static byte[] apiVersions(int version, int correlationId) {
    MessageWriter out = new MessageWriter();
    short sent = (short) version;
    out.writeInt32(0);
    new RequestHeader()
        .requestApiKey(ApiKey.API_VERSIONS.id())
        .requestApiVersion(sent)
        .correlationId(correlationId)
        .clientId("test")
        .write(out, ApiKey.API_VERSIONS.requestHeaderVersion(sent));
    if (version >= 0 && version <= ApiKey.API_VERSIONS.highestVersion()) {
      new ApiVersionsRequest()
          .clientSoftwareName("test")
          .clientSoftwareVersion("1")
          .write(out, sent);
    }
    return framed(out);
  }

  private static byte[] metadata(int correlationId) {
    MessageWriter out = new MessageWriter();
    out.writeInt32(0);
    new RequestHeader()
        .requestApiKey(ApiKey.METADATA.id())
        .requestApiVersion((short) 1)
        .correlationId(correlationId)
        .clientId("test")
        .write(out, (short) 1);
    out.writeInt32(0);
    return framed(out);
  }

  private static byte[] framed(MessageWriter out) {
    out.patchInt32(0, out.sizeBytes() - 4);
    ByteBuffer bytes = ByteBuffer.allocate(out.sizeBytes());
    for (Payload payload : out.finish()) {
      bytes.put(((ByteSlice) payload).duplicate());
    }
    return bytes.array();
  }

  /** A client that speaks bytes. */
  private record Client(Socket socket) implements AutoCloseable {

    Client {
      try {
        socket.setSoTimeout(WAIT_MS);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    byte[] receive() throws IOException {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      return in.readNBytes(in.readInt());
    }

    int receiveCorrelationId() throws IOException {
      return ByteBuffer.wrap(receive()).getInt();
    }

    /** Whether the server closes, sending nothing. */
    boolean closedByServer() throws IOException {
      try {
        return socket.getInputStream().read() < 0;
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        // A reset: the server had unread bytes of ours.
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private void assertServes() throws IOException {
    try (Client good = connect()) {
      good.send(apiVersions(3, 77));
      assertThat(good.receiveCorrelationId()).isEqualTo(77);
    }
  }

  // B1, B2 beyond the limit, B7, B8, B12
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffffffff",
        "80000000",
        "00000000",
        "00100001",
        "7fffffff",
        "474554202f20485454502f312e310d0a0d0a",
        "16030100c8010000c40303",
        "5353482d322e302d4f70656e5353480d0a",
        "50524f58592054435034"
      })
  void whatIsNoFrameCloses(String hex) throws IOException {
    start();
    try (Client client = connect()) {
      client.send(java.util.HexFormat.of().parseHex(hex));
      assertThat(client.closedByServer()).isTrue();
    }
    assertServes();
  }

  // B3: too short for a header; B13: keys that are not served; B14: versions that are not
  @ParameterizedTest
  @CsvSource({
    "0000000100",
    "000000030012ff",
    "000000070012000300000",
    "00000008000300010000000",
    "0000000a01f4000000000001ffff",
    "0000000affff000000000001ffff",
    "0000000a0034000000000001ffff",
    "0000000a004b000000000001ffff",
    "0000000a0003006300000001ffff",
    "0000000a0003ffff00000001ffff",
    "00000004006400ff"
  })
  void whatIsNoRequestCloses(String hex) throws IOException {
    start();
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    ByteBuffer.wrap(bytes).putInt(0, bytes.length - 4);
    try (Client client = connect()) {
      client.send(bytes);
      assertThat(client.closedByServer()).isTrue();
    }
    assertServes();
  }

  // B14: the one request whose unknown versions are answered
  @ParameterizedTest
  @ValueSource(ints = {5, 99, 32767, -1})
  void apiVersionsOfAnUnknownVersionAnswersTheRangeAndGoesOn(int version) throws IOException {
    start();
    try (Client client = connect()) {
      client.send(apiVersions(version, 7));
      assertThat(client.receive())
          .isEqualTo(java.util.HexFormat.of().parseHex("000000070023" + "00000001001200000004"));
      client.send(apiVersions(4, 8));
      MessageReader in = new MessageReader(ByteSlice.wrap(client.receive()));
      assertThat(in.readInt32()).isEqualTo(8);
      ApiVersionsResponse response = new ApiVersionsResponse();
      response.read(in, (short) 4);
      assertThat(response.apiKeys())
          .extracting(ApiVersionsResponse.ApiVersion::apiKey)
          .containsExactly(ApiKey.METADATA.id(), ApiKey.API_VERSIONS.id());
    }
  }

  // B22
  @Test
  void bytesBehindAWholeBodyAreIgnored() throws IOException {
    start();
    byte[] request = apiVersions(3, 5);
    ByteBuffer longer = ByteBuffer.allocate(request.length + 500_000).put(request);
    longer.putInt(0, longer.capacity() - 4);
    try (Client client = connect()) {
      client.send(longer.array());
      assertThat(client.receiveCorrelationId()).isEqualTo(5);
      client.send(apiVersions(3, 6));
      assertThat(client.receiveCorrelationId()).isEqualTo(6);
    }
  }

  // B10, B11
  @Test
  void tenThousandPipelinedRequestsAreAllAnsweredInOrder() throws Exception {
    start();
    try (Client client = connect()) {
      Thread writer =
          new Thread(
              () -> {
                try {
                  DataOutputStream out = new DataOutputStream(client.socket().getOutputStream());
                  for (int i = 0; i < 10_000; i++) {
                    out.write(apiVersions(3, i));
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      writer.start();
      for (int i = 0; i < 10_000; i++) {
        assertThat(client.receiveCorrelationId()).isEqualTo(i);
      }
      writer.join(WAIT_MS);
    }
  }

  @Test
  void aSlowRequestHoldsUpTheRepliesBehindItOnly() throws Exception {
    start();
    try (Client client = connect()) {
      client.send(metadata(1));
      client.send(apiVersions(3, 2));
      client.send(metadata(3));
      assertThat(twoHeld.await(WAIT_MS, TimeUnit.MILLISECONDS)).isTrue();
      RequestContext first;
      RequestContext third;
      synchronized (held) {
        first = held.remove();
        third = held.remove();
      }
      third.respond(new MetadataResponse());
      assertServes();
      first.respond(new MetadataResponse());
      assertThat(client.receiveCorrelationId()).isEqualTo(1);
      assertThat(client.receiveCorrelationId()).isEqualTo(2);
      assertThat(client.receiveCorrelationId()).isEqualTo(3);
    }
  }

  // B6
  @Test
  void silentConnectionsAreClosedAtTheIdleLimit() throws IOException {
    server = server(Integer.MAX_VALUE, Integer.MAX_VALUE, 50);
    start();
    try (Client silent = connect();
        Client midFrame = connect()) {
      midFrame.send(new byte[] {0, 0, 0, 50, 0, 18, 0});
      assertThat(silent.closedByServer()).isTrue();
      assertThat(midFrame.closedByServer()).isTrue();
    }
  }

  @Test
  void whoIsOneTooManyFromItsAddressIsClosedAtOnce() throws IOException {
    server = server(Integer.MAX_VALUE, 1, 600_000);
    start();
    try (Client first = connect()) {
      first.send(apiVersions(3, 1));
      assertThat(first.receiveCorrelationId()).isEqualTo(1);
      try (Client second = connect()) {
        assertThat(second.closedByServer()).isTrue();
      }
      first.send(apiVersions(3, 2));
      assertThat(first.receiveCorrelationId()).isEqualTo(2);
    }
  }

  @Test
  @SuppressWarnings("try") // Closing while the test goes on is what it is about.
  void whoIsOneTooManyInAllWaitsUntilAnotherLeaves() throws IOException {
    server = server(1, Integer.MAX_VALUE, 600_000);
    start();
    Client first = connect();
    first.send(apiVersions(3, 1));
    assertThat(first.receiveCorrelationId()).isEqualTo(1);
    try (Client second = connect();
        Client third = connect()) {
      second.send(apiVersions(3, 2));
      third.send(apiVersions(3, 3));
      second.socket().setSoTimeout(50);
      assertThat(second.closedByServer()).isFalse();
      second.socket().setSoTimeout(WAIT_MS);
      first.close();
      assertThat(second.receiveCorrelationId()).isEqualTo(2);
      second.close();
      assertThat(third.receiveCorrelationId()).isEqualTo(3);
    }
  }

  @Test
  void whoComesBeforeTheStartWaitsAndIsClosedByAStop() throws IOException {
    port = server.bind("PLAINTEXT", new InetSocketAddress("127.0.0.1", 0)).getPort();
    try (Client early = connect()) {
      early.send(apiVersions(3, 1));
      early.socket().setSoTimeout(50);
      assertThat(early.closedByServer()).isFalse();
      early.socket().setSoTimeout(WAIT_MS);
      server.stopAccepting();
      assertThat(early.closedByServer()).isTrue();
    }
  }

  @Test
  void drainingAnswersWhatWasTakenAndClosesEverything() throws Exception {
    start();
    try (Client idle = connect();
        Client busy = connect()) {
      idle.send(apiVersions(3, 1));
      assertThat(idle.receiveCorrelationId()).isEqualTo(1);
      busy.send(metadata(1));
      busy.send(metadata(2));
      assertThat(twoHeld.await(WAIT_MS, TimeUnit.MILLISECONDS)).isTrue();
      CountDownLatch drained = new CountDownLatch(1);
      server.stopAccepting();
      server.drain(drained::countDown);
      assertThat(idle.closedByServer()).isTrue();
      assertThat(drained.getCount()).isEqualTo(1);
      synchronized (held) {
        held.forEach(context -> context.respond(new MetadataResponse()));
      }
      assertThat(busy.receiveCorrelationId()).isEqualTo(1);
      assertThat(busy.receiveCorrelationId()).isEqualTo(2);
      assertThat(busy.closedByServer()).isTrue();
      assertThat(drained.await(WAIT_MS, TimeUnit.MILLISECONDS)).isTrue();
      assertThat(server.connectionCount()).isZero();
    }
  }

  // B2, B4: four bytes each, and gone
  @Test
  void aThousandConnectionsThatClaimMuchAndLeaveLeaveNothing() throws Exception {
    start();
    assertServes();
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    long before = system.getOpenFileDescriptorCount();
    for (int round = 0; round < 10; round++) {
      Client[] clients = new Client[100];
      for (int i = 0; i < clients.length; i++) {
        clients[i] = connect();
        clients[i].send(ByteBuffer.allocate(8).putInt(MAX_REQUEST).putInt(0x00120003).array());
      }
      for (Client client : clients) {
        client.socket().setSoLinger(true, 0);
        client.close();
      }
    }
    assertServes();
    long deadline = System.currentTimeMillis() + WAIT_MS;
    while (server.connectionCount() > 0 && System.currentTimeMillis() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(server.connectionCount()).isZero();
    assertThat(system.getOpenFileDescriptorCount()).isLessThanOrEqualTo(before + 5);
  }
}
