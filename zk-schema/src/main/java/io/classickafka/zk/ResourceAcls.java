package io.classickafka.zk;

import io.classickafka.zk.Json.JsonArray;
import io.classickafka.zk.JsonCodec.ObjectBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code /kafka-acl/<Type>/<name>} and {@code /kafka-acl-extended/prefixed/<Type>/<name>}: the
 * rules of one resource.
 *
 * <p>One rule that cannot be read makes the whole node malformed: it may be the rule that denies,
 * so whoever authorises must then deny.
 *
 * @param entries in the order written, none twice
 */
public record ResourceAcls(List<AclEntry> entries) implements ZnodePayload {
  public static final ResourceAcls NONE = new ResourceAcls(List.of());

  private static final int VERSION = 1;

  public ResourceAcls {
    entries = List.copyOf(new LinkedHashSet<>(entries));
  }

  public static ResourceAcls decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    if (data == null || data.length == 0) {
      return NONE;
    }
    Fields fields = Fields.parse(path, data);
    if (fields.int32("version") != VERSION) {
      throw fields.malformed("version", "is not 1");
    }
    Set<AclEntry> entries = new LinkedHashSet<>();
    List<Json> elements = fields.array("acls");
    for (int i = 0; i < elements.size(); i++) {
      entries.add(entry(Fields.of(path, "acls." + i, elements.get(i))));
    }
    return new ResourceAcls(new ArrayList<>(entries));
  }

  @Override
  public byte[] encode() {
    List<Json> elements = new ArrayList<>();
    for (AclEntry entry : entries) {
      elements.add(
          new ObjectBuilder()
              .put("principal", entry.principal())
              .put("permissionType", entry.permission().text())
              .put("operation", entry.operation().text())
              .put("host", entry.host())
              .build());
    }
    return new ObjectBuilder().put("version", VERSION).put("acls", new JsonArray(elements)).print();
  }

  private static AclEntry entry(Fields fields) throws MalformedZnodeException {
    String principal = fields.text("principal");
    if (!AclEntry.isPrincipal(principal)) {
      throw fields.malformed("principal", "is not Type:name");
    }
    return new AclEntry(
        principal,
        AclPermission.ofText(fields.text("permissionType"))
            .orElseThrow(() -> fields.malformed("permissionType", "is neither Allow nor Deny")),
        AclOperation.ofText(fields.text("operation"))
            .orElseThrow(() -> fields.malformed("operation", "is no operation")),
        fields.text("host"));
  }
}
