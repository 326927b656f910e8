package io.classickafka.zk;

import io.classickafka.zk.Json.JsonObject;
import io.classickafka.zk.JsonCodec.ObjectBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code /brokers/ids/<id>}: an ephemeral node that says a broker is alive and how to reach it. The
 * broker's epoch is the node's czxid, not in here.
 *
 * @param version the layout, 1 to {@link #NEWEST_VERSION}; a reader accepts later ones as the
 *     newest
 * @param endpoints in the order advertised; not empty, no listener twice
 * @param jmxPort {@link #NO_PORT} when there is none
 * @param timestampMs when the broker registered; {@link #NO_TIMESTAMP} when not readable, which
 *     harms nobody
 * @param features what the broker supports, by feature
 */
public record BrokerRegistration(
    int version,
    List<BrokerEndpoint> endpoints,
    int jmxPort,
    long timestampMs,
    @Nullable String rack,
    SortedMap<String, VersionRange> features)
    implements ZnodePayload {
  public static final int NEWEST_VERSION = 5;
  public static final int NO_PORT = -1;
  public static final long NO_TIMESTAMP = -1;

  private static final int FIRST_WITH_ENDPOINTS = 2;
  private static final int FIRST_WITH_RACK = 3;
  private static final int FIRST_WITH_PROTOCOL_MAP = 4;
  private static final int FIRST_WITH_FEATURES = 5;

  public BrokerRegistration {
    if (version < 1 || version > NEWEST_VERSION) {
      throw new IllegalArgumentException("no registration version " + version);
    }
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("a broker without endpoints");
    }
    endpoints = List.copyOf(endpoints);
    features = Collections.unmodifiableSortedMap(new TreeMap<>(features));
  }

  /** The endpoint of the listener called {@code name}, whatever its case. */
  public Optional<BrokerEndpoint> endpoint(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return endpoints.stream().filter(e -> e.listener().equals(upper)).findFirst();
  }

  public static BrokerRegistration decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    Fields fields = Fields.parse(path, data);
    int version = fields.int32AtLeast("version", 1);
    int jmxPort = fields.int32("jmx_port");
    List<BrokerEndpoint> endpoints =
        version < FIRST_WITH_ENDPOINTS ? hostAndPort(fields) : endpoints(fields);
    return new BrokerRegistration(
        Math.min(version, NEWEST_VERSION),
        endpoints,
        jmxPort,
        Timestamps.lenient(fields.find("timestamp")),
        fields.textOrNull("rack"),
        features(path, fields));
  }

  /** In the layout of {@link #version()}; what that has no field for is left out. */
  @Override
  public byte[] encode() {
    Optional<BrokerEndpoint> plain =
        endpoints.stream()
            .filter(e -> e.securityProtocol().equals(BrokerEndpoint.PLAINTEXT))
            .findFirst();
    ObjectBuilder out =
        new ObjectBuilder()
            .put("version", version)
            .put("host", plain.map(e -> Json.of(e.host())).orElse(Json.JsonNull.INSTANCE))
            .put("port", plain.map(BrokerEndpoint::port).orElse(NO_PORT))
            .put("jmx_port", jmxPort)
            .put("timestamp", Long.toString(timestampMs));
    if (version >= FIRST_WITH_ENDPOINTS) {
      out.put("endpoints", Json.ofTexts(endpoints.stream().map(BrokerEndpoint::uri).toList()));
    }
    if (version >= FIRST_WITH_PROTOCOL_MAP) {
      ObjectBuilder protocols = new ObjectBuilder();
      endpoints.forEach(e -> protocols.put(e.listener(), e.securityProtocol()));
      out.put("listener_security_protocol_map", protocols.build());
    }
    if (version >= FIRST_WITH_RACK && rack != null) {
      out.put("rack", rack);
    }
    if (version >= FIRST_WITH_FEATURES) {
      out.put("features", features(features));
    }
    return out.print();
  }

  private static List<BrokerEndpoint> hostAndPort(Fields fields) throws MalformedZnodeException {
    String host = fields.text("host");
    int port = fields.int32("port");
    if (host.isEmpty() || port < 0 || port > 65_535) {
      throw fields.malformed("host", "and port are no address");
    }
    return List.of(
        new BrokerEndpoint(BrokerEndpoint.PLAINTEXT, BrokerEndpoint.PLAINTEXT, host, port));
  }

  private static List<BrokerEndpoint> endpoints(Fields fields) throws MalformedZnodeException {
    Map<String, String> protocols = protocolsByListener(fields);
    Map<String, BrokerEndpoint> endpoints = new LinkedHashMap<>();
    for (String uri : fields.texts("endpoints")) {
      BrokerEndpoint.Address address =
          BrokerEndpoint.Address.parse(uri)
              .orElseThrow(() -> fields.malformed("endpoints", "holds no NAME://host:port"));
      String protocol = protocols.get(address.listener());
      if (protocol == null) {
        throw fields.malformed("endpoints", "has a listener without a security protocol");
      }
      BrokerEndpoint endpoint =
          new BrokerEndpoint(address.listener(), protocol, address.host(), address.port());
      if (endpoints.put(endpoint.listener(), endpoint) != null) {
        throw fields.malformed("endpoints", "names a listener twice");
      }
    }
    if (endpoints.isEmpty()) {
      throw fields.malformed("endpoints", "is empty");
    }
    return new ArrayList<>(endpoints.values());
  }

  // Before listeners had names, a listener was called as its protocol.
  private static Map<String, String> protocolsByListener(Fields fields)
      throws MalformedZnodeException {
    Map<String, String> protocols = new LinkedHashMap<>();
    if (fields.find("listener_security_protocol_map") == null) {
      BrokerEndpoint.SECURITY_PROTOCOLS.forEach(protocol -> protocols.put(protocol, protocol));
      return protocols;
    }
    for (Map.Entry<String, String> entry :
        fields.textMap("listener_security_protocol_map").entrySet()) {
      String protocol = entry.getValue().toUpperCase(Locale.ROOT);
      if (!BrokerEndpoint.SECURITY_PROTOCOLS.contains(protocol)) {
        throw fields.malformed(
            "listener_security_protocol_map." + entry.getKey(), "is no security protocol");
      }
      protocols.put(entry.getKey().toUpperCase(Locale.ROOT), protocol);
    }
    return protocols;
  }

  private static SortedMap<String, VersionRange> features(String path, Fields fields)
      throws MalformedZnodeException {
    SortedMap<String, VersionRange> ranges = new TreeMap<>();
    Fields features = fields.objectOrNull("features");
    if (features == null) {
      return ranges;
    }
    for (Map.Entry<String, Json> entry : features.entries().entrySet()) {
      Fields range = Fields.of(path, "features." + entry.getKey(), entry.getValue());
      int min = range.int32AtLeast("min_version", 0);
      ranges.put(entry.getKey(), new VersionRange(min, range.int32AtLeast("max_version", min)));
    }
    return ranges;
  }

  private static JsonObject features(SortedMap<String, VersionRange> features) {
    ObjectBuilder out = new ObjectBuilder();
    features.forEach(
        (name, range) ->
            out.put(
                name,
                new ObjectBuilder()
                    .put("min_version", range.min())
                    .put("max_version", range.max())
                    .build()));
    return out.build();
  }
}
