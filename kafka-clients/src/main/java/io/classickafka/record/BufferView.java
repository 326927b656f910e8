package io.classickafka.record;

import java.nio.ByteBuffer;

/** A reused window on a buffer: a new object only when the buffer behind it is another one. */
final class BufferView {

  private ByteBuffer behind = Decoder.NOTHING;
  private ByteBuffer view = Decoder.NOTHING;

  /** The window, from position to limit; the last one is moved. */
  ByteBuffer of(ByteBuffer bytes, int position, int size) {
    if (bytes != behind) {
      behind = bytes;
      view = bytes.duplicate();
    }
    return view.limit(position + size).position(position);
  }

  void close() {
    behind = Decoder.NOTHING;
    view = Decoder.NOTHING;
  }
}
