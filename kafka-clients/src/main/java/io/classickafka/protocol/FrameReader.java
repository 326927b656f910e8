package io.classickafka.protocol;

import io.classickafka.seam.ByteSlice;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one connection into frames: an int32 size, then so many bytes. Owned by the
 * connection's loop.
 *
 * <p>A frame that lies whole in one received slice is a slice of it. Any other is gathered in a
 * buffer that grows with what has arrived: none is made that is more than twice as large as that,
 * however large the frame is said to become.
 */
public final class FrameReader {

  private static final int SIZE_BYTES = Integer.BYTES;

  /** Key and version, the first four bytes of every request. */
  private static final int CHECKED_BYTES = 2 * Short.BYTES;

  private static final int SMALLEST_BUFFER = 256;

  private final int maxFrameBytes;
  private final Memory memory;
  private final HeadCheck check;

  /** Bytes not yet consumed: from {@link #offset} of the first slice on. */
  private final ArrayDeque<ByteSlice> arrived = new ArrayDeque<>(2);

  private int offset;
  private int arrivedBytes;

  /** Size of the frame under way, or 0 between frames. */
  private int frameBytes;

  /** The first {@link #gatheredBytes} of the frame under way. */
  private @Nullable ByteSlice gathered;

  private int gatheredBytes;

  /** Gives memory to gather a frame in. */
  public interface Memory {
    /**
     * Memory with one count for the caller; what it holds is undefined.
     *
     * @param sizeBytes of what is made for it
     * @param frameBytes of the whole frame: of this size may be what there is already
     */
    ByteSlice allocate(int sizeBytes, int frameBytes);
  }

  /** Says why a frame that begins with this key and version is not wanted; null if it is. */
  public interface HeadCheck {
    @Nullable String refusal(short apiKey, short version);
  }

  public FrameReader(int maxFrameBytes, Memory memory, HeadCheck check) {
    this.maxFrameBytes = maxFrameBytes;
    this.memory = memory;
    this.check = check;
  }

  /** Adds received bytes. Takes over one count. */
  public void feed(ByteSlice bytes) {
    arrived.addLast(bytes);
    arrivedBytes += bytes.sizeBytes();
  }

  /**
   * The next whole frame, without its size, with one count for the caller; null when more bytes are
   * needed.
   *
   * @throws MalformedFrameException when no frame can follow any more
   */
  public @Nullable ByteSlice next() throws MalformedFrameException {
    if (frameBytes == 0) {
      if (arrivedBytes < SIZE_BYTES) {
        return null;
      }
      frameBytes = readSize();
    }
    if (gathered == null && arrivedBytes >= frameBytes) {
      ByteSlice first = arrived.getFirst();
      if (first.sizeBytes() - offset >= frameBytes) {
        ByteSlice frame = first.slice(offset, frameBytes).retain();
        skip(frameBytes);
        frameBytes = 0;
        return frame;
      }
    }
    return gather();
  }

  /** Whether part of a frame, or of its size, has arrived. */
  public boolean midFrame() {
    return frameBytes > 0 || arrivedBytes > 0;
  }

  /** Bytes held that are no whole frame yet, or were not asked for yet. */
  public int heldBytes() {
    return arrivedBytes + (gathered == null ? 0 : gathered.sizeBytes());
  }

  /** Gives back all memory. */
  public void close() {
    arrived.forEach(ByteSlice::release);
    arrived.clear();
    arrivedBytes = 0;
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }

  private int readSize() throws MalformedFrameException {
    int size = 0;
    for (int i = 0; i < SIZE_BYTES; i++) {
      size = size << 8 | (arrived.getFirst().view().get(offset) & 0xff);
      skip(1);
    }
    if (size <= 0 || size > maxFrameBytes) {
      throw new MalformedFrameException("frame size " + size + " outside 1.." + maxFrameBytes);
    }
    return size;
  }

  private @Nullable ByteSlice gather() throws MalformedFrameException {
    int take = Math.min(arrivedBytes, frameBytes - gatheredBytes);
    if (take > 0) {
      int before = gatheredBytes;
      ByteSlice target = ensureRoom(before + take);
      while (gatheredBytes < before + take) {
        ByteSlice first = arrived.getFirst();
        int part = Math.min(first.sizeBytes() - offset, before + take - gatheredBytes);
        target.view().put(gatheredBytes, first.view(), offset, part);
        gatheredBytes += part;
        skip(part);
      }
      if (before < CHECKED_BYTES && gatheredBytes >= CHECKED_BYTES) {
        String refusal = check.refusal(target.view().getShort(0), target.view().getShort(2));
        if (refusal != null) {
          throw new MalformedFrameException(refusal);
        }
      }
    }
    if (gatheredBytes < frameBytes) {
      return null;
    }
    ByteSlice frame = gathered;
    gathered = null;
    gatheredBytes = 0;
    frameBytes = 0;
    return frame;
  }

  private ByteSlice ensureRoom(int needed) {
    ByteSlice old = gathered;
    if (old != null && old.sizeBytes() >= needed) {
      return old;
    }
    int doubled = old == null ? SMALLEST_BUFFER : (int) Math.min(2L * old.sizeBytes(), frameBytes);
    ByteSlice grown = memory.allocate(Math.min(frameBytes, Math.max(needed, doubled)), frameBytes);
    if (old != null) {
      grown.view().put(0, old.view(), 0, gatheredBytes);
      old.release();
    }
    gathered = grown;
    return grown;
  }

  private void skip(int bytes) {
    offset += bytes;
    arrivedBytes -= bytes;
    ByteSlice first = arrived.getFirst();
    if (offset == first.sizeBytes()) {
      offset = 0;
      arrived.removeFirst().release();
    }
  }
}
