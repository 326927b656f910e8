package io.classickafka.generator;

import com.squareup.javapoet.ClassName;
import com.squareup.javapoet.CodeBlock;
import com.squareup.javapoet.MethodSpec;
import com.squareup.javapoet.ParameterizedTypeName;
import com.squareup.javapoet.TypeName;
import io.classickafka.generator.FieldType.Base;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes {@code read(MessageReader, short)} of one struct. */
final class ReadMethod {

  private final Message message;
  private final Struct struct;
  private final StructWriter.JavaTypes types;
  private final Flexible flexible;

  ReadMethod(Message message, Struct struct, StructWriter.JavaTypes types) {
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
      if (field.tagged()) {
        code.addStatement("this.$N = $L", field.javaName(), types.defaultValue(field));
      } else {
        addField(code, field);
      }
    }
    addTaggedSection(code);
    return MethodSpec.methodBuilder("read")
        .addModifiers(Modifier.PUBLIC)
        .addAnnotation(Override.class)
        .addParameter(Names.READER, "in")
        .addParameter(TypeName.SHORT, "version")
        .addCode(code.build())
        .build();
  }

  private void addField(CodeBlock.Builder code, Field field) {
    if (field.versions().isEmpty()) {
      code.addStatement("this.$N = $L", field.javaName(), types.defaultValue(field));
      return;
    }
    boolean always = field.versions().covers(struct.versions());
    if (!always) {
      code.beginControlFlow("if ($L)", field.versions().condition(struct.versions()));
    }
    addValue(code, field);
    if (!always) {
      code.nextControlFlow("else");
      code.addStatement("this.$N = $L", field.javaName(), types.defaultValue(field));
      code.endControlFlow();
    }
  }

  private void addValue(CodeBlock.Builder code, Field field) {
    if (field.type().array()) {
      addArray(code, field);
    } else if (field.type().base() == Base.STRUCT) {
      CodeBlock struct = CodeBlock.of("new $T(in, version)", types.plain(field));
      if (field.nullable().isEmpty()) {
        code.addStatement("this.$N = $L", field.javaName(), struct);
      } else {
        code.addStatement("this.$N = in.readPresence() ? $L : null", field.javaName(), struct);
      }
    } else {
      code.addStatement("this.$N = $L", field.javaName(), primitive(field));
    }
  }

  private CodeBlock primitive(Field field) {
    String method = field.type().base().methodName();
    if (!field.type().hasLength()) {
      return CodeBlock.of("in.read$L()", method);
    }
    String compact = flexible.of(field);
    CodeBlock nullable = CodeBlock.of("in.readNullable$L($L)", method, compact);
    CodeBlock required = CodeBlock.of("in.read$L($L)", method, compact);
    return byNullability(field, nullable, required);
  }

  private void addArray(CodeBlock.Builder code, Field field) {
    String list = field.javaName() + "List";
    String count = field.javaName() + "Count";
    String compact = flexible.of(field);
    int smallest = message.smallestElement(field, field.versions());
    code.addStatement(
        "int $N = $L",
        count,
        byNullability(
            field,
            CodeBlock.of("in.readNullableCount($L, $L)", compact, smallest),
            CodeBlock.of("in.readCount($L, $L)", compact, smallest)));
    if (!field.nullable().isEmpty()) {
      code.beginControlFlow("if ($N < 0)", count);
      code.addStatement("this.$N = null", field.javaName());
      code.nextControlFlow("else");
    }
    TypeName listType =
        ParameterizedTypeName.get(ClassName.get(List.class), types.element(field).box());
    code.addStatement("$T $N = in.newList($N)", listType, list, count);
    code.beginControlFlow("for (int i = 0; i < $N; i++)", count);
    code.addStatement("$N.add($L)", list, element(field, compact));
    code.endControlFlow();
    code.addStatement("this.$N = $N", field.javaName(), list);
    if (!field.nullable().isEmpty()) {
      code.endControlFlow();
    }
  }

  private CodeBlock element(Field field, String compact) {
    return switch (field.type().base()) {
      case STRUCT -> CodeBlock.of("new $T(in, version)", types.element(field));
      case STRING, BYTES ->
          CodeBlock.of("in.read$L($L)", field.type().base().methodName(), compact);
      default -> CodeBlock.of("in.read$L()", field.type().base().methodName());
    };
  }

  private static CodeBlock byNullability(Field field, CodeBlock nullable, CodeBlock required) {
    if (field.nullable().isEmpty() && field.type().base() != Base.RECORDS) {
      return required;
    }
    if (field.nullable().covers(field.versions())) {
      return nullable;
    }
    return CodeBlock.of(
        "$L ? $L : $L", field.nullable().condition(field.versions()), nullable, required);
  }

  private void addTaggedSection(CodeBlock.Builder code) {
    List<Field> tagged = struct.taggedFields();
    if (flexible.never()) {
      code.addStatement("this.$N = $T.of()", Names.UNKNOWN_TAGS, List.class);
      return;
    }
    if (tagged.isEmpty()) {
      code.addStatement(
          flexible.always()
              ? "this.$N = in.readUnknownTags()"
              : "this.$N = flexible ? in.readUnknownTags() : $T.of()",
          flexible.always()
              ? new Object[] {Names.UNKNOWN_TAGS}
              : new Object[] {Names.UNKNOWN_TAGS, List.class});
      return;
    }
    code.addStatement("this.$N = $T.of()", Names.UNKNOWN_TAGS, List.class);
    if (!flexible.always()) {
      code.beginControlFlow("if (flexible)");
    }
    code.addStatement("int tagCount = in.readTagCount()");
    code.addStatement("long seen = 0");
    code.beginControlFlow("for (int t = 0; t < tagCount; t++)");
    code.addStatement("int tag = in.readUvarint()");
    code.addStatement("int size = in.readTagSize()");
    code.addStatement("int start = in.position()");
    code.beginControlFlow("switch (tag)");
    for (Field field : tagged) {
      code.beginControlFlow("case $L ->", field.tag());
      if (!field.versions().covers(flexible.versions())) {
        code.beginControlFlow("if (!($L))", field.versions().condition(flexible.versions()));
        code.addStatement(
            "throw in.malformed($S + version)", "tag " + field.tag() + " in version ");
        code.endControlFlow();
      }
      code.addStatement("seen = in.onlyOnce(seen, tag)");
      addValue(code, field);
      code.addStatement("in.endTag(tag, start, size)");
      code.endControlFlow();
    }
    code.addStatement(
        "default -> this.$N = in.addUnknownTag(this.$N, tag, size)",
        Names.UNKNOWN_TAGS,
        Names.UNKNOWN_TAGS);
    code.endControlFlow();
    code.endControlFlow();
    if (!flexible.always()) {
      code.endControlFlow();
    }
  }
}
