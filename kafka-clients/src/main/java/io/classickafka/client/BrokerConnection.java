package io.classickafka.client;

import io.classickafka.client.ResponseHandler.Failure;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.FrameReader;
import io.classickafka.protocol.MalformedFrameException;
import io.classickafka.protocol.MalformedMessageException;
import io.classickafka.protocol.MessageReader;
import io.classickafka.protocol.MessageWriter;
import io.classickafka.protocol.UnsupportedVersionException;
import io.classickafka.protocol.message.ApiVersionsRequest;
import io.classickafka.protocol.message.ApiVersionsResponse;
import io.classickafka.protocol.message.RequestHeader;
import io.classickafka.protocol.message.ResponseHeader;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Connection;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one broker over one connection at a time. Connects when there is something to send,
 * and again after a loss, with a pause after failures. State of its network loop, on which all
 * methods are called and all outcomes are given.
 *
 * <p>Requests are sent in the order given and answered in that order. Nothing is sent twice:
 * whoever wants to repeat a request gives it again.
 */
public final class BrokerConnection {

  private static final int MAX_RESPONSE_BYTES = Integer.MAX_VALUE;
  private static final String SOFTWARE_NAME = "classickafka";
  private static final String SOFTWARE_VERSION = "0.1.0";

  private final EventLoop loop;
  private final Transport transport;
  private final String host;
  private final int port;
  private final ConnectionSettings settings;
  private final ArrayDeque<PendingRequest> queued = new ArrayDeque<>();
  private final ArrayDeque<PendingRequest> inFlight = new ArrayDeque<>();

  /** Requests without response that were handed to the transport and have not left it. */
  private final ArrayDeque<PendingRequest> leaving = new ArrayDeque<>(0);

  private State state = State.IDLE;

  /** What requests fail with once this is closed. */
  private Failure ending = Failure.CLOSED;

  private @Nullable Attempt attempt;
  private @Nullable PeerVersions versions;
  private int failures;
  private int nextCorrelationId;
  private EventLoop.@Nullable Scheduled timer;
  private long timerDueMs;

  private enum State {
    IDLE,
    PAUSING,
    CONNECTING,
    NEGOTIATING,
    READY,
    CLOSED
  }

  /**
   * A connection that is not made yet.
   *
   * @param loop one of the transport's
   */
  public BrokerConnection(
      EventLoop loop, Transport transport, String host, int port, ConnectionSettings settings) {
    this.loop = loop;
    this.transport = transport;
    this.host = host;
    this.port = port;
    this.settings = settings;
  }

  /** The loop that owns this connection. */
  public EventLoop loop() {
    return loop;
  }

  /** Sends a request in a fixed version. */
  public void send(ApiKey api, short version, ApiMessage request, ResponseHandler handler) {
    send(api, version, version, request, handler);
  }

  /**
   * Sends a request in the highest version of a range that the broker has; in the highest of all
   * when versions are not negotiated.
   */
  public void send(
      ApiKey api, short lowest, short highest, ApiMessage request, ResponseHandler handler) {
    enqueue(api, lowest, highest, request, settings.requestTimeoutMs(), true, handler);
  }

  /**
   * Sends a request that the broker may hold back longer than others: joining a group waits for the
   * group. What follows it on this connection waits too.
   */
  public void send(
      ApiKey api,
      short lowest,
      short highest,
      ApiMessage request,
      long timeoutMs,
      ResponseHandler handler) {
    enqueue(api, lowest, highest, request, timeoutMs, true, handler);
  }

  /**
   * Sends a request that has no response. Its outcome is a response without content once it was
   * given to the operating system.
   */
  public void sendUnanswered(
      ApiKey api, short lowest, short highest, ApiMessage request, ResponseHandler handler) {
    enqueue(api, lowest, highest, request, settings.requestTimeoutMs(), false, handler);
  }

  /** Connects now, if it is not connected, so that the first request need not wait. */
  public void connect() {
    assert loop.inLoop() : loop.name();
    if (state == State.IDLE) {
      beginConnecting();
    }
  }

