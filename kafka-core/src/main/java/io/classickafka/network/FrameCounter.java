package io.classickafka.network;

import java.nio.ByteBuffer;

/** Counts the frames in a stream of bytes by the sizes in front of them. State of one loop. */
final class FrameCounter {

  private int sizeBytesSeen;
  private int size;

  /** Bytes of the running frame that are still to come, its size not among them. */
  private int left;

  /**
   * Takes the next bytes of the stream.
   *
   * @return how many frames end in them
   */
  int feed(ByteBuffer bytes, int count) {
    int ended = 0;
    int at = 0;
    while (at < count) {
      if (sizeBytesSeen < Integer.BYTES) {
        size = size << 8 | (bytes.get(at++) & 0xff);
        if (++sizeBytesSeen < Integer.BYTES) {
          continue;
        }
        left = Math.max(0, size);
      }
      int taken = Math.min(left, count - at);
      at += taken;
      left -= taken;
      if (left == 0) {
        ended++;
        sizeBytesSeen = 0;
        size = 0;
      }
    }
    return ended;
  }
}
