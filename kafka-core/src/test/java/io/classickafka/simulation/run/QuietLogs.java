package io.classickafka.simulation.run;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;

/**
 * The brokers' own log lines are off while seeds are played, unless {@code -Dsimulation.log=INFO}
 * asks for them: their times are not those of the simulation.
 */
final class QuietLogs {

  private static final @Nullable String WANTED = System.getProperty("simulation.log");

  private final Level before = LogManager.getRootLogger().getLevel();

  QuietLogs() {
    Configurator.setAllLevels("", Level.toLevel(WANTED, Level.OFF));
  }

  /** Whether the brokers' log lines are shown. */
  static boolean areWanted() {
    return WANTED != null;
  }

  /** As it was before. */
  void end() {
    Configurator.setAllLevels("", before);
  }
}