  /** Whether requests can be sent at once. */
  public boolean isReady() {
    return state == State.READY;
  }

  /** The versions the broker serves; null until negotiated. */
  public @Nullable PeerVersions versions() {
    return versions;
  }

  /** Closes for good. What has no outcome yet fails with {@link Failure#CLOSED}. */
  public void close() {
    end(Failure.CLOSED);
  }

  /**
   * Closes for good because the broker is to be reached elsewhere. What has no outcome yet fails
   * with {@link Failure#DISCONNECTED}: to whoever waits, it is one connection lost, not this end
   * that stops.
   */
  public void abandon() {
    end(Failure.DISCONNECTED);
  }

  private void end(Failure failure) {
    assert loop.inLoop() : loop.name();
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    ending = failure;
    cancelTimer();
    endAttempt();
    failAll(failure, endedBecause());
  }

  private String endedBecause() {
    return ending == Failure.CLOSED ? "closed" : host + ":" + port + " was replaced";
  }

  private void enqueue(
      ApiKey api,
      short lowest,
      short highest,
      ApiMessage request,
      long timeoutMs,
      boolean answered,
      ResponseHandler handler) {
    assert loop.inLoop() : loop.name();
    long deadlineMs = loop.monotonicMs() + timeoutMs;
    PendingRequest pending =
        new PendingRequest(api, lowest, highest, request, deadlineMs, answered, handler);
    if (state == State.CLOSED) {
      pending.fail(ending, endedBecause());
      return;
    }
    if (queued.size() >= settings.maxQueued()) {
      pending.fail(Failure.OVERLOADED, queued.size() + " requests wait already");
      return;
    }
    queued.addLast(pending);
    armTimer(deadlineMs);
    connect();
    pump();
  }

  private void beginConnecting() {
    state = State.CONNECTING;
    Attempt made = new Attempt();
    attempt = made;
    transport.connect(loop, host, port, settings.connectTimeoutMs(), made);
  }

  private void endAttempt() {
    Attempt ended = attempt;
    attempt = null;
    if (ended != null) {
      ended.end();
    }
  }

  private void onConnected() {
    if (!settings.negotiate()) {
      onReady();
      return;
    }
    state = State.NEGOTIATING;
    negotiate(ApiKey.API_VERSIONS.highestVersion());
  }

  private void negotiate(short version) {
    ApiVersionsRequest request =
        new ApiVersionsRequest()
            .clientSoftwareName(SOFTWARE_NAME)
            .clientSoftwareVersion(SOFTWARE_VERSION);
    long deadlineMs = loop.monotonicMs() + settings.requestTimeoutMs();
    write(
        new PendingRequest(
            ApiKey.API_VERSIONS, version, version, request, deadlineMs, true, new Negotiation()));
    armTimer(deadlineMs);
  }

  private final class Negotiation implements ResponseHandler {

    @Override
    public void onResponse(ApiMessage message, short version) {
      ApiVersionsResponse response = (ApiVersionsResponse) message;
      ErrorCode error = ErrorCode.of(response.errorCode());
      if (error == ErrorCode.NONE) {
        versions = new PeerVersions(response);
        onReady();
      } else if (error == ErrorCode.UNSUPPORTED_VERSION && version > 0) {
        // An older broker: it says which versions of this request it has, or nothing.
        short picked = new PeerVersions(response).pick(ApiKey.API_VERSIONS, (short) 0, version);
        negotiate(picked > 0 && picked < version ? picked : 0);
      } else {
        disconnect(Failure.NOT_CONNECTED, "negotiating versions: " + error);
      }
    }

    @Override
    public void onFailure(Failure failure, String detail) {
      // The connection is gone already, and everybody was told, unless there is nothing to send.
      if (failure == Failure.UNSENDABLE) {
        disconnect(failure, detail);
      }
    }
  }

  private void onReady() {
    state = State.READY;
    failures = 0;
    pump();
  }

  // Writes what may be written.
  private void pump() {
    while (state == State.READY && !queued.isEmpty() && inFlight.size() < settings.maxInFlight()) {
      write(queued.removeFirst());
    }
  }

