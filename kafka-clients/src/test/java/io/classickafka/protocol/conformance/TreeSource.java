package io.classickafka.protocol.conformance;

import io.classickafka.protocol.TaggedField;
import io.classickafka.protocol.conformance.Shape.Kind;
import io.classickafka.protocol.conformance.Shape.Member;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Draws trees for a shape and version from a seed. */
final class TreeSource {

  /** How a tree is filled. */
  enum Fill {
    /** Every field of the version differs from its default, and no list is empty. */
    EVERYTHING,
    /** Anything, defaults and nulls included. */
    ANYTHING
  }

  private static final List<String> ALPHABETS =
      List.of("abcXYZ019.-_", "\u00e9\u00df\u0416\u4e2d", "\u0000\r\n\"\u001b", "a\ud83d\ude00b");

  private final Random random;

  TreeSource(long seed) {
    this.random = new Random(seed);
  }

  Tree draw(Shape shape, int version, Fill fill) {
    Tree tree = Tree.empty();
    for (Member member : shape.members()) {
      if (shape.has(member, version)) {
        tree.fields().put(member.name(), value(shape, member, version, fill));
      }
    }
    return new Tree(tree.fields(), tags(shape, version, fill));
  }

  /** A value for a field that differs from its default, whether or not the version has it. */
  @Nullable Object notDefault(Member member, int version) {
    if (member.list()) {
      List<@Nullable Object> list = new ArrayList<>();
      list.add(single(member, version, Fill.EVERYTHING));
      return list;
    }
    return single(member, version, Fill.EVERYTHING);
  }

  int nextInt(int bound) {
    return random.nextInt(bound);
  }

  private @Nullable Object value(Shape shape, Member member, int version, Fill fill) {
    if (fill == Fill.EVERYTHING) {
      return notDefault(member, version);
    }
    if (shape.nullable(member, version) && random.nextInt(4) == 0) {
      return null;
    }
    if (!member.list()) {
      return single(member, version, fill);
    }
    List<@Nullable Object> list = new ArrayList<>();
    int count = random.nextInt(10) == 0 ? 130 : random.nextInt(3);
    // Structs are drawn in small numbers: their own lists multiply.
    for (int i = 0; i < (member.struct() == null ? count : count % 3); i++) {
      list.add(single(member, version, fill));
    }
    return list;
  }

  private @Nullable Object single(Member member, int version, Fill fill) {
    Shape struct = member.struct();
    if (struct != null) {
      return draw(struct, version, fill);
    }
    while (true) {
      Object drawn = primitive(member.kind(), fill);
      if (fill == Fill.ANYTHING || member.list() || !isDefault(drawn, member)) {
        return drawn;
      }
    }
  }

  private static boolean isDefault(Object drawn, Member member) {
    return switch (member.kind()) {
      case STRING -> Objects.equals(drawn, member.initial()) || drawn.equals("");
      case BYTES, RECORDS -> ((ByteBuffer) drawn).remaining() == 0;
      case UUID -> drawn.equals(Uuid.ZERO_UUID);
      default -> drawn.equals(member.initial());
    };
  }

  private Object primitive(Kind kind, Fill fill) {
    // Small and extreme numbers meet defaults and boundaries more often than random ones.
    long number =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(4) - 2;
          case 1 -> Long.MIN_VALUE >> random.nextInt(64);
          default -> random.nextLong();
        };
    return switch (kind) {
      case BOOL -> random.nextBoolean();
      case INT8 -> (byte) number;
      case INT16 -> (short) number;
      case INT32 -> (int) number;
      case INT64 -> number;
      case FLOAT64 -> random.nextBoolean() ? random.nextGaussian() : (double) number;
      case UUID -> random.nextInt(8) == 0 ? Uuid.ZERO_UUID : new Uuid(number, random.nextLong());
      case STRING -> text();
      case BYTES, RECORDS -> Tree.bytes(bytes(size()));
      case STRUCT -> throw new AssertionError(fill);
    };
  }

  private int size() {
    return random.nextInt(12) == 0 ? 120 + random.nextInt(20) : random.nextInt(6);
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text() {
    String alphabet = ALPHABETS.get(Math.max(0, random.nextInt(12) - 8));
    int[] points = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = size(); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }

  private List<TaggedField> tags(Shape shape, int version, Fill fill) {
    List<TaggedField> tags = new ArrayList<>();
    if (shape.isFlexible(version) && (fill == Fill.EVERYTHING || random.nextInt(4) == 0)) {
      int tag = 20;
      for (int i = random.nextInt(3); i >= 0; i--) {
        tag += 1 + random.nextInt(1000);
        tags.add(new TaggedField(tag, bytes(size())));
      }
    }
    return tags;
  }
}
