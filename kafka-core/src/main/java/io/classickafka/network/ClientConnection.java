package io.classickafka.network;

import io.classickafka.api.Peer;
import io.classickafka.api.ReplySlot;
import io.classickafka.api.Requests;
import io.classickafka.network.RefusalLog.Refusal;
import io.classickafka.protocol.FrameReader;
import io.classickafka.protocol.MalformedFrameException;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Connection;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Payload;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client or of another broker: requests in, replies out in the same order.
 * State of the connection's network loop; only the methods of its reply slots come from elsewhere.
 */
final class ClientConnection implements Connection.Handler {

  /** Requests that may wait for their replies before the socket is no longer read. */
  static final int MAX_IN_FLIGHT = 32;

  /** Bytes of such requests beyond which no further one is taken. */
  static final int MAX_IN_FLIGHT_BYTES = 1 << 20;

  /** Bytes of replies the peer has not taken beyond which no further request is taken. */
  static final int MAX_UNSENT_BYTES = 1 << 20;

  private final Connection connection;
  private final EventLoop loop;
  private final Peer peer;
  private final Requests requests;
  private final LoopConnections siblings;
  private final SoftwareCounts softwareCounts;
  private final long maxIdleMs;
  private final FrameReader frames;

  /** Requests in order of arrival whose replies have not been handed to the transport. */
  private final ArrayDeque<Slot> slots = new ArrayDeque<>(2);

  private int slotBytes;
  private int throttles;
  private boolean reading = true;
  private boolean pumping;
  private boolean draining;
  private boolean closeWhenSent;
  private boolean framesBroken;
  private boolean closed;
  private SoftwareCounts.@Nullable Count software;
  private EventLoop.@Nullable Scheduled idleTimer;
  private long lastActivityMs;
  private long frameStartMs;

  ClientConnection(
      Connection connection,
      Peer peer,
      Requests requests,
      LoopConnections siblings,
      SoftwareCounts softwareCounts,
      NetworkSettings settings) {
    this.connection = connection;
    this.loop = connection.loop();
    this.peer = peer;
    this.requests = requests;
    this.siblings = siblings;
    this.softwareCounts = softwareCounts;
    this.maxIdleMs = settings.maxIdleMs();
    this.frames =
        new FrameReader(
            settings.maxRequestBytes(),
            (size, whole) -> connection.allocate(size),
            requests::refusal);
  }

  @Override
  public void onConnected(Connection connected) {
    lastActivityMs = loop.monotonicMs();
    software = softwareCounts.unknown();
    siblings.add(this);
    armIdleTimer(maxIdleMs);
  }

  @Override
  public void onReceived(ByteSlice bytes) {
    if (closed || closeWhenSent || draining || framesBroken) {
      bytes.release();
      return;
    }
    lastActivityMs = loop.monotonicMs();
    if (!frames.midFrame()) {
      frameStartMs = lastActivityMs;
    }
    frames.feed(bytes);
    pump();
  }

  @Override
  public void onClosed(@Nullable Throwable cause) {
    if (closed) {
      return;
    }
    closed = true;
    if (idleTimer != null) {
      idleTimer.cancel();
    }
    siblings.remove(this);
    softwareCounts.release(software);
    frames.close();
    dropSlots();
  }

  /** Takes no further request, and closes once those under way are answered. */
  void drain() {
    draining = true;
    connection.setReading(false);
    frames.close();
    if (slots.isEmpty()) {
      closeOnceSent();
    }
    // What they answer takes them out of the queue.
    List.copyOf(slots).forEach(Slot::hurry);
  }

  void close() {
    connection.close();
  }

  private boolean mayTakeRequest() {
    return slots.size() < MAX_IN_FLIGHT
        && slotBytes < MAX_IN_FLIGHT_BYTES
        && connection.pendingBytes() < MAX_UNSENT_BYTES
        && throttles == 0
        && !framesBroken
        && !closeWhenSent
        && !draining
        && !closed;
  }

