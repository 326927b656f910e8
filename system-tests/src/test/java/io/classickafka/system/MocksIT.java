package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mocks that applications' unit tests are written with, beside Apache's, step by step. */
class MocksIT {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ProducerMock.java", "ConsumerMock.java"})
  void theMocksOfBothJarsDoTheSame(String program) {
    String apache = Programs.java("3.9", program).run("apache", folder).succeeded();
    String ours = Programs.java("ours", program).run("ours", folder).succeeded();
    assertThat(apache.lines().count()).isGreaterThan(100);
    assertThat(ours).isEqualTo(apache);
  }
}