  private void write(PendingRequest pending) {
    Attempt open = attempt;
    Connection connection = open == null ? null : open.connection;
    if (open == null || connection == null) {
      throw new IllegalStateException("not connected");
    }
    PeerVersions known = versions;
    pending.version =
        known == null ? pending.highest : known.pick(pending.api, pending.lowest, pending.highest);
    if (pending.version == PeerVersions.NONE) {
      pending.fail(
          Failure.UNSUPPORTED_VERSION,
          pending.api.apiName() + " " + pending.lowest + " to " + pending.highest);
      return;
    }
    pending.correlationId = nextCorrelationId++ & Integer.MAX_VALUE;
    MessageWriter out = new MessageWriter();
    try {
      out.writeInt32(0);
      new RequestHeader()
          .requestApiKey(pending.api.id())
          .requestApiVersion(pending.version)
          .correlationId(pending.correlationId)
          .clientId(settings.clientId())
          .write(out, pending.api.requestHeaderVersion(pending.version));
      pending.request.write(out, pending.version);
    } catch (UnsupportedVersionException e) {
      pending.fail(Failure.UNSUPPORTED_VERSION, String.valueOf(e.getMessage()));
      return;
    } catch (RuntimeException e) {
      // It must get an outcome like any other, and those behind it their turn.
      pending.fail(Failure.UNSENDABLE, pending.api.apiName() + " cannot be written: " + e);
      return;
    }
    out.patchInt32(0, out.sizeBytes() - Integer.BYTES);
    if (pending.answered) {
      inFlight.addLast(pending);
      connection.send(out.finish(), null);
    } else {
      leaving.addLast(pending);
      connection.send(
          out.finish(),
          () -> {
            if (leaving.remove(pending)) {
              pending.succeed(pending.api.newResponse());
            }
          });
    }
  }

  private void onFrame(ByteSlice frame) throws MalformedFrameException {
    PendingRequest pending = inFlight.peekFirst();
    ApiMessage response;
    try {
      if (pending == null) {
        throw new MalformedFrameException("response without a request");
      }
      response = read(pending, frame);
      inFlight.removeFirst();
      PendingRequest next = inFlight.peekFirst();
      if (next != null) {
        armTimer(next.deadlineMs);
      }
      pending.succeed(response);
    } finally {
      frame.release();
    }
    pump();
  }

  private static ApiMessage read(PendingRequest pending, ByteSlice frame)
      throws MalformedFrameException {
    try {
      MessageReader in = new MessageReader(frame);
      ResponseHeader header = new ResponseHeader();
      header.read(in, pending.api.responseHeaderVersion(pending.version));
      if (header.correlationId() != pending.correlationId) {
        throw new MalformedFrameException(
            "correlation id " + header.correlationId() + " instead of " + pending.correlationId);
      }
      ApiMessage response = pending.api.newResponse();
      if (pending.api == ApiKey.API_VERSIONS
          && in.remaining() >= Short.BYTES
          && frame.view().getShort(in.position()) == ErrorCode.UNSUPPORTED_VERSION.code()) {
        // Such an answer comes in version 0 whatever was asked.
        response.read(in, (short) 0);
      } else {
        response.read(in, pending.version);
      }
      return response;
    } catch (MalformedMessageException e) {
      throw new MalformedFrameException(pending.api.apiName() + ": " + e.getMessage());
    }
  }

  // The connection ends, by either side: everything without an outcome gets one.
  private void disconnect(Failure failure, String detail) {
    endAttempt();
    versions = null;
    failures++;
    pause();
    failAll(failure, detail);
  }

  // An established connection that ends is a failure too, else a broker that accepts and closes
  // would be connected to without end.
  private void pause() {
    state = State.PAUSING;
    long doubled = settings.backoffMs() << Math.min(failures - 1, 16);
    long capped = Math.min(settings.backoffMaxMs(), doubled);
    // A fifth more or less, so that those who lost a broker together do not return together.
    long jitter = capped / 5;
    long pauseMs = capped - jitter + (jitter == 0 ? 0 : loop.random().nextLong(2 * jitter));
    loop.schedule(
        pauseMs,
        () -> {
          if (state != State.PAUSING) {
            return;
          }
          state = State.IDLE;
          if (!queued.isEmpty()) {
            connect();
          }
        });
  }

