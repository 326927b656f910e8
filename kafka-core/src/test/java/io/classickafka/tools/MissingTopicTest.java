package io.classickafka.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MissingTopicTest {

  /** The broker was there a moment ago; what follows is the consumer's to find out. */
  @Test
  void noAnswerMeansNoWarning() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    MissingTopic.warn(
        "t",
        null,
        Map.of("bootstrap.servers", "127.0.0.1:1"),
        (bootstrap, settings, told) -> {
          throw new ToolFailure("no broker", "start one");
        },
        new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
