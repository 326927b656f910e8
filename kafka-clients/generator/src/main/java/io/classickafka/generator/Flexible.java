package io.classickafka.generator;

import com.squareup.javapoet.CodeBlock;

/** Which of a struct's versions are flexible, and how its code says so. */
final class Flexible {

  private final Message message;
  private final Struct struct;
  private final Versions versions;

  Flexible(Message message, Struct struct) {
    this.message = message;
    this.struct = struct;
    this.versions = message.flexible().and(struct.versions());
  }

  Versions versions() {
    return versions;
  }

  boolean never() {
    return versions.isEmpty();
  }

  boolean always() {
    return !never() && versions.covers(struct.versions());
  }

  /** The expression for whether a field's length is compact in the version at hand. */
  String of(Field field) {
    Versions compact = field.fixedLength() ? Versions.NONE : versions.and(field.versions());
    if (compact.isEmpty()) {
      return "false";
    }
    return compact.covers(field.versions()) ? "true" : "flexible";
  }

  /** Declares the local variable that {@link #of} may name, if the code needs it. */
  void declare(CodeBlock.Builder code) {
    if (!never() && !always()) {
      code.addStatement("boolean flexible = $L", versions.condition(struct.versions()));
    }
  }

  /** Refuses the versions that a message does not have. */
  void addVersionCheck(CodeBlock.Builder code) {
    code.beginControlFlow("if (version < LOWEST_VERSION || version > HIGHEST_VERSION)");
    code.addStatement(
        "throw new $T($S + version)", Names.UNSUPPORTED, message.root().name() + " version ");
    code.endControlFlow();
  }
}
