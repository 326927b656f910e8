package io.classickafka.zk;

import io.classickafka.zk.JsonCodec.ObjectBuilder;
import org.jspecify.annotations.Nullable;

/**
 * {@code /config/changes/config_change_<n>}: an entity's settings changed. Every broker then reads
 * the entity's node; what the notification says is only where to look.
 */
public record ConfigChangeNotification(ConfigEntity entity) implements ZnodePayload {
  private static final int VERSION = 2;

  public static ConfigChangeNotification decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    Fields fields = Fields.parse(path, data);
    int version = fields.int32("version");
    return switch (version) {
      case 1 -> new ConfigChangeNotification(entityOfVersion1(fields));
      case 2 -> {
        String entityPath = fields.text("entity_path");
        yield new ConfigChangeNotification(
            ConfigEntity.parse(entityPath)
                .orElseThrow(() -> fields.malformed("entity_path", "names no config entity")));
      }
      default -> throw fields.malformed("version", "is neither 1 nor 2");
    };
  }

  @Override
  public byte[] encode() {
    return new ObjectBuilder()
        .put("version", VERSION)
        .put("entity_path", entity.entityPath())
        .print();
  }

  private static ConfigEntity entityOfVersion1(Fields fields) throws MalformedZnodeException {
    String type = fields.text("entity_type");
    if (!type.equals("topics") && !type.equals("clients")) {
      throw fields.malformed("entity_type", "is neither topics nor clients");
    }
    return ConfigEntity.parse(type + "/" + fields.text("entity_name"))
        .orElseThrow(() -> fields.malformed("entity_name", "is no name of its type"));
  }
}
