package io.classickafka.cluster;

import java.util.random.RandomGenerator;
import org.apache.kafka.common.Uuid;

/** Random ids (of type 4) drawn from a loop's own source. */
public final class RandomUuid {

  private static final long VERSION_MASK = 0xF000L;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private RandomUuid() {}

  /** An id whose text does not begin with a dash, which would look like an option. */
  public static Uuid next(RandomGenerator random) {
    while (true) {
      long high = (random.nextLong() & ~VERSION_MASK) | VERSION_4;
      long low = (random.nextLong() & ~VARIANT_MASK) | VARIANT;
      Uuid id = new Uuid(high, low);
      if (!id.toString().startsWith("-")) {
        return id;
      }
    }
  }
}
