package io.classickafka.api;

import io.classickafka.log.ConversionCost;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.MalformedMessageException;
import io.classickafka.protocol.MessageReader;
import io.classickafka.protocol.MessageWriter;
import io.classickafka.protocol.RecentStrings;
import io.classickafka.protocol.message.RequestHeader;
import io.classickafka.protocol.message.ResponseHeader;
import io.classickafka.quota.Quotas;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import io.classickafka.security.Authorizer;
import io.classickafka.security.Operation;
import io.classickafka.security.ResourceType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request, checks that it may be served and hands it to its handler; writes the answer.
 * Called on every network loop, of which each has a reader; answers from any thread.
 */
public final class RequestDispatcher implements Requests {

  private static final Logger LOG = LogManager.getLogger(RequestDispatcher.class);

  /** Key, version and correlation id, which every header has. */
  private static final int SMALLEST_HEADER_BYTES = 8;

  private final ApiRegistry registry;
  private final Authorizer authorizer;
  private final Quotas quotas;
  private final RequestMetrics metrics;

  /** What a loop reads its requests with: it is done with one before it begins the next. */
  private final Map<EventLoop, MessageReader> readers = new ConcurrentHashMap<>();

  public RequestDispatcher(
      ApiRegistry registry, Authorizer authorizer, Quotas quotas, RequestMetrics metrics) {
    this.registry = registry;
    this.authorizer = authorizer;
    this.quotas = quotas;
    this.metrics = metrics;
  }

  @Override
  public @Nullable String refusal(short apiKey, short version) {
    ApiKey api = ApiKey.of(apiKey);
    if (api == null || registry.handler(api) == null) {
      return "api key " + apiKey + " not served";
    }
    if (api != ApiKey.API_VERSIONS && !serves(api, version)) {
      return api.apiName() + " version " + version + " not served";
    }
    return null;
  }

  private static boolean serves(ApiKey api, short version) {
    return version >= api.lowestVersion() && version <= api.highestVersion();
  }

  @Override
  public void onRequest(Peer peer, EventLoop loop, ByteSlice frame, ReplySlot reply) {
    if (frame.sizeBytes() < SMALLEST_HEADER_BYTES) {
      refuse(frame, reply, "frame of " + frame.sizeBytes() + " bytes has no header", "");
      return;
    }
    short version = frame.view().getShort(2);
    String refusal = refusal(frame.view().getShort(0), version);
    ApiKey api = ApiKey.of(frame.view().getShort(0));
    ApiHandler handler = api == null ? null : registry.handler(api);
    if (refusal != null || api == null || handler == null) {
      refuse(frame, reply, String.valueOf(refusal), api == null ? "" : api.apiName());
      return;
    }
    // One for each request: what a client puts into it goes with the request.
    RequestHeader header = new RequestHeader();
    ApiMessage request = api.newRequest();
    boolean served = serves(api, version);
    MessageReader in = readerOf(loop);
    try {
      header.read(in.over(frame), api.requestHeaderVersion(version));
      if (served) {
        request.read(in, version);
      }
    } catch (MalformedMessageException e) {
      refuse(frame, reply, String.valueOf(e.getMessage()), api.apiName());
      return;
    } finally {
      in.over(ByteSlice.empty());
    }
    String clientId = header.clientId();
    Answering answering =
        new Answering(reply, api, RequestMetrics.Fetcher.of(request), loop.monotonicNs());
    RequestContext context =
        new RequestContext(
            api,
            // Who asks in a version we do not know is told so in the first one.
            served ? version : 0,
            header.correlationId(),
            clientId == null ? "" : clientId,
            peer,
            loop,
            frame,
            answering);
    metrics.onRequest(api, answering.fetcher, context.version(), frame.sizeBytes());
    handle(context, handler, request, served);
    answering.handledNs = loop.monotonicNs();
  }

  private MessageReader readerOf(EventLoop loop) {
    assert loop.inLoop() : loop.name();
    MessageReader known = readers.get(loop);
    return known != null
        ? known
        : readers.computeIfAbsent(loop, key -> new MessageReader(new RecentStrings()));
  }

