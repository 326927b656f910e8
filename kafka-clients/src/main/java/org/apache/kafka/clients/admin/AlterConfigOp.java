package org.apache.kafka.clients.admin;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is done to one setting. */
public class AlterConfigOp {

  /** The ways to edit a setting; the last two are for lists. */
  public enum OpType {
    /** Gives it the value. */
    SET((byte) 0),
    /** Goes back to what it is by default. */
    DELETE((byte) 1),
    /** Adds elements that are not there. */
    APPEND((byte) 2),
    /** Takes elements away. */
    SUBTRACT((byte) 3);

    private final byte id;

    OpType(byte id) {
      this.id = id;
    }

    /** The number on the wire. */
    public byte id() {
      return id;
    }

    /** The way of a number, null when there is none. */
    public static @Nullable OpType forId(byte id) {
      OpType[] types = values();
      return id >= 0 && id < types.length ? types[id] : null;
    }
  }

  private final ConfigEntry configEntry;
  private final OpType opType;

  public AlterConfigOp(ConfigEntry configEntry, OpType operationType) {
    this.configEntry = configEntry;
    this.opType = operationType;
  }

  public ConfigEntry configEntry() {
    return configEntry;
  }

  public OpType opType() {
    return opType;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AlterConfigOp that
        && opType == that.opType
        && configEntry.equals(that.configEntry);
  }

  @Override
  public int hashCode() {
    return Objects.hash(opType, configEntry);
  }

  @Override
  public String toString() {
    return "AlterConfigOp{opType=" + opType + ", configEntry=" + configEntry + "}";
  }
}
