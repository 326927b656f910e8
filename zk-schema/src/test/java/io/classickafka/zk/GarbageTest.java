package io.classickafka.zk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.classickafka.zk.Json.JsonArray;
import io.classickafka.zk.Json.JsonBoolean;
import io.classickafka.zk.Json.JsonDecimal;
import io.classickafka.zk.Json.JsonInteger;
import io.classickafka.zk.Json.JsonNull;
import io.classickafka.zk.Json.JsonObject;
import io.classickafka.zk.Json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a node of any kind holds, its reader gives a value or names the path; nothing else. */
final class GarbageTest {
  private static final int MEGABYTE = 1 << 20;
  private static final String SECRET = "s3cr3t";

  static List<GoldenFile> samples() {
    return GoldenFile.all();
  }

  static List<GoldenFile> jsonSamples() {
    return GoldenFile.all().stream().filter(GoldenFile::isJson).toList();
  }

  @ParameterizedTest
  @MethodSource("jsonSamples")
  void whatIsNoJsonObjectIsRefusedNamingThePath(GoldenFile sample) {
    for (String text :
        List.of(SECRET, "[]", "null", "5", "\"x\"", "{", "}", "{}x", "{}{}", "{}", " ")) {
      assertRefused(sample, text.getBytes(StandardCharsets.UTF_8));
    }
    assertRefused(sample, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
    assertRefused(sample, new byte[] {(byte) 0xac, (byte) 0xed, 0, 5});
    assertRefused(sample, "{\"a\":1,\"a\":1}".getBytes(StandardCharsets.UTF_8));
    assertRefused(sample, "{\"a\":\"\\ud800\"}".getBytes(StandardCharsets.UTF_8));
  }

  static List<GoldenFile> oneJsonSamplePerKind() throws MalformedZnodeException {
    Map<Class<?>, GoldenFile> kinds = new LinkedHashMap<>();
    for (GoldenFile sample : jsonSamples()) {
      kinds.putIfAbsent(Payloads.decode(sample.path(), sample.in()).getClass(), sample);
    }
    return List.copyOf(kinds.values());
  }

  @ParameterizedTest
  @MethodSource("oneJsonSamplePerKind")
  void aMegabyteOfAnythingIsRefusedNamingThePath(GoldenFile sample) {
    for (String unit : List.of("x", "[", "{\"a\":", "9", "\"", "{\"a\":[[", "\0")) {
      assertRefused(sample, unit.repeat(MEGABYTE / unit.length()).getBytes(StandardCharsets.UTF_8));
    }
    assertRefused(
        sample, ("{\"a\":" + "9".repeat(MEGABYTE) + "}").getBytes(StandardCharsets.UTF_8));
    assertRefused(sample, new byte[JsonCodec.MAX_BYTES + 1]);
  }

  @ParameterizedTest
  @MethodSource("jsonSamples")
  void cutAnywhereIsRefusedNamingThePath(GoldenFile sample) {
    byte[] whole = sample.in();
    // Without any data at all some kinds have a meaning.
    for (int size = 1; size < whole.length; size++) {
      assertRefused(sample, Arrays.copyOf(whole, size));
    }
  }

  @ParameterizedTest
  @MethodSource("jsonSamples")
  void eachFieldMissingOrOfAnotherTypeHarmsNobody(GoldenFile sample) throws Exception {
    JsonObject whole = JsonCodec.parseObject(sample.path(), sample.in());
    for (Json changed : variants(whole)) {
      byte[] data = JsonCodec.print((JsonObject) changed);
      ZnodePayload value = decodeOrNull(sample.path(), data);
      if (value != null) {
        assertThat(Payloads.decode(sample.path(), value.encode()).encode())
            .isEqualTo(value.encode());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void flippedBytesGiveAValueOrNameThePath(GoldenFile sample) {
    Random random = new Random(sample.toString().hashCode());
    for (int round = 0; round < 300; round++) {
      byte[] data = sample.in();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        data[random.nextInt(data.length)] = (byte) random.nextInt(256);
      }
      decodeOrNull(sample.path(), data);
    }
  }

  private static void assertRefused(GoldenFile sample, byte[] data) {
    try {
      Payloads.decode(sample.path(), data);
    } catch (MalformedZnodeException e) {
      assertNamesPathNotValues(sample.path(), e);
      return;
    }
    fail("accepted: " + new String(data, StandardCharsets.UTF_8));
  }

  // Config nodes hold passwords: what goes to the log must not quote them.
  private static void assertNamesPathNotValues(String path, MalformedZnodeException e) {
    assertThat(e.path()).isEqualTo(path);
    assertThat(e.getMessage()).contains(path).doesNotContain(SECRET).hasSizeLessThan(500);
  }

  private static @Nullable ZnodePayload decodeOrNull(String path, byte[] data) {
    try {
      return Payloads.decode(path, data);
    } catch (MalformedZnodeException e) {
      assertNamesPathNotValues(path, e);
      return null;
    } catch (RuntimeException e) {
      return fail(path + " " + new String(data, StandardCharsets.UTF_8), e);
    }
  }

  /** {@code value} with one part of it, at any depth, gone or replaced by every other type. */
  private static List<Json> variants(Json value) {
    List<Json> variants = new ArrayList<>();
    if (value instanceof JsonObject object) {
      object
          .fields()
          .forEach(
              (name, field) -> {
                variants.add(new JsonObject(without(object.fields(), name)));
                for (Json other : replacements(field)) {
                  Map<String, Json> changed = new LinkedHashMap<>(object.fields());
                  changed.put(name, other);
                  variants.add(new JsonObject(changed));
                }
                Map<String, Json> renamed = new LinkedHashMap<>(object.fields());
                renamed.put("-" + name + "/", field);
                variants.add(new JsonObject(renamed));
              });
    } else if (value instanceof JsonArray array) {
      for (int i = 0; i < array.elements().size(); i++) {
        for (Json other : replacements(array.elements().get(i))) {
          List<Json> changed = new ArrayList<>(array.elements());
          changed.set(i, other);
          variants.add(new JsonArray(changed));
        }
      }
    }
    return variants;
  }

  private static List<Json> replacements(Json value) {
    List<Json> others = new ArrayList<>(variants(value));
    others.add(JsonNull.INSTANCE);
    others.add(new JsonBoolean(true));
    others.add(new JsonInteger(0));
    others.add(new JsonInteger(-5));
    others.add(new JsonInteger(99));
    others.add(new JsonInteger(1L << 40));
    others.add(new JsonDecimal("1.0"));
    others.add(new JsonDecimal("9".repeat(30)));
    others.add(new JsonText(""));
    others.add(new JsonText("1"));
    others.add(new JsonText("a/b\n\u0000"));
    others.add(new JsonText("%zz"));
    others.add(new JsonText(SECRET));
    others.add(JsonObject.EMPTY);
    others.add(new JsonArray(List.of()));
    others.add(new JsonArray(List.of(new JsonInteger(1), new JsonInteger(1))));
    return others;
  }

  private static Map<String, Json> without(Map<String, Json> fields, String name) {
    Map<String, Json> rest = new LinkedHashMap<>(fields);
    rest.remove(name);
    return rest;
  }
}
