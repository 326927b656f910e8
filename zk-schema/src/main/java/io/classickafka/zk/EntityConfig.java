package io.classickafka.zk;

import io.classickafka.zk.JsonCodec.ObjectBuilder;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings node of a {@link ConfigEntity}: keys and values, all strings, unchecked here. A node
 * without data holds no settings; a node that cannot be read changes nothing, so its reader keeps
 * the last good settings. Values may be secrets: {@code toString()} shows keys only.
 */
public record EntityConfig(SortedMap<String, String> config, UnknownFields unknown)
    implements ZnodePayload {
  public static final EntityConfig EMPTY = new EntityConfig(new TreeMap<>(), UnknownFields.NONE);

  private static final int VERSION = 1;

  public EntityConfig {
    config = Collections.unmodifiableSortedMap(new TreeMap<>(config));
  }

  public static EntityConfig of(SortedMap<String, String> config) {
    return new EntityConfig(config, UnknownFields.NONE);
  }

  public EntityConfig with(SortedMap<String, String> changed) {
    return new EntityConfig(changed, unknown);
  }

  public static EntityConfig decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    if (data == null || data.length == 0) {
      return EMPTY;
    }
    Fields fields = Fields.parse(path, data);
    fields.find("version");
    return new EntityConfig(new TreeMap<>(fields.textMap("config")), fields.unknown());
  }

  @Override
  public byte[] encode() {
    ObjectBuilder map = new ObjectBuilder();
    config.forEach(map::put);
    return new ObjectBuilder()
        .put("version", VERSION)
        .put("config", map.build())
        .putAll(unknown)
        .print();
  }

  @Override
  public String toString() {
    return "EntityConfig" + config.keySet();
  }
}
