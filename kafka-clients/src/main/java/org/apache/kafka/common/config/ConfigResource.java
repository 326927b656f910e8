package org.apache.kafka.common.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that has settings: a topic or a broker. */
public final class ConfigResource {

  /** What kind of thing it is. */
  public enum Type {
    UNKNOWN((byte) 0),
    TOPIC((byte) 2),
    BROKER((byte) 4),
    BROKER_LOGGER((byte) 8),
    CLIENT_METRICS((byte) 16);

    private final byte id;

    Type(byte id) {
      this.id = id;
    }

    public byte id() {
      return id;
    }

    /** The type of a number on the wire; {@link #UNKNOWN} for one not known here. */
    public static Type forId(byte id) {
      for (Type type : values()) {
        if (type.id == id) {
          return type;
        }
      }
      return UNKNOWN;
    }
  }

  private final Type type;
  private final String name;

  /**
   * The resource of a type and name.
   *
   * @param name empty for the default of all brokers
   */
  public ConfigResource(Type type, String name) {
    this.type = Objects.requireNonNull(type, "the type must not be null");
    this.name = Objects.requireNonNull(name, "the name must not be null");
  }

  public Type type() {
    return type;
  }

  public String name() {
    return name;
  }

  /** Whether it stands for the default of all. */
  public boolean isDefault() {
    return name.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConfigResource that && type == that.type && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + name.hashCode();
  }

  @Override
  public String toString() {
    return "ConfigResource(type=" + type + ", name='" + name + "')";
  }
}
