package io.classickafka.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which values of its type a property accepts. Its violations are sentences, not exceptions. */
interface Constraint {

  /** Accepts everything. */
  Constraint NONE = new Described("", value -> null);

  /** The short form in documents, such as {@code [1,...]}; empty when everything is accepted. */
  String label();

  /** Why the value is not accepted, or null when it is. */
  @Nullable Violation violation(Object value);

  /**
   * A value that is not accepted.
   *
   * @param culprit the value, or the element of a list
   * @param sentence what is wrong with it, in the words that tools know
   */
  record Violation(Object culprit, String sentence) {}

  /** A check of whole values with its short form. */
  record Described(String label, Check check) implements Constraint {
    @Override
    public @Nullable Violation violation(Object value) {
      String sentence = check.violation(value);
      return sentence == null ? null : new Violation(value, sentence);
    }
  }

  /** A check of each element of a list with its short form. */
  record EachElement(String label, Check check) implements Constraint {
    @Override
    public @Nullable Violation violation(Object value) {
      for (Object element : elements(value)) {
        String sentence = check.violation(element);
        if (sentence != null) {
          return new Violation(element, sentence);
        }
      }
      return null;
    }
  }

  /** One check of a value. */
  interface Check {
    @Nullable String violation(Object value);
  }

  static Constraint atLeast(Number lowest) {
    return new Described(
        "[" + lowest + ",...]",
        value -> below(value, lowest) ? "Value must be at least " + lowest : null);
  }

  static Constraint between(Number lowest, Number highest) {
    return new Described(
        "[" + lowest + ",...," + highest + "]",
        value -> {
          if (below(value, lowest)) {
            return "Value must be at least " + lowest;
          }
          return below(highest, value) ? "Value must be no more than " + highest : null;
        });
  }

  private static boolean below(Object left, Object right) {
    if (left instanceof Double || right instanceof Double) {
      return ((Number) left).doubleValue() < ((Number) right).doubleValue();
    }
    return ((Number) left).longValue() < ((Number) right).longValue();
  }

  static Constraint oneOf(List<String> accepted) {
    return new Described(
        accepted.toString(),
        value ->
            accepted.contains(value.toString())
                ? null
                : "String must be one of: " + String.join(", ", accepted));
  }

  static Constraint oneOfIgnoringCase(List<String> accepted) {
    return new Described(
        "(case insensitive) " + accepted,
        value ->
            accepted.contains(value.toString().toUpperCase(Locale.ROOT))
                ? null
                : "String must be one of (case insensitive): " + String.join(", ", accepted));
  }

  static Constraint eachOneOf(List<String> accepted) {
    return new EachElement(
        accepted.toString(),
        element ->
            accepted.contains(element.toString())
                ? null
                : "String must be one of: " + String.join(", ", accepted));
  }

  static Constraint nonNullText() {
    return anyOf("non-null string");
  }

  static Constraint nonEmptyText() {
    return new Described(
        "non-empty string",
        value -> value.toString().isEmpty() ? "String must be non-empty" : null);
  }

  static Constraint nonEmptyList() {
    return new Described(
        "non-empty list", value -> elements(value).isEmpty() ? "List must be non-empty" : null);
  }

  /** Accepts everything, for a property that is only described. */
  static Constraint anyOf(String label) {
    return new Described(label, value -> null);
  }

  /** A gzip level: 1 to 9, or -1 for the library's default. */
  static Constraint gzipLevel() {
    return new Described(
        "[1,...,9] or -1",
        value -> {
          int level = (Integer) value;
          return level == -1 || (level >= 1 && level <= 9)
              ? null
              : "Value must be between 1 and 9 or equal to -1";
        });
  }

  /** Replication-throttled replicas: everything, or pairs of partition and broker id. */
  static Constraint throttledReplicas(String name) {
    return new Described(
        "[partitionId]:[brokerId],[partitionId]:[brokerId],...",
        value -> {
          List<?> elements = elements(value);
          if (elements.size() == 1 && elements.get(0).equals("*")) {
            return null;
          }
          for (Object element : elements) {
            if (!element.toString().matches("[0-9]+:[0-9]+")) {
              return name
                  + " must be the literal '*' or a list of replicas in the following format:"
                  + " [partitionId]:[brokerId],[partitionId]:[brokerId],...";
            }
          }
          return null;
        });
  }

  /** A release of the inter-broker protocol, in its long ({@code 3.9-IV0}) or short form. */
  static Constraint release() {
    return new Described(
        InterBrokerVersion.names().toString(),
        value ->
            InterBrokerVersion.parse(value.toString()) != null
                ? null
                : "Version " + value + " is not a valid version");
  }

  private static List<?> elements(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
