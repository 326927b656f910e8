package io.classickafka.config;

import java.util.ArrayList;
import java.util.List;

/** Described configurations as text. */
final class DescribedConfig {

  private DescribedConfig() {}

  /** Value, source and synonyms of one entry. */
  static String line(List<ConfigEntry> entries, String name) {
    for (ConfigEntry entry : entries) {
      if (entry.name().equals(name)) {
        List<String> synonyms = new ArrayList<>();
        for (ConfigEntry.Synonym synonym : entry.synonyms()) {
          synonyms.add(synonym.name() + "=" + synonym.value() + "@" + synonym.source());
        }
        return entry.value() + " " + entry.source() + " " + synonyms;
      }
    }
    throw new IllegalArgumentException(name);
  }
}
