package io.classickafka.generator;

import com.squareup.javapoet.CodeBlock;
import com.squareup.javapoet.MethodSpec;
import com.squareup.javapoet.TypeName;
import io.classickafka.generator.FieldType.Base;
import javax.lang.model.element.Modifier;

/** Writes {@code visitErrors(short, ErrorVisitor)} of one struct that holds error codes. */
final class ErrorMethod {

  private static final String ERROR_CODE = "ErrorCode";

  private final Message message;
  private final Struct struct;
  private final StructWriter.JavaTypes types;

  ErrorMethod(Message message, Struct struct, StructWriter.JavaTypes types) {
    this.message = message;
    this.struct = struct;
    this.types = types;
  }

  /** Whether there is an error code in it, or in a struct inside it. */
  static boolean appliesTo(Message message, Struct struct) {
    return struct.fields().stream()
        .anyMatch(field -> isErrorCode(field) || holdsErrorCodes(message, field));
  }

  private static boolean isErrorCode(Field field) {
    return field.name().equals(ERROR_CODE) && !field.type().array();
  }

  private static boolean holdsErrorCodes(Message message, Field field) {
    return field.type().base() == Base.STRUCT && appliesTo(message, message.struct(field));
  }

  MethodSpec build() {
    CodeBlock.Builder code = CodeBlock.builder();
    for (Field field : struct.fields()) {
      if (!isErrorCode(field) && !holdsErrorCodes(message, field)) {
        continue;
      }
      boolean always = field.versions().covers(struct.versions());
      if (!always) {
        code.beginControlFlow("if ($L)", field.versions().condition(struct.versions()));
      }
      addField(code, field);
      if (!always) {
        code.endControlFlow();
      }
    }
    return MethodSpec.methodBuilder("visitErrors")
        .addModifiers(Modifier.PUBLIC)
        .addAnnotation(Override.class)
        .addParameter(TypeName.SHORT, "version")
        .addParameter(Names.ERROR_VISITOR, "visitor")
        .addCode(code.build())
        .build();
  }

  private void addField(CodeBlock.Builder code, Field field) {
    String java = field.javaName();
    if (isErrorCode(field)) {
      code.addStatement("visitor.visit(this.$N)", java);
      return;
    }
    if (field.isNullable()) {
      code.beginControlFlow("if (this.$N != null)", java);
    }
    if (field.type().array()) {
      code.beginControlFlow("for ($T element : this.$N)", types.element(field), java);
      code.addStatement("element.visitErrors(version, visitor)");
      code.endControlFlow();
    } else {
      code.addStatement("this.$N.visitErrors(version, visitor)", java);
    }
    if (field.isNullable()) {
      code.endControlFlow();
    }
  }
}
