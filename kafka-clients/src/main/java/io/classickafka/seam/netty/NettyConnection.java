package io.classickafka.seam.netty;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Connection;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.FileSlice;
import io.classickafka.seam.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket as a {@link Connection}. State belongs to the connection's loop. */
final class NettyConnection implements Connection {

  private final NettyEventLoop loop;
  private final SocketChannel channel;
  private final InetSocketAddress remoteAddress;
  private final InetSocketAddress localAddress;
  private final Runnable flush = this::flush;
  private long pendingBytes;
  private boolean flushQueued;
  private boolean sendFailed;

  NettyConnection(
      NettyEventLoop loop,
      SocketChannel channel,
      InetSocketAddress remoteAddress,
      InetSocketAddress localAddress) {
    this.loop = loop;
    this.channel = channel;
    this.remoteAddress = remoteAddress;
    this.localAddress = localAddress;
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public InetSocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public ByteSlice allocate(int sizeBytes) {
    ByteBuf buffer = channel.alloc().directBuffer(sizeBytes, sizeBytes);
    return CountedBuffer.slice(buffer.writerIndex(sizeBytes));
  }

  @Override
  public void send(List<? extends Payload> payloads, @Nullable Runnable onSent) {
    assert loop.inLoop() : loop.name();
    Sending sending = new Sending(payloads, onSent);
    pendingBytes += sending.sizeBytes;
    int last = -1;
    for (int i = 0; i < payloads.size(); i++) {
      if (payloads.get(i).sizeBytes() > 0) {
        last = i;
      }
    }
    if (last < 0) {
      sending.finish(channel.isActive());
      return;
    }
    for (int i = 0; i <= last; i++) {
      Payload payload = payloads.get(i);
      if (payload.sizeBytes() == 0) {
        continue;
      }
      Object message;
      try {
        message = message(payload);
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        // Unreadable, or no memory for it. The frame can no longer be completed, so nothing may
        // follow it.
        channel.pipeline().fireExceptionCaught(e);
        message = Unpooled.EMPTY_BUFFER;
      }
      ChannelPromise written = null;
      if (message instanceof FileSliceRegion region) {
        written = channel.newPromise();
        // Before the frame's own listener: that one gives the file up.
        written.addListener(done -> onWritten(region, done.cause()));
      }
      // The others fail only together with the channel, which the last one learns too.
      if (i == last) {
        written = written == null ? channel.newPromise() : written;
        channel.write(message, written.addListener(sending));
      } else {
        channel.write(message, written == null ? channel.voidPromise() : written);
      }
    }
    if (!flushQueued) {
      flushQueued = true;
      loop.executor().execute(flush);
    }
  }

  private void flush() {
    flushQueued = false;
    channel.flush();
  }

  /** What was next on its way when an error came is what may have been unreadable. */
  private void onWritten(FileSliceRegion region, @Nullable Throwable failure) {
    boolean first = failure != null && !sendFailed;
    sendFailed |= failure != null;
    // A closed channel is told where nothing was tried.
    if (first && failure instanceof IOException io && !(io instanceof ClosedChannelException)) {
      region.onFailed(io);
      channel.pipeline().fireExceptionCaught(io);
    }
  }

  private Object message(Payload payload) throws IOException {
    if (payload instanceof FileSlice file) {
      FileChannel open = file.channel();
      // The region has a count of its own, because it may outlive the others of its frame.
      return open != null ? new FileSliceRegion(file.retain(), open) : read(file);
    }
    ByteSlice bytes = (ByteSlice) payload;
    return bytes.view().hasArray() ? direct(bytes) : Unpooled.wrappedBuffer(bytes.duplicate());
  }

  /**
   * What lies on the heap is copied on its way to the kernel anyhow: at once, and with no views.
   */
  private ByteBuf direct(ByteSlice bytes) {
    ByteBuffer view = bytes.view();
    ByteBuf buffer = channel.alloc().directBuffer(view.limit(), view.limit());
    return buffer.writeBytes(view.array(), view.arrayOffset(), view.limit());
  }

  private ByteBuf read(FileSlice file) throws IOException {
    ByteBuf buffer = channel.alloc().directBuffer(file.sizeBytes(), file.sizeBytes());
    try {
      ByteBuffer target = buffer.internalNioBuffer(0, file.sizeBytes());
      buffer.writerIndex(file.read(0, target));
      return buffer.retain();
    } finally {
      buffer.release();
    }
  }

  @Override
  public long pendingBytes() {
    return pendingBytes;
  }

  @Override
  public void setReading(boolean on) {
    channel.config().setAutoRead(on);
  }

  @Override
  public void close() {
    channel.close();
  }

  @Override
  public String toString() {
    return "NettyConnection(" + localAddress + " - " + remoteAddress + ")";
  }

  /** One frame between {@link #send} and the kernel. */
  private final class Sending implements ChannelFutureListener {

    private final List<? extends Payload> payloads;
    private final @Nullable Runnable onSent;
    private final long sizeBytes;

    Sending(List<? extends Payload> payloads, @Nullable Runnable onSent) {
      this.payloads = payloads;
      this.onSent = onSent;
      long total = 0;
      for (Payload payload : payloads) {
        total += payload.sizeBytes();
      }
      this.sizeBytes = total;
    }

    @Override
    public void operationComplete(ChannelFuture written) {
      finish(written.isSuccess());
      if (!written.isSuccess()) {
        channel.close();
      }
    }

    void finish(boolean sent) {
      pendingBytes -= sizeBytes;
      for (Payload payload : payloads) {
        payload.release();
      }
      if (sent && onSent != null) {
        onSent.run();
      }
    }
  }
}
