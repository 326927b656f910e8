package io.classickafka.generator;

import java.util.Locale;

/**
 * What a field holds.
 *
 * @param base the type itself, or of the elements
 * @param struct the name of the struct, empty for other types
 * @param array whether there are many
 */
record FieldType(Base base, String struct, boolean array) {

  /** The types of the protocol, with the fewest bytes each takes. */
  enum Base {
    BOOL(1, 1),
    INT8(1, 1),
    INT16(2, 2),
    UINT16(2, 2),
    INT32(4, 4),
    UINT32(4, 4),
    INT64(8, 8),
    FLOAT64(8, 8),
    UUID(16, 16),
    STRING(2, 1),
    BYTES(4, 1),
    RECORDS(4, 1),
    STRUCT(0, 0);

    private final int smallest;
    private final int smallestFlexible;

    Base(int smallest, int smallestFlexible) {
      this.smallest = smallest;
      this.smallestFlexible = smallestFlexible;
    }

    int smallestBytes(boolean flexible) {
      return flexible ? smallestFlexible : smallest;
    }

    /** The suffix of the reader's and writer's methods for it. */
    String methodName() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  static FieldType parse(String text) {
    boolean array = text.startsWith("[]");
    String element = array ? text.substring(2) : text;
    for (Base base : Base.values()) {
      if (base != Base.STRUCT && element.equals(base.name().toLowerCase(Locale.ROOT))) {
        return new FieldType(base, "", array);
      }
    }
    if (!Character.isUpperCase(element.charAt(0))) {
      throw new IllegalArgumentException("unknown type " + text);
    }
    return new FieldType(Base.STRUCT, element, array);
  }

  boolean is(Base wanted) {
    return !array && base == wanted;
  }

  /** Whether its encoding has a length or count, which flexible versions write compactly. */
  boolean hasLength() {
    return array || base == Base.STRING || base == Base.BYTES || base == Base.RECORDS;
  }

  /** Whether a Java value of it is a reference. */
  boolean isReference() {
    return hasLength() || base == Base.STRUCT || base == Base.UUID;
  }
}
