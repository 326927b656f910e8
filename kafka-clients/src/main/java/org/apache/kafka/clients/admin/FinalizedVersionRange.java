package org.apache.kafka.clients.admin;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The levels of a feature that the whole cluster goes by. Both ends are inclusive. */
public class FinalizedVersionRange {

  private final short minVersionLevel;
  private final short maxVersionLevel;

  public FinalizedVersionRange(short minVersionLevel, short maxVersionLevel) {
    if (minVersionLevel < 0 || maxVersionLevel < minVersionLevel) {
      throw new IllegalArgumentException(
          "no range of levels: " + minVersionLevel + " to " + maxVersionLevel);
    }
    this.minVersionLevel = minVersionLevel;
    this.maxVersionLevel = maxVersionLevel;
  }

  public short minVersionLevel() {
    return minVersionLevel;
  }

  public short maxVersionLevel() {
    return maxVersionLevel;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FinalizedVersionRange that
        && minVersionLevel == that.minVersionLevel
        && maxVersionLevel == that.maxVersionLevel;
  }

  @Override
  public int hashCode() {
    return Objects.hash(minVersionLevel, maxVersionLevel);
  }

  @Override
  public String toString() {
    return "FinalizedVersionRange(minVersionLevel="
        + minVersionLevel
        + ", maxVersionLevel="
        + maxVersionLevel
        + ")";
  }
}
