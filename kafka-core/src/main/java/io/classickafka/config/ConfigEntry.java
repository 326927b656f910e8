package io.classickafka.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a described configuration.
 *
 * @param value null when there is none, or when it must not be shown
 * @param synonyms every place that gives a value, the one in force first
 */
public record ConfigEntry(
    String name,
    @Nullable String value,
    ConfigSource source,
    List<Synonym> synonyms,
    PropertyType type,
    boolean readOnly,
    boolean sensitive,
    String documentation) {

  /** A key, by this or another name, that gives the value or would if the ones before did not. */
  public record Synonym(String name, @Nullable String value, ConfigSource source) {}

  public ConfigEntry {
    synonyms = List.copyOf(synonyms);
  }
}
