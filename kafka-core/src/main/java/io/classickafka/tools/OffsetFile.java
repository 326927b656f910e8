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
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A file of partitions with an offset each. */
final class OffsetFile {

  private static final int VERSION = 1;

  private final String name;
  private final Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
  private boolean partitions;

  private OffsetFile(String name) {
    this.name = name;
  }

  /** The offsets by partition, in the order of the file. */
  static Map<TopicPartition, Long> read(String file) throws ToolFailure {
    OffsetFile read = new OffsetFile(file);
    try (Reader text = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8);
        JsonParser parser = new JsonFactory().createParser(text)) {
      read.whole(parser);
    } catch (NoSuchFileException e) {
      throw new ToolFailure("Unable to read file " + file + ": there is no such file", e);
    } catch (JsonProcessingException e) {
      throw new ToolFailure("The input string is not a valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ToolFailure("Unable to read file " + file + ": " + e.getMessage(), e);
    }
    if (!read.partitions) {
      throw new ToolFailure("Missing partitions field in " + file);
    }
    return read.offsets;
  }

  private void whole(JsonParser parser) throws IOException, ToolFailure {
    expect(parser.nextToken() == JsonToken.START_OBJECT, "an object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      if (field.equals("version")) {
        long version = number(parser, "version");
        if (version != VERSION) {
          throw new ToolFailure("Not supported version field value " + version);
        }
      } else if (field.equals("partitions")) {
        partitions = true;
        expect(parser.currentToken() == JsonToken.START_ARRAY, "a list of partitions");
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          partition(parser);
        }
        expect(parser.currentToken() == JsonToken.END_ARRAY, "a list of partitions");
      } else {
        parser.skipChildren();
      }
    }
  }

  private void partition(JsonParser parser) throws IOException, ToolFailure {
    @Nullable String topic = null;
    long partition = -1;
    @Nullable Long offset = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "topic" -> topic = parser.getValueAsString();
        case "partition" -> partition = number(parser, "partition");
        case "offset" -> offset = number(parser, "offset");
        default -> parser.skipChildren();
      }
    }
    if (topic == null || partition < 0 || partition > Integer.MAX_VALUE || offset == null) {
      throw new ToolFailure("a partition in " + name + " lacks its topic, partition or offset");
    }
    TopicPartition key = new TopicPartition(topic, (int) partition);
    if (offsets.put(key, offset) != null) {
      throw new ToolFailure("Offset json file contains duplicate topic partitions: " + key);
    }
  }

  private long number(JsonParser parser, String field) throws IOException, ToolFailure {
    expect(parser.currentToken() == JsonToken.VALUE_NUMBER_INT, "a whole number for " + field);
    return parser.getLongValue();
  }

  private void expect(boolean holds, String what) throws ToolFailure {
    if (!holds) {
      throw new ToolFailure(name + " must hold " + what);
    }
  }
}
