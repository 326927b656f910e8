package io.classickafka.simulation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong on a {@link MemoryDisk}: faults that a test planted, in the order they were
 * planted; the first that fits an operation is the one that happens.
 */
public final class DiskFaults {

  /** What is done to a file or directory. */
  public enum Operation {
    CREATE,
    OPEN,
    WRITE,
    READ,
    FORCE,
    TRUNCATE,
    RENAME,
    DELETE,
    FORCE_DIRECTORY
  }

  /** How it goes wrong. */
  public enum Effect {
    /** Nothing is done: input/output error. A force that fails so leaves its pages clean. */
    EIO,
    /** Nothing is done: no space left on device. */
    ENOSPC,
    /** A part is written, then there is no space left. */
    SHORT_WRITE,
    /** Nothing is done, and it is called done: a device that lies, or code that forgot to ask. */
    LIE
  }

  private static final class Fault {
    final Predicate<Path> where;
    final Operation operation;
    final Effect effect;
    final boolean forGood;
    int skip;
    boolean over;

    Fault(Operation operation, Predicate<Path> where, int skip, Effect effect, boolean forGood) {
      this.operation = operation;
      this.where = where;
      this.skip = skip;
      this.effect = effect;
      this.forGood = forGood;
    }
  }

  private final List<Fault> faults = new ArrayList<>();
  private int happened;

  /** Makes one operation fail: the first that fits after {@code skip} others did. */
  public void once(Operation operation, Predicate<Path> where, int skip, Effect effect) {
    faults.add(new Fault(operation, where, skip, effect, false));
  }

  /** Makes every operation fail that fits, after {@code skip} others did. */
  public void always(Operation operation, Predicate<Path> where, int skip, Effect effect) {
    faults.add(new Fault(operation, where, skip, effect, true));
  }

  /** Nothing goes wrong any more. */
  public void clear() {
    faults.clear();
  }

  /** How many operations went wrong so far. */
  public int happened() {
    return happened;
  }

  /** What happens to an operation, null for nothing. */
  @Nullable Effect on(Operation operation, Path path) {
    for (Fault fault : faults) {
      if (fault.operation == operation && !fault.over && fault.where.test(path)) {
        if (fault.skip > 0) {
          fault.skip--;
        } else {
          fault.over = !fault.forGood;
          happened++;
          return fault.effect;
        }
      }
    }
    return null;
  }

  /**
   * Throws what an operation ends with.
   *
   * @return whether it is only called done
   */
  boolean check(Operation operation, Path path) throws IOException {
    Effect effect = on(operation, path);
    if (effect == null) {
      return false;
    }
    if (effect == Effect.LIE) {
      return true;
    }
    throw failure(effect, path);
  }

  static IOException failure(Effect effect, Path path) {
    return new IOException(
        path + (effect == Effect.EIO ? ": Input/output error" : ": No space left on device"));
  }
}
