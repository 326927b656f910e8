package io.classickafka.generator;

import com.squareup.javapoet.CodeBlock;
import com.squareup.javapoet.MethodSpec;
import com.squareup.javapoet.TypeName;
import io.classickafka.generator.FieldType.Base;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes {@code write(MessageWriter, short)} of one struct. */
final class WriteMethod {

  private final Message message;
  private final Struct struct;
  private final StructWriter.JavaTypes types;
  private final Flexible flexible;

  WriteMethod(Message message, Struct struct, StructWriter.JavaTypes types) {
    this.message = message;
    this.struct = struct;
    this.types = types;
    this.flexible = new Flexible(message, struct);
  }

  @SuppressWarnings("ReferenceEquality") // Two structs may look alike; one is the root.
  MethodSpec build() {
    CodeBlock.Builder code = CodeBlock.builder();
    if (struct == message.root()) {
      flexible.addVersionCheck(code);
    }
    flexible.declare(code);
    for (Field field : struct.fields()) {
      addField(code, field);
    }
    addTaggedSection(code);
    return MethodSpec.methodBuilder("write")
        .addModifiers(Modifier.PUBLIC)
        .addAnnotation(Override.class)
        .addParameter(Names.WRITER, "out")
        .addParameter(TypeName.SHORT, "version")
        .addCode(code.build())
        .build();
  }

  /** Writes a field, or refuses the versions that would lose its value. */
  private void addField(CodeBlock.Builder code, Field field) {
    boolean always = field.versions().covers(struct.versions());
    boolean refuses = !always && !field.ignorable();
    if (field.tagged()) {
      if (refuses) {
        code.beginControlFlow(
            "if (!($L) && $L)",
            field.versions().condition(struct.versions()),
            types.notDefault(field));
        addRefusal(code, field);
        code.endControlFlow();
      }
      return;
    }
    if (field.versions().isEmpty()) {
      return;
    }
    if (always) {
      addValue(code, field);
      return;
    }
    code.beginControlFlow("if ($L)", field.versions().condition(struct.versions()));
    addValue(code, field);
    if (refuses) {
      code.nextControlFlow("else if ($L)", types.notDefault(field));
      addRefusal(code, field);
    }
    code.endControlFlow();
  }

  private void addRefusal(CodeBlock.Builder code, Field field) {
    code.addStatement(
        "throw new $T($S + version)",
        Names.UNSUPPORTED,
        struct.name() + "." + field.javaName() + " cannot be said in version ");
  }

  private void addValue(CodeBlock.Builder code, Field field) {
    String java = field.javaName();
    if (field.type().array()) {
      addArray(code, field);
    } else if (field.type().base() == Base.STRUCT) {
      if (field.nullable().isEmpty()) {
        code.addStatement("this.$N.write(out, version)", java);
        return;
      }
      code.addStatement("out.writePresence(this.$N != null)", java);
      code.beginControlFlow("if (this.$N != null)", java);
      code.addStatement("this.$N.write(out, version)", java);
      code.endControlFlow();
    } else {
      addPrimitive(code, field);
    }
  }

  private void addPrimitive(CodeBlock.Builder code, Field field) {
    String java = field.javaName();
    String method = field.type().base().methodName();
    if (!field.type().hasLength()) {
      code.addStatement("out.write$L(this.$N)", method, java);
      return;
    }
    String compact = flexible.of(field);
    if (field.nullable().covers(field.versions()) && !field.nullable().isEmpty()) {
      code.addStatement("out.writeNullable$L(this.$N, $L)", method, java, compact);
    } else if (field.nullable().isEmpty()) {
      code.addStatement("out.write$L(this.$N, $L)", method, java, compact);
    } else {
      code.beginControlFlow("if ($L)", field.nullable().condition(field.versions()));
      code.addStatement("out.writeNullable$L(this.$N, $L)", method, java, compact);
      code.nextControlFlow("else");
      code.addStatement("out.write$L(this.$N, $L)", method, java, compact);
      code.endControlFlow();
    }
  }

  private void addArray(CodeBlock.Builder code, Field field) {
    String java = field.javaName();
    String compact = flexible.of(field);
    if (!field.nullable().isEmpty()) {
      String condition =
          field.nullable().covers(field.versions())
              ? ""
              : field.nullable().condition(field.versions()) + " && ";
      code.beginControlFlow("if ($Lthis.$N == null)", condition, java);
      code.addStatement("out.writeCount(-1, $L)", compact);
      code.nextControlFlow("else");
    }
    code.addStatement("out.writeCount(this.$N.size(), $L)", java, compact);
    code.beginControlFlow("for ($T element : this.$N)", types.element(field), java);
    switch (field.type().base()) {
      case STRUCT -> code.addStatement("element.write(out, version)");
      case STRING, BYTES ->
          code.addStatement("out.write$L(element, $L)", field.type().base().methodName(), compact);
      default -> code.addStatement("out.write$L(element)", field.type().base().methodName());
    }
    code.endControlFlow();
    if (!field.nullable().isEmpty()) {
      code.endControlFlow();
    }
  }

  private void addTaggedSection(CodeBlock.Builder code) {
    if (flexible.never()) {
      addUnknownRefusal(code);
      return;
    }
    if (!flexible.always()) {
      code.beginControlFlow("if (flexible)");
    }
    List<Field> tagged = struct.taggedFields();
    if (!tagged.isEmpty()) {
      code.addStatement("int tagCount = 0");
      for (Field field : tagged) {
        code.beginControlFlow("if ($L)", present(field));
        code.addStatement("tagCount++");
        code.endControlFlow();
      }
      code.addStatement("out.writeUvarint(tagCount + this.$N.size())", Names.UNKNOWN_TAGS);
      for (Field field : tagged) {
        code.beginControlFlow("if ($L)", present(field));
        code.addStatement("int start$L = out.beginTag($L)", field.tag(), field.tag());
        addValue(code, field);
        code.addStatement("out.endTag(start$L)", field.tag());
        code.endControlFlow();
      }
    } else {
      code.addStatement("out.writeUvarint(this.$N.size())", Names.UNKNOWN_TAGS);
    }
    code.addStatement("out.writeUnknownTags(this.$N, $L)", Names.UNKNOWN_TAGS, tagged.size());
    if (!flexible.always()) {
      code.nextControlFlow("else");
      addUnknownRefusal(code);
      code.endControlFlow();
    }
  }

  private CodeBlock present(Field field) {
    return field.versions().covers(flexible.versions())
        ? types.notDefault(field)
        : CodeBlock.of(
            "$L && $L", field.versions().condition(flexible.versions()), types.notDefault(field));
  }

  private void addUnknownRefusal(CodeBlock.Builder code) {
    code.beginControlFlow("if (!this.$N.isEmpty())", Names.UNKNOWN_TAGS);
    code.addStatement(
        "throw new $T($S + version)",
        Names.UNSUPPORTED,
        struct.name() + " has no tagged fields in version ");
    code.endControlFlow();
  }
}
