package io.classickafka.zk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.classickafka.zk.Json.JsonArray;
import io.classickafka.zk.Json.JsonBoolean;
import io.classickafka.zk.Json.JsonDecimal;
import io.classickafka.zk.Json.JsonInteger;
import io.classickafka.zk.Json.JsonNull;
import io.classickafka.zk.Json.JsonObject;
import io.classickafka.zk.Json.JsonText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON text of a znode to and from {@link Json}, within bounds: {@link #MAX_BYTES}, {@link
 * #MAX_DEPTH}, no duplicate field, nothing after the value, valid UTF-8 only.
 */
final class JsonCodec {
  /** What a Kafka broker's ZooKeeper client accepts in one packet; no node can be larger. */
  static final int MAX_BYTES = 4 * 1024 * 1024;

  /** The deepest known payload nests four levels; the rest is room for unknown fields. */
  static final int MAX_DEPTH = 32;

  // Interning and symbol tables would keep every topic and client name ever seen.
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_BYTES)
                  .build())
          .build();

  private JsonCodec() {}

  static JsonObject parseObject(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    String text = Text.utf8(path, data);
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new MalformedZnodeException(path, "not a JSON object");
      }
      JsonObject object = object(path, parser);
      if (parser.nextToken() != null) {
        throw new MalformedZnodeException(path, "text after the JSON object");
      }
      return object;
    } catch (JsonProcessingException e) {
      // The parser's own message quotes the content; only the place is safe to tell.
      long offset = e.getLocation() == null ? -1 : e.getLocation().getCharOffset();
      throw new MalformedZnodeException(path, "not JSON near character " + offset);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  static byte[] print(JsonObject object) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      print(object, generator);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject object(String path, JsonParser parser)
      throws IOException, MalformedZnodeException {
    Map<String, Json> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = wellFormed(path, parser.currentName());
      parser.nextToken();
      if (fields.put(name, value(path, parser)) != null) {
        throw new MalformedZnodeException(path, "field '" + name + "' appears twice");
      }
    }
    return new JsonObject(fields);
  }

  private static Json value(String path, JsonParser parser)
      throws IOException, MalformedZnodeException {
    JsonToken token = parser.currentToken();
    switch (token) {
      case START_OBJECT -> {
        return object(path, parser);
      }
      case START_ARRAY -> {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(path, parser));
        }
        return new JsonArray(elements);
      }
      case VALUE_STRING -> {
        return new JsonText(wellFormed(path, parser.getText()));
      }
      case VALUE_NUMBER_INT -> {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
            ? new JsonDecimal(parser.getText())
            : new JsonInteger(parser.getLongValue());
      }
      case VALUE_NUMBER_FLOAT -> {
        return new JsonDecimal(parser.getText());
      }
      case VALUE_TRUE -> {
        return new JsonBoolean(true);
      }
      case VALUE_FALSE -> {
        return new JsonBoolean(false);
      }
      case VALUE_NULL -> {
        return JsonNull.INSTANCE;
      }
      default -> throw new MalformedZnodeException(path, "not JSON: " + token);
    }
  }

  // An escaped half of a surrogate pair is legal JSON but has no UTF-8 form to write back.
  private static String wellFormed(String path, String text) throws MalformedZnodeException {
    if (!Text.isWellFormed(text)) {
      throw new MalformedZnodeException(path, "text with half a surrogate pair");
    }
    return text;
  }

  private static void print(Json value, JsonGenerator out) throws IOException {
    if (value instanceof JsonObject object) {
      out.writeStartObject();
      for (Map.Entry<String, Json> field : object.fields().entrySet()) {
        out.writeFieldName(field.getKey());
        print(field.getValue(), out);
      }
      out.writeEndObject();
    } else if (value instanceof JsonArray array) {
      out.writeStartArray();
      for (Json element : array.elements()) {
        print(element, out);
      }
      out.writeEndArray();
    } else if (value instanceof JsonText text) {
      out.writeString(text.text());
    } else if (value instanceof JsonInteger integer) {
      out.writeNumber(integer.value());
    } else if (value instanceof JsonDecimal decimal) {
      out.writeNumber(decimal.text());
    } else if (value instanceof JsonBoolean bool) {
      out.writeBoolean(bool.value());
    } else if (value instanceof JsonNull) {
      out.writeNull();
    } else {
      throw new AssertionError(value);
    }
  }

  /** Collects the fields of an object in the order they shall be written. */
  static final class ObjectBuilder {
    private final Map<String, Json> fields = new LinkedHashMap<>();

    ObjectBuilder put(String name, Json value) {
      fields.put(name, value);
      return this;
    }

    ObjectBuilder put(String name, long value) {
      return put(name, Json.of(value));
    }

    ObjectBuilder put(String name, String text) {
      return put(name, Json.of(text));
    }

    ObjectBuilder putAll(UnknownFields unknown) {
      unknown.object().fields().forEach(fields::putIfAbsent);
      return this;
    }

    JsonObject build() {
      return new JsonObject(fields);
    }

    byte[] print() {
      return JsonCodec.print(build());
    }
  }

  /** Strict UTF-8 and the plain-text payloads. */
  static final class Text {
    private Text() {}

    static String utf8(String path, byte @Nullable [] data) throws MalformedZnodeException {
      if (data == null || data.length == 0) {
        throw new MalformedZnodeException(path, "no data");
      }
      if (data.length > MAX_BYTES) {
        throw new MalformedZnodeException(path, "larger than " + MAX_BYTES + " bytes");
      }
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
      } catch (CharacterCodingException e) {
        throw new MalformedZnodeException(path, "not UTF-8");
      }
    }

    static boolean isWellFormed(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else if (Character.isSurrogate(c)) {
          return false;
        }
      }
      return true;
    }
  }
}
