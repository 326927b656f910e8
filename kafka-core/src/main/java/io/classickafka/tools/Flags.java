package io.classickafka.tools;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** The flags that were given. Names include the dashes. */
final class Flags {

  private final ParseResult parsed;

  Flags(ParseResult parsed) {
    this.parsed = parsed;
  }

  boolean has(String name) {
    return parsed.hasMatchedOption(name);
  }

  /** A flag's text; null when the flag was not given. */
  @Nullable String text(String name) {
    return parsed.matchedOptionValue(name, (String) null);
  }

  String text(String name, String otherwise) {
    String given = text(name);
    return given == null ? otherwise : given;
  }

  /** A flag's text. */
  String required(String name) throws UsageFailure {
    String given = text(name);
    if (given == null || given.isEmpty()) {
      throw new UsageFailure("Missing required argument \"[" + name.substring(2) + "]\"");
    }
    return given;
  }

  List<String> texts(String name) {
    return parsed.matchedOptionValue(name, List.of());
  }

  /** A flag's number; null when the flag was not given. */
  @Nullable Long number(String name) {
    return parsed.matchedOptionValue(name, (Long) null);
  }

  /** A flag's number, checked; null when the flag was not given. */
  @Nullable Integer number(String name, int lowest, int highest) throws UsageFailure {
    Long given = number(name);
    if (given != null && (given < lowest || given > highest)) {
      throw new UsageFailure(
          name + " must be between " + lowest + " and " + highest + ", not " + given);
    }
    return given == null ? null : given.intValue();
  }

  /** Those of some flags that were given. */
  List<String> given(List<String> names) {
    List<String> found = new ArrayList<>();
    for (String name : names) {
      if (has(name)) {
        found.add(name);
      }
    }
    return found;
  }

  /** Refuses flags that make no sense with another one. */
  void refuseWith(String name, List<String> others) throws UsageFailure {
    for (String other : has(name) ? given(others) : List.<String>of()) {
      if (!other.equals(name)) {
        throw new UsageFailure(
            String.format(
                "Option \"[%s]\" can't be used with option \"[%s]\"",
                name.substring(2), other.substring(2)));
      }
    }
  }

  /** Refuses flags that belong to other actions than the one that was given. */
  void allowOnly(String action, List<String> some, List<String> allowed) throws UsageFailure {
    for (String other : given(some)) {
      if (!allowed.contains(other)) {
        refuseWith(other, List.of(action));
      }
    }
  }
}
