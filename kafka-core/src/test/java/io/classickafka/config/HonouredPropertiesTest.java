package io.classickafka.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps the tables honest: what they call honoured is read by some code of the broker, and what
 * some code reads is not called without effect. Properties that are honoured by a rule of their own
 * (no code needs their value) are listed in a file with the reason.
 */
class HonouredPropertiesTest {

  private static final Path SOURCES = Path.of("src/main/java/io/classickafka");
  private static final Pattern CONSTANT =
      Pattern.compile("\\b(BrokerProperties|TopicProperties)\\s*\\.\\s*([A-Z][A-Z0-9_]+)");

  /** Within the tables' own package only these hand values on to the rest of the broker. */
  private static final List<String> ACCESSORS = List.of("BrokerConfig.java", "ListenerParser.java");

  @Test
  void whatIsCalledHonouredIsReadSomewhere() throws IOException {
    TreeSet<String> read = namesRead();
    TreeSet<String> exempt = new TreeSet<>();
    for (String row : TableFile.rows("honoured-unread.txt")) {
      exempt.add(row.substring(0, row.indexOf(' ')));
    }
    TreeSet<String> unread = new TreeSet<>();
    for (Property<?> property : all()) {
      if (property.support().honoured()
          && !read.contains(property.name())
          && !exempt.contains(property.name())) {
        unread.add(property.name());
      }
    }
    assertThat(unread).as("called honoured, but no code reads them").isEmpty();
  }

  @Test
  void whatIsReadIsNotCalledWithoutEffect() throws IOException {
    TreeSet<String> read = namesRead();
    TreeSet<String> denied = new TreeSet<>();
    for (Property<?> property : all()) {
      // A refused property may be read: what starts has its default.
      if (!property.support().honoured()
          && property.support() != Support.REFUSED
          && read.contains(property.name())) {
        denied.add(property.name());
      }
    }
    assertThat(denied).as("some code reads them, but the tables deny it").isEmpty();
  }

  /** The names of the constants that code reads, and of the keys whose values stand in for them. */
  private static TreeSet<String> namesRead() throws IOException {
    Map<String, Property<?>> constants = constants();
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(HonouredPropertiesTest::mayRead).toList()) {
        Matcher matcher = CONSTANT.matcher(Files.readString(file));
        while (matcher.find()) {
          Property<?> property = constants.get(matcher.group(1) + "." + matcher.group(2));
          if (property != null) {
            addWithFallbacks(property, names);
          }
        }
      }
    }
    return names;
  }

  private static void addWithFallbacks(Property<?> property, TreeSet<String> names) {
    names.add(property.name());
    for (Property.Fallback fallback : property.fallbacks()) {
      addWithFallbacks(fallback.property(), names);
    }
    if (property == TopicProperties.MESSAGE_TIMESTAMP_BEFORE_MAX_MS) {
      addWithFallbacks(TopicProperties.MESSAGE_TIMESTAMP_DIFFERENCE_MAX_MS, names);
    }
  }

  private static boolean mayRead(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".java")
        && (!file.toString().contains("/config/") || ACCESSORS.contains(name));
  }

  private static Map<String, Property<?>> constants() {
    Map<String, Property<?>> constants = new TreeMap<>();
    for (Class<?> table : List.of(BrokerProperties.class, TopicProperties.class)) {
      for (Field field : table.getFields()) {
        if (field.getType() == Property.class) {
          try {
            constants.put(
                table.getSimpleName() + "." + field.getName(), (Property<?>) field.get(null));
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
    return constants;
  }

  private static List<Property<?>> all() {
    List<Property<?>> all = new ArrayList<>(BrokerProperties.ALL);
    all.addAll(TopicProperties.ALL);
    return all;
  }
}
