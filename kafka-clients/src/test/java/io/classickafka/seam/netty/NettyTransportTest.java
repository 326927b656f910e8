package io.classickafka.seam.netty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Connection;
import io.classickafka.seam.Payload;
import io.classickafka.seam.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NettyTransportTest {

  private static final int TOO_MUCH = 4_321;

  // Without thread caches, so that what is not given back shows in the counts at once.
  private final PooledByteBufAllocator memory =
      new PooledByteBufAllocator(true, 1, 1, 8192, 3, 0, 0, false) {
        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
          if (initialCapacity == TOO_MUCH) {
            throw new OutOfMemoryError("of a test");
          }
          return super.newDirectBuffer(initialCapacity, maxCapacity);
        }
      };

  private @Nullable NettyTransport transport;

  @TempDir Path folder;

  @BeforeAll
  static void watchForLeaks() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  static Stream<Boolean> epoll() {
    return Epoll.isAvailable() ? Stream.of(true, false) : Stream.of(false);
  }

  @AfterEach
  void everyBufferIsGivenBack() throws InterruptedException {
    NettyTransport started = transport;
    if (started != null) {
      started.shutdown();
      assertThat(started.awaitTermination(5_000)).isTrue();
    }
    long held =
        Stream.concat(
                memory.metric().directArenas().stream(), memory.metric().heapArenas().stream())
            .mapToLong(PoolArenaMetric::numActiveAllocations)
            .sum();
    assertThat(held).isZero();
  }

  private NettyTransport start(boolean epoll, int loops) {
    NettyTransport started =
        new NettyTransport("test", loops, SocketOptions.DEFAULT, epoll, memory);
    transport = started;
    return started;
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress("127.0.0.1", 0);
  }

  @ParameterizedTest
  @MethodSource("epoll")
  void bytesArriveWholeAndInOrderWhereverTheyLie(boolean epoll) throws Exception {
    byte[] text = new byte[3_000_000];
    new Random(1).nextBytes(text);
    Path path = Files.write(folder.resolve("file"), text);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      NettyTransport started = start(epoll, 2);
      TestFile sendfile = new TestFile(file, 17, 2_000_000, true);
      TestFile noChannel = new TestFile(file, 5, 70_000, false);
      ByteBuffer direct = ByteBuffer.allocateDirect(100_000).put(text, 0, 100_000).flip();
      List<Payload> payloads =
          List.of(ByteSlice.wrap("head".getBytes(UTF_8)), sendfile, ByteSlice.empty(), noChannel);
      CountDownLatch sent = new CountDownLatch(2);
      Transport.Listener listener =
          started.listen(
              anyPort(),
              connection ->
                  new Recorder() {
                    @Override
                    public void onConnected(Connection accepted) {
                      accepted.send(payloads, sent::countDown);
                      accepted.send(List.of(ByteSlice.wrap(direct)), sent::countDown);
                      assertThat(accepted.pendingBytes()).isEqualTo(4 + 2_070_000 + 100_000);
                    }
                  });
      Recorder client = new Recorder();
      started.connect(
          started.loops().get(1), "localhost", listener.address().getPort(), 5_000, client);

      byte[] received = client.awaitBytes(4 + 2_070_000 + 100_000);
      assertThat(sent.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(Arrays.copyOfRange(received, 4, 2_000_004))
          .isEqualTo(Arrays.copyOfRange(text, 17, 2_000_017));
      assertThat(Arrays.copyOfRange(received, 2_000_004, 2_070_004))
          .isEqualTo(Arrays.copyOfRange(text, 5, 70_005));
      assertThat(Arrays.copyOfRange(received, 2_070_004, 2_170_004))
          .isEqualTo(Arrays.copyOfRange(text, 0, 100_000));
      assertThat(sendfile.count).hasValue(0);
      assertThat(noChannel.count).hasValue(0);
    }
  }

  /** A directory opens as a file does, and every read of it fails. */
  @ParameterizedTest
  @MethodSource("epoll")
  void aFileThatFailsWhileItIsSentIsToldWhereAndTheConnectionCloses(boolean epoll)
      throws Exception {
    try (FileChannel unreadable = FileChannel.open(folder, StandardOpenOption.READ)) {
      NettyTransport started = start(epoll, 1);
      TestFile first = new TestFile(unreadable, 0, 10, true);
      TestFile behind = new TestFile(unreadable, 0, 10, true);
      ByteSlice head = ByteSlice.wrap("head".getBytes(UTF_8));
      Recorder server =
          new Recorder() {
            @Override
            public void onConnected(Connection accepted) {
              accepted.send(List.of(head, first, behind), null);
            }
          };
      Transport.Listener listener = started.listen(anyPort(), connection -> server);
      Recorder client = new Recorder();
      started.connect(
          started.loops().get(0), "127.0.0.1", listener.address().getPort(), 5_000, client);

      assertThat(server.closed.get(10, TimeUnit.SECONDS)).isPresent();
      client.closed.get(10, TimeUnit.SECONDS);
      assertThat(first.failedAt).containsExactly(0);
      assertThat(behind.failedAt).isEmpty();
      assertThat(first.count).hasValue(0);
      assertThat(behind.count).hasValue(0);
    }
  }

  @ParameterizedTest
  @MethodSource("epoll")
  void aFrameThatTheMemoryDoesNotSufficeForClosesTheConnection(boolean epoll) throws Exception {
    Path path = Files.write(folder.resolve("file"), new byte[2 * TOO_MUCH]);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      NettyTransport started = start(epoll, 1);
      ByteSlice head = ByteSlice.wrap("head".getBytes(UTF_8));
      TestFile sendfile = new TestFile(file, 0, 100, true);
      for (Payload tooMuch :
          List.of(ByteSlice.wrap(new byte[TOO_MUCH]), new TestFile(file, 0, TOO_MUCH, false))) {
        for (List<Payload> frame :
            List.of(List.of(head, sendfile, tooMuch, head), List.of(head, sendfile, tooMuch))) {
          assertThat(bytesBeforeTheClose(started, frame)).isLessThanOrEqualTo(4 + 100);
        }
      }
      assertThat(sendfile.count).hasValue(1 - 4);
    }
  }

  /** Sends a frame that cannot be sent whole, and another after it. */
  private int bytesBeforeTheClose(NettyTransport started, List<Payload> frame) throws Exception {
    CompletableFuture<Connection> accepted = new CompletableFuture<>();
    Recorder server =
        new Recorder() {
          @Override
          public void onConnected(Connection connection) {
            accepted.complete(connection);
            connection.send(frame, () -> closed.completeExceptionally(new AssertionError("sent")));
            connection.send(List.of(ByteSlice.wrap(new byte[5_000])), null);
          }
        };
    Transport.Listener listener = started.listen(anyPort(), connection -> server);
    Recorder client = new Recorder();
    started.connect(
        started.loops().get(0), "127.0.0.1", listener.address().getPort(), 5_000, client);
    assertThat(server.closed.get(10, TimeUnit.SECONDS)).get().isInstanceOf(OutOfMemoryError.class);
    client.closed.get(10, TimeUnit.SECONDS);
    assertThat(accepted.get().pendingBytes()).isZero();
    listener.close();
    return client.size();
  }

  @ParameterizedTest
  @MethodSource("epoll")
  void whatIsStillQueuedIsReleasedWhenTheConnectionCloses(boolean epoll) throws Exception {
    Path path = Files.write(folder.resolve("file"), new byte[20_000_000]);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      NettyTransport started = start(epoll, 1);
      TestFile large = new TestFile(file, 0, 20_000_000, true);
      CompletableFuture<Connection> accepted = new CompletableFuture<>();
      Recorder server = new Recorder();
      Transport.Listener listener =
          started.listen(
              anyPort(),
              connection -> {
                accepted.complete(connection);
                return server;
              });
      Recorder client =
          new Recorder() {
            @Override
            public void onConnected(Connection connection) {
              connection.setReading(false);
            }
          };
      started.connect(
          started.loops().get(0), "127.0.0.1", listener.address().getPort(), 5_000, client);
      Connection connection = accepted.get(5, TimeUnit.SECONDS);
      CompletableFuture<Long> pending = new CompletableFuture<>();
      connection
          .loop()
          .execute(
              () -> {
                connection.send(List.of(large), () -> pending.completeExceptionally(new Error()));
                connection.loop().schedule(20, () -> pending.complete(connection.pendingBytes()));
              });
      assertThat(pending.get(5, TimeUnit.SECONDS)).isEqualTo(20_000_000);
      connection.close();
      connection.close();
      assertThat(server.closed.get(5, TimeUnit.SECONDS)).isEmpty();
      assertThat(large.count).hasValue(0);
      CompletableFuture<Integer> after = new CompletableFuture<>();
      TestFile late = new TestFile(file, 0, 10, true);
      connection
          .loop()
          .execute(
              () -> {
                connection.send(List.of(late), null);
                after.complete(late.count.get());
              });
      assertThat(after.get(5, TimeUnit.SECONDS)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("epoll")
  void readingTurnedOffLeavesThePeersBytesInTheSocket(boolean epoll) throws Exception {
    NettyTransport started = start(epoll, 2);
    CompletableFuture<Connection> accepted = new CompletableFuture<>();
    Recorder server =
        new Recorder() {
          @Override
          public void onConnected(Connection connection) {
            connection.setReading(false);
            accepted.complete(connection);
          }
        };
    Transport.Listener listener = started.listen(anyPort(), connection -> server);
    byte[] much = new byte[30_000_000];
    CompletableFuture<Connection> connected = new CompletableFuture<>();
    CountDownLatch sent = new CountDownLatch(1);
    Recorder client =
        new Recorder() {
          @Override
          public void onConnected(Connection connection) {
            connection.send(List.of(ByteSlice.wrap(much)), sent::countDown);
            connected.complete(connection);
          }
        };
    started.connect(
        started.loops().get(0), "127.0.0.1", listener.address().getPort(), 5_000, client);
    Connection connection = accepted.get(5, TimeUnit.SECONDS);
    assertThat(sent.await(100, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(server.size()).isZero();
    connection.loop().execute(() -> connection.setReading(true));
    assertThat(server.awaitBytes(much.length)).isEqualTo(much);
    assertThat(sent.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("epoll")
  void slicesKeptBeyondTheCallStayReadable(boolean epoll) throws Exception {
    NettyTransport started = start(epoll, 1);
    List<ByteSlice> kept = new ArrayList<>();
    Recorder server =
        new Recorder() {
          @Override
          public void onReceived(ByteSlice bytes) {
            kept.add(bytes.retain());
            super.onReceived(bytes);
          }
        };
    Transport.Listener listener = started.listen(anyPort(), connection -> server);
    Recorder client =
        new Recorder() {
          @Override
          public void onConnected(Connection connection) {
            ByteSlice own = connection.allocate(4);
            own.view().putInt(0, 0x01020304);
            connection.send(List.of(own), null);
          }
        };
    started.connect(
        started.loops().get(0), "127.0.0.1", listener.address().getPort(), 5_000, client);
    assertThat(server.awaitBytes(4)).containsExactly(1, 2, 3, 4);
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).view().getInt(0)).isEqualTo(0x01020304);
    kept.forEach(ByteSlice::release);
  }

  @ParameterizedTest
  @MethodSource("epoll")
  void aPeerThatCannotBeReachedIsReportedOnTheLoop(boolean epoll) throws Exception {
    NettyTransport started = start(epoll, 1);
    Transport.Listener gone = started.listen(anyPort(), connection -> new Recorder());
    int port = gone.address().getPort();
    gone.close();
    Recorder refused = new Recorder();
    started.connect(started.loops().get(0), "127.0.0.1", port, 5_000, refused);
    Recorder unknown = new Recorder();
    started.connect(started.loops().get(0), "no such host", port, 5_000, unknown);
    assertThat(refused.closed.get(5, TimeUnit.SECONDS)).get().isInstanceOf(IOException.class);
    assertThat(unknown.closed.get(5, TimeUnit.SECONDS)).get().isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @MethodSource("epoll")
  void aTakenPortIsRefused(boolean epoll) throws Exception {
    NettyTransport started = start(epoll, 1);
    Transport.Listener listener = started.listen(anyPort(), connection -> new Recorder());
    assertThatThrownBy(() -> started.listen(listener.address(), connection -> new Recorder()))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @MethodSource("epoll")
  void whoConnectsWhileAcceptingIsOffWaits(boolean epoll) throws Exception {
    NettyTransport started = start(epoll, 2);
    CountDownLatch accepted = new CountDownLatch(1);
    Function<Connection, Connection.Handler> onAccept =
        connection -> {
          accepted.countDown();
          return new Recorder();
        };
    Transport.Listener listener = started.listen(anyPort(), onAccept);
    CountDownLatch off = new CountDownLatch(1);
    listener.setAccepting(false);
    started.loops().get(0).execute(off::countDown);
    assertThat(off.await(5, TimeUnit.SECONDS)).isTrue();
    started.connect(
        started.loops().get(0), "127.0.0.1", listener.address().getPort(), 5_000, new Recorder());
    assertThat(accepted.await(50, TimeUnit.MILLISECONDS)).isFalse();
    listener.setAccepting(true);
    assertThat(accepted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("epoll")
  void aHandlerThatFailsLosesItsConnectionOnly(boolean epoll) throws Exception {
    NettyTransport started = start(epoll, 1);
    IllegalStateException bug = new IllegalStateException("bug");
    Recorder server =
        new Recorder() {
          @Override
          public void onReceived(ByteSlice bytes) {
            bytes.release();
            throw bug;
          }
        };
    Transport.Listener listener = started.listen(anyPort(), connection -> server);
    Recorder client =
        new Recorder() {
          @Override
          public void onConnected(Connection connection) {
            connection.send(List.of(ByteSlice.wrap(new byte[1])), null);
          }
        };
    started.connect(
        started.loops().get(0), "127.0.0.1", listener.address().getPort(), 5_000, client);
    assertThat(server.closed.get(5, TimeUnit.SECONDS)).contains(bug);
    assertThat(client.closed.get(5, TimeUnit.SECONDS)).isEmpty();
  }
}
