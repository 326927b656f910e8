package io.classickafka.generator;

import com.squareup.javapoet.AnnotationSpec;
import com.squareup.javapoet.ClassName;
import com.squareup.javapoet.CodeBlock;
import com.squareup.javapoet.FieldSpec;
import com.squareup.javapoet.MethodSpec;
import com.squareup.javapoet.ParameterizedTypeName;
import com.squareup.javapoet.TypeName;
import com.squareup.javapoet.TypeSpec;
import io.classickafka.generator.FieldType.Base;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.lang.model.element.Modifier;

/** Writes the class of one message with its structs inside, or of one struct. */
final class StructWriter {

  private final Message message;
  private final Struct struct;
  private final ClassName name;
  private final JavaTypes types;

  private StructWriter(Message message, Struct struct, ClassName name, JavaTypes types) {
    this.message = message;
    this.struct = struct;
    this.name = name;
    this.types = types;
  }

  /** The class of a whole message. */
  static TypeSpec write(Message message) {
    ClassName root = ClassName.get(Names.MESSAGES, message.root().name());
    JavaTypes types = new JavaTypes(root);
    TypeSpec.Builder outer =
        new StructWriter(message, message.root(), root, types)
            .type()
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addJavadoc("$L\n", message.description());
    for (Struct struct : message.structs().values()) {
      outer.addType(
          new StructWriter(message, struct, root.nestedClass(struct.name()), types)
              .type()
              // Not final: a part may be written from bytes that were encoded before.
              .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
              .addJavadoc("A part of {@link $T}.\n", root)
              .build());
    }
    return outer.build();
  }

  @SuppressWarnings("ReferenceEquality") // Two structs may look alike; one is the root.
  private boolean isRoot() {
    return struct == message.root();
  }

  private TypeSpec.Builder type() {
    TypeSpec.Builder type = TypeSpec.classBuilder(name).addSuperinterface(Names.API_MESSAGE);
    if (isRoot()) {
      type.addField(version("LOWEST_VERSION", struct.versions().lowest()));
      type.addField(version("HIGHEST_VERSION", struct.versions().highest()));
    }
    for (Field field : struct.fields()) {
      type.addField(types.of(field), field.javaName(), Modifier.PRIVATE);
    }
    type.addField(types.unknownTags(), Names.UNKNOWN_TAGS, Modifier.PRIVATE);
    type.addMethod(constructor());
    if (!isRoot()) {
      type.addMethod(readingConstructor());
    }
    ReadMethod reading = new ReadMethod(message, struct, types);
    WriteMethod writing = new WriteMethod(message, struct, types);
    for (Field field : struct.fields()) {
      type.addMethod(getter(field)).addMethod(setter(field));
    }
    type.addMethod(unknownTagsGetter()).addMethod(unknownTagsSetter());
    type.addMethod(reading.build()).addMethod(writing.build());
    if (isUsedAlone()) {
      type.addMethod(isDefault());
    }
    if (ErrorMethod.appliesTo(message, struct)) {
      type.addMethod(new ErrorMethod(message, struct, types).build());
    }
    if (isRoot() && struct.fields().stream().anyMatch(StructWriter::isThrottle)) {
      type.addMethod(throttle());
    }
    return type.addMethod(equalsMethod())
        .addMethod(hashCodeMethod())
        .addMethod(describe())
        .addMethod(toStringMethod());
  }

  private static boolean isThrottle(Field field) {
    return field.name().equals("ThrottleTimeMs");
  }

  private static MethodSpec throttle() {
    return MethodSpec.methodBuilder("throttle")
        .addModifiers(Modifier.PUBLIC)
        .addAnnotation(Override.class)
        .addParameter(TypeName.INT, "ms")
        .addStatement("this.throttleTimeMs = ms")
        .build();
  }

  /** Whether some field holds one of this struct, so that its default has to be told. */
  private boolean isUsedAlone() {
    return message.structs().values().stream().anyMatch(this::holdsOne) || holdsOne(message.root());
  }

  private boolean holdsOne(Struct other) {
    return other.fields().stream()
        .anyMatch(
            field -> field.type().is(Base.STRUCT) && field.type().struct().equals(struct.name()));
  }

