package io.classickafka.protocol.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.Messages;
import io.classickafka.protocol.conformance.Shape.Member;
import io.classickafka.protocol.conformance.TreeSource.Fill;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every message in every version against Apache's classes. Draws from a seed that is printed;
 * {@code -Dseed=N} draws the same again.
 */
class ApacheConformanceTest {

  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int DRAWS = 15;
  private static final int DAMAGES = 60;
  private static final Side APACHE = new ApacheSide();

  @BeforeAll
  static void sayTheSeed() {
    System.out.println("ApacheConformanceTest seed=" + SEED);
  }

  /** The names of all messages that Apache has too. */
  static List<String> messages() throws IOException {
    List<String> names = new ArrayList<>(Messages.names());
    // Control records are written by hand at Apache's.
    names.removeAll(List.of("ControlRecordKey", "EndTransactionMarker"));
    return names;
  }

  @ParameterizedTest
  @MethodSource("messages")
  void hasTheSameVersionsAndFields(String name) throws ReflectiveOperationException {
    Shape root = Shape.of(ApacheJars.message(name));
    OurSide ours = new OurSide(name);
    assertThat(ours.lowestVersion())
        .isEqualTo(root.type().getField("LOWEST_SUPPORTED_VERSION").getShort(null));
    assertThat(ours.highestVersion())
        .isEqualTo(root.type().getField("HIGHEST_SUPPORTED_VERSION").getShort(null));
    for (Shape shape : root.all()) {
      List<String> apaches = shape.members().stream().map(Member::name).toList();
      assertThat(ours.fieldNames(shape)).as(shape.name()).isEqualTo(apaches);
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void writesAndReadsTheSameBytes(String name) throws ReflectiveOperationException {
    eachVersion(
        name,
        run -> {
          run.compare(run.draw(Fill.EVERYTHING));
          run.compare(Tree.empty());
          for (int i = 0; i < DRAWS; i++) {
            run.compare(run.draw(Fill.ANYTHING));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("messages")
  void refusesToDropWhatAVersionDoesNotHave(String name) throws ReflectiveOperationException {
    eachVersion(
        name,
        run -> {
          for (Shape shape : run.root.all()) {
            for (Member member : shape.members()) {
              if (!shape.has(member, run.version)) {
                Tree tree = run.draw(Fill.EVERYTHING);
                Object value = run.source.notDefault(member, run.version);
                if (set(tree, run.root, shape, member, value)) {
                  run.compare(tree);
                }
              }
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("messages")
  void refusesNullWhereItIsNotLegal(String name) throws ReflectiveOperationException {
    eachVersion(
        name,
        run -> {
          for (Shape shape : run.root.all()) {
            for (Member member : shape.members()) {
              Tree tree = run.draw(Fill.EVERYTHING);
              if (member.isReference() && set(tree, run.root, shape, member, null)) {
                run.compare(tree);
              }
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("messages")
  void judgesDamagedBytesAlike(String name) throws ReflectiveOperationException {
    eachVersion(
        name,
        run -> {
          for (int i = 0; i < DAMAGES; i++) {
            byte[] bytes =
                APACHE.write(
                    run.root, run.draw(i % 2 == 0 ? Fill.EVERYTHING : Fill.ANYTHING), run.version);
            if (bytes.length > 0) {
              run.compareReading(run.damage(bytes));
            }
          }
        });
  }

  private static void eachVersion(String name, Consumer<Run> test)
      throws ReflectiveOperationException {
    Shape root = Shape.of(ApacheJars.message(name));
    OurSide ours = new OurSide(name);
    TreeSource source = new TreeSource(SEED ^ name.hashCode());
    for (short v = ours.lowestVersion(); v <= ours.highestVersion(); v++) {
      test.accept(new Run(name, root, ours, source, v));
    }
  }

  /**
   * Sets a field in every struct of a shape inside a tree.
   *
   * @return whether there was one
   */
  private static boolean set(
      Tree tree, Shape at, Shape shape, Member member, @Nullable Object value) {
    boolean found = false;
    if (at.type() == shape.type()) {
      tree.fields().put(member.name(), value);
      found = true;
    }
    for (Member inner : at.members()) {
      Shape struct = inner.struct();
      if (struct == null) {
        continue;
      }
      Object held = tree.fields().get(inner.name());
      if (held instanceof Tree below) {
        found |= set(below, struct, shape, member, value);
      } else if (held instanceof List<?> list) {
        for (Object element : list) {
          found |= element instanceof Tree below && set(below, struct, shape, member, value);
        }
      }
    }
    return found;
  }

  /** One message in one version. */
  private record Run(String name, Shape root, OurSide ours, TreeSource source, short version) {

    Tree draw(Fill fill) {
      return source.draw(root, version, fill);
    }

    String label() {
      return name + " version " + version + " seed=" + SEED;
    }

    /** Both write the same bytes or both refuse; both read them back to the same. */
    void compare(Tree tree) {
      Outcome<byte[]> apaches = Outcome.of(() -> APACHE.write(root, tree, version));
      Outcome<byte[]> own = Outcome.of(() -> ours.write(root, tree, version));
      if (own.value() == null || apaches.value() == null) {
        assertThat(own.value() == null)
            .as("%s refused: Apache %s, we %s: %s", label(), apaches, own, tree)
            .isEqualTo(apaches.value() == null);
        return;
      }
      assertThat(own.value()).as("%s %s", label(), tree).isEqualTo(apaches.value());
      Tree read = ours.read(root, own.value(), version);
      assertThat(read).as(label()).isEqualTo(APACHE.read(root, own.value(), version));
      assertThat(ours.build(root, read))
          .as(label())
          .isEqualTo(ours.readMessage(own.value(), version))
          .hasSameHashCodeAs(ours.readMessage(own.value(), version));
    }

    /** Both read the same, or both refuse; we are stricter with tagged fields. */
    void compareReading(byte[] bytes) {
      Outcome<Tree> apaches = Outcome.of(() -> APACHE.read(root, bytes, version));
      Outcome<Tree> own = Outcome.of(() -> ours.read(root, bytes, version));
      boolean stricter = own.value() == null && own.failure().contains("tagged field");
      if (!stricter) {
        assertThat(own.value())
            .as("%s refused: Apache %s, we %s", label(), apaches.failure(), own.failure())
            .isEqualTo(apaches.value());
      }
    }

    /** Changes a few bytes, or cuts some off. */
    byte[] damage(byte[] bytes) {
      byte[] damaged = bytes.clone();
      if (source.nextInt(4) == 0) {
        return java.util.Arrays.copyOf(damaged, source.nextInt(damaged.length));
      }
      for (int i = source.nextInt(3); i >= 0; i--) {
        int at = source.nextInt(damaged.length);
        damaged[at] =
            switch (source.nextInt(4)) {
              case 0 -> 0;
              case 1 -> -1;
              case 2 -> (byte) (damaged[at] + 1);
              default -> (byte) source.nextInt(256);
            };
      }
      return damaged;
    }
  }

  /** A value, or why there is none. */
  private record Outcome<T>(@Nullable T value, String failure) {

    static <T> Outcome<T> of(java.util.function.Supplier<T> action) {
      try {
        return new Outcome<>(action.get(), "");
      } catch (RuntimeException e) {
        return new Outcome<>(null, e.toString());
      }
    }
  }
}
