package io.classickafka.generator;

/** A run of versions, both ends inclusive; empty when {@code lowest > highest}. */
record Versions(int lowest, int highest) {

  static final Versions NONE = new Versions(0, -1);

  private static final int NEWEST = Short.MAX_VALUE;

  /** Reads {@code 3}, {@code 0-4}, {@code 7+} or {@code none}. */
  static Versions parse(String text) {
    if (text.equals("none")) {
      return NONE;
    }
    if (text.endsWith("+")) {
      return new Versions(Integer.parseInt(text.substring(0, text.length() - 1)), NEWEST);
    }
    int dash = text.indexOf('-');
    if (dash < 0) {
      int only = Integer.parseInt(text);
      return new Versions(only, only);
    }
    return new Versions(
        Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
  }

  boolean isEmpty() {
    return lowest > highest;
  }

  boolean covers(Versions other) {
    return other.isEmpty() || (lowest <= other.lowest && highest >= other.highest);
  }

  Versions and(Versions other) {
    Versions both = new Versions(Math.max(lowest, other.lowest), Math.min(highest, other.highest));
    return both.isEmpty() ? NONE : both;
  }

  /** The Java condition on {@code version} that holds for these out of {@code all}. */
  String condition(Versions all) {
    if (lowest == highest && !(all.lowest == lowest || all.highest == highest)) {
      return "version == " + lowest;
    }
    if (lowest <= all.lowest) {
      return "version <= " + highest;
    }
    if (highest >= all.highest) {
      return "version >= " + lowest;
    }
    return "version >= " + lowest + " && version <= " + highest;
  }
}
