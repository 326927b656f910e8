package io.classickafka.zk;

import io.classickafka.zk.Json.JsonArray;
import io.classickafka.zk.Json.JsonInteger;
import io.classickafka.zk.Json.JsonNull;
import io.classickafka.zk.Json.JsonObject;
import io.classickafka.zk.Json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Strictly typed access to the fields of one JSON object of a znode. It remembers which fields were
 * asked for: the others are the unknown ones.
 */
final class Fields {
  private final String path;
  private final String prefix;
  private final JsonObject object;
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(String path, String prefix, JsonObject object) {
    this.path = path;
    this.prefix = prefix;
    this.object = object;
  }

  static Fields parse(String path, byte @Nullable [] data) throws MalformedZnodeException {
    return new Fields(path, "", JsonCodec.parseObject(path, data));
  }

  /** Reads {@code value}, found at {@code where} in the node, as an object. */
  static Fields of(String path, String where, Json value) throws MalformedZnodeException {
    if (value instanceof JsonObject object) {
      return new Fields(path, where + ".", object);
    }
    throw new MalformedZnodeException(path, wrongType(where, "object", value));
  }

  MalformedZnodeException malformed(String name, String reason) {
    return new MalformedZnodeException(path, "field '" + prefix + name + "' " + reason);
  }

  /** Every field, in the order written; for objects used as maps. */
  Map<String, Json> entries() {
    return object.fields();
  }

  UnknownFields unknown() {
    Map<String, Json> rest = new LinkedHashMap<>(object.fields());
    rest.keySet().removeAll(known);
    return UnknownFields.of(new JsonObject(rest));
  }

  /** The field's value; null when it is missing or JSON null. */
  @Nullable Json find(String name) {
    known.add(name);
    Json value = object.fields().get(name);
    return value instanceof JsonNull ? null : value;
  }

  Json require(String name) throws MalformedZnodeException {
    Json value = find(name);
    if (value == null) {
      throw malformed(name, "is missing");
    }
    return value;
  }

  int int32(String name) throws MalformedZnodeException {
    return int32(path, prefix + name, require(name));
  }

  /** {@code absent} when there is no such field; of the wrong type it is malformed all the same. */
  int int32Or(String name, int absent) throws MalformedZnodeException {
    Json value = find(name);
    return value == null ? absent : int32(path, prefix + name, value);
  }

  int int32AtLeast(String name, int lowest) throws MalformedZnodeException {
    int value = int32(name);
    if (value < lowest) {
      throw malformed(name, "is below " + lowest);
    }
    return value;
  }

  long int64(String name) throws MalformedZnodeException {
    Json value = require(name);
    if (value instanceof JsonInteger integer) {
      return integer.value();
    }
    throw new MalformedZnodeException(path, wrongType(prefix + name, "integer", value));
  }

  /** A 64-bit number that this node holds as a string. */
  long decimalText(String name) throws MalformedZnodeException {
    String text = text(name);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw malformed(name, "is not a decimal number");
    }
  }

  String text(String name) throws MalformedZnodeException {
    return text(path, prefix + name, require(name));
  }

  @Nullable String textOrNull(String name) throws MalformedZnodeException {
    Json value = find(name);
    return value == null ? null : text(path, prefix + name, value);
  }

  Fields object(String name) throws MalformedZnodeException {
    return of(path, prefix + name, require(name));
  }

  @Nullable Fields objectOrNull(String name) throws MalformedZnodeException {
    Json value = find(name);
    return value == null ? null : of(path, prefix + name, value);
  }

  List<Json> array(String name) throws MalformedZnodeException {
    return array(path, prefix + name, require(name));
  }

  List<String> texts(String name) throws MalformedZnodeException {
    List<String> texts = new ArrayList<>();
    for (Json element : array(name)) {
      texts.add(text(path, prefix + name, element));
    }
    return texts;
  }

  /** An object whose values are all strings, in the order written. */
  Map<String, String> textMap(String name) throws MalformedZnodeException {
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<String, Json> entry : object(name).entries().entrySet()) {
      String where = prefix + name + "." + entry.getKey();
      map.put(entry.getKey(), text(path, where, entry.getValue()));
    }
    return map;
  }

  /** Broker ids: not negative, none twice. May be empty. */
  static List<Integer> brokerIds(String path, String where, Json value)
      throws MalformedZnodeException {
    Set<Integer> ids = new LinkedHashSet<>();
    for (Json element : array(path, where, value)) {
      int id = int32(path, where, element);
      if (id < 0) {
        throw new MalformedZnodeException(path, "field '" + where + "' has a negative broker id");
      }
      if (!ids.add(id)) {
        throw new MalformedZnodeException(path, "field '" + where + "' names a broker twice");
      }
    }
    return List.copyOf(ids);
  }

  private static List<Json> array(String path, String where, Json value)
      throws MalformedZnodeException {
    if (value instanceof JsonArray array) {
      return array.elements();
    }
    throw new MalformedZnodeException(path, wrongType(where, "array", value));
  }

  private static int int32(String path, String where, Json value) throws MalformedZnodeException {
    if (value instanceof JsonInteger integer && integer.value() == (int) integer.value()) {
      return (int) integer.value();
    }
    throw new MalformedZnodeException(path, wrongType(where, "32-bit integer", value));
  }

  private static String text(String path, String where, Json value) throws MalformedZnodeException {
    if (value instanceof JsonText text) {
      return text.text();
    }
    throw new MalformedZnodeException(path, wrongType(where, "string", value));
  }

  private static String wrongType(String where, String wanted, Json found) {
    return "field '" + where + "' must be " + wanted + ", is " + found.typeName();
  }
}
