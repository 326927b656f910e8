package io.classickafka.record;

import java.nio.ByteBuffer;

/**
 * Decompresses one stream piece by piece into a buffer of its own. Reused: {@link #open} starts the
 * next stream. No outcome of bad input is an exception. One thread at a time.
 */
abstract class Decoder {

  /** The stream ended as it should. */
  static final int END = -1;

  /** The stream is broken or cut off. */
  static final int BROKEN = -2;

  /** The next piece claims more than the limit has left; nothing was allocated for it. */
  static final int OVER_LIMIT = -3;

  /** Size of a piece, for codecs that do not dictate one. */
  static final int PIECE_SIZE = 32 * 1024;

  static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /**
   * Starts a stream. Borrows the source until {@link #finish}.
   *
   * @param from first byte of the stream, absolute
   * @param to end of the stream, exclusive
   */
  abstract void open(ByteBuffer source, int from, int to);

  /**
   * Makes the next piece.
   *
   * @param allowance bytes that the caller is willing to take still; a piece that is known
   *     beforehand to be larger is not made
   * @return its size, more than 0, now in {@link #output} from index 0; or END, BROKEN, OVER_LIMIT
   */
  abstract int next(long allowance);

  /** Where the last piece lies. Valid until the next call of {@link #next}. */
  abstract ByteBuffer output();

  /** Lets go of the source. */
  abstract void finish();

  /** Frees native memory. {@link #open} may follow. */
  void close() {
    finish();
  }
}
