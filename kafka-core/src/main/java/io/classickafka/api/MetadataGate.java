package io.classickafka.api;

import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds what clients ask until the controller has told this broker of the cluster. A broker that
 * has just started would answer "unknown topic" for its own topics, which clients take as final.
 *
 * <p>From any thread. Bounded by the requests that each connection may have under way.
 */
public final class MetadataGate {

  private static final Logger LOG = LogManager.getLogger(MetadataGate.class);

  private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean open;

  /** A gate that opens with the first image in which this broker is alive. */
  public MetadataGate(MetadataCache cache, int brokerId) {
    cache.addListener(
        (before, after, delta) -> {
          if (!open && after.isAlive(brokerId)) {
            open = true;
            release();
          }
        });
  }

  /** Puts the handlers of everything that clients ask, but for ApiVersions, behind the gate. */
  public void guard(ApiRegistry.Builder registry) {
    for (ApiKey api : ApiKey.values()) {
      if (registry.has(api) && !api.clusterAction() && api != ApiKey.API_VERSIONS) {
        registry.wrap(api, this::guard);
      }
    }
  }

  ApiHandler guard(ApiHandler handler) {
    return new Guarded(handler);
  }

  private void release() {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }

  private final class Guarded implements ApiHandler {

    private final ApiHandler handler;

    Guarded(ApiHandler handler) {
      this.handler = handler;
    }

    @Override
    public void handle(RequestContext context, ApiMessage request) {
      if (open) {
        handler.handle(context, request);
        return;
      }
      waiting.add(() -> context.loop().execute(() -> handleLate(context, request)));
      if (open) {
        // It opened between the look and the waiting.
        release();
      }
    }

    // The dispatcher's own net has been left when this runs.
    private void handleLate(RequestContext context, ApiMessage request) {
      try {
        handler.handle(context, request);
      } catch (RuntimeException e) {
        LOG.error("request failed request={}", context, e);
        if (!context.answered()) {
          context.closeConnection(ErrorCode.UNKNOWN_SERVER_ERROR.name());
        }
      }
    }

    @Override
    public @Nullable ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
      return handler.failure(request, version, error);
    }
  }
}
