package io.classickafka.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * gzip members (RFC 1952), read as one stream when there are several. Checks each trailer; bytes
 * after a member that are no member are ignored, as the JDK's reader does.
 */
final class GzipDecoder extends Decoder {

  private static final int FIXED_HEADER_SIZE = 10;
  private static final int TRAILER_SIZE = 8;
  private static final int HEADER_CRC_BIT = 2;
  private static final int EXTRA_BIT = 4;
  private static final int NAME_BIT = 8;
  private static final int COMMENT_BIT = 16;

  private final ByteBuffer output = ByteBuffer.allocate(PIECE_SIZE);
  private final CRC32 crc = new CRC32();
  private @Nullable Inflater inflater;
  private ByteBuffer source = NOTHING;
  private boolean insideMember;
  private boolean seenMember;

  @Override
  void open(ByteBuffer source, int from, int to) {
    this.source = source.duplicate().limit(to).position(from);
    this.insideMember = false;
    this.seenMember = false;
  }

  @Override
  int next(long allowance) {
    while (true) {
      if (!insideMember) {
        int body = source.hasRemaining() ? memberBody(source) : -1;
        if (body < 0) {
          return seenMember ? END : BROKEN;
        }
        startMember(body);
      }
      int size = inflate();
      if (size != 0) {
        return size;
      }
      // The member is over: its trailer was right. Another may follow.
      insideMember = false;
    }
  }

  private void startMember(int body) {
    source.position(body);
    if (inflater == null) {
      inflater = new Inflater(true);
    } else {
      inflater.reset();
    }
    inflater.setInput(source);
    crc.reset();
    insideMember = true;
    seenMember = true;
  }

  /** Bytes made, 0 at the end of a good member, BROKEN. */
  private int inflate() {
    Inflater active = inflater;
    if (active == null) {
      return BROKEN;
    }
    try {
      int size = active.inflate(output.array());
      if (size > 0) {
        crc.update(output.array(), 0, size);
        return size;
      }
      return active.finished() && trailerMatches(active) ? 0 : BROKEN;
    } catch (DataFormatException broken) {
      return BROKEN;
    }
  }

  private boolean trailerMatches(Inflater active) {
    if (source.remaining() < TRAILER_SIZE) {
      return false;
    }
    int crcValue = Integer.reverseBytes(source.getInt());
    int sizeModulo = Integer.reverseBytes(source.getInt());
    return crcValue == (int) crc.getValue() && sizeModulo == (int) active.getBytesWritten();
  }

  /** Position after the header that starts at the source's position, or -1. Moves nothing. */
  private static int memberBody(ByteBuffer source) {
    int start = source.position();
    int limit = source.limit();
    if (limit - start < FIXED_HEADER_SIZE
        || source.get(start) != (byte) 0x1f
        || source.get(start + 1) != (byte) 0x8b
        || source.get(start + 2) != 8) {
      return -1;
    }
    int flags = source.get(start + 3);
    int at = start + FIXED_HEADER_SIZE;
    if ((flags & EXTRA_BIT) != 0) {
      if (limit - at < 2) {
        return -1;
      }
      at += 2 + ((source.get(at) & 0xff) | (source.get(at + 1) & 0xff) << 8);
    }
    if ((flags & NAME_BIT) != 0) {
      at = afterZero(source, at);
    }
    if ((flags & COMMENT_BIT) != 0) {
      at = afterZero(source, at);
    }
    if ((flags & HEADER_CRC_BIT) != 0) {
      if (at > limit - 2) {
        return -1;
      }
      int stored = (source.get(at) & 0xff) | (source.get(at + 1) & 0xff) << 8;
      if ((Crc32c.zlib(source, start, at) & 0xffff) != stored) {
        return -1;
      }
      at += 2;
    }
    return at > limit ? -1 : at;
  }

  /** Position after the next zero byte, or beyond the limit. */
  private static int afterZero(ByteBuffer source, int from) {
    int at = from;
    while (at < source.limit() && source.get(at) != 0) {
      at++;
    }
    return at + 1;
  }

  @Override
  ByteBuffer output() {
    return output;
  }

  @Override
  void finish() {
    source = NOTHING;
    if (inflater != null) {
      inflater.setInput(NOTHING);
    }
  }

  @Override
  void close() {
    source = NOTHING;
    if (inflater != null) {
      inflater.end();
      inflater = null;
    }
  }
}
