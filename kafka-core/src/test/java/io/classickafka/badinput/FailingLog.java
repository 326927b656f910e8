package io.classickafka.badinput;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** A log that takes no errors of the broker: who has one to tell meets another. */
public final class FailingLog extends AbstractAppender {

  private static final String BROKER = "io.classickafka";

  private FailingLog() {
    super("failing", null, null, false, Property.EMPTY_ARRAY);
  }

  /** So it is while the task runs. */
  public static void during(Runnable task) {
    FailingLog appender = new FailingLog();
    appender.start();
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    LoggerConfig logger = new LoggerConfig(BROKER, Level.INFO, false);
    logger.addAppender(appender, Level.ERROR, null);
    context.getConfiguration().addLogger(BROKER, logger);
    context.updateLoggers();
    try {
      task.run();
    } finally {
      context.getConfiguration().removeLogger(BROKER);
      context.updateLoggers();
      appender.stop();
    }
  }

  @Override
  public void append(LogEvent event) {
    throw new AppenderLoggingException("planted");
  }
}
