package io.classickafka.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Murmur2Test {

  /** Hashes that every client of Kafka computes alike. */
  @ParameterizedTest
  @CsvSource({
    "21, -973932308",
    "foobar, -790332482",
    "a-little-bit-long-string, -985981536",
    "a-little-bit-longer-string, -1486304829",
    "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8, -58897971",
    "abc, 479470107"
  })
  void hashesAsAllClientsDo(String key, int hash) {
    assertThat(Murmur2.hash(key.getBytes(StandardCharsets.UTF_8))).isEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource({"21, 12", "foobar, 7", "abc, 1"})
  void partitionIsThePositiveHashModuloTheCount(String key, int count) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    int expected = (Murmur2.hash(bytes) & 0x7fffffff) % count;
    assertThat(Murmur2.partition(bytes, count)).isEqualTo(expected).isBetween(0, count - 1);
  }
}
