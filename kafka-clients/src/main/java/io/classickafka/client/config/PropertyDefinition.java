package io.classickafka.client.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * One setting: its name, type, default and the values it may have.
 *
 * @param type string, int, long, short, double, boolean, list, class or password
 * @param defaultText as in the table; null for null and for settings without a default
 * @param valid as in the table: empty, a range {@code [0,...,10]}, a list {@code [a, b]}, {@code
 *     non-empty string} or {@code non-null string}
 * @param withoutEffect whether another value than the default changes nothing
 */
record PropertyDefinition(
    String name,
    String type,
    @Nullable String defaultText,
    boolean required,
    String valid,
    boolean withoutEffect) {

  private static final String CASE_INSENSITIVE = "(case insensitive) ";
  private static final String OR_DEFAULT = " or -1";

  /**
   * Reads one line of the table: name, type, default and valid values between bars, and one more
   * column where the setting has no effect.
   */
  static PropertyDefinition parse(String line) {
    String[] columns = line.split("\\|", 5);
    String text = columns[2];
    boolean required = text.equals("(required)");
    return new PropertyDefinition(
        columns[0],
        columns[1],
        required || text.equals("-") ? null : text,
        required,
        columns[3],
        columns.length > 4);
  }

  @Nullable Object defaultValue() {
    return defaultText == null ? null : convert(defaultText);
  }

  /** The value that an application gave, as the setting's type; checked. */
  @Nullable Object parseValue(@Nullable Object given) {
    if (given == null) {
      if (!nullable()) {
        throw new ConfigException(name, null, "a value is needed");
      }
      return null;
    }
    Object value = convert(given);
    check(value);
    return value;
  }

  private boolean nullable() {
    return defaultText == null && !required;
  }

  private Object convert(Object given) {
    Object plain = given instanceof String text ? text.strip() : given;
    try {
      return switch (type) {
        case "int" ->
            plain instanceof Number number
                ? Math.toIntExact(number.longValue())
                : (Object) Integer.parseInt((String) plain);
        case "short" ->
            plain instanceof Number number
                ? (Object) number.shortValue()
                : (Object) Short.parseShort((String) plain);
        case "long" ->
            plain instanceof Number number
                ? (Object) number.longValue()
                : (Object) Long.parseLong((String) plain);
        case "double" ->
            plain instanceof Number number
                ? (Object) number.doubleValue()
                : (Object) Double.parseDouble((String) plain);
        case "boolean" -> plain instanceof Boolean ? plain : (Object) parseBoolean((String) plain);
        case "list" -> parseList(plain);
        case "string", "password" -> plain.toString();
        default ->
            // A class: its name, the class itself, or an instance that the application made.
            plain;
      };
    } catch (NumberFormatException | ClassCastException | ArithmeticException e) {
      throw new ConfigException(name, given, "not a value of type " + type);
    }
  }

  private boolean parseBoolean(String text) {
    if (text.equalsIgnoreCase("true")) {
      return true;
    }
    if (text.equalsIgnoreCase("false")) {
      return false;
    }
    throw new ConfigException(name, text, "expected true or false");
  }

  private static List<Object> parseList(Object plain) {
    List<Object> items = new ArrayList<>();
    if (plain instanceof Collection<?> given) {
      items.addAll(given);
    } else if (plain instanceof String text) {
      for (String item : text.split(",", -1)) {
        if (!item.isBlank()) {
          items.add(item.strip());
        }
      }
    } else {
      items.add(plain);
    }
    return List.copyOf(items);
  }

  private void check(Object value) {
    if (valid.equals("non-empty string")) {
      if (((String) value).isEmpty()) {
        throw new ConfigException(name, "\"\"", "it must not be empty");
      }
    } else if (valid.contains("...")) {
      checkRange(((Number) value).doubleValue());
    } else if (valid.endsWith("]")) {
      checkChoice((String) value);
    }
  }

  private void checkRange(double value) {
    String range = valid;
    if (range.endsWith(OR_DEFAULT)) {
      if (value == -1) {
        return;
      }
      range = range.substring(0, range.length() - OR_DEFAULT.length());
    }
    String[] ends = range.substring(1, range.length() - 1).split(",", -1);
    boolean tooLow = value < Double.parseDouble(ends[0]);
    boolean tooHigh = ends.length > 2 && value > Double.parseDouble(ends[2]);
    if (tooLow || tooHigh) {
      throw new ConfigException(name, value, "expected " + valid);
    }
  }

  private void checkChoice(String value) {
    boolean anyCase = valid.startsWith(CASE_INSENSITIVE);
    String choices = anyCase ? valid.substring(CASE_INSENSITIVE.length()) : valid;
    for (String choice : choices.substring(1, choices.length() - 1).split(", ", -1)) {
      if (choice.equals(value) || (anyCase && choice.equals(value.toUpperCase(Locale.ROOT)))) {
        return;
      }
    }
    throw new ConfigException(name, value, "expected one of " + choices);
  }
}
