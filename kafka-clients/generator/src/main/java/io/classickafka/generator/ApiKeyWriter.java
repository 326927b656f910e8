package io.classickafka.generator;

import com.squareup.javapoet.ArrayTypeName;
import com.squareup.javapoet.ClassName;
import com.squareup.javapoet.CodeBlock;
import com.squareup.javapoet.MethodSpec;
import com.squareup.javapoet.ParameterizedTypeName;
import com.squareup.javapoet.TypeName;
import com.squareup.javapoet.TypeSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.lang.model.element.Modifier;

/** Writes the enum of all APIs, in ascending order of their keys. */
final class ApiKeyWriter {

  private static final ClassName NAME = ClassName.get(Names.PROTOCOL, "ApiKey");
  private static final TypeName MAKER =
      ParameterizedTypeName.get(ClassName.get(Supplier.class), Names.API_MESSAGE);
  private static final TypeName NULLABLE_NAME =
      NAME.annotated(com.squareup.javapoet.AnnotationSpec.builder(Names.NULLABLE).build());

  private final TypeSpec.Builder type = TypeSpec.enumBuilder(NAME);
  private final MethodSpec.Builder constructor = MethodSpec.constructorBuilder();

  private ApiKeyWriter() {}

  static TypeSpec write(List<Schema> schemas) {
    return new ApiKeyWriter().type(schemas);
  }

  private TypeSpec type(List<Schema> schemas) {
    type.addModifiers(Modifier.PUBLIC)
        .addJavadoc("The APIs that a broker of a ZooKeeper cluster serves, with their versions.\n");
    schemas.stream()
        .filter(Schema::isApi)
        .sorted(Comparator.comparingInt(Schema::key))
        .forEach(this::addConstant);
    type.addField(
        com.squareup.javapoet.FieldSpec.builder(
                ArrayTypeName.of(NULLABLE_NAME),
                "BY_ID",
                Modifier.PRIVATE,
                Modifier.STATIC,
                Modifier.FINAL)
            .initializer("index()")
            .build());
    type.addMethod(of());
    addProperty(TypeName.SHORT, "id", "The number on the wire.");
    addProperty(
        ClassName.get(String.class),
        "apiName",
        "The name as it is spelled in logs and metrics, such as {@code Produce}.");
    addProperty(
        TypeName.SHORT, "lowestVersion", "Lowest version; also the lowest a broker advertises.");
    addProperty(
        TypeName.SHORT, "highestVersion", "Highest version; also the highest a broker advertises.");
    addProperty(
        TypeName.SHORT,
        "flexibleFrom",
        "First version with compact lengths and tagged fields, {@link Short#MAX_VALUE} if none.");
    addProperty(
        TypeName.SHORT,
        "deprecatedUpTo",
        "Last version that is served but deprecated, -1 if none.");
    addProperty(
        TypeName.SHORT,
        "clientsThrottleFrom",
        "First version whose clients wait out the throttle time of a response by themselves, {@link"
            + " Short#MAX_VALUE} if none.");
    addProperty(
        TypeName.BOOLEAN,
        "clusterAction",
        "Whether only a broker may ask, which takes CLUSTER_ACTION on the cluster.");
    addHidden(TypeName.SHORT, "bareRequestUpTo");
    addHidden(TypeName.BOOLEAN, "bareResponse");
    addHidden(MAKER, "requests");
    addHidden(MAKER, "responses");
    type.addMethod(constructor.build());
    type.addMethod(requestHeaderVersion()).addMethod(responseHeaderVersion());
    type.addMethod(maker("newRequest", "requests", "A request with every field at its default."));
    type.addMethod(
        maker("newResponse", "responses", "A response with every field at its default."));
    return type.addMethod(index()).build();
  }

  private void addConstant(Schema schema) {
    String constant = schema.name().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    CodeBlock values =
        CodeBlock.of(
            "$L, $S, $L, $L, $L, $L, $L, $L, $L, $L, $T::new, $T::new",
            schema.key(),
            schema.name(),
            schema.versions().lowest(),
            schema.versions().highest(),
            first(schema.flexible()),
            schema.deprecated().highest(),
            first(schema.clientsThrottle()),
            schema.clusterAction(),
            schema.bareRequest().highest(),
            !schema.bareResponse().isEmpty(),
            ClassName.get(Names.MESSAGES, schema.name() + "Request"),
            ClassName.get(Names.MESSAGES, schema.name() + "Response"));
    type.addEnumConstant(constant, TypeSpec.anonymousClassBuilder(values).build());
  }

  private static String first(Versions versions) {
    return versions.isEmpty() ? "Short.MAX_VALUE" : Integer.toString(versions.lowest());
  }

  private void addProperty(TypeName of, String name, String meaning) {
    addHidden(of, name);
    type.addMethod(
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc("$L\n", meaning)
            .returns(of)
            .addStatement("return $N", name)
            .build());
  }

  private void addHidden(TypeName of, String name) {
    boolean narrow = of.equals(TypeName.SHORT);
    type.addField(of, name, Modifier.PRIVATE, Modifier.FINAL);
    constructor.addParameter(narrow ? TypeName.INT : of, name);
    constructor.addStatement(narrow ? "this.$N = (short) $N" : "this.$N = $N", name, name);
  }

  private static MethodSpec of() {
    return MethodSpec.methodBuilder("of")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addJavadoc("The API of a key, null when it is not known here.\n")
        .returns(NULLABLE_NAME)
        .addParameter(TypeName.SHORT, "id")
        .addStatement("return id >= 0 && id < BY_ID.length ? BY_ID[id] : null")
        .build();
  }

  private static MethodSpec requestHeaderVersion() {
    return MethodSpec.methodBuilder("requestHeaderVersion")
        .addModifiers(Modifier.PUBLIC)
        .addJavadoc("The version of the header in front of a request of a version, known or not.\n")
        .returns(TypeName.SHORT)
        .addParameter(TypeName.SHORT, "version")
        .beginControlFlow("if (version >= 0 && version <= bareRequestUpTo)")
        .addStatement("return 0")
        .endControlFlow()
        .addStatement("return (short) (version >= flexibleFrom ? 2 : 1)")
        .build();
  }

  private static MethodSpec responseHeaderVersion() {
    return MethodSpec.methodBuilder("responseHeaderVersion")
        .addModifiers(Modifier.PUBLIC)
        .addJavadoc(
            "The version of the header in front of a response. ApiVersions answers carry the oldest"
                + " in every\nversion: their reader does not know yet what the broker"
                + " understands.\n")
        .returns(TypeName.SHORT)
        .addParameter(TypeName.SHORT, "version")
        .addStatement("return (short) (version >= flexibleFrom && !bareResponse ? 1 : 0)")
        .build();
  }

  private static MethodSpec maker(String name, String field, String meaning) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC)
        .addJavadoc("$L\n", meaning)
        .returns(Names.API_MESSAGE)
        .addStatement("return $N.get()", field)
        .build();
  }

  private static MethodSpec index() {
    TypeName table = ArrayTypeName.of(NULLABLE_NAME);
    return MethodSpec.methodBuilder("index")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(table)
        .addStatement("$T[] all = values()", NAME)
        .addStatement("$T byId = new $T[all[all.length - 1].id + 1]", table, NAME)
        .beginControlFlow("for ($T key : all)", NAME)
        .addStatement("byId[key.id] = key")
        .endControlFlow()
        .addStatement("return byId")
        .build();
  }
}
