package io.classickafka.log;

/**
 * What it cost to write records in another format or codec than they came in.
 *
 * @param records how many records were written anew
 * @param elapsedNs for how long
 * @param bytes of memory that were taken for it and are of no further use after the request
 */
public record ConversionCost(long records, long elapsedNs, long bytes) {

  /** Nothing was converted. */
  public static final ConversionCost NONE = new ConversionCost(0, 0, 0);

  /** Both together. */
  public ConversionCost plus(ConversionCost other) {
    if (other.records == 0) {
      return this;
    }
    return records == 0
        ? other
        : new ConversionCost(
            records + other.records, elapsedNs + other.elapsedNs, bytes + other.bytes);
  }
}
