package io.classickafka.metrics;

import com.codahale.metrics.Snapshot;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The distribution of the values that were counted. */
final class SizeClassSnapshot extends Snapshot {

  private final SizeClassCounts counts;
  private final long size;

  SizeClassSnapshot(SizeClassCounts counts) {
    this.counts = counts;
    long total = 0;
    for (int i = 0; i < counts.classes(); i++) {
      total += counts.count(i);
    }
    this.size = total;
  }

  @Override
  public double getValue(double quantile) {
    long rank = Math.max(1, (long) Math.ceil(quantile * size));
    long seen = 0;
    for (int i = 0; i < counts.classes() && size > 0; i++) {
      seen += counts.count(i);
      if (seen >= rank) {
        return Math.min(SizeClassCounts.valueOf(i), (double) counts.highest());
      }
    }
    return 0;
  }

  /** One value for each class that has any: the values themselves are not kept. */
  @Override
  public long[] getValues() {
    long[] values = new long[counts.classes()];
    int used = 0;
    for (int i = 0; i < counts.classes(); i++) {
      if (counts.count(i) > 0) {
        values[used++] = Math.round(SizeClassCounts.valueOf(i));
      }
    }
    return Arrays.copyOf(values, used);
  }

  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, size);
  }

  @Override
  public long getMax() {
    return counts.highest();
  }

  @Override
  public double getMean() {
    return size == 0 ? 0 : (double) counts.sum() / size;
  }

  @Override
  public long getMin() {
    for (int i = 0; i < counts.classes(); i++) {
      if (counts.count(i) > 0) {
        return Math.min(Math.round(SizeClassCounts.valueOf(i)), counts.highest());
      }
    }
    return 0;
  }

  @Override
  public double getStdDev() {
    if (size <= 1) {
      return 0;
    }
    double mean = getMean();
    double squares = 0;
    for (int i = 0; i < counts.classes(); i++) {
      double distance = SizeClassCounts.valueOf(i) - mean;
      squares += counts.count(i) * distance * distance;
    }
    return Math.sqrt(squares / (size - 1));
  }

  @Override
  public void dump(OutputStream output) {
    PrintWriter writer = new PrintWriter(output, false, StandardCharsets.UTF_8);
    for (long value : getValues()) {
      writer.println(value);
    }
    writer.flush();
  }
}
