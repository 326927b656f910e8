package org.apache.kafka.clients.admin;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of one resource. */
public class Config {

  private final Map<String, ConfigEntry> entries = new LinkedHashMap<>();

  public Config(Collection<ConfigEntry> entries) {
    for (ConfigEntry entry : entries) {
      this.entries.put(entry.name(), entry);
    }
  }

  public Collection<ConfigEntry> entries() {
    return Collections.unmodifiableCollection(entries.values());
  }

  /** The setting, null when the resource does not have it. */
  public @Nullable ConfigEntry get(String name) {
    return entries.get(name);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Config that && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return "Config(entries=" + entries.values() + ")";
  }
}
