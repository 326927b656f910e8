package io.classickafka.api;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import io.classickafka.log.ConversionCost;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.ErrorVisitor;
import io.classickafka.protocol.message.FetchRequest;
import java.util.List;
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

  /** Codes are counted from the lowest, which is -1. */
  private static final int LOWEST_ERROR = ErrorCode.UNKNOWN_SERVER_ERROR.code();

  private static final int ERRORS = highestError() - LOWEST_ERROR + 1;
  private static final int APIS = ApiKey.values().length;
  private static final int KINDS = APIS + Fetcher.values().length;

  private final MetricsRegistry registry;
  private final AtomicReferenceArray<@Nullable OfApi> byApi = new AtomicReferenceArray<>(KINDS);
  private final AtomicReferenceArray<@Nullable Meter> byVersion =
      new AtomicReferenceArray<>(KINDS * VERSIONS);
  private final AtomicReferenceArray<@Nullable Meter> byError =
      new AtomicReferenceArray<>(APIS * ERRORS);

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
      Histogram responseQueueMs,
      Histogram sendMs,
      Histogram totalMs,
      @Nullable Conversions conversions) {}

  /** The histograms of an API that has records in its messages. */
  private record Conversions(Histogram timeMs, Histogram memoryBytes) {}

  /**
   * Where the time of a request went, in milliseconds.
   *
   * @param localMs until the handler returned
   * @param remoteMs until it was answered
   * @param throttleMs for which the client is held back
   * @param responseQueueMs until the replies before it had been sent
   * @param sendMs until its last byte was given to the operating system
   */
  record Times(long localMs, long remoteMs, int throttleMs, long responseQueueMs, long sendMs) {

    private static final long NS_PER_MS = 1_000_000;

    static Times of(long localNs, long remoteNs, int throttleMs, long queueNs, long sendNs) {
      return new Times(
          localNs / NS_PER_MS,
          Math.max(0, remoteNs) / NS_PER_MS,
          throttleMs,
          Math.max(0, queueNs) / NS_PER_MS,
          Math.max(0, sendNs) / NS_PER_MS);
    }

    long totalMs() {
      return localMs + remoteMs + responseQueueMs + sendMs;
    }
  }

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

  /** Counts a request that is over. */
  void onDone(ApiKey api, Fetcher fetcher, Times times, ConversionCost conversion) {
    OfApi metrics = of(api.ordinal());
    done(metrics, times);
    if (metrics.conversions != null) {
      metrics.conversions.timeMs.update(conversion.elapsedNs() / Times.NS_PER_MS);
      metrics.conversions.memoryBytes.update(conversion.bytes());
    }
    if (fetcher != Fetcher.NONE) {
      done(of(APIS + fetcher.ordinal()), times);
    }
  }

  private static void done(OfApi metrics, Times times) {
    // A request is handled where it was read.
    metrics.queueMs.update(0);
    metrics.localMs.update(times.localMs);
    metrics.remoteMs.update(times.remoteMs);
    metrics.throttleMs.update(times.throttleMs);
    metrics.responseQueueMs.update(times.responseQueueMs);
    metrics.sendMs.update(times.sendMs);
    metrics.totalMs.update(times.totalMs());
  }

  /** Counts the error codes of a response, {@link ErrorCode#NONE} too. */
  void onResponse(ApiKey api, short version, ApiMessage response) {
    ErrorRuns runs = new ErrorRuns(api);
    response.visitErrors(version, runs);
    runs.end();
  }

  /** Counts equal codes in a row, which most responses are made of, at once. */
  private final class ErrorRuns implements ErrorVisitor {

    private final ApiKey api;
    private short code;
    private int length;

    ErrorRuns(ApiKey api) {
      this.api = api;
    }

    @Override
    public void visit(short next) {
      visit(next, 1);
    }

    @Override
    public void visit(short next, int times) {
      if (next != code) {
        end();
        code = next;
      }
      length += times;
    }

    void end() {
      if (length > 0) {
        ofError(api, ErrorCode.of(code)).mark(length);
        length = 0;
      }
    }
  }

  private Meter ofError(ApiKey api, ErrorCode error) {
    int index = api.ordinal() * ERRORS + error.code() - LOWEST_ERROR;
    Meter meter = byError.get(index);
    if (meter == null) {
      meter =
          registry.meter(
              name("ErrorsPerSec", api.ordinal()).with("error", error.name()), "requests");
      byError.set(index, meter);
    }
    return meter;
  }

  private static int highestError() {
    int highest = 0;
    for (ErrorCode error : ErrorCode.values()) {
      highest = Math.max(highest, error.code());
    }
    return highest;
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
              registry.histogram(name("ResponseQueueTimeMs", kind)),
              registry.histogram(name("ResponseSendTimeMs", kind)),
              registry.histogram(name("TotalTimeMs", kind)),
              conversions(kind));
      byApi.set(kind, metrics);
    }
    return metrics;
  }

  private @Nullable Conversions conversions(int kind) {
    if (kind != ApiKey.PRODUCE.ordinal() && kind != ApiKey.FETCH.ordinal()) {
      return null;
    }
    return new Conversions(
        registry.histogram(name("MessageConversionsTimeMs", kind)),
        registry.histogram(name("TemporaryMemoryBytes", kind)));
  }

  private static BeanName name(String name, int kind) {
    String request =
        kind < APIS ? ApiKey.values()[kind].apiName() : Fetcher.values()[kind - APIS].bean;
    return BeanName.of(DOMAIN, TYPE, name).with("request", request);
  }
}
