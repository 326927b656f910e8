package io.classickafka.api;

import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds what clients ask until the controller has told this broker of the cluster. A broker that
 * has just started would answer "unknown topic" for its own topics, which clients take as final.
 *
 * <p>An Apache broker that has just become controller tells of the brokers first, and of topics a
 * moment later. So where no topic is shown it matters whether there are any.
 *
 * <p>From any thread. Bounded by the requests that each connection may have under way.
 */
public final class MetadataGate {

  /** How long topics that are stored may stay unknown: they may be without leaders for good. */
  static final long TOPICS_MS = 5_000;

  /** Knows the topics as they are stored. */
  public interface StoredTopics {

    /** Tells once, on any thread, whether there are any. */
    void ask(Consumer<Boolean> reply);
  }

  private final StoredTopics stored;
  private final EventLoop owner;
  private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean open;
  private boolean asked;

  /** A gate that opens with the first image that shows this broker alive, and its topics. */
  public MetadataGate(MetadataCache cache, int brokerId, StoredTopics stored) {
    this.stored = stored;
    this.owner = cache.owner();
    cache.addListener(
        (before, after, delta) -> {
          if (!open && after.isAlive(brokerId)) {
            look(after);
          }
        });
  }

  private void look(MetadataImage image) {
    if (!image.topics().isEmpty()) {
      open();
    } else if (!asked) {
      asked = true;
      stored.ask(any -> owner.executeOrRun(() -> onStored(any)));
    }
  }

  private void onStored(boolean any) {
    if (any) {
      owner.schedule(TOPICS_MS, this::open);
    } else {
      open();
    }
  }

  private void open() {
    open = true;
    release();
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
      waiting.add(() -> context.goOn(context.loop(), () -> handler.handle(context, request)));
      if (open) {
        // It opened between the look and the waiting.
        release();
      }
    }

    @Override
    public @Nullable ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
      return handler.failure(request, version, error);
    }

    @Override
    public void discard(ApiMessage response) {
      handler.discard(response);
    }
  }
}
