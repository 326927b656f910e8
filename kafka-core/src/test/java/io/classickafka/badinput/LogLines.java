package io.classickafka.badinput;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Gathers the log lines of the broker while open. */
public final class LogLines extends AbstractAppender implements AutoCloseable {

  private static final String BROKER = "io.classickafka";

  private final List<String> lines = new ArrayList<>();
  private final Predicate<LogEvent> counts;

  private LogLines(Predicate<LogEvent> counts) {
    super("lines", null, null, true, Property.EMPTY_ARRAY);
    this.counts = counts;
  }

  /** Gathers warnings, errors, and connections closed. */
  static LogLines open() {
    return open(
        event ->
            event.getLevel().isMoreSpecificThan(Level.WARN)
                || event.getMessage().getFormattedMessage().startsWith("connection closed"));
  }

  /** Gathers the lines that begin so. */
  public static LogLines open(String start) {
    return open(event -> event.getMessage().getFormattedMessage().startsWith(start));
  }

  private static LogLines open(Predicate<LogEvent> counts) {
    LogLines appender = new LogLines(counts);
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
    if (counts.test(event)) {
      String line = event.getMessage().getFormattedMessage();
      Throwable thrown = event.getThrown();
      lines.add(event.getLevel() + " " + line + (thrown == null ? "" : " " + thrown));
    }
  }

  /** The lines since the last call. */
  public synchronized List<String> take() {
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
