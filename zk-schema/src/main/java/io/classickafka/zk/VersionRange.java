package io.classickafka.zk;

/** Levels of one feature that a broker supports, both inclusive. */
public record VersionRange(int min, int max) {
  public VersionRange {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException("not a range: " + min + ".." + max);
    }
  }
}
