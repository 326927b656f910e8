package io.classickafka.api;

import io.classickafka.log.ConversionCost;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import io.classickafka.security.Principal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * One request: what its header says, where it came from, and how to answer it.
 *
 * <p>Thread-safe. {@link #respond}, {@link #respondNothing} or {@link #closeConnection} is called
 * exactly once, from any thread. Until then the frame is held, unless the handler gave it up.
 */
public final class RequestContext {

  private static final Logger LOG = LogManager.getLogger(RequestContext.class);

  private static final VarHandle ANSWERED;

  static {
    try {
      ANSWERED =
          MethodHandles.lookup().findVarHandle(RequestContext.class, "answered", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ApiKey apiKey;
  private final short version;
  private final int correlationId;
  private final String clientId;
  private final Peer peer;
  private final EventLoop loop;
  private final ByteSlice frame;
  private final Answer answer;
  private final long receivedNs;
  private final long receivedWallMs;

  @SuppressWarnings("UnusedVariable") // by its VarHandle
  private boolean answered;

  /** Set before the answer is given. */
  private ConversionCost conversion = ConversionCost.NONE;

  /** Set by the handler before it hands the request on, or by whoever answers. */
  private boolean frameReleased;

  /**
   * A request received now.
   *
   * @param loop the connection's, on which the call is made
   * @param frame the whole request; takes over one count of it
   */
  public RequestContext(
      ApiKey apiKey,
      short version,
      int correlationId,
      String clientId,
      Peer peer,
      EventLoop loop,
      ByteSlice frame,
      Answer answer) {
    this.apiKey = apiKey;
    this.version = version;
    this.correlationId = correlationId;
    this.clientId = clientId;
    this.peer = peer;
    this.loop = loop;
    this.frame = frame;
    this.answer = answer;
    this.receivedNs = loop.monotonicNs();
    this.receivedWallMs = loop.wallClockMs();
  }

  public ApiKey apiKey() {
    return apiKey;
  }

  public short version() {
    return version;
  }

  public int correlationId() {
    return correlationId;
  }

  /** The client's name for itself, never null. May hold any characters. */
  public String clientId() {
    return clientId;
  }

  public Peer peer() {
    return peer;
  }

  /** Name of the listener the request came in by. */
  public String listener() {
    return peer.listener();
  }

  public Principal principal() {
    return peer.principal();
  }

  /** The loop of the connection. */
  public EventLoop loop() {
    return loop;
  }

  /** The whole request. Retain it to keep it beyond the answer. */
  public ByteSlice frame() {
    return frame;
  }

  /** When the request was received: monotonic nanoseconds. */
  public long receivedNs() {
    return receivedNs;
  }

  /** When the request was received: monotonic milliseconds. */
  public long receivedMs() {
    return receivedNs / 1_000_000;
  }

  /** When the request was received: epoch milliseconds, for record timestamps. */
  public long receivedWallMs() {
    return receivedWallMs;
  }

  /** Nothing in the request's bytes is needed any more. By the handler, or with the answer. */
  public void releaseFrame() {
    if (!frameReleased) {
      frameReleased = true;
      frame.release();
    }
  }

  /**
   * Says what software the client on this connection is. On the connection's loop, before the
   * answer.
   *
   * @param name empty when it is not known, like {@code version}
   */
  void clientIs(String name, String version) {
    answer.clientIs(name, version);
  }

  /** Runs a task on the connection's loop when it closes before the answer was given. */
  public void onDropped(Runnable task) {
    answer.onDropped(task);
  }

  /**
   * Runs a task on the connection's loop when, before the answer was given, the peer sends more, or
   * the connection is to close once everything is answered.
   */
  void onHurried(Runnable task) {
    answer.onHurried(task);
  }

  /** Says, before the answer, what was spent on other formats than the client's. */
  void converted(ConversionCost cost) {
    conversion = cost;
  }

  ConversionCost conversion() {
    return conversion;
  }

  /** Sends a response, in the version asked for. Takes over the counts of the payloads in it. */
  public void respond(ApiMessage response) {
    markAnswered();
    answer.respond(this, response);
    releaseFrame();
  }

  /**
   * Responds with what is made of an outcome, on the thread of whoever told it: they have more to
   * do than to hear that it cannot be made. The request ends with it.
   */
  void respond(Supplier<? extends ApiMessage> made) {
    ApiMessage response;
    try {
      response = made.get();
    } catch (RuntimeException | Error e) {
      fail(e);
      return;
    }
    respond(response);
  }

  /** The request gets no response (Produce without acknowledgement). */
  public void respondNothing() {
    markAnswered();
    answer.respondNothing(this);
    releaseFrame();
  }

  /** Closes the connection instead of answering. The reason goes into one line of the log. */
  public void closeConnection(String reason) {
    markAnswered();
    answer.closeConnection(this, reason);
    releaseFrame();
  }

  /**
   * Goes on with the request in a task of its own. What the step throws ends the request: the net
   * of whoever received it has been left.
   */
  public void goOn(Executor where, Runnable step) {
    where.execute(
        () -> {
          try {
            step.run();
          } catch (RuntimeException | Error e) {
            fail(e);
          }
        });
  }

  /** Closes the connection, unless the answer was given: what comes next waits behind it. */
  void fail(Throwable fault) {
    if (ANSWERED.compareAndSet(this, false, true)) {
      answer.closeConnection(this, ErrorCode.UNKNOWN_SERVER_ERROR.name());
      releaseFrame();
    }
    LOG.error("request failed request={}", this, fault);
  }

  /** Whether the answer was given. */
  public boolean answered() {
    return (boolean) ANSWERED.getAcquire(this);
  }

  private void markAnswered() {
    if (!ANSWERED.compareAndSet(this, false, true)) {
      throw new IllegalStateException("answered twice: " + this);
    }
  }

  @Override
  public String toString() {
    return apiKey.apiName() + " version=" + version + " correlationId=" + correlationId;
  }
}