  private static FieldSpec version(String name, int version) {
    return FieldSpec.builder(TypeName.SHORT, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .initializer("$L", version)
        .build();
  }

  private MethodSpec constructor() {
    MethodSpec.Builder method =
        MethodSpec.constructorBuilder()
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc("Every field at its default.\n");
    for (Field field : struct.fields()) {
      method.addStatement("this.$N = $L", field.javaName(), types.defaultValue(field));
    }
    return method.addStatement("this.$N = $T.of()", Names.UNKNOWN_TAGS, List.class).build();
  }

  private MethodSpec readingConstructor() {
    return MethodSpec.constructorBuilder()
        .addModifiers(Modifier.PRIVATE)
        .addParameter(Names.READER, "in")
        .addParameter(TypeName.SHORT, "version")
        .addStatement("read(in, version)")
        .build();
  }

  private MethodSpec getter(Field field) {
    return MethodSpec.methodBuilder(field.javaName())
        .addModifiers(Modifier.PUBLIC)
        .returns(types.of(field))
        .addStatement("return this.$N", field.javaName())
        .build();
  }

  private MethodSpec setter(Field field) {
    return MethodSpec.methodBuilder(field.javaName())
        .addModifiers(Modifier.PUBLIC)
        .returns(name)
        .addParameter(types.of(field), "value")
        .addStatement("this.$N = value", field.javaName())
        .addStatement("return this")
        .build();
  }

  private MethodSpec unknownTagsGetter() {
    return MethodSpec.methodBuilder(Names.UNKNOWN_TAGS)
        .addModifiers(Modifier.PUBLIC)
        .addJavadoc("The tagged fields that were read but are not in the schema.\n")
        .returns(types.unknownTags())
        .addStatement("return this.$N", Names.UNKNOWN_TAGS)
        .build();
  }

  private MethodSpec unknownTagsSetter() {
    return MethodSpec.methodBuilder(Names.UNKNOWN_TAGS)
        .addModifiers(Modifier.PUBLIC)
        .returns(name)
        .addParameter(types.unknownTags(), "value")
        .addStatement("this.$N = value", Names.UNKNOWN_TAGS)
        .addStatement("return this")
        .build();
  }

  private MethodSpec isDefault() {
    CodeBlock.Builder all = CodeBlock.builder();
    for (Field field : struct.fields()) {
      all.add("!($L)\n&& ", types.notDefault(field));
    }
    return MethodSpec.methodBuilder("isDefault")
        .addModifiers(Modifier.PRIVATE)
        .returns(TypeName.BOOLEAN)
        .addStatement("return $L this.$N.isEmpty()", all.build(), Names.UNKNOWN_TAGS)
        .build();
  }

  private MethodSpec equalsMethod() {
    CodeBlock.Builder all = CodeBlock.builder();
    for (Field field : struct.fields()) {
      String java = field.javaName();
      if (field.type().is(Base.BYTES)) {
        all.add("$T.equals(this.$N, that.$N)\n&& ", Arrays.class, java, java);
      } else if (field.type().is(Base.FLOAT64)) {
        all.add("Double.compare(this.$N, that.$N) == 0\n&& ", java, java);
      } else if (!field.type().isReference()) {
        all.add("this.$N == that.$N\n&& ", java, java);
      } else if (field.isNullable()) {
        all.add("$T.equals(this.$N, that.$N)\n&& ", Objects.class, java, java);
      } else {
        all.add("this.$N.equals(that.$N)\n&& ", java, java);
      }
    }
    return MethodSpec.methodBuilder("equals")
        .addModifiers(Modifier.PUBLIC)
        .addAnnotation(Override.class)
        .returns(TypeName.BOOLEAN)
        .addParameter(ClassName.OBJECT.annotated(nullable()), "other")
        .addStatement(
            "return other instanceof $T that\n&& $Lthis.$N.equals(that.$N)",
            name,
            all.build(),
            Names.UNKNOWN_TAGS,
            Names.UNKNOWN_TAGS)
        .build();
  }

  private MethodSpec hashCodeMethod() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("hashCode")
            .addModifiers(Modifier.PUBLIC)
            .addAnnotation(Override.class)
            .returns(TypeName.INT)
            .addStatement("int hash = this.$N.hashCode()", Names.UNKNOWN_TAGS);
    for (Field field : struct.fields()) {
      method.addStatement("hash = 31 * hash + $L", hash(field));
    }
    return method.addStatement("return hash").build();
  }

  private static CodeBlock hash(Field field) {
    String java = field.javaName();
    if (field.type().is(Base.BYTES)) {
      return CodeBlock.of("$T.hashCode(this.$N)", Arrays.class, java);
    }
    if (field.type().isReference()) {
      return field.isNullable()
          ? CodeBlock.of("$T.hashCode(this.$N)", Objects.class, java)
          : CodeBlock.of("this.$N.hashCode()", java);
    }
    return switch (field.type().base()) {
      case BOOL -> CodeBlock.of("Boolean.hashCode(this.$N)", java);
      case INT64, UINT32 -> CodeBlock.of("Long.hashCode(this.$N)", java);
      case FLOAT64 -> CodeBlock.of("Double.hashCode(this.$N)", java);
      default -> CodeBlock.of("this.$N", java);
    };
  }

