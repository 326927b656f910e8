package io.classickafka.api;

import io.classickafka.protocol.ApiKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The APIs this broker serves. Immutable: what is advertised is what is registered. */
public final class ApiRegistry {

  private final Map<ApiKey, ApiHandler> handlers;

  private ApiRegistry(Map<ApiKey, ApiHandler> handlers) {
    this.handlers = new EnumMap<>(handlers);
  }

  /** Begins an empty registry. */
  public static Builder builder() {
    return new Builder();
  }

  /** The handler of an API, null when it is not served. */
  public @Nullable ApiHandler handler(ApiKey key) {
    return handlers.get(key);
  }

  /** The APIs served, by ascending key. */
  public List<ApiKey> served() {
    return new ArrayList<>(handlers.keySet());
  }

  /** Collects handlers. */
  public static final class Builder {

    private final Map<ApiKey, ApiHandler> handlers = new EnumMap<>(ApiKey.class);

    private Builder() {}

    /** Adds the handler of an API, which must have none yet. */
    public Builder register(ApiKey key, ApiHandler handler) {
      if (handlers.putIfAbsent(key, handler) != null) {
        throw new IllegalStateException("two handlers for " + key.apiName());
      }
      return this;
    }

    /** Puts something in front of an API's handler, which must be there. */
    public Builder wrap(ApiKey key, UnaryOperator<ApiHandler> wrapper) {
      ApiHandler handler = handlers.get(key);
      if (handler == null) {
        throw new IllegalStateException("no handler for " + key.apiName());
      }
      handlers.put(key, wrapper.apply(handler));
      return this;
    }

    /** Whether an API has its handler. */
    public boolean has(ApiKey key) {
      return handlers.containsKey(key);
    }

    /**
     * Adds ApiVersions, which will name everything that is in the registry then.
     *
     * @param featuresEpoch version of the cluster's finalized features, -1 when unknown
     */
    public Builder registerApiVersions(LongSupplier featuresEpoch) {
      return register(
          ApiKey.API_VERSIONS,
          new ApiVersionsHandler(() -> new ArrayList<>(handlers.keySet()), featuresEpoch));
    }

    /** The registry of what was added. Nothing is added after this. */
    public ApiRegistry build() {
      return new ApiRegistry(handlers);
    }
  }
}
