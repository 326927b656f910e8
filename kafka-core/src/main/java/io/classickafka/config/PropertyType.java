package io.classickafka.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The type of a property's value: how text becomes a value and a value text. */
public enum PropertyType {
  BOOLEAN(1),
  STRING(2),
  INT(3),
  SHORT(4),
  LONG(5),
  DOUBLE(6),
  LIST(7),
  CLASS(8),
  PASSWORD(9);

  private final byte code;

  PropertyType(int code) {
    this.code = (byte) code;
  }

  /** The number of the type in a DescribeConfigs response. */
  public byte code() {
    return code;
  }

  /** The type's name in documents: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What one value looks like, for error lines. */
  String expectation() {
    return switch (this) {
      case BOOLEAN -> "true or false";
      case INT -> "a whole number of 32 bits";
      case SHORT -> "a whole number of 16 bits";
      case LONG -> "a whole number of 64 bits";
      case DOUBLE -> "a decimal number";
      case LIST -> "a comma-separated list";
      case CLASS -> "a class name";
      case STRING, PASSWORD -> "a text";
    };
  }

  /**
   * The value of a text. Surrounding white space does not count, except in a password.
   *
   * @return the value, or null when the text is not of this type
   */
  @Nullable Object parse(String text) {
    if (this == PASSWORD) {
      return new Secret(text);
    }
    String trimmed = text.trim();
    try {
      return switch (this) {
        case BOOLEAN -> parseBoolean(trimmed);
        case INT -> Integer.valueOf(trimmed);
        case SHORT -> Short.valueOf(trimmed);
        case LONG -> Long.valueOf(trimmed);
        case DOUBLE -> parseDouble(trimmed);
        case LIST -> parseList(trimmed);
        case STRING, CLASS, PASSWORD -> trimmed;
      };
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The text of a value, as DescribeConfigs shows it; null stays null. */
  @Nullable String render(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof List<?> list) {
      List<String> texts = new ArrayList<>(list.size());
      for (Object element : list) {
        texts.add(String.valueOf(element));
      }
      return String.join(",", texts);
    }
    return value instanceof Secret secret ? secret.value() : value.toString();
  }

  private static @Nullable Boolean parseBoolean(String text) {
    if (text.equalsIgnoreCase("true")) {
      return Boolean.TRUE;
    }
    return text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
  }

  private static @Nullable Double parseDouble(String text) {
    double value = Double.parseDouble(text);
    return Double.isNaN(value) ? null : value;
  }

  private static List<String> parseList(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> elements = new ArrayList<>();
    for (String element : text.split(",", -1)) {
      elements.add(element.trim());
    }
    return Collections.unmodifiableList(elements);
  }
}
