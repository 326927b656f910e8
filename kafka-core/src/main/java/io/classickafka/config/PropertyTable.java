package io.classickafka.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one area, in the order they are written down. Filled while the class that holds
 * the constants is initialised, and not changed after.
 */
final class PropertyTable {

  private final String title;
  private final List<Property<?>> properties = new ArrayList<>();

  PropertyTable(String title) {
    this.title = title;
  }

  /** The heading of the area in the documents. */
  String title() {
    return title;
  }

  List<Property<?>> properties() {
    return Collections.unmodifiableList(properties);
  }

  void add(Property<?> property) {
    properties.add(property);
  }

  PropertyDefinition<Boolean> ofBoolean(String name, boolean defaultValue) {
    return new PropertyDefinition<>(this, name, PropertyType.BOOLEAN, defaultValue);
  }

  PropertyDefinition<Integer> ofInt(String name, int defaultValue) {
    return new PropertyDefinition<>(this, name, PropertyType.INT, defaultValue);
  }

  PropertyDefinition<@Nullable Integer> ofInt(String name) {
    return new PropertyDefinition<>(this, name, PropertyType.INT, null);
  }

  /** A number without a default of its own, which {@code fallingBackOn} must then provide. */
  PropertyDefinition<Integer> ofIntFallingBack(String name) {
    return new PropertyDefinition<>(this, name, PropertyType.INT, null);
  }

  PropertyDefinition<Short> ofShort(String name, int defaultValue) {
    return new PropertyDefinition<>(this, name, PropertyType.SHORT, (short) defaultValue);
  }

  PropertyDefinition<Long> ofLong(String name, long defaultValue) {
    return new PropertyDefinition<>(this, name, PropertyType.LONG, defaultValue);
  }

  /** A number without a default of its own, which {@code fallingBackOn} must then provide. */
  PropertyDefinition<Long> ofLong(String name) {
    return new PropertyDefinition<>(this, name, PropertyType.LONG, null);
  }

  PropertyDefinition<Double> ofDouble(String name, double defaultValue) {
    return new PropertyDefinition<>(this, name, PropertyType.DOUBLE, defaultValue);
  }

  PropertyDefinition<String> ofString(String name, String defaultValue) {
    return new PropertyDefinition<>(this, name, PropertyType.STRING, defaultValue);
  }

  PropertyDefinition<@Nullable String> ofString(String name) {
    return new PropertyDefinition<>(this, name, PropertyType.STRING, null);
  }

  PropertyDefinition<List<String>> ofList(String name, String... defaultValue) {
    return new PropertyDefinition<>(this, name, PropertyType.LIST, List.of(defaultValue));
  }

  PropertyDefinition<@Nullable List<String>> ofListUnset(String name) {
    return new PropertyDefinition<>(this, name, PropertyType.LIST, null);
  }

  PropertyDefinition<@Nullable String> ofClass(String name) {
    return new PropertyDefinition<>(this, name, PropertyType.CLASS, null);
  }

  PropertyDefinition<String> ofClass(String name, String defaultValue) {
    return new PropertyDefinition<>(this, name, PropertyType.CLASS, defaultValue);
  }

  PropertyDefinition<@Nullable Secret> ofPassword(String name) {
    return new PropertyDefinition<>(this, name, PropertyType.PASSWORD, null);
  }
}
