package io.classickafka.simulation.world;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Connection;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.FileSlice;
import io.classickafka.seam.Payload;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection. The kernel's part of it outlives the process by what it still sends; a
 * host without power sends nothing.
 */
final class SimulatedSocket implements Connection {

  private static final int WINDOW_BYTES = 128 * 1024;

  private record Outgoing(@Nullable Payload payload, @Nullable Runnable onSent) {}

  private final Network network;
  private final SimulatedProcess process;
  private final ProcessLoop loop;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final Pipe out;
  private final ArrayDeque<Outgoing> outgoing = new ArrayDeque<>();
  private final ArrayDeque<byte[]> inbox = new ArrayDeque<>();
  private @Nullable SimulatedSocket peer;
  private @Nullable Handler handler;
  private long pendingBytes;
  private long unreadByPeer;
  private int inboxOffset;
  private boolean flushing;
  private boolean delivering;
  private boolean reading = true;
  private boolean peerEnded;
  private boolean gone;

  SimulatedSocket(
      Network network,
      SimulatedProcess process,
      ProcessLoop loop,
      InetSocketAddress local,
      InetSocketAddress remote,
      Pipe out) {
    this.network = network;
    this.process = process;
    this.loop = loop;
    this.local = local;
    this.remote = remote;
    this.out = out;
    network.opened(this);
    process.onDeath(this::processDied);
  }

  void joinWith(SimulatedSocket other) {
    peer = other;
  }

  SimulatedProcess process() {
    return process;
  }

  private SimulatedSocket peer() {
    SimulatedSocket other = peer;
    if (other == null) {
      throw new AssertionError("no other end");
    }
    return other;
  }

  void sendEstablished(Runnable established) {
    out.send(established);
  }

  void established(Handler mine) {
    loop.execute(
        () -> {
          handler = mine;
          if (gone) {
            mine.onClosed(new IOException("Connection reset by peer"));
            return;
          }
          mine.onConnected(this);
          deliver();
        });
  }

  void accepted(Function<Connection, Handler> onAccept) {
    loop.execute(
        () -> {
          Handler made = onAccept.apply(this);
          handler = made;
          made.onConnected(this);
          if (gone) {
            made.onClosed(new IOException("Connection reset by peer"));
          } else {
            deliver();
          }
        });
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public void send(List<? extends Payload> payloads, @Nullable Runnable onSent) {
    if (gone) {
      payloads.forEach(Payload::release);
      return;
    }
    for (Payload payload : payloads) {
      pendingBytes += payload.sizeBytes();
      outgoing.addLast(new Outgoing(payload, null));
    }
    if (onSent != null) {
      outgoing.addLast(new Outgoing(null, onSent));
    }
    flushLater();
  }

  private void flushLater() {
    if (!flushing && !outgoing.isEmpty()) {
      flushing = true;
      loop.execute(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    while (!gone && !outgoing.isEmpty() && unreadByPeer < WINDOW_BYTES) {
      Outgoing next = outgoing.removeFirst();
      Payload payload = next.payload();
      if (payload != null) {
        pendingBytes -= payload.sizeBytes();
        transmit(payload);
      } else if (next.onSent() != null) {
        next.onSent().run();
      }
    }
  }

  private void transmit(Payload payload) {
    byte[] bytes = new byte[payload.sizeBytes()];
    try {
      if (payload instanceof ByteSlice slice) {
        slice.duplicate().get(bytes);
      } else if (payload instanceof FileSlice file) {
        file.read(0, ByteBuffer.wrap(bytes));
      }
    } catch (IOException e) {
      // As when sendfile meets a file that has become shorter: the stream cannot go on.
      end(e);
      out.send(() -> peer().onReset());
      return;
    } finally {
      payload.release();
    }
    if (bytes.length > 0) {
      unreadByPeer += bytes.length;
      out.send(() -> peer().onBytes(bytes));
    }
  }

  private void onBytes(byte[] bytes) {
    if (gone || !process.isAlive()) {
      if (process.host().isPowered()) {
        // The kernel knows no such connection.
        SimulatedSocket sender = peer();
        new Pipe(network.link(process.host(), sender.process.host())).send(sender::onReset);
      }
      return;
    }
    network.world().note(bytes.length);
    inbox.addLast(bytes);
    deliver();
  }

  private void deliver() {
    if (!delivering && handler != null && (peerEnded || (reading && !inbox.isEmpty()))) {
      delivering = true;
      loop.execute(this::read);
    }
  }

  private void read() {
    delivering = false;
    Handler mine = handler;
    if (gone || mine == null) {
      return;
    }
    byte[] head = inbox.peekFirst();
    if (head == null) {
      if (peerEnded) {
        end(null);
      }
      return;
    }
    if (!reading) {
      return;
    }
    int size = network.readSize(head.length - inboxOffset);
    ByteSlice chunk = ByteSlice.wrap(Arrays.copyOfRange(head, inboxOffset, inboxOffset + size));
    inboxOffset += size;
    if (inboxOffset == head.length) {
      inbox.removeFirst();
      inboxOffset = 0;
    }
    peer().onRead(size);
    mine.onReceived(chunk);
    deliver();
  }

  private void onRead(int bytes) {
    unreadByPeer -= bytes;
    flushLater();
  }

  @Override
  public long pendingBytes() {
    return pendingBytes;
  }

  @Override
  public void setReading(boolean on) {
    reading = on;
    deliver();
  }

  @Override
  public void close() {
    if (!gone) {
      end(null);
      out.send(() -> peer().onEnd());
    }
  }

  private void onEnd() {
    peerEnded = true;
    deliver();
  }

  private void onReset() {
    if (!gone && process.isAlive()) {
      inbox.clear();
      end(new IOException("Connection reset by peer"));
    }
  }

  /** The connection breaks at both ends. */
  void reset() {
    SimulatedSocket other = peer();
    out.cutOff();
    other.out.cutOff();
    onReset();
    other.onReset();
  }

  private void end(@Nullable Throwable cause) {
    gone = true;
    network.closed(this);
    drop();
    Handler mine = handler;
    if (mine != null) {
      // Once: who was not told of a beginning is told of the end in its place.
      loop.execute(() -> mine.onClosed(cause));
    }
  }

  private void drop() {
    for (Outgoing unsent : outgoing) {
      if (unsent.payload() != null) {
        unsent.payload().release();
      }
    }
    outgoing.clear();
    pendingBytes = 0;
    inbox.clear();
  }

  private void processDied() {
    if (!gone) {
      gone = true;
      network.closed(this);
      outgoing.clear();
      if (process.host().isPowered()) {
        out.send(() -> peer().onReset());
      } else {
        out.cutOff();
      }
    }
  }
}
