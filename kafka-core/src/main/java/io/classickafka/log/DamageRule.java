package io.classickafka.log;

import org.jspecify.annotations.Nullable;

/**
 * What damage to a log means after a stop: the tail that a crash tore, which is cut, or a loss that
 * is not to be hidden, with which the replica goes offline. Pure.
 *
 * <pre>
 *   log start ........ recovery point ........ high watermark ........ log end
 *        forced                 committed               written
 * </pre>
 *
 * <p>Below the recovery point everything was forced: no crash takes it. Between it and the high
 * watermark a loss of power takes the last writes, so that the file ends early or in zeros; a wrong
 * checksum, or whole batches behind the damage, are not that. Above both nothing was promised, and
 * the writes of a crash may have reached the disk in any order.
 */
final class DamageRule {

  private DamageRule() {}

  /**
   * Why a log must not go on without what lies at and above damage; null when it is cut there.
   *
   * @param offset the first that is damaged
   * @param lost whether only a cut-off batch, zeros or nothing at all is left from there on
   */
  static @Nullable String corruption(
      long offset, long recoveryPoint, long highWatermark, boolean lost) {
    if (offset < recoveryPoint) {
      return "it was forced, the recovery point is " + recoveryPoint;
    }
    return offset < highWatermark && !lost
        ? "it was committed, the high watermark is " + highWatermark
        : null;
  }

  /**
   * Why a log that is whole must not go on with this end; null when it may. One checkpoint alone
   * may be wrong, both are not.
   */
  static @Nullable String shortage(long logEndOffset, long recoveryPoint, long highWatermark) {
    return logEndOffset < recoveryPoint && logEndOffset < highWatermark
        ? "the recovery point is " + recoveryPoint + " and the high watermark " + highWatermark
        : null;
  }
}
