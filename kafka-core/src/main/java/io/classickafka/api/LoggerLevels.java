package io.classickafka.api;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The levels of this broker's loggers, which last until it stops. Any thread. */
public interface LoggerLevels {

  /** The name of the logger that all others inherit from. */
  String ROOT = "root";

  /** The levels there are, the quietest first. */
  Set<String> NAMES =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(List.of("FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE")));

  /** The level in force of each logger there is. */
  SortedMap<String, String> levels();

  /** Sets a logger's level; null lets it inherit one. */
  void set(String logger, @Nullable String level);
}
