package io.classickafka.api;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import java.util.List;
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
  private static final int APIS = ApiKey.values().length;
  private static final int KINDS = APIS + Fetcher.values().length;

  private final MetricsRegistry registry;
  private final AtomicReferenceArray<@Nullable OfApi> byApi = new AtomicReferenceArray<>(KINDS);
  private final AtomicReferenceArray<@Nullable Meter> byVersion =
      new AtomicReferenceArray<>(KINDS * VERSIONS);
  private final ConcurrentHashMap<String, Meter> errors = new ConcurrentHashMap<>();

  public RequestMetrics(MetricsRegistry registry) {
    this.registry = registry;
  }

  /** Who fetches: fetches are counted as such, and once more by this. */
  enum Fetcher {
    NONE(""),
    CONSUMER("FetchConsumer"),
    FOLLOWER("FetchFollower");

    private final String bean;

    Fetcher(String bean) {
      this.bean = bean;
    }

    static Fetcher of(ApiMessage request) {
      if (!(request instanceof FetchRequest fetch)) {
        return NONE;
      }
      boolean follows = fetch.replicaId() >= 0 || fetch.replicaState().replicaId() >= 0;
      return follows ? FOLLOWER : CONSUMER;
    }
  }

  /** Shows the histograms of these APIs before their first request. */
  public void show(List<ApiKey> apis) {
    for (ApiKey api : apis) {
      of(api.ordinal());
      if (api == ApiKey.FETCH) {
        of(APIS + Fetcher.CONSUMER.ordinal());
        of(APIS + Fetcher.FOLLOWER.ordinal());
      }
    }
  }

  /** The histograms of one API. */
  private record OfApi(
      Histogram requestBytes,
      Histogram queueMs,
      Histogram localMs,
      Histogram remoteMs,
      Histogram throttleMs,
      Histogram totalMs) {}

  void onRequest(ApiKey api, Fetcher fetcher, short version, int sizeBytes) {
    requested(api.ordinal(), version, sizeBytes);
    if (fetcher != Fetcher.NONE) {
      requested(APIS + fetcher.ordinal(), version, sizeBytes);
    }
  }

  private void requested(int kind, short version, int sizeBytes) {
    int index = kind * VERSIONS + version;
    Meter meter = byVersion.get(index);
    if (meter == null) {
      meter =
          registry.meter(
              name("RequestsPerSec", kind).with("version", Short.toString(version)), "requests");
      byVersion.set(index, meter);
    }
    meter.mark();
    of(kind).requestBytes.update(sizeBytes);
  }

  /**
   * Counts an answered request.
   *
   * @param localMs until the handler returned
   * @param totalMs until it was answered
   */
  void onAnswer(ApiKey api, Fetcher fetcher, long localMs, long totalMs, int throttleMs) {
    answered(of(api.ordinal()), localMs, totalMs, throttleMs);
    if (fetcher != Fetcher.NONE) {
      answered(of(APIS + fetcher.ordinal()), localMs, totalMs, throttleMs);
    }
  }

  private static void answered(OfApi metrics, long localMs, long totalMs, int throttleMs) {
    // A request is handled where it was read.
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
      meter =
          registry.meter(
              name("ErrorsPerSec", api.ordinal()).with("error", error.name()), "requests");
      errors.put(key, meter);
    }
    meter.mark();
  }

  private OfApi of(int kind) {
    OfApi metrics = byApi.get(kind);
    if (metrics == null) {
      metrics =
          new OfApi(
              registry.histogram(name("RequestBytes", kind)),
              registry.histogram(name("RequestQueueTimeMs", kind)),
              registry.histogram(name("LocalTimeMs", kind)),
              registry.histogram(name("RemoteTimeMs", kind)),
              registry.histogram(name("ThrottleTimeMs", kind)),
              registry.histogram(name("TotalTimeMs", kind)));
      byApi.set(kind, metrics);
    }
    return metrics;
  }

  private static BeanName name(String name, int kind) {
    String request =
        kind < APIS ? ApiKey.values()[kind].apiName() : Fetcher.values()[kind - APIS].bean;
    return BeanName.of(DOMAIN, TYPE, name).with("request", request);
  }
}
