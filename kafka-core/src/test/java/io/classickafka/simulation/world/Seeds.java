package io.classickafka.simulation.world;

import java.util.SplittableRandom;

/** Streams of random numbers that one seed and their names decide. */
public record Seeds(long seed) {

  /** The stream of a name; the same each time it is asked for. */
  public SplittableRandom stream(String name) {
    long mixed = seed;
    for (int i = 0; i < name.length(); i++) {
      mixed = mix(mixed * 31 + name.charAt(i));
    }
    return new SplittableRandom(mix(mixed));
  }

  static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
