package io.classickafka.protocol.conformance;

import static java.util.Locale.ROOT;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a message or struct of Apache's consists of, found by reflection: the fields of its class,
 * and which of them each version has according to its schemas.
 */
final class Shape {

  /** The kinds of values, named as in the schemas. */
  enum Kind {
    BOOL,
    INT8,
    INT16,
    INT32,
    INT64,
    FLOAT64,
    UUID,
    STRING,
    BYTES,
    RECORDS,
    STRUCT
  }

  /**
   * One field.
   *
   * @param name as its accessor is called
   * @param struct its shape if it is one
   * @param list whether there are many
   */
  record Member(
      String name,
      Kind kind,
      @Nullable Shape struct,
      boolean list,
      Field field,
      @Nullable Object initial) {

    boolean isReference() {
      return list || kind.compareTo(Kind.UUID) >= 0;
    }
  }

  /** What one version says about a field. */
  record Presence(boolean nullable) {}

  private final String name;
  private final Class<?> type;
  private final List<Member> members = new ArrayList<>();
  private final List<Map<String, Presence>> versions = new ArrayList<>();
  private final List<Boolean> flexible = new ArrayList<>();

  private Shape(Class<?> type) throws ReflectiveOperationException {
    this.name = type.getSimpleName();
    this.type = type;
    Object fresh = type.getDeclaredConstructor().newInstance();
    for (Field field : type.getDeclaredFields()) {
      String fieldName = field.getName();
      boolean ours = !fieldName.startsWith("_") && !fieldName.equals("next");
      if (ours && !fieldName.equals("prev") && !Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        members.add(member(field, fresh));
      }
    }
    for (Object schema : (Object[]) type.getField("SCHEMAS").get(null)) {
      readSchema(schema);
    }
  }

  static Shape of(Class<?> type) {
    try {
      return new Shape(type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  String name() {
    return name;
  }

  Class<?> type() {
    return type;
  }

  List<Member> members() {
    return members;
  }

  boolean has(Member member, int version) {
    return presences(version).containsKey(key(member.name()));
  }

  boolean nullable(Member member, int version) {
    Presence presence = presences(version).get(key(member.name()));
    return presence != null && presence.nullable();
  }

  boolean isFlexible(int version) {
    return version < flexible.size() && flexible.get(version);
  }

  /** This shape and those of all structs inside it. */
  Set<Shape> all() {
    Set<Shape> all = new LinkedHashSet<>();
    all.add(this);
    for (Member member : members) {
      if (member.struct() != null) {
        all.addAll(member.struct().all());
      }
    }
    return all;
  }

  private static Member member(Field field, Object fresh) throws ReflectiveOperationException {
    Class<?> type = field.getType();
    boolean list = Collection.class.isAssignableFrom(type);
    Class<?> element = list ? elementType(field) : type;
    Kind kind = kind(element);
    Shape struct = kind == Kind.STRUCT ? of(element) : null;
    return new Member(field.getName(), kind, struct, list, field, field.get(fresh));
  }

  private static Class<?> elementType(Field field) throws ReflectiveOperationException {
    if (field.getGenericType() instanceof ParameterizedType generic) {
      return (Class<?>) generic.getActualTypeArguments()[0];
    }
    String collection = field.getType().getName();
    return Class.forName(
        collection.substring(0, collection.length() - "Collection".length()),
        true,
        ApacheJars.LOADER);
  }

  private static Kind kind(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "boolean", "Boolean" -> Kind.BOOL;
      case "byte", "Byte" -> Kind.INT8;
      case "short", "Short" -> Kind.INT16;
      case "int", "Integer" -> Kind.INT32;
      case "long", "Long" -> Kind.INT64;
      case "double", "Double" -> Kind.FLOAT64;
      case "Uuid" -> Kind.UUID;
      case "String" -> Kind.STRING;
      case "byte[]", "ByteBuffer" -> Kind.BYTES;
      case "BaseRecords" -> Kind.RECORDS;
      default -> Kind.STRUCT;
    };
  }

  /** The fields of a version; none in versions later than the struct's last. */
  private Map<String, Presence> presences(int version) {
    return version < versions.size() ? versions.get(version) : Map.of();
  }

  private void readSchema(@Nullable Object schema) throws ReflectiveOperationException {
    Map<String, Presence> present = new LinkedHashMap<>();
    boolean tags = false;
    if (schema != null) {
      for (Object bound : (Object[]) schema.getClass().getMethod("fields").invoke(schema)) {
        Object field = bound.getClass().getField("def").get(bound);
        Object type = field.getClass().getField("type").get(field);
        if (type.getClass().getSimpleName().equals("TaggedFields")) {
          tags = true;
          Field map = type.getClass().getDeclaredField("fields");
          map.setAccessible(true);
          for (Object tagged : ((Map<?, ?>) map.get(type)).values()) {
            addPresence(present, tagged);
          }
        } else {
          addPresence(present, field);
        }
      }
    }
    versions.add(present);
    flexible.add(tags);
  }

  private static void addPresence(Map<String, Presence> present, Object field)
      throws ReflectiveOperationException {
    String snake = (String) field.getClass().getField("name").get(field);
    Object type = field.getClass().getField("type").get(field);
    Class<?> base =
        Class.forName("org.apache.kafka.common.protocol.types.Type", true, ApacheJars.LOADER);
    boolean nullable = (Boolean) base.getMethod("isNullable").invoke(type);
    present.put(key(snake), new Presence(nullable));
  }

  private static String key(String name) {
    return name.replace("_", "").toLowerCase(ROOT);
  }
}
