package io.classickafka.zk;

import io.classickafka.zk.JsonCodec.ObjectBuilder;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code /feature}: feature levels the whole cluster has agreed on. The node's zkVersion is the
 * epoch that ApiVersions shows.
 *
 * @param version 1 (levels have a minimum too) or 2; the written layout
 * @param isEnabled false when the cluster's dialect is older than features
 * @param features agreed levels, by feature; both ends at least {@link #LOWEST_LEVEL}
 */
public record FinalizedFeatures(
    int version, boolean isEnabled, SortedMap<String, VersionRange> features, UnknownFields unknown)
    implements ZnodePayload {
  public static final int NEWEST_VERSION = 2;
  public static final int LOWEST_LEVEL = 1;

  private static final int ENABLED = 1;

  public FinalizedFeatures {
    if (version < 1 || version > NEWEST_VERSION) {
      throw new IllegalArgumentException("no feature version " + version);
    }
    features = Collections.unmodifiableSortedMap(new TreeMap<>(features));
  }

  public static FinalizedFeatures of(SortedMap<String, VersionRange> features) {
    return new FinalizedFeatures(NEWEST_VERSION, true, features, UnknownFields.NONE);
  }

  public static FinalizedFeatures decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    Fields fields = Fields.parse(path, data);
    int version = fields.int32AtLeast("version", 1);
    if (version > NEWEST_VERSION) {
      throw fields.malformed("version", "is above " + NEWEST_VERSION);
    }
    int status = fields.int32("status");
    if (status != 0 && status != ENABLED) {
      throw fields.malformed("status", "is neither 0 nor 1");
    }
    SortedMap<String, VersionRange> features = new TreeMap<>();
    for (Map.Entry<String, Json> entry : fields.object("features").entries().entrySet()) {
      Fields levels = Fields.of(path, "features." + entry.getKey(), entry.getValue());
      int min =
          version == 1 ? levels.int32AtLeast("min_version_level", LOWEST_LEVEL) : LOWEST_LEVEL;
      int max = levels.int32AtLeast("max_version_level", min);
      features.put(entry.getKey(), new VersionRange(min, max));
    }
    return new FinalizedFeatures(version, status == ENABLED, features, fields.unknown());
  }

  @Override
  public byte[] encode() {
    ObjectBuilder map = new ObjectBuilder();
    features.forEach(
        (name, range) -> {
          ObjectBuilder levels = new ObjectBuilder();
          if (version == 1) {
            levels.put("min_version_level", range.min());
          }
          map.put(name, levels.put("max_version_level", range.max()).build());
        });
    return new ObjectBuilder()
        .put("version", version)
        .put("status", isEnabled ? ENABLED : 0)
        .put("features", map.build())
        .putAll(unknown)
        .print();
  }
}
