package io.classickafka.api;

import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.MalformedMessageException;
import io.classickafka.protocol.MessageReader;
import io.classickafka.protocol.MessageWriter;
import io.classickafka.protocol.message.RequestHeader;
import io.classickafka.protocol.message.ResponseHeader;
import io.classickafka.quota.Quotas;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import io.classickafka.security.Authorizer;
import io.classickafka.security.Operation;
import io.classickafka.security.ResourceType;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request, checks that it may be served and hands it to its handler; writes the answer.
 * Stateless: called on every network loop, answers from any thread.
 */
public final class RequestDispatcher implements Requests {

  private static final Logger LOG = LogManager.getLogger(RequestDispatcher.class);

  /** Key, version and correlation id, which every header has. */
  private static final int SMALLEST_HEADER_BYTES = 8;

  private final ApiRegistry registry;
  private final Authorizer authorizer;
  private final Quotas quotas;
  private final RequestMetrics metrics;

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
    RequestHeader header = new RequestHeader();
    ApiMessage request = api.newRequest();
    boolean served = serves(api, version);
    try {
      MessageReader in = new MessageReader(frame);
      header.read(in, api.requestHeaderVersion(version));
      if (served) {
        request.read(in, version);
      }
    } catch (MalformedMessageException e) {
      refuse(frame, reply, String.valueOf(e.getMessage()), api.apiName());
      return;
    }
    String clientId = header.clientId();
    Answering answering = new Answering(reply, RequestMetrics.Fetcher.of(request));
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
  private final class Answering implements Answer {

    private final ReplySlot slot;
    private final RequestMetrics.Fetcher fetcher;

    /** When the handler returned, which may be after the answer; written on the network loop. */
    private volatile long handledNs;

    Answering(ReplySlot slot, RequestMetrics.Fetcher fetcher) {
      this.slot = slot;
      this.fetcher = fetcher;
    }

    @Override
    public void respond(RequestContext context, ApiMessage response) {
      int throttleMs = account(context);
      MessageWriter out = new MessageWriter();
      try {
        out.writeInt32(0);
        new ResponseHeader()
            .correlationId(context.correlationId())
            .write(out, context.apiKey().responseHeaderVersion(context.version()));
        response.write(out, context.version());
        out.patchInt32(0, out.sizeBytes() - Integer.BYTES);
      } catch (RuntimeException e) {
        LOG.error("response cannot be written request={}", context, e);
        slot.close("response cannot be written", context.apiKey().apiName());
        return;
      }
      slot.send(out.finish(), throttleMs);
    }

    @Override
    public void respondNothing(RequestContext context) {
      slot.sendNothing(account(context));
    }

    @Override
    public void closeConnection(RequestContext context, String reason) {
      account(context);
      slot.close(reason, context.apiKey().apiName());
    }

    private int account(RequestContext context) {
      long nowNs = context.loop().monotonicNs();
      long totalNs = nowNs - context.receivedNs();
      int throttleMs =
          context.apiKey().clusterAction()
              ? 0
              : quotas.throttleMs(
                  context.principal(),
                  context.clientId(),
                  context.apiKey(),
                  context.frame().sizeBytes(),
                  totalNs,
                  nowNs / 1_000_000);
      long localNs = handledNs == 0 ? totalNs : handledNs - context.receivedNs();
      metrics.onAnswer(
          context.apiKey(), fetcher, localNs / 1_000_000, totalNs / 1_000_000, throttleMs);
      return throttleMs;
    }
  }
}
