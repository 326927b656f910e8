package io.classickafka.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;

/** The levels of the loggers, as an MBean that operators know. Thread-safe, by log4j. */
final class LogLevelsBean implements LogLevelsBeanMBean {

  static final String NAME = "kafka:type=kafka.Log4jController";

  private static final String ROOT = "root";

  @Override
  public List<String> getLoggers() {
    TreeMap<String, Level> levels = new TreeMap<>();
    LoggerContext context = context();
    context.getLoggers().forEach(logger -> levels.put(logger.getName(), logger.getLevel()));
    for (LoggerConfig configured : context.getConfiguration().getLoggers().values()) {
      levels.put(configured.getName(), configured.getLevel());
    }
    levels.remove(LogManager.ROOT_LOGGER_NAME);
    List<String> lines = new ArrayList<>();
    lines.add(ROOT + "=" + context.getRootLogger().getLevel());
    levels.forEach((name, level) -> lines.add(name + "=" + level));
    return lines;
  }

  @Override
  public String getLogLevel(String loggerName) {
    if (isRoot(loggerName)) {
      return context().getRootLogger().getLevel().toString();
    }
    return isKnown(loggerName)
        ? LogManager.getLogger(loggerName).getLevel().toString()
        : "No such logger.";
  }

  @Override
  public boolean setLogLevel(String loggerName, String level) {
    Level known = Level.getLevel(level.strip().toUpperCase(Locale.ROOT));
    if (known == null) {
      return false;
    }
    if (isRoot(loggerName)) {
      Configurator.setRootLevel(known);
      return true;
    }
    if (!isKnown(loggerName)) {
      return false;
    }
    Configurator.setLevel(loggerName, known);
    return true;
  }

  private static boolean isRoot(String loggerName) {
    return loggerName.equalsIgnoreCase(ROOT);
  }

  private static boolean isKnown(String loggerName) {
    return !loggerName.isBlank()
        && (context().hasLogger(loggerName)
            || context().getConfiguration().getLoggers().containsKey(loggerName));
  }

  private static LoggerContext context() {
    return LoggerContext.getContext(false);
  }
}
