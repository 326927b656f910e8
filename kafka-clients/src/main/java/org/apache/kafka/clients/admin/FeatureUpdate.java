package org.apache.kafka.clients.admin;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The level that a feature is to have; 0 takes it out of use. */
public class FeatureUpdate {

  /** In which direction a level may change. */
  public enum UpgradeType {
    UNKNOWN(0),
    /** Up only. */
    UPGRADE(1),
    /** Down as well, when nothing is lost. */
    SAFE_DOWNGRADE(2),
    /** Down as well, whatever is lost. */
    UNSAFE_DOWNGRADE(3);

    private final byte code;

    UpgradeType(int code) {
      this.code = (byte) code;
    }

    /** The number of the protocol. */
    public byte code() {
      return code;
    }

    /** The type of a number of the protocol; {@link #UNKNOWN} for others. */
    public static UpgradeType fromCode(int code) {
      for (UpgradeType type : values()) {
        if (type.code == code) {
          return type;
        }
      }
      return UNKNOWN;
    }
  }

  private final short maxVersionLevel;
  private final UpgradeType upgradeType;

  @SuppressWarnings("InlineMeSuggester") // Callers move on in their own time.
  @Deprecated
  public FeatureUpdate(short maxVersionLevel, boolean allowDowngrade) {
    this(maxVersionLevel, allowDowngrade ? UpgradeType.SAFE_DOWNGRADE : UpgradeType.UPGRADE);
  }

  public FeatureUpdate(short maxVersionLevel, UpgradeType upgradeType) {
    if (maxVersionLevel < 0) {
      throw new IllegalArgumentException("a level is at least 0, not " + maxVersionLevel);
    }
    if (maxVersionLevel == 0 && upgradeType == UpgradeType.UPGRADE) {
      throw new IllegalArgumentException("level 0 takes a feature out of use: that is a downgrade");
    }
    this.maxVersionLevel = maxVersionLevel;
    this.upgradeType = upgradeType;
  }

  public short maxVersionLevel() {
    return maxVersionLevel;
  }

  @Deprecated
  public boolean allowDowngrade() {
    return upgradeType != UpgradeType.UPGRADE;
  }

  public UpgradeType upgradeType() {
    return upgradeType;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FeatureUpdate that
        && maxVersionLevel == that.maxVersionLevel
        && upgradeType == that.upgradeType;
  }

  @Override
  public int hashCode() {
    return Objects.hash(maxVersionLevel, upgradeType);
  }

  @Override
  public String toString() {
    return "FeatureUpdate(maxVersionLevel="
        + maxVersionLevel
        + ", upgradeType="
        + upgradeType
        + ")";
  }
}