  // Takes requests while that is allowed, then turns reading to what is allowed next.
  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (mayTakeRequest()) {
        ByteSlice frame = frames.next();
        if (frame == null) {
          break;
        }
        frameStartMs = loop.monotonicMs();
        Slot slot = new Slot(frame.sizeBytes());
        Slot before = slots.peekLast();
        slots.addLast(slot);
        slotBytes += slot.requestBytes;
        requests.onRequest(peer, loop, frame, slot);
        if (before != null) {
          before.hurry();
        }
      }
    } catch (MalformedFrameException e) {
      framesBroken = true;
      Slot slot = new Slot(0);
      slots.addLast(slot);
      slot.refuse(Refusal.FRAME, String.valueOf(e.getMessage()), "");
    } finally {
      pumping = false;
    }
    updateReading();
  }

  private void updateReading() {
    boolean read = mayTakeRequest();
    if (read == reading || closed) {
      return;
    }
    reading = read;
    if (read) {
      // We kept the peer waiting; its time for the frame begins anew.
      frameStartMs = loop.monotonicMs();
    }
    connection.setReading(read);
  }

  // Hands the replies at the head that are ready to the transport.
  private void sendReady() {
    while (!slots.isEmpty() && slots.getFirst().ready) {
      Slot slot = slots.removeFirst();
      slotBytes -= slot.requestBytes;
      if (slot.refusal != null) {
        siblings.refusals().closed(slot.refusal, slot.reason, slot.api, peer, loop.monotonicMs());
        frames.close();
        dropSlots();
        closeOnceSent();
        return;
      }
      List<Payload> reply = slot.reply;
      if (reply != null) {
        slot.reply = null;
        slot.turnNs = loop.monotonicNs();
        connection.send(reply, slot);
      }
    }
    if (draining && slots.isEmpty()) {
      closeOnceSent();
    }
    pump();
  }

  private void dropSlots() {
    for (Slot slot : slots) {
      slot.drop();
    }
    slots.clear();
    slotBytes = 0;
  }

  private void closeOnceSent() {
    closeWhenSent = true;
    connection.setReading(false);
    if (connection.pendingBytes() == 0) {
      connection.close();
    }
  }

  private void onSent(long nowNs) {
    lastActivityMs = nowNs / 1_000_000;
    if (closeWhenSent) {
      if (connection.pendingBytes() == 0) {
        connection.close();
      }
      return;
    }
    pump();
  }

  private void throttle(int throttleMs) {
    if (throttleMs <= 0) {
      return;
    }
    throttles++;
    loop.schedule(
        throttleMs,
        () -> {
          throttles--;
          lastActivityMs = loop.monotonicMs();
          pump();
        });
  }

  // One timer per connection: it is not moved with each byte, but looks again when it fires.
  private void armIdleTimer(long delayMs) {
    if (maxIdleMs < 0) {
      return;
    }
    idleTimer = loop.schedule(delayMs, this::checkIdle);
  }

  private void checkIdle() {
    if (closed) {
      return;
    }
    long nowMs = loop.monotonicMs();
    boolean awaitingFrame = reading && frames.midFrame();
    long sinceMs = awaitingFrame ? Math.min(frameStartMs, lastActivityMs) : lastActivityMs;
    long leftMs = sinceMs + maxIdleMs - nowMs;
    if (leftMs > 0) {
      armIdleTimer(leftMs);
      return;
    }
    if (awaitingFrame) {
      siblings.refusals().closed(Refusal.SLOW_FRAME, "frame not whole in time", "", peer, nowMs);
    }
    connection.close();
  }

  @Override
  public String toString() {
    return "ClientConnection(" + peer.connectionId() + ")";
  }

  /** The place of one reply. Fields are the loop's; the methods of the interface hop there. */
  private final class Slot implements ReplySlot, Runnable {

    final int requestBytes;
    long turnNs;
    @Nullable OnSent listener;
    boolean ready;
    boolean dropped;
    @Nullable Runnable whenDropped;
    @Nullable Runnable whenHurried;
    @Nullable List<Payload> reply;
    @Nullable Refusal refusal;
    String reason = "";
    String api = "";

    Slot(int requestBytes) {
      this.requestBytes = requestBytes;
    }

    @Override
    public void send(List<Payload> frame, int throttleMs, OnSent onSent) {
      onLoop(() -> finish(frame, throttleMs, onSent), frame);
    }

    /** The reply has left. */
    @Override
    public void run() {
      long nowNs = loop.monotonicNs();
      OnSent told = listener;
      if (told != null) {
        told.onSent(turnNs, nowNs);
      }
      ClientConnection.this.onSent(nowNs);
    }

    @Override
    public void sendNothing(int throttleMs) {
      onLoop(() -> finish(null, throttleMs, null), List.of());
    }

    @Override
    public void close(String closeReason, String apiName) {
      onLoop(() -> refuse(Refusal.REQUEST, closeReason, apiName), List.of());
    }

    private void onLoop(Runnable task, List<Payload> unsent) {
      try {
        loop.executeOrRun(task);
      } catch (RejectedExecutionException e) {
        // The loop has ended, and all its connections with it.
        unsent.forEach(Payload::release);
      }
    }

    private void finish(@Nullable List<Payload> frame, int throttleMs, @Nullable OnSent onSent) {
      if (dropped || closed) {
        if (frame != null) {
          frame.forEach(Payload::release);
        }
        return;
      }
      ready = true;
      reply = frame;
      listener = onSent;
      throttle(throttleMs);
      sendReady();
    }

    void refuse(Refusal why, String closeReason, String apiName) {
      if (dropped || closed) {
        return;
      }
      ready = true;
      refusal = why;
      reason = closeReason;
      api = apiName;
      sendReady();
    }

    @Override
    public void clientIs(String name, String version) {
      if (!closed) {
        softwareCounts.release(software);
        software = softwareCounts.count(name, version);
      }
    }

    @Override
    public void onDropped(Runnable task) {
      whenDropped = task;
    }

    @Override
    public void onHurried(Runnable task) {
      whenHurried = task;
    }

    void hurry() {
      Runnable told = whenHurried;
      if (told != null && !ready && !dropped) {
        told.run();
      }
    }

    void drop() {
      dropped = true;
      Runnable told = whenDropped;
      if (told != null && !ready) {
        told.run();
      }
      List<Payload> unsent = reply;
      if (unsent != null) {
        reply = null;
        unsent.forEach(Payload::release);
      }
    }
  }
}
