package io.classickafka.metrics;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts of values by size class: one class for each value below 32, then 32 classes for each
 * doubling. Thread-safe by atomics.
 */
final class SizeClassCounts {

  private static final int BITS = 5;
  private static final int PER_DOUBLING = 1 << BITS;
  private static final int CLASSES = PER_DOUBLING * (Long.SIZE - BITS);

  private final AtomicIntegerArray counts = new AtomicIntegerArray(CLASSES);
  private final LongAdder sum = new LongAdder();
  private final AtomicLong highest = new AtomicLong();

  /**
   * @param value zero or more
   */
  void add(long value) {
    counts.getAndIncrement(classOf(value));
    sum.add(value);
    if (value > highest.get()) {
      highest.accumulateAndGet(value, Math::max);
    }
  }

  /** These counts and those of another window together. */
  SizeClassCounts plus(@Nullable SizeClassCounts other) {
    if (other == null) {
      return this;
    }
    SizeClassCounts both = new SizeClassCounts();
    for (int i = 0; i < CLASSES; i++) {
      both.counts.set(i, counts.get(i) + other.counts.get(i));
    }
    both.sum.add(sum.sum() + other.sum.sum());
    both.highest.set(Math.max(highest.get(), other.highest.get()));
    return both;
  }

  int classes() {
    return CLASSES;
  }

  int count(int sizeClass) {
    return counts.get(sizeClass);
  }

  long sum() {
    return sum.sum();
  }

  long highest() {
    return highest.get();
  }

  static int classOf(long value) {
    if (value < PER_DOUBLING) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - BITS;
    return PER_DOUBLING * (shift + 1) + (int) (value >>> shift) - PER_DOUBLING;
  }

  /** The middle of a class. */
  static double valueOf(int sizeClass) {
    if (sizeClass < PER_DOUBLING) {
      return sizeClass;
    }
    int shift = sizeClass / PER_DOUBLING - 1;
    long lowest = (long) (PER_DOUBLING + sizeClass % PER_DOUBLING) << shift;
    return lowest + ((1L << shift) - 1) / 2.0;
  }
}
