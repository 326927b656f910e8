package io.classickafka.generator;

import java.util.List;

/**
 * One field of a schema.
 *
 * @param name as in the schema, such as {@code MaxWaitMs}
 * @param versions the versions that have it, before its struct's are considered
 * @param nullable the versions in which null is legal
 * @param tag its number if it is written as a tagged field, else {@link #NO_TAG}
 * @param defaultValue its value in versions without it, empty for the type's own default
 * @param ignorable whether a value is dropped silently when the version does not have the field
 * @param fixedLength whether its length is never written compactly
 * @param secret whether its value is kept out of logs
 */
record Field(
    String name,
    FieldType type,
    Versions versions,
    Versions nullable,
    int tag,
    String defaultValue,
    boolean ignorable,
    boolean fixedLength,
    boolean secret) {

  static final int NO_TAG = -1;

  private static final List<String> TAKEN =
      List.of(
          "abstract",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "clone",
          "const",
          "continue",
          "default",
          "do",
          "double",
          "else",
          "enum",
          "equals",
          "extends",
          "final",
          "finalize",
          "finally",
          "float",
          "for",
          "getClass",
          "goto",
          "hashCode",
          "if",
          "implements",
          "import",
          "instanceof",
          "int",
          "interface",
          "long",
          "native",
          "new",
          "notify",
          "notifyAll",
          "package",
          "private",
          "protected",
          "public",
          "read",
          "return",
          "short",
          "static",
          "strictfp",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "toString",
          "transient",
          "try",
          "void",
          "volatile",
          "wait",
          "while",
          "write",
          "describe",
          "visitErrors",
          "throttle");

  /** The name of its accessors in Java. */
  String javaName() {
    String lower = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    return TAKEN.contains(lower) ? lower + "_" : lower;
  }

  boolean tagged() {
    return tag != NO_TAG;
  }

  /** Whether its Java value may be null. */
  boolean isNullable() {
    return !nullable.isEmpty() || type.is(FieldType.Base.RECORDS) || defaultsToNull();
  }

  boolean defaultsToNull() {
    return defaultValue.equals("null") || type.is(FieldType.Base.RECORDS);
  }
}
