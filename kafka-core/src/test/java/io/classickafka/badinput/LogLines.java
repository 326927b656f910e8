package io.classickafka.badinput;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Gathers the log lines of the broker while open. */
final class LogLines extends AbstractAppender implements AutoCloseable {

  private static final String BROKER = "io.classickafka";

  private final List<String> lines = new ArrayList<>();

  private LogLines() {
    super("lines", null, null, true, Property.EMPTY_ARRAY);
  }

  static LogLines open() {
    LogLines appender = new LogLines();
    appender.start();
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    LoggerConfig logger = new LoggerConfig(BROKER, Level.INFO, false);
    logger.addAppender(appender, Level.INFO, null);
    context.getConfiguration().addLogger(BROKER, logger);
    context.updateLoggers();
    return appender;
  }

  @Override
  public synchronized void append(LogEvent event) {
    String line = event.getMessage().getFormattedMessage();
    if (event.getLevel().isMoreSpecificThan(Level.WARN) || line.startsWith("connection closed")) {
      Throwable thrown = event.getThrown();
      lines.add(event.getLevel() + " " + line + (thrown == null ? "" : " " + thrown));
    }
  }

  /** The lines since the last call: warnings, errors, and connections closed. */
  synchronized List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  @Override
  public void close() {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    context.getConfiguration().removeLogger(BROKER);
    context.updateLoggers();
    stop();
  }
}
