package io.classickafka.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The definition of one property. A constant of {@link BrokerProperties} or {@link
 * TopicProperties}, by which its value is asked for.
 *
 * @param <T> the type of the value; null where a property without default may be unset
 */
public final class Property<T extends @Nullable Object> {

  /** Another key that gives the value when the first is not set, times a factor (its unit). */
  record Fallback(Property<?> property, long factor) {}

  private final String name;
  private final PropertyType type;
  private final @Nullable Object defaultValue;
  private final Constraint constraint;
  private final Update update;
  private final Support support;
  private final String reason;
  private final boolean internal;
  private final boolean runTimeOnly;
  private final String documentation;
  private final List<Fallback> fallbacks;

  Property(PropertyDefinition<T> definition, String documentation) {
    this.name = definition.name;
    this.type = definition.type;
    this.defaultValue = definition.defaultValue;
    this.constraint = definition.constraint;
    this.update = definition.update;
    this.support = definition.support;
    this.reason = definition.reason;
    this.internal = definition.internal;
    this.runTimeOnly = definition.runTimeOnly;
    this.fallbacks = List.copyOf(definition.fallbacks);
    this.documentation = documentation;
  }

  public String name() {
    return name;
  }

  public PropertyType type() {
    return type;
  }

  /** The default as text, null when there is none. */
  public @Nullable String defaultText() {
    return type.render(defaultValue);
  }

  /** The accepted values in short, such as {@code [1,...]}; empty when the type says it all. */
  public String validValues() {
    return constraint.label();
  }

  public Update update() {
    return update;
  }

  public Support support() {
    return support;
  }

  /** Why the property is not simply the same as elsewhere; empty when it is. */
  public String reason() {
    return reason;
  }

  /** Whether the property is accepted but left out of the documents. */
  public boolean internal() {
    return internal;
  }

  /** Whether it can be set at run time only, so that no file has it. */
  boolean runTimeOnly() {
    return runTimeOnly;
  }

  /** Whether the value must not be shown. */
  public boolean sensitive() {
    return type == PropertyType.PASSWORD;
  }

  /** What the property does, in a sentence or two. */
  public String documentation() {
    return documentation;
  }

  /** The keys that stand in when this one is not set, in the order they are tried. */
  List<Fallback> fallbacks() {
    return fallbacks;
  }

  @Nullable Object defaultValue() {
    return defaultValue;
  }

  Constraint constraint() {
    return constraint;
  }

  /**
   * What is wrong with a text as the property's value, in the words that tools know, to go behind
   * "Invalid value"; null when nothing is.
   */
  @Nullable String problem(String text) {
    Object value = type.parse(text);
    if (value == null) {
      return text.trim() + " for configuration " + name + ": " + unreadable();
    }
    if (support == Support.REFUSED && !value.equals(defaultValue)) {
      return value + " for configuration " + name + ": " + reason;
    }
    Constraint.Violation violation = constraint.violation(value);
    return violation == null
        ? null
        : violation.culprit() + " for configuration " + name + ": " + violation.sentence();
  }

  private String unreadable() {
    return switch (type) {
      case BOOLEAN -> "Expected value to be either true or false";
      case INT, SHORT, LONG, DOUBLE -> "Not a number of type " + type.name();
      case STRING, LIST, CLASS, PASSWORD -> "Expected value to be " + type.expectation();
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
