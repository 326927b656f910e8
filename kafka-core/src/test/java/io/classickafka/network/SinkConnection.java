package io.classickafka.network;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Connection;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Payload;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection whose peer takes everything at once. Makes no garbage of its own. */
final class SinkConnection implements Connection {

  private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 9_092);
  private static final int KEPT_BYTES = 64;

  private final EventLoop loop;
  private final byte[] head = new byte[KEPT_BYTES];

  /** Answers it was given. */
  int answers;

  /** Bytes of the last answer. */
  int lastBytes;

  SinkConnection(EventLoop loop) {
    this.loop = loop;
  }

  /** A number near the start of the last answer. */
  int int32(int at) {
    return java.nio.ByteBuffer.wrap(head).getInt(at);
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return ADDRESS;
  }

  @Override
  public InetSocketAddress localAddress() {
    return ADDRESS;
  }

  @Override
  public ByteSlice allocate(int sizeBytes) {
    return ByteSlice.wrap(new byte[sizeBytes]);
  }

  @Override
  public void send(List<? extends Payload> payloads, @Nullable Runnable onSent) {
    ByteSlice first = (ByteSlice) payloads.get(0);
    first.view().get(0, head, 0, Math.min(KEPT_BYTES, first.sizeBytes()));
    lastBytes = 0;
    for (int i = 0; i < payloads.size(); i++) {
      lastBytes += payloads.get(i).sizeBytes();
      payloads.get(i).release();
    }
    answers++;
    if (onSent != null) {
      onSent.run();
    }
  }

  @Override
  public long pendingBytes() {
    return 0;
  }

  @Override
  public void setReading(boolean on) {}

  @Override
  public void close() {}
}
