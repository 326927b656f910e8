package io.classickafka.api;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ErrorCode;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What requests cost, by API: how many, how large, how long. Thread-safe; a request costs a few
 * array reads.
 */
public final class RequestMetrics {

  private static final String DOMAIN = "kafka.network";
  private static final String TYPE = "RequestMetrics";
  private static final int VERSIONS = 32;

  private final MetricsRegistry registry;
  private final AtomicReferenceArray<@Nullable OfApi> byApi =
      new AtomicReferenceArray<>(ApiKey.values().length);
  private final AtomicReferenceArray<@Nullable Meter> byVersion =
      new AtomicReferenceArray<>(ApiKey.values().length * VERSIONS);
  private final ConcurrentHashMap<String, Meter> errors = new ConcurrentHashMap<>();

  public RequestMetrics(MetricsRegistry registry) {
    this.registry = registry;
  }

  /** The histograms of one API. */
  private record OfApi(
      Histogram requestBytes,
      Histogram queueMs,
      Histogram localMs,
      Histogram remoteMs,
      Histogram throttleMs,
      Histogram totalMs) {}

  void onRequest(ApiKey api, short version, int sizeBytes) {
    int index = api.ordinal() * VERSIONS + version;
    Meter meter = byVersion.get(index);
    if (meter == null) {
      meter =
          registry.meter(
              name("RequestsPerSec", api).with("version", Short.toString(version)), "requests");
      byVersion.set(index, meter);
    }
    meter.mark();
    of(api).requestBytes.update(sizeBytes);
  }

  /**
   * Counts an answered request.
   *
   * @param localMs until the handler returned
   * @param totalMs until it was answered
   */
  void onAnswer(ApiKey api, long localMs, long totalMs, int throttleMs) {
    OfApi metrics = of(api);
    metrics.queueMs.update(0);
    metrics.localMs.update(localMs);
    metrics.remoteMs.update(Math.max(0, totalMs - localMs));
    metrics.throttleMs.update(throttleMs);
    metrics.totalMs.update(totalMs);
  }

  /** Counts an error of a response; {@link ErrorCode#NONE} is counted too. */
  public void onError(ApiKey api, ErrorCode error) {
    String key = api.apiName() + '/' + error.name();
    Meter meter = errors.get(key);
    if (meter == null) {
      meter = registry.meter(name("ErrorsPerSec", api).with("error", error.name()), "requests");
      errors.put(key, meter);
    }
    meter.mark();
  }

  private OfApi of(ApiKey api) {
    OfApi metrics = byApi.get(api.ordinal());
    if (metrics == null) {
      metrics =
          new OfApi(
              registry.histogram(name("RequestBytes", api)),
              registry.histogram(name("RequestQueueTimeMs", api)),
              registry.histogram(name("LocalTimeMs", api)),
              registry.histogram(name("RemoteTimeMs", api)),
              registry.histogram(name("ThrottleTimeMs", api)),
              registry.histogram(name("TotalTimeMs", api)));
      byApi.set(api.ordinal(), metrics);
    }
    return metrics;
  }

  private static BeanName name(String name, ApiKey api) {
    return BeanName.of(DOMAIN, TYPE, name).with("request", api.apiName());
  }
}
