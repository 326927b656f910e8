package io.classickafka.protocol.conformance;

import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.MessageReader;
import io.classickafka.protocol.MessageWriter;
import io.classickafka.protocol.TaggedField;
import io.classickafka.protocol.conformance.Shape.Kind;
import io.classickafka.protocol.conformance.Shape.Member;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Our implementation of one message, by reflection on the accessors that others call. */
final class OurSide implements Side {

  private final Class<?> root;
  private final Map<String, Class<?>> classes = new LinkedHashMap<>();
  private final Map<String, Method> methods = new LinkedHashMap<>();

  OurSide(String name) {
    try {
      this.root = Class.forName("io.classickafka.protocol.message." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("we have no message " + name, e);
    }
    for (Class<?> nested : root.getDeclaredClasses()) {
      classes.put(nested.getSimpleName(), nested);
    }
    classes.values().forEach(this::index);
    index(root);
  }

  /** The names of the fields of a struct of ours. */
  List<String> fieldNames(Shape shape) {
    List<String> names = new ArrayList<>();
    for (java.lang.reflect.Field field : type(shape).getDeclaredFields()) {
      if (!java.lang.reflect.Modifier.isStatic(field.getModifiers())) {
        names.add(field.getName());
      }
    }
    names.remove("unknownTaggedFields");
    return names;
  }

  short lowestVersion() throws ReflectiveOperationException {
    return root.getField("LOWEST_VERSION").getShort(null);
  }

  short highestVersion() throws ReflectiveOperationException {
    return root.getField("HIGHEST_VERSION").getShort(null);
  }

  @Override
  public byte[] write(Shape shape, Tree tree, short version) {
    MessageWriter out = new MessageWriter(1);
    build(shape, tree).write(out, version);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Payload part : out.finish()) {
      bytes.writeBytes(((ByteSlice) part).toByteArray());
    }
    if (bytes.size() != out.sizeBytes()) {
      throw new AssertionError(bytes.size() + " bytes written, " + out.sizeBytes() + " told");
    }
    return bytes.toByteArray();
  }

  @Override
  public Tree read(Shape shape, byte[] bytes, short version) {
    return tree(shape, readMessage(bytes, version));
  }

  ApiMessage readMessage(byte[] bytes, short version) {
    ApiMessage message = create(root);
    message.read(new MessageReader(ByteSlice.wrap(bytes)), version);
    return message;
  }

  ApiMessage build(Shape shape, Tree tree) {
    Class<?> type = type(shape);
    ApiMessage message = create(type);
    for (Member member : shape.members()) {
      if (tree.fields().containsKey(member.name())) {
        Object value = tree.fields().get(member.name());
        if (value instanceof List<?> list) {
          List<@Nullable Object> elements = new ArrayList<>();
          list.forEach(element -> elements.add(ours(member, element)));
          set(type, message, member.name(), elements);
        } else {
          set(type, message, member.name(), ours(member, value));
        }
      }
    }
    set(type, message, "unknownTaggedFields", tree.tags());
    return message;
  }

  @SuppressWarnings("ByteBufferBackingArray") // A tree's buffers wrap whole arrays.
  private @Nullable Object ours(Member member, @Nullable Object value) {
    if (value instanceof Tree tree && member.struct() != null) {
      return build(member.struct(), tree);
    }
    if (value instanceof ByteBuffer bytes) {
      return member.kind() == Kind.RECORDS ? ByteSlice.wrap(bytes) : bytes.array();
    }
    return value;
  }

  private Tree tree(Shape shape, Object message) {
    Class<?> type = type(shape);
    Map<String, @Nullable Object> fields = Tree.empty().fields();
    for (Member member : shape.members()) {
      Object value = invoke(method(type, member.name(), 0), message);
      if (value instanceof List<?> elements) {
        List<@Nullable Object> list = new ArrayList<>();
        elements.forEach(element -> list.add(common(member, element)));
        fields.put(member.name(), list);
      } else {
        fields.put(member.name(), common(member, value));
      }
    }
    List<TaggedField> tags = new ArrayList<>();
    for (Object tag : (List<?>) invoke(method(type, "unknownTaggedFields", 0), message)) {
      tags.add((TaggedField) tag);
    }
    return new Tree(fields, tags);
  }

  private @Nullable Object common(Member member, @Nullable Object value) {
    if (value instanceof ApiMessage && member.struct() != null) {
      return tree(member.struct(), value);
    }
    if (value instanceof byte[] bytes) {
      return Tree.bytes(bytes);
    }
    return value instanceof ByteSlice slice ? slice.duplicate() : value;
  }

  private Class<?> type(Shape shape) {
    Class<?> nested = classes.get(shape.name());
    return nested == null ? root : nested;
  }

  private void index(Class<?> type) {
    for (Method method : type.getDeclaredMethods()) {
      methods.put(key(type, method.getName(), method.getParameterCount()), method);
    }
  }

  private Method method(Class<?> type, String name, int parameters) {
    Method method = methods.get(key(type, name, parameters));
    if (method == null) {
      throw new AssertionError(type.getSimpleName() + " has no " + name);
    }
    return method;
  }

  private void set(Class<?> type, Object message, String name, @Nullable Object value) {
    invoke(method(type, name, 1), message, value);
  }

  private static String key(Class<?> type, String name, int parameters) {
    return type.getSimpleName() + "." + name + "/" + parameters;
  }

  private static ApiMessage create(Class<?> type) {
    try {
      return (ApiMessage) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Object invoke(Method method, Object target, @Nullable Object... arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
