package io.classickafka.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaParserTest {

  private static final String SCHEMA =
      """
      # Does a thing.
      # And more.
      api 7 DoThing
      versions 0-3
      flexible 2+
      deprecated 0
      cluster-action
      bare-request 0

      request
        Name     string?        0+
        Parts    []Part         1+  ignorable
          Id     int32          0+
          Label  string         2+  nullable=3+ tag=0 default=null
        Shared   Both           0+

        struct Both 1+
          Size  int64  0+  default=-1

      response
        ErrorCode  int16  0+
      """;

  @Test
  void readsHeadFieldsAndStructs() {
    Schema schema = parse(SCHEMA.replace("string?", "string"));
    assertThat(schema.key()).isEqualTo(7);
    assertThat(schema.clusterAction()).isTrue();
    assertThat(schema.deprecated()).isEqualTo(new Versions(0, 0));
    Message request = schema.messages().get(0);
    assertThat(request.description()).isEqualTo("Does a thing. And more.");
    assertThat(request.root().name()).isEqualTo("DoThingRequest");
    assertThat(request.structs().keySet()).containsExactly("Part", "Both");
    assertThat(struct(request, "Both").versions()).isEqualTo(new Versions(1, 3));
    // A field exists only where its struct does, and a struct only where the field that holds it.
    Struct part = struct(request, "Part");
    assertThat(part.versions()).isEqualTo(new Versions(1, 3));
    assertThat(part.fields().get(0).versions()).isEqualTo(new Versions(1, 3));
    Field label = part.fields().get(1);
    assertThat(label.tagged()).isTrue();
    assertThat(label.nullable()).isEqualTo(new Versions(3, 3));
    assertThat(label.defaultsToNull()).isTrue();
    assertThat(schema.messages().get(1).root().fields()).hasSize(1);
  }

  @Test
  void countsTheFewestBytesOfAnElement() {
    Message request = parse(SCHEMA.replace("string?", "string")).messages().get(0);
    Field parts = request.root().fields().get(1);
    assertThat(request.smallestElement(parts, new Versions(1, 1))).isEqualTo(4);
    assertThat(request.smallestElement(parts, new Versions(2, 3))).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "nullable=3+, nulable=3+, unknown attribute nulable=3+",
    "tag=0, tag=1, leaves out tag 0",
    "2+  nullable=3+, 1+  nullable=3+, not flexible",
    "int64  0+, int64  0+  nullable=0+, cannot be null",
    "int64  0+, records  0+  nullable=2+, may always be null",
    "string?, strong, unknown type strong",
    "response, answer, no block response",
    "versions 0-3, version 0-3, no line versions",
    "api 7 DoThing, apis 7 DoThing, neither api"
  })
  void saysWhatIsWrongWithASchema(String right, String wrong, String why) {
    String schema = SCHEMA.replace(right, wrong).replace("string?", "string");
    assertThatThrownBy(() -> parse(schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void namesTheFileOfAnUnknownStruct() {
    Message request =
        parse(SCHEMA.replace("string?", "string").replace("Both           0+", "Bath           0+"))
            .messages()
            .get(0);
    assertThatThrownBy(() -> request.struct(request.root().fields().get(2)))
        .hasMessageContaining("Bath");
  }

  private static Struct struct(Message message, String name) {
    return Objects.requireNonNull(message.structs().get(name));
  }

  private static Schema parse(String text) {
    return SchemaParser.parse("DoThing.txt", List.of(text.split("\n")));
  }
}
