package io.classickafka.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * An object in a file of JSON. What it lacks, and what is of another kind than was asked for, is a
 * failure that names the file.
 */
final class JsonFile {

  private final String file;
  private final Map<String, Object> fields;

  private JsonFile(String file, Map<String, Object> fields) {
    this.file = file;
    this.fields = fields;
  }

  static JsonFile read(String file) throws ToolFailure {
    try (Reader text = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8);
        JsonParser parser = new JsonFactory().createParser(text)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        return new JsonFile(file, object(parser));
      }
    } catch (NoSuchFileException e) {
      throw new ToolFailure("no such file: " + file, e);
    } catch (JsonProcessingException e) {
      throw new ToolFailure(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ToolFailure("cannot read " + file + ": " + e.getMessage(), e);
    }
    throw new ToolFailure(file + " must hold an object of JSON");
  }

  // The parser bounds how deep values lie in one another.
  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static Object value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return object(parser);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser));
      }
      return list;
    }
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        ? parser.getLongValue()
        : parser.getText();
  }

  /** Refuses a file whose version is another one; a file need not have any. */
  void checkVersion(long version) throws ToolFailure {
    Object given = fields.getOrDefault("version", version);
    if (!given.equals(version)) {
      throw new ToolFailure("Not supported version field value " + given + " in " + file);
    }
  }

  /** The objects of a list. */
  List<JsonFile> objects(String field) throws ToolFailure {
    List<JsonFile> objects = new ArrayList<>();
    for (Object element : list(field)) {
      Map<String, Object> object = new LinkedHashMap<>();
      if (!(element instanceof Map<?, ?> map)) {
        throw new ToolFailure(file + " must hold objects in the list \"" + field + "\"");
      }
      map.forEach((name, value) -> object.put((String) name, value));
      objects.add(new JsonFile(file, object));
    }
    return objects;
  }

  private List<?> list(String field) throws ToolFailure {
    if (fields.get(field) instanceof List<?> list) {
      return list;
    }
    throw new ToolFailure(file + " must hold a list \"" + field + "\"");
  }

  String text(String field) throws ToolFailure {
    if (fields.get(field) instanceof String text) {
      return text;
    }
    throw new ToolFailure(file + " must say \"" + field + "\" of each entry");
  }

  /** What {@code topic} and {@code partition} say. */
  TopicPartition partition() throws ToolFailure {
    return new TopicPartition(text("topic"), id(fields.get("partition"), "partition"));
  }

  /** A list of ids. */
  List<Integer> ids(String field) throws ToolFailure {
    List<Integer> ids = new ArrayList<>();
    for (Object element : list(field)) {
      ids.add(id(element, field));
    }
    return ids;
  }

  private int id(@Nullable Object value, String field) throws ToolFailure {
    if (value instanceof Long id && id >= 0 && id <= Integer.MAX_VALUE) {
      return id.intValue();
    }
    throw new ToolFailure(file + " must hold numbers from 0 on for \"" + field + "\"");
  }

  /** A list of texts; null when there is none. */
  @Nullable List<String> texts(String field) throws ToolFailure {
    if (!fields.containsKey(field)) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (Object element : list(field)) {
      texts.add(String.valueOf(element));
    }
    return texts;
  }
}
