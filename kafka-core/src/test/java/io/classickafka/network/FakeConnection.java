package io.classickafka.network;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Connection;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Payload;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection whose peer takes bytes only when the test says so. Counts its memory. */
final class FakeConnection implements Connection {

  final EventLoop loop;
  final List<String> sent = new ArrayList<>();
  boolean reading = true;
  boolean closed;
  boolean peerTakes = true;
  int allocatedBytes;
  int largestAllocation;
  private final ArrayDeque<Runnable> unsent = new ArrayDeque<>();
  private long pending;

  FakeConnection(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return new InetSocketAddress("127.0.0.1", 50_000);
  }

  @Override
  public InetSocketAddress localAddress() {
    return new InetSocketAddress("127.0.0.1", 9_092);
  }

  @Override
  public ByteSlice allocate(int sizeBytes) {
    allocatedBytes += sizeBytes;
    largestAllocation = Math.max(largestAllocation, sizeBytes);
    return ByteSlice.wrap(new byte[sizeBytes]);
  }

  @Override
  public void send(List<? extends Payload> payloads, @Nullable Runnable onSent) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Payload payload : payloads) {
      bytes.writeBytes(((ByteSlice) payload).toByteArray());
      payload.release();
    }
    pending += bytes.size();
    unsent.add(
        () -> {
          pending -= bytes.size();
          ByteBuffer frame = ByteBuffer.wrap(bytes.toByteArray());
          sent.add(new String(frame.array(), 4, frame.getInt(0), StandardCharsets.UTF_8));
          if (onSent != null) {
            onSent.run();
          }
        });
    loop.execute(this::take);
  }

  void take() {
    while (peerTakes && !closed && !unsent.isEmpty()) {
      unsent.remove().run();
    }
  }

  @Override
  public long pendingBytes() {
    return pending;
  }

  @Override
  public void setReading(boolean on) {
    reading = on;
  }

  @Override
  public void close() {
    closed = true;
  }
}