  private void handle(
      RequestContext context, ApiHandler handler, ApiMessage request, boolean served) {
    try {
      if (!served) {
        fail(context, handler, request, ErrorCode.UNSUPPORTED_VERSION);
      } else if (context.apiKey().clusterAction() && !mayActForCluster(context)) {
        fail(context, handler, request, ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
      } else {
        handler.handle(context, request);
      }
    } catch (RuntimeException e) {
      LOG.error(
          "request failed api={} version={} correlationId={} listener={}",
          context.apiKey().apiName(),
          context.version(),
          context.correlationId(),
          context.listener(),
          e);
      if (!context.answered()) {
        fail(context, handler, request, ErrorCode.UNKNOWN_SERVER_ERROR);
      }
    }
  }

  private boolean mayActForCluster(RequestContext context) {
    return authorizer.allows(
        context.principal(),
        context.peer().address().getAddress(),
        Operation.CLUSTER_ACTION,
        ResourceType.CLUSTER,
        ResourceType.CLUSTER_NAME);
  }

  private static void fail(
      RequestContext context, ApiHandler handler, ApiMessage request, ErrorCode error) {
    ApiMessage failure = handler.failure(request, context.version(), error);
    if (failure == null) {
      context.closeConnection(error.name());
    } else {
      context.respond(failure);
    }
  }

  private static void refuse(ByteSlice frame, ReplySlot reply, String reason, String api) {
    frame.release();
    reply.close(reason, api);
  }

  /** Writes the answer to one request on whichever thread gives it. */
  private final class Answering implements Answer, ReplySlot.OnSent {

    private final ReplySlot slot;
    private final ApiKey api;
    private final RequestMetrics.Fetcher fetcher;
    private final long receivedNs;

    /** When the handler returned, which may be after the answer; written on the network loop. */
    private volatile long handledNs;

    /** When it was answered; written before the slot is told. */
    private long answeredNs;

    private int throttleMs;
    private ConversionCost conversion = ConversionCost.NONE;

    Answering(ReplySlot slot, ApiKey api, RequestMetrics.Fetcher fetcher, long receivedNs) {
      this.slot = slot;
      this.api = api;
      this.fetcher = fetcher;
      this.receivedNs = receivedNs;
    }

    @Override
    public void respond(RequestContext context, ApiMessage response) {
      conversion = context.conversion();
      answeredNs = context.loop().monotonicNs();
      MessageWriter out;
      try {
        metrics.onResponse(api, context.version(), response);
        out = new MessageWriter();
        write(context, response, out);
        throttleMs = throttleMs(context, out.sizeBytes());
        if (throttleMs > 0) {
          // Rare, and only now the size is known that may be charged: it is written again.
          response.throttle(throttleMs);
          out = new MessageWriter();
          write(context, response, out);
        }
      } catch (RuntimeException | Error e) {
        // On whichever thread this is, nobody else ends the request.
        slot.close("response cannot be written", api.apiName());
        LOG.error("response cannot be written request={}", context, e);
        ApiHandler handler = registry.handler(api);
        if (handler != null) {
          handler.discard(response);
        }
        return;
      }
      slot.send(out.finish(), throttleMs, this);
    }

    private void write(RequestContext context, ApiMessage response, MessageWriter out) {
      out.writeInt32(0);
      new ResponseHeader()
          .correlationId(context.correlationId())
          .write(out, api.responseHeaderVersion(context.version()));
      response.write(out, context.version());
      out.patchInt32(0, out.sizeBytes() - Integer.BYTES);
    }

    @Override
    public void clientIs(String name, String version) {
      slot.clientIs(name, version);
    }

    @Override
    public void onDropped(Runnable task) {
      slot.onDropped(task);
    }

    @Override
    public void onHurried(Runnable task) {
      slot.onHurried(task);
    }

    @Override
    public void respondNothing(RequestContext context) {
      conversion = context.conversion();
      answeredNs = context.loop().monotonicNs();
      throttleMs =
          api == ApiKey.PRODUCE
              ? charge(context, Quotas.Kind.PRODUCE, context.frame().sizeBytes())
              : 0;
      onSent(answeredNs, answeredNs);
      slot.sendNothing(throttleMs);
    }

    @Override
    public void closeConnection(RequestContext context, String reason) {
      answeredNs = context.loop().monotonicNs();
      onSent(answeredNs, answeredNs);
      slot.close(reason, api.apiName());
    }

    @Override
    public void onSent(long turnNs, long sentNs) {
      long localNs = localNs();
      metrics.onDone(
          api,
          fetcher,
          RequestMetrics.Times.of(
              localNs,
              answeredNs - receivedNs - localNs,
              throttleMs,
              turnNs - answeredNs,
              sentNs - turnNs),
          conversion);
    }

    /** How long the handler was at work, of what has passed until the answer. */
    private long localNs() {
      long returnedNs = handledNs;
      long untilNs = returnedNs == 0 ? answeredNs : Math.min(returnedNs, answeredNs);
      return untilNs - receivedNs;
    }

    /** What brokers ask of each other is free. */
    private int throttleMs(RequestContext context, int responseBytes) {
      if (api.clusterAction() || fetcher == RequestMetrics.Fetcher.FOLLOWER) {
        return 0;
      }
      int ofTime = charge(context, Quotas.Kind.REQUEST, localNs());
      int ofBytes =
          switch (api) {
            case PRODUCE -> charge(context, Quotas.Kind.PRODUCE, context.frame().sizeBytes());
            case FETCH -> charge(context, Quotas.Kind.FETCH, responseBytes);
            default -> 0;
          };
      return Math.max(ofTime, ofBytes);
    }

    private int charge(RequestContext context, Quotas.Kind kind, long amount) {
      return quotas.throttleMs(
          kind, context.principal(), context.clientId(), amount, answeredNs / 1_000_000);
    }
  }
}
