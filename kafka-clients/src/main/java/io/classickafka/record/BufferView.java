package io.classickafka.record;

import java.nio.ByteBuffer;

/**
 * A reused window on a buffer: a new object only when the buffer behind it is not one of the last
 * two. The records of a compressed batch lie now in the decoder's buffer, now in the gathering one.
 */
final class BufferView {

  private ByteBuffer behind = Decoder.NOTHING;
  private ByteBuffer view = Decoder.NOTHING;
  private ByteBuffer otherBehind = Decoder.NOTHING;
  private ByteBuffer otherView = Decoder.NOTHING;

  /** The window, from position to limit; the last one is moved. */
  @SuppressWarnings("ReferenceEquality") // A view is of one buffer, whatever another one holds.
  ByteBuffer of(ByteBuffer bytes, int position, int size) {
    if (bytes != behind) {
      ByteBuffer known = bytes == otherBehind ? otherView : bytes.duplicate();
      otherBehind = behind;
      otherView = view;
      behind = bytes;
      view = known;
    }
    return view.limit(position + size).position(position);
  }

  void close() {
    behind = Decoder.NOTHING;
    view = Decoder.NOTHING;
    otherBehind = Decoder.NOTHING;
    otherView = Decoder.NOTHING;
  }
}
