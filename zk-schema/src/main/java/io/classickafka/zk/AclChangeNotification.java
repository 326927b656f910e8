package io.classickafka.zk;

import io.classickafka.zk.JsonCodec.ObjectBuilder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * {@code /kafka-acl-changes/acl_changes_<n>} (plain text, literal patterns) and {@code
 * /kafka-acl-extended-changes/acl_changes_<n>} (JSON): a resource's rules changed; every broker
 * reads its ACL node again.
 */
public record AclChangeNotification(AclResource resource) implements ZnodePayload {
  private static final int VERSION = 1;

  /** The parent below which this change is announced. */
  public String parent() {
    return resource.pattern() == AclPatternType.LITERAL
        ? ZkPaths.ACL_CHANGES
        : ZkPaths.EXTENDED_ACL_CHANGES;
  }

  /** Reads either form, as {@code path} tells. */
  public static AclChangeNotification decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    return path.startsWith(ZkPaths.EXTENDED_ACL_CHANGES + "/")
        ? extended(path, data)
        : literal(path, JsonCodec.Text.utf8(path, data));
  }

  @Override
  public byte[] encode() {
    if (resource.pattern() == AclPatternType.LITERAL) {
      String text = resource.type().name() + ":" + resource.name();
      return text.getBytes(StandardCharsets.UTF_8);
    }
    return new ObjectBuilder()
        .put("version", VERSION)
        .put("resourceType", resource.type().name())
        .put("name", resource.name())
        .put("patternType", resource.pattern().name())
        .print();
  }

  private static AclChangeNotification literal(String path, String text)
      throws MalformedZnodeException {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new MalformedZnodeException(path, "not TYPE:name");
    }
    AclResourceType type =
        AclResourceType.ofName(text.substring(0, colon))
            .orElseThrow(() -> new MalformedZnodeException(path, "unknown resource type"));
    String name = text.substring(colon + 1);
    if (!AclResource.isStorable(name)) {
      throw new MalformedZnodeException(path, "the name is no node name");
    }
    return new AclChangeNotification(new AclResource(type, AclPatternType.LITERAL, name));
  }

  private static AclChangeNotification extended(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    Fields fields = Fields.parse(path, data);
    if (fields.int32("version") > VERSION) {
      throw fields.malformed("version", "is above 1");
    }
    AclResourceType type =
        AclResourceType.ofName(fields.text("resourceType"))
            .orElseThrow(() -> fields.malformed("resourceType", "is unknown"));
    AclPatternType pattern =
        switch (fields.text("patternType")) {
          case "LITERAL" -> AclPatternType.LITERAL;
          case "PREFIXED" -> AclPatternType.PREFIXED;
          default -> throw fields.malformed("patternType", "is unknown");
        };
    String name = fields.text("name");
    if (!AclResource.isStorable(name)) {
      throw fields.malformed("name", "is no node name");
    }
    return new AclChangeNotification(new AclResource(type, pattern, name));
  }
}
