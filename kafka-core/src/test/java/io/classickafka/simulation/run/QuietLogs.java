package io.classickafka.simulation.run;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * The brokers' own log lines are off while seeds are played, unless {@code -Dsimulation.log=INFO}
 * asks for them: their times are not those of the simulation.
 */
final class QuietLogs {

  private final Level before = LogManager.getRootLogger().getLevel();

  QuietLogs() {
    Configurator.setAllLevels("", Level.toLevel(System.getProperty("simulation.log"), Level.OFF));
  }

  /** As it was before. */
  void end() {
    Configurator.setAllLevels("", before);
  }
}
