package io.classickafka.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what a property is, until its sentence completes it and puts it into its table. */
final class PropertyDefinition<T extends @Nullable Object> {

  final String name;
  final PropertyType type;
  final @Nullable Object defaultValue;
  Constraint constraint = Constraint.NONE;
  Update update = Update.READ_ONLY;
  Support support = Support.SAME;
  String reason = "";
  boolean internal;
  boolean runTimeOnly;
  final List<Property.Fallback> fallbacks = new ArrayList<>();
  private final PropertyTable table;

  PropertyDefinition(
      PropertyTable table, String name, PropertyType type, @Nullable Object defaultValue) {
    this.table = table;
    this.name = name;
    this.type = type;
    this.defaultValue = defaultValue;
  }

  PropertyDefinition<T> atLeast(Number lowest) {
    return accepting(Constraint.atLeast(lowest));
  }

  PropertyDefinition<T> between(Number lowest, Number highest) {
    return accepting(Constraint.between(lowest, highest));
  }

  PropertyDefinition<T> oneOf(String... accepted) {
    return accepting(
        type == PropertyType.LIST
            ? Constraint.eachOneOf(List.of(accepted))
            : Constraint.oneOf(List.of(accepted)));
  }

  PropertyDefinition<T> accepting(Constraint accepted) {
    this.constraint = accepted;
    return this;
  }

  PropertyDefinition<T> perBroker() {
    this.update = Update.PER_BROKER;
    return this;
  }

  PropertyDefinition<T> clusterWide() {
    this.update = Update.CLUSTER_WIDE;
    return this;
  }

  /** Set while the broker runs, which goes by it at once; no file may have it. */
  PropertyDefinition<T> runTimeOnly() {
    this.runTimeOnly = true;
    return clusterWide();
  }

  PropertyDefinition<T> internal() {
    this.internal = true;
    return this;
  }

  /** The key that gives the value when this one is not set. */
  PropertyDefinition<T> fallingBackOn(Property<?> other) {
    return fallingBackOn(other, 1);
  }

  /** The same, for a key in a larger unit: its value times the factor is this one's. */
  PropertyDefinition<T> fallingBackOn(Property<?> other, long factor) {
    fallbacks.add(new Property.Fallback(other, factor));
    return this;
  }

  PropertyDefinition<T> mapped(String how) {
    return supported(Support.MAPPED, how);
  }

  PropertyDefinition<T> own(String why) {
    return supported(Support.OWN, why);
  }

  PropertyDefinition<T> notYet(String why) {
    return supported(Support.NOT_YET, why);
  }

  PropertyDefinition<T> ignored(String why) {
    return supported(Support.IGNORED, why);
  }

  PropertyDefinition<T> refused(String why) {
    return supported(Support.REFUSED, why);
  }

  private PropertyDefinition<T> supported(Support how, String why) {
    this.support = how;
    this.reason = why;
    return this;
  }

  /** Completes the property with its sentence and puts it into the table. */
  Property<T> doc(String sentence) {
    Property<T> property = new Property<>(this, sentence);
    table.add(property);
    return property;
  }
}
