package org.apache.kafka.common.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RecordHeadersTest {

  @Test
  void headersWithoutAnyAreLikeThoseThatLostTheirs() {
    RecordHeaders none = new RecordHeaders();
    assertThat(none.iterator().hasNext()).isFalse();
    assertThat(none.toArray()).isEmpty();
    assertThat(none.lastHeader("a")).isNull();
    assertThat(none.headers("a")).isEmpty();
    none.remove("a");
    RecordHeaders emptied = new RecordHeaders();
    emptied.add("a", new byte[1]).remove("a");
    assertThat(none).isEqualTo(emptied).hasSameHashCodeAs(emptied).hasToString(emptied.toString());
    assertThat(new RecordHeaders((Header[]) null)).isEqualTo(none);
    assertThat(new RecordHeaders((Iterable<Header>) null)).isEqualTo(none);
  }

  @Test
  void headersAreOpenUntilTheyAreClosed() {
    RecordHeaders headers = new RecordHeaders();
    Header first = new RecordHeader("a", new byte[1]);
    headers.add(first).add("a", new byte[2]);
    assertThat(headers.lastHeader("a").value()).hasSize(2);
    assertThat(new RecordHeaders().iterator().hasNext()).as("another's").isFalse();
    RecordHeaders copy = new RecordHeaders(List.of(first));
    copy.add("b", null);
    copy.setReadOnly();
    assertThat(copy.toArray()).hasSize(2);
    assertThatThrownBy(() -> copy.add(first)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> copy.remove("b")).isInstanceOf(IllegalStateException.class);
  }
}
