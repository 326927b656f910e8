package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.disk.FileChannelDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offset and time index over several pages: their bytes, look-ups, truncation and checks. */
class IndexFileTest {

  private static final int ENTRIES = 3 * IndexFile.PAGE_ENTRIES + 17;
  private static final long BASE = 1000;
  private static final int MAX_BYTES = 10 << 20;

  private final FileChannelDisk disk = new FileChannelDisk();
  private final Path directory;

  IndexFileTest(@TempDir Path dir) {
    this.directory = dir;
  }

  private OffsetIndex offsets() {
    return new OffsetIndex(disk, directory, BASE, MAX_BYTES);
  }

  private TimeIndex times() {
    return new TimeIndex(disk, directory, BASE, MAX_BYTES);
  }

  /** Entry i is for offset base + 10 i + 9 at position 100 i. */
  private OffsetIndex filledOffsets() throws IOException {
    OffsetIndex index = offsets();
    index.reset();
    for (int i = 0; i < ENTRIES; i++) {
      index.append(BASE + 10L * i + 9, 100 * i);
    }
    return index;
  }

  private static void checkOffsets(OffsetIndex index, int entries) throws IOException {
    assertThat(index.count()).isEqualTo(entries);
    assertThat(index.positionFor(BASE)).isZero();
    for (int i = 0; i < entries; i += 7) {
      assertThat(index.positionFor(BASE + 10L * i + 9)).isEqualTo(100 * i);
      assertThat(index.positionFor(BASE + 10L * i + 18)).isEqualTo(100 * i);
      assertThat(index.offsetAtOrAfterPosition(100 * i)).isEqualTo(BASE + 10L * i + 9);
    }
    assertThat(index.lastPosition()).isEqualTo(100 * (entries - 1));
    assertThat(index.offsetAtOrAfterPosition(100 * entries)).isEqualTo(-1);
  }

  @Test
  void offsetIndexFindsTheFloorOnEveryPage() throws IOException {
    OffsetIndex index = filledOffsets();
    checkOffsets(index, ENTRIES);
    index.flush();
    assertThat(Files.size(offsets().path())).isEqualTo(8L * ENTRIES);
    OffsetIndex read = offsets();
    assertThat(read.load(100L * ENTRIES)).isTrue();
    checkOffsets(read, ENTRIES);
  }

  @Test
  void offsetIndexGoesOnAfterATruncationAtAnyPage() throws IOException {
    OffsetIndex index = filledOffsets();
    for (int kept : new int[] {ENTRIES - 1, 1024, 1023, 513, 512, 511, 1}) {
      index.truncateTo(BASE + 10L * kept + 9);
      checkOffsets(index, kept);
      assertThat(Files.size(offsets().path())).isEqualTo(8L * kept);
      index.append(BASE + 10L * kept + 9, 100 * kept);
      checkOffsets(index, kept + 1);
    }
    index.truncateTo(BASE);
    assertThat(index.count()).isZero();
    assertThat(index.positionFor(BASE + 500)).isZero();
  }

  @Test
  void everyWrongEntryIsNoticed() throws IOException {
    filledOffsets().flush();
    byte[] good = Files.readAllBytes(offsets().path());
    for (int entry : new int[] {1, 511, 512, 513, ENTRIES - 1}) {
      byte[] bad = good.clone();
      bad[8 * entry] = (byte) 0x80;
      Files.write(offsets().path(), bad);
      assertThat(offsets().load(100L * ENTRIES)).as("entry " + entry).isFalse();
      bad = good.clone();
      System.arraycopy(good, 8 * (entry - 1), bad, 8 * entry, 8);
      Files.write(offsets().path(), bad);
      assertThat(offsets().load(100L * ENTRIES)).as("entry " + entry).isFalse();
    }
    Files.write(offsets().path(), good);
    assertThat(offsets().load(100L * (ENTRIES - 1))).as("position past the end").isFalse();
  }

  @Test
  void timeIndexKeepsRisingTimestampsOnly() throws IOException {
    TimeIndex index = times();
    index.reset();
    for (int i = 0; i < ENTRIES; i++) {
      index.maybeAppend(5000 + 10L * i, BASE + i);
      index.maybeAppend(5000 + 10L * i, BASE + i + 1);
      index.maybeAppend(4000, BASE + i + 1);
    }
    index.flush();
    assertThat(Files.size(times().path())).isEqualTo(12L * ENTRIES);
    TimeIndex read = times();
    assertThat(read.load(1)).isTrue();
    assertThat(read.lastTimestampMs()).isEqualTo(5000 + 10L * (ENTRIES - 1));
    assertThat(read.offsetBefore(4999)).isEqualTo(BASE);
    for (int i = 0; i < ENTRIES; i += 11) {
      assertThat(read.offsetBefore(5009 + 10L * i)).isEqualTo(BASE + i);
    }
    read.truncateTo(BASE + 700);
    assertThat(read.count()).isEqualTo(700);
    assertThat(read.lastOffset()).isEqualTo(BASE + 699);
  }

  @Test
  void filesHaveTheBytesOfTheFormat() throws IOException {
    OffsetIndex offsets = offsets();
    offsets.reset();
    offsets.append(BASE + 0x12, 0x3456);
    offsets.flush();
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(offsets.path())))
        .isEqualTo("0000001200003456");
    TimeIndex times = times();
    times.reset();
    times.maybeAppend(0x0102030405L, BASE + 7);
    times.flush();
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(times().path())))
        .isEqualTo("000000010203040500000007");
  }
}
