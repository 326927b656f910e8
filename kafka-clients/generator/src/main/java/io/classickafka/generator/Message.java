package io.classickafka.generator;

import java.util.Map;

/**
 * One message: its own fields, and the structs inside it by name, in the order of the schema.
 *
 * @param description a sentence or more on what it is for
 */
record Message(String description, Versions flexible, Struct root, Map<String, Struct> structs) {

  Struct struct(Field field) {
    Struct struct = structs.get(field.type().struct());
    if (struct == null) {
      throw new IllegalArgumentException(
          root.name() + "." + field.name() + ": unknown struct " + field.type().struct());
    }
    return struct;
  }

  /** The fewest bytes an element of an array takes in any of some versions, at least 1. */
  int smallestElement(Field field, Versions versions) {
    int smallest = Integer.MAX_VALUE;
    for (int version = versions.lowest(); version <= versions.highest(); version++) {
      boolean compact = isFlexible(version) && !field.fixedLength();
      FieldType.Base base = field.type().base();
      int size =
          base == FieldType.Base.STRUCT
              ? smallest(struct(field), version)
              : base.smallestBytes(compact);
      smallest = Math.min(smallest, size);
    }
    return Math.max(1, smallest);
  }

  private int smallest(Struct struct, int version) {
    Versions only = new Versions(version, version);
    int sum = isFlexible(version) ? 1 : 0;
    for (Field field : struct.fields()) {
      if (field.tagged() || !field.versions().covers(only)) {
        continue;
      }
      boolean compact = isFlexible(version) && !field.fixedLength();
      if (field.type().array()) {
        sum += FieldType.Base.BYTES.smallestBytes(compact);
      } else if (field.type().base() != FieldType.Base.STRUCT) {
        sum += field.type().base().smallestBytes(compact);
      } else {
        sum += field.nullable().covers(only) ? 1 : smallest(struct(field), version);
      }
    }
    return sum;
  }

  private boolean isFlexible(int version) {
    return version >= flexible.lowest() && version <= flexible.highest();
  }
}
