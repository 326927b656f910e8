package io.classickafka.record;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * zstd frames. A frame may ask for a window of up to 128 MiB (zstd's own limit for streams); the
 * memory behind it is reserved by the codec but touched only as far as content arrives. Bytes after
 * a frame that are no frame are refused.
 */
final class ZstdDecoder extends Decoder {

  private static final ByteBuffer NO_INPUT = ByteBuffer.allocateDirect(0);

  private static final int MAGIC = 0x28b52ffd;

  /** Windows above this are not kept for the next stream. */
  private static final long KEPT_WINDOW_BYTES = 8L << 20;

  private static final long LARGEST_WINDOW_BYTES = 128L << 20;

  private final ByteBuffer output = ByteBuffer.allocateDirect(PIECE_SIZE);
  private @Nullable ByteBuffer copied;
  private @Nullable ZstdDecompressCtx context;
  private ByteBuffer source = NOTHING;
  private ByteBuffer input = NO_INPUT;
  private int at;
  private int end;
  private boolean frameOpen;
  private boolean largeWindow;

  @Override
  void open(ByteBuffer source, int from, int to) {
    this.source = source;
    this.at = from;
    this.end = to;
    this.input = source.isDirect() ? source.duplicate().limit(to).position(from) : NO_INPUT;
    if (source.isDirect()) {
      at = to;
    }
    this.frameOpen = false;
    long window = windowBytes(source, from, to);
    this.largeWindow = window > KEPT_WINDOW_BYTES;
    if (window > LARGEST_WINDOW_BYTES) {
      // Refused here already, so that the codec never reserves for it.
      this.frameOpen = true;
      this.at = to;
      this.input = NO_INPUT;
    }
    if (context == null) {
      context = new ZstdDecompressCtx();
    } else {
      context.reset();
    }
  }

  /** The window of the first frame, 0 when its header is not all there. */
  private static long windowBytes(ByteBuffer source, int from, int to) {
    if (to - from < 6 || source.getInt(from) != MAGIC) {
      return 0;
    }
    int descriptor = source.get(from + 4);
    if ((descriptor & 0x20) != 0) {
      return 0; // Single segment: the window is the content, which the output limit bounds.
    }
    int window = source.get(from + 5) & 0xff;
    long base = 1L << (10 + (window >>> 3));
    return base + (base >>> 3) * (window & 7);
  }

  @Override
  int next(long allowance) {
    ZstdDecompressCtx active = context;
    if (active == null) {
      return BROKEN;
    }
    output.clear();
    try {
      while (output.position() == 0) {
        if (!input.hasRemaining() && !refill()) {
          if (!frameOpen) {
            return END;
          }
          // All input is taken: what the codec still holds comes out, or the stream is cut off.
          frameOpen = !active.decompressDirectByteBufferStream(output, input);
          if (output.position() == 0) {
            return frameOpen ? BROKEN : END;
          }
          break;
        }
        frameOpen = !active.decompressDirectByteBufferStream(output, input);
      }
      return output.position();
    } catch (ZstdException broken) {
      return BROKEN;
    }
  }

  /** The codec reads direct memory only: a source on the heap is copied piece by piece. */
  private boolean refill() {
    int size = Math.min(end - at, PIECE_SIZE);
    if (size <= 0) {
      return false;
    }
    if (copied == null) {
      copied = ByteBuffer.allocateDirect(PIECE_SIZE);
    }
    copied.clear();
    copied.put(0, source, at, size).limit(size);
    at += size;
    input = copied;
    return true;
  }

  @Override
  ByteBuffer output() {
    return output;
  }

  @Override
  void finish() {
    source = NOTHING;
    input = NO_INPUT;
    at = 0;
    end = 0;
    if (largeWindow) {
      closeContext();
      largeWindow = false;
    }
  }

  @Override
  void close() {
    finish();
    closeContext();
  }

  private void closeContext() {
    if (context != null) {
      context.close();
      context = null;
    }
  }
}
