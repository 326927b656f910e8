package org.apache.kafka.clients.admin;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A setting with its value and where the value comes from. */
public class ConfigEntry {

  /** Where a value comes from. */
  public enum ConfigSource {
    DYNAMIC_TOPIC_CONFIG,
    DYNAMIC_BROKER_LOGGER_CONFIG,
    DYNAMIC_BROKER_CONFIG,
    DYNAMIC_DEFAULT_BROKER_CONFIG,
    DYNAMIC_CLIENT_METRICS_CONFIG,
    STATIC_BROKER_CONFIG,
    DEFAULT_CONFIG,
    UNKNOWN
  }

  /** What a value is. */
  public enum ConfigType {
    UNKNOWN,
    BOOLEAN,
    STRING,
    INT,
    SHORT,
    LONG,
    DOUBLE,
    LIST,
    CLASS,
    PASSWORD
  }

  /** A value that would hold if those before it were not set. */
  public static class ConfigSynonym {
    private final String name;
    private final @Nullable String value;
    private final ConfigSource source;

    public ConfigSynonym(String name, @Nullable String value, ConfigSource source) {
      this.name = name;
      this.value = value;
      this.source = source;
    }

    public String name() {
      return name;
    }

    public @Nullable String value() {
      return value;
    }

    public ConfigSource source() {
      return source;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ConfigSynonym that
          && name.equals(that.name)
          && Objects.equals(value, that.value)
          && source == that.source;
    }

    @Override
    public int hashCode() {
      return Objects.hash(name, value, source);
    }

    @Override
    public String toString() {
      return "ConfigSynonym(name=" + name + ", value=" + value + ", source=" + source + ")";
    }
  }

  private final String name;
  private final @Nullable String value;
  private final ConfigSource source;
  private final boolean sensitive;
  private final boolean readOnly;
  private final List<ConfigSynonym> synonyms;
  private final ConfigType type;
  private final @Nullable String documentation;

  public ConfigEntry(String name, @Nullable String value) {
    this(
        name,
        value,
        ConfigSource.UNKNOWN,
        false,
        false,
        Collections.emptyList(),
        ConfigType.UNKNOWN,
        null);
  }

  public ConfigEntry(
      String name,
      @Nullable String value,
      ConfigSource source,
      boolean isSensitive,
      boolean isReadOnly,
      List<ConfigSynonym> synonyms,
      ConfigType type,
      @Nullable String documentation) {
    this.name = name;
    this.value = value;
    this.source = source;
    this.sensitive = isSensitive;
    this.readOnly = isReadOnly;
    this.synonyms = synonyms;
    this.type = type;
    this.documentation = documentation;
  }

  public String name() {
    return name;
  }

  /** The value, null when it is unset or secret. */
  public @Nullable String value() {
    return value;
  }

  public ConfigSource source() {
    return source;
  }

  public boolean isDefault() {
    return source == ConfigSource.DEFAULT_CONFIG;
  }

  public boolean isSensitive() {
    return sensitive;
  }

  public boolean isReadOnly() {
    return readOnly;
  }

  /** Every value that is set, the one in force first. */
  public List<ConfigSynonym> synonyms() {
    return synonyms;
  }

  public ConfigType type() {
    return type;
  }

  public @Nullable String documentation() {
    return documentation;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConfigEntry that
        && name.equals(that.name)
        && Objects.equals(value, that.value)
        && source == that.source
        && sensitive == that.sensitive
        && readOnly == that.readOnly
        && synonyms.equals(that.synonyms);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, value, source, sensitive, readOnly, synonyms);
  }

  @Override
  public String toString() {
    return "ConfigEntry(name="
        + name
        + ", value="
        + (sensitive ? "Redacted" : value)
        + ", source="
        + source
        + ", isSensitive="
        + sensitive
        + ", isReadOnly="
        + readOnly
        + ", synonyms="
        + synonyms
        + ")";
  }
}
