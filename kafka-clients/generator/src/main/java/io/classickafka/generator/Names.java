package io.classickafka.generator;

import com.squareup.javapoet.ArrayTypeName;
import com.squareup.javapoet.ClassName;
import com.squareup.javapoet.TypeName;
import java.util.ArrayList;

/** The names that generated code refers to. */
final class Names {

  static final String PROTOCOL = "io.classickafka.protocol";
  static final String MESSAGES = PROTOCOL + ".message";
  static final String UNKNOWN_TAGS = "unknownTaggedFields";

  static final ClassName API_MESSAGE = ClassName.get(PROTOCOL, "ApiMessage");
  static final ClassName READER = ClassName.get(PROTOCOL, "MessageReader");
  static final ClassName WRITER = ClassName.get(PROTOCOL, "MessageWriter");
  static final ClassName TEXT = ClassName.get(PROTOCOL, "MessageText");
  static final ClassName TAGGED_FIELD = ClassName.get(PROTOCOL, "TaggedField");
  static final ClassName ERROR_VISITOR = ClassName.get(PROTOCOL, "ErrorVisitor");
  static final ClassName UNSUPPORTED = ClassName.get(PROTOCOL, "UnsupportedVersionException");
  static final ClassName PAYLOAD = ClassName.get("io.classickafka.seam", "Payload");
  static final ClassName UUID = ClassName.get("org.apache.kafka.common", "Uuid");
  static final ClassName NULLABLE = ClassName.get("org.jspecify.annotations", "Nullable");
  static final ClassName ARRAY_LIST = ClassName.get(ArrayList.class);
  static final TypeName BYTE_ARRAY = ArrayTypeName.of(TypeName.BYTE);

  private Names() {}
}
