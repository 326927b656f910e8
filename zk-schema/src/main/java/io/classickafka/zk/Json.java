package io.classickafka.zk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value, immutable once built. Objects keep the order in which their fields were put. */
sealed interface Json {

  /** The name of this value's type, for messages. */
  String typeName();

  record JsonObject(Map<String, Json> fields) implements Json {
    static final JsonObject EMPTY = new JsonObject(Collections.emptyMap());

    public JsonObject {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Override
    public String typeName() {
      return "object";
    }
  }

  record JsonArray(List<Json> elements) implements Json {
    public JsonArray {
      elements = List.copyOf(elements);
    }

    @Override
    public String typeName() {
      return "array";
    }
  }

  record JsonText(String text) implements Json {
    @Override
    public String typeName() {
      return "string";
    }
  }

  /** An integral number that fits 64 bits. */
  record JsonInteger(long value) implements Json {
    @Override
    public String typeName() {
      return "integer";
    }
  }

  /** Any other number, as it was written. */
  record JsonDecimal(String text) implements Json {
    @Override
    public String typeName() {
      return "decimal";
    }
  }

  record JsonBoolean(boolean value) implements Json {
    @Override
    public String typeName() {
      return "boolean";
    }
  }

  record JsonNull() implements Json {
    static final JsonNull INSTANCE = new JsonNull();

    @Override
    public String typeName() {
      return "null";
    }
  }

  static Json of(long value) {
    return new JsonInteger(value);
  }

  static Json of(String text) {
    return new JsonText(text);
  }

  static Json ofTexts(Iterable<String> texts) {
    List<Json> elements = new ArrayList<>();
    texts.forEach(text -> elements.add(new JsonText(text)));
    return new JsonArray(elements);
  }

  static Json ofInts(Iterable<Integer> values) {
    List<Json> elements = new ArrayList<>();
    values.forEach(value -> elements.add(new JsonInteger(value)));
    return new JsonArray(elements);
  }
}
