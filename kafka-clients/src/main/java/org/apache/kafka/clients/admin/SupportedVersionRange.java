package org.apache.kafka.clients.admin;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The levels of a feature that a broker knows. Both ends are inclusive. */
public class SupportedVersionRange {

  private final short minVersion;
  private final short maxVersion;

  public SupportedVersionRange(short minVersion, short maxVersion) {
    if (minVersion < 0 || maxVersion < minVersion) {
      throw new IllegalArgumentException("no range of levels: " + minVersion + " to " + maxVersion);
    }
    this.minVersion = minVersion;
    this.maxVersion = maxVersion;
  }

  public short minVersion() {
    return minVersion;
  }

  public short maxVersion() {
    return maxVersion;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SupportedVersionRange that
        && minVersion == that.minVersion
        && maxVersion == that.maxVersion;
  }

  @Override
  public int hashCode() {
    return Objects.hash(minVersion, maxVersion);
  }

  @Override
  public String toString() {
    return "SupportedVersionRange(minVersion=" + minVersion + ", maxVersion=" + maxVersion + ")";
  }
}
