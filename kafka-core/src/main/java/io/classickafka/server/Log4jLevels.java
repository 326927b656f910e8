package io.classickafka.server;

import io.classickafka.api.LoggerLevels;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;

/** The levels of the process's loggers, as Log4j keeps them. */
final class Log4jLevels implements LoggerLevels {

  @Override
  public SortedMap<String, String> levels() {
    SortedMap<String, String> levels = new TreeMap<>();
    levels.put(ROOT, LogManager.getRootLogger().getLevel().name());
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      for (Logger logger : context.getLoggers()) {
        if (!logger.getName().isEmpty()) {
          levels.put(logger.getName(), logger.getLevel().name());
        }
      }
    }
    return levels;
  }

  @Override
  public void set(String logger, @Nullable String level) {
    if (logger.equals(ROOT)) {
      Configurator.setRootLevel(Level.valueOf(String.valueOf(level)));
    } else {
      Configurator.setLevel(logger, level == null ? (Level) null : Level.valueOf(level));
    }
  }
}
