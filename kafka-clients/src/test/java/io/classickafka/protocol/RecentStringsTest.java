package io.classickafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.seam.ByteSlice;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentStringsTest {

  private final MessageReader in = new MessageReader(new RecentStrings());

  private String read(String text) {
    MessageWriter out = new MessageWriter();
    out.writeString(text, true);
    return in.over(ByteSlice.wrap(out.toBytes())).readString(true);
  }

  @Test
  void aStringThatComesAgainIsTheSameObject() {
    String first = read("orders");
    assertThat(read("payments")).isEqualTo("payments");
    assertThat(read("orders")).isEqualTo("orders").isSameAs(first);
  }

  @Test
  void stringsOfOneHashTakeEachOthersPlace() {
    // "Aa" and "BB" have the same hash code.
    assertThat(read("Aa")).isEqualTo("Aa");
    assertThat(read("BB")).isEqualTo("BB");
    assertThat(read("Aa")).isEqualTo("Aa");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 249, 250, 32_767})
  void longStringsAreReadButNotKept(int length) {
    String text = "x".repeat(length);
    String first = read(text);
    assertThat(first).isEqualTo(text);
    if (length < 250) {
      assertThat(read(text)).isSameAs(first);
    } else {
      assertThat(read(text)).isEqualTo(first).isNotSameAs(first);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00e9t\u00e9", "\ud83d\ude00", "a\u0000b"})
  void whatIsNotAsciiIsReadAsEver(String text) {
    assertThat(read(text)).isEqualTo(text);
    assertThat(read(text).getBytes(StandardCharsets.UTF_8))
        .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatManyStringsLeaveIsBounded() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(read("topic-" + i)).isEqualTo("topic-" + i);
    }
    assertThat(read("topic-9999")).isSameAs(read("topic-9999"));
  }
}