  private MethodSpec describe() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("describe")
            .addModifiers(Modifier.PUBLIC)
            .addAnnotation(Override.class)
            .addParameter(Names.TEXT, "out")
            .addStatement("out.begin($S)", struct.name());
    for (Field field : struct.fields()) {
      if (field.secret()) {
        method.addStatement("out.hiddenField($S)", field.javaName());
      } else {
        method.addStatement("out.field($S, this.$N)", field.javaName(), field.javaName());
      }
    }
    return method.addStatement("out.end()").build();
  }

  private static MethodSpec toStringMethod() {
    return MethodSpec.methodBuilder("toString")
        .addModifiers(Modifier.PUBLIC)
        .addAnnotation(Override.class)
        .returns(ClassName.get(String.class))
        .addStatement("return $T.of(this)", Names.TEXT)
        .build();
  }

  private static AnnotationSpec nullable() {
    return AnnotationSpec.builder(Names.NULLABLE).build();
  }

  /** The Java side of a schema's types. */
  record JavaTypes(ClassName root) {

    TypeName unknownTags() {
      return ParameterizedTypeName.get(ClassName.get(List.class), Names.TAGGED_FIELD);
    }

    TypeName of(Field field) {
      TypeName plain = plain(field);
      return field.isNullable() ? plain.annotated(nullable()) : plain;
    }

    TypeName plain(Field field) {
      if (field.type().array()) {
        return ParameterizedTypeName.get(ClassName.get(List.class), element(field).box());
      }
      return element(field);
    }

    TypeName element(Field field) {
      return switch (field.type().base()) {
        case BOOL -> TypeName.BOOLEAN;
        case INT8 -> TypeName.BYTE;
        case INT16 -> TypeName.SHORT;
        case UINT16, INT32 -> TypeName.INT;
        case UINT32, INT64 -> TypeName.LONG;
        case FLOAT64 -> TypeName.DOUBLE;
        case UUID -> Names.UUID;
        case STRING -> ClassName.get(String.class);
        case BYTES -> Names.BYTE_ARRAY;
        case RECORDS -> Names.PAYLOAD;
        case STRUCT -> root.nestedClass(field.type().struct());
      };
    }

    /** The value of a field that was not set or not read. */
    CodeBlock defaultValue(Field field) {
      if (field.defaultsToNull()) {
        return CodeBlock.of("null");
      }
      if (field.type().array()) {
        return CodeBlock.of("new $T<>()", Names.ARRAY_LIST);
      }
      String value = field.defaultValue();
      return switch (field.type().base()) {
        case BOOL -> CodeBlock.of(value.isEmpty() ? "false" : value);
        case INT8, INT16, UINT16, INT32 -> CodeBlock.of(value.isEmpty() ? "0" : value);
        case UINT32, INT64 -> CodeBlock.of((value.isEmpty() ? "0" : value) + "L");
        case FLOAT64 -> CodeBlock.of("0.0");
        case UUID -> CodeBlock.of("$T.ZERO_UUID", Names.UUID);
        case STRING -> CodeBlock.of("$S", value);
        case BYTES -> CodeBlock.of("new byte[0]");
        case STRUCT -> CodeBlock.of("new $T()", plain(field));
        case RECORDS -> CodeBlock.of("null");
      };
    }

    /** The condition that holds when a field's value is not its default. */
    CodeBlock notDefault(Field field) {
      String java = field.javaName();
      if (field.defaultsToNull()) {
        return CodeBlock.of("this.$N != null", java);
      }
      if (!field.type().isReference()) {
        if (field.type().is(Base.BOOL)) {
          return CodeBlock.of(field.defaultValue().equals("true") ? "!this.$N" : "this.$N", java);
        }
        return CodeBlock.of("this.$N != $L", java, defaultValue(field));
      }
      CodeBlock filled =
          field.type().array() || field.type().is(Base.STRING)
              ? CodeBlock.of("!this.$N.isEmpty()", java)
              : switch (field.type().base()) {
                case BYTES -> CodeBlock.of("this.$N.length != 0", java);
                case STRUCT -> CodeBlock.of("!this.$N.isDefault()", java);
                default -> CodeBlock.of("!this.$N.equals($L)", java, defaultValue(field));
              };
      return field.isNullable() ? CodeBlock.of("(this.$N == null || $L)", java, filled) : filled;
    }
  }
}
