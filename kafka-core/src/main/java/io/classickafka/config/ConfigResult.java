package io.classickafka.config;

import java.util.List;

/**
 * What became of a configuration: accepted, or refused with every reason. Warnings are to be logged
 * once each.
 */
public sealed interface ConfigResult<C> {

  /** One line each: the key, and why its value has no effect. */
  List<String> warnings();

  /** The configuration is in force. */
  record Accepted<C>(C config, List<String> warnings) implements ConfigResult<C> {
    public Accepted {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The configuration cannot be used.
   *
   * @param errors one line each, at least one: the key, its value and what was expected
   */
  record Refused<C>(List<String> errors, List<String> warnings) implements ConfigResult<C> {
    public Refused {
      errors = List.copyOf(errors);
      warnings = List.copyOf(warnings);
    }
  }

  /** The configuration, for callers that know it to be good, such as tests. */
  default C orThrow() {
    if (this instanceof Accepted<C> accepted) {
      return accepted.config();
    }
    throw new IllegalArgumentException(String.join("; ", ((Refused<C>) this).errors()));
  }
}
