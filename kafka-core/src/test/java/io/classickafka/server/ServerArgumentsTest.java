package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerArgumentsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f | Run[arguments=ServerArguments[files=[f], overrides=[]]]",
        "f --override a=b | Run[arguments=ServerArguments[files=[f], overrides=[a=b]]]",
        "f --override=a=b --override c=d |"
            + " Run[arguments=ServerArguments[files=[f], overrides=[a=b, c=d]]]",
        "--help | Show[text=usage]",
        "f --version | Show[text=1.2]",
        "'' | Wrong[text=usage]",
        "f g | Wrong[text=usage]",
        "f --override | Wrong[text=--override needs property=value]",
        "f --unknown | Wrong[text=unknown option --unknown; usage]"
      })
  void argumentsAreUnderstood(String line, String expected) {
    List<String> arguments = line.isEmpty() ? List.of() : List.of(line.split(" "));
    assertThat(ServerArguments.parse(arguments, 1, "usage", "1.2").toString()).isEqualTo(expected);
  }
}
