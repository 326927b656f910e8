package io.classickafka.record;

import org.jspecify.annotations.Nullable;

/** The codecs of a batch, with the id in its attributes and the range of their levels. */
public enum Compression {
  NONE(0, "none", 0, 0, 0),
  /** Level -1 is zlib's own default. */
  GZIP(1, "gzip", -1, 9, -1),
  SNAPPY(2, "snappy", 0, 0, 0),
  /** Level 9 means the fast compressor, any other the high-compression one at that level. */
  LZ4(3, "lz4", 1, 17, 9),
  /** Only in batches of magic 2. */
  ZSTD(4, "zstd", -131072, 22, 3);

  private static final Compression[] BY_ID = values();

  private final byte id;
  private final String codecName;
  private final int lowestLevel;
  private final int highestLevel;
  private final int defaultLevel;

  Compression(int id, String codecName, int lowestLevel, int highestLevel, int defaultLevel) {
    this.id = (byte) id;
    this.codecName = codecName;
    this.lowestLevel = lowestLevel;
    this.highestLevel = highestLevel;
    this.defaultLevel = defaultLevel;
  }

  /** The codec with this id, or null for 5 to 7 and anything else. */
  public static @Nullable Compression of(int id) {
    return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
  }

  /** The codec configured by this name, or null. */
  public static @Nullable Compression ofName(String codecName) {
    for (Compression codec : BY_ID) {
      if (codec.codecName.equals(codecName)) {
        return codec;
      }
    }
    return null;
  }

  /** The value of the low three attribute bits. */
  public byte id() {
    return id;
  }

  /** The name used in configurations: {@code gzip}. */
  public String codecName() {
    return codecName;
  }

  /** The level used where none is configured. */
  public int defaultLevel() {
    return defaultLevel;
  }

  /** Lowest level, inclusive. */
  public int lowestLevel() {
    return lowestLevel;
  }

  /** Highest level, inclusive. */
  public int highestLevel() {
    return highestLevel;
  }

  /** Whether this codec can be asked for this level. gzip knows no level 0. */
  public boolean isLevel(int level) {
    return level >= lowestLevel && level <= highestLevel && !(this == GZIP && level == 0);
  }
}