  private void failAll(Failure failure, String detail) {
    List<PendingRequest> failed = new ArrayList<>(inFlight);
    inFlight.clear();
    failed.addAll(leaving);
    leaving.clear();
    failed.addAll(queued);
    queued.clear();
    for (PendingRequest pending : failed) {
      pending.fail(failure, detail);
    }
  }

  // One timer for the earliest deadline; it looks again when it fires.
  private void armTimer(long dueMs) {
    if (timer != null && timerDueMs <= dueMs) {
      return;
    }
    cancelTimer();
    timerDueMs = dueMs;
    timer = loop.schedule(Math.max(0, dueMs - loop.monotonicMs()), this::checkDeadlines);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void checkDeadlines() {
    timer = null;
    long nowMs = loop.monotonicMs();
    // What follows the first one cannot be answered before it.
    PendingRequest oldest = oldestOnTheWire();
    if (oldest != null && oldest.deadlineMs <= nowMs) {
      inFlight.remove(oldest);
      leaving.remove(oldest);
      String detail = host + ":" + port + " did not answer " + oldest.api.apiName() + " in time";
      disconnect(Failure.DISCONNECTED, detail);
      oldest.fail(Failure.TIMED_OUT, detail);
    }
    List<PendingRequest> late = new ArrayList<>();
    while (!queued.isEmpty() && queued.getFirst().deadlineMs <= nowMs) {
      late.add(queued.removeFirst());
    }
    late.forEach(pending -> pending.fail(Failure.TIMED_OUT, "not sent in time"));
    PendingRequest onTheWire = oldestOnTheWire();
    PendingRequest next = onTheWire == null ? queued.peekFirst() : onTheWire;
    if (next != null) {
      armTimer(next.deadlineMs);
    }
  }

  private @Nullable PendingRequest oldestOnTheWire() {
    PendingRequest answered = inFlight.peekFirst();
    PendingRequest unanswered = leaving.peekFirst();
    if (answered == null || unanswered == null) {
      return answered == null ? unanswered : answered;
    }
    return answered.deadlineMs <= unanswered.deadlineMs ? answered : unanswered;
  }

  /** One connection of the transport; those that ended before are ignored. */
  private final class Attempt implements Connection.Handler {

    @Nullable Connection connection;
    @Nullable FrameReader frames;
    @Nullable ResponseMemory memory;
    private boolean ended;

    void end() {
      ended = true;
      if (frames != null) {
        frames.close();
      }
      if (memory != null) {
        memory.close();
      }
      if (connection != null) {
        connection.close();
      }
    }

    @Override
    public void onConnected(Connection connected) {
      if (ended) {
        connected.close();
        return;
      }
      connection = connected;
      ResponseMemory buffers = new ResponseMemory(loop, connected::allocate);
      memory = buffers;
      frames = new FrameReader(MAX_RESPONSE_BYTES, buffers, (first, second) -> null);
      BrokerConnection.this.onConnected();
    }

    @Override
    public void onReceived(ByteSlice bytes) {
      FrameReader reader = frames;
      if (ended || reader == null) {
        bytes.release();
        return;
      }
      reader.feed(bytes);
      try {
        ByteSlice frame = reader.next();
        while (frame != null) {
          onFrame(frame);
          frame = ended ? null : reader.next();
        }
      } catch (MalformedFrameException e) {
        disconnect(Failure.MALFORMED, String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
      if (ended) {
        return;
      }
      String why = cause == null ? "closed by the peer" : String.valueOf(cause.getMessage());
      Failure failure = state == State.CONNECTING ? Failure.NOT_CONNECTED : Failure.DISCONNECTED;
      disconnect(failure, host + ":" + port + " " + why);
    }
  }
}
