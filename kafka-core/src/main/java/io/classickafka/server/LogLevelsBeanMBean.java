package io.classickafka.server;

import java.util.List;

/**
 * What can be asked of {@link LogLevelsBean} over JMX. No MXBean, which would show an array for the
 * list that operators' tools know.
 */
public interface LogLevelsBeanMBean {

  /** Each logger and its level, {@code name=LEVEL}, the root first. */
  List<String> getLoggers();

  /** The level of a logger. */
  String getLogLevel(String loggerName);

  /** Sets the level of a logger; false when there is no such logger or level. */
  boolean setLogLevel(String loggerName, String level);
}
