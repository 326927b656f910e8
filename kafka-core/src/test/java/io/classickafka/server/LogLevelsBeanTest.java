package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;

class LogLevelsBeanTest {

  private static final String NAME = "io.classickafka.server.LogLevelsBeanTest";

  private final LogLevelsBean levels = new LogLevelsBean();

  @Test
  void aLoggersLevelIsToldAndSet() {
    LogManager.getLogger(NAME);
    String before = levels.getLogLevel(NAME);
    assertThat(levels.getLoggers()).contains(NAME + "=" + before);
    assertThat(levels.setLogLevel(NAME, "trace")).isTrue();
    assertThat(levels.getLogLevel(NAME)).isEqualTo("TRACE");
    assertThat(LogManager.getLogger(NAME).isTraceEnabled()).isTrue();
    assertThat(levels.setLogLevel(NAME, before)).isTrue();
  }

  @Test
  void theRootComesFirst() {
    assertThat(levels.getLoggers().get(0)).isEqualTo("root=" + levels.getLogLevel("root"));
  }

  @Test
  void whatDoesNotExistIsSaidAndNotMade() {
    assertThat(levels.setLogLevel("no.such.logger", "INFO")).isFalse();
    assertThat(levels.setLogLevel("root", "LOUD")).isFalse();
    assertThat(levels.getLogLevel("no.such.logger")).isEqualTo("No such logger.");
    assertThat(levels.getLoggers()).noneMatch(line -> line.startsWith("no.such.logger"));
  }
}
