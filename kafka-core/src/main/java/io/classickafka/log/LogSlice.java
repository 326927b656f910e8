package io.classickafka.log;

import io.classickafka.seam.FileSlice;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Records in a segment's file, on their way to whoever asked for them: a disk that fails to give
 * them takes its log directory offline, also long after the read that found them. Any thread.
 *
 * <p>That the file ends within the slice is no failure of the disk: the log may have been cut.
 */
final class LogSlice implements FileSlice {

  /** What {@code sendfile} has in hand at a time: the pages of one pipe. */
  private static final int PROBE_BYTES = 64 * 1024;

  private final FileSlice slice;
  private final Segment segment;
  private final LogDir dir;

  LogSlice(FileSlice slice, Segment segment, LogDir dir) {
    this.slice = slice;
    this.segment = segment;
    this.dir = dir;
  }

  @Override
  public long position() {
    return slice.position();
  }

  @Override
  public int sizeBytes() {
    return slice.sizeBytes();
  }

  @Override
  public int read(int offset, ByteBuffer target) throws IOException {
    try {
      return slice.read(offset, target);
    } catch (IOException e) {
      throw failed("reading", offset, e);
    }
  }

  @Override
  public void load() throws IOException {
    try {
      slice.load();
    } catch (IOException e) {
      throw failed("reading ahead", 0, e);
    }
  }

  private IOException failed(String doing, int offset, IOException cause) {
    if (!(cause instanceof EOFException)) {
      dir.fail(doing + " path=" + segment.path() + " position=" + (position() + offset), cause);
    }
    return cause;
  }

  /** Reads the bytes again, away from the sender's loop: if that fails too, it is the disk. */
  @Override
  public void onSendFailed(int offset, IOException cause) {
    if (dir.isOffline() || offset >= sizeBytes()) {
      return;
    }
    slice.retain();
    dir.coldReads().run(() -> probe(offset, cause));
  }

  private void probe(int offset, IOException cause) {
    try {
      slice.read(offset, ByteBuffer.allocate(Math.min(PROBE_BYTES, sizeBytes() - offset)));
    } catch (IOException e) {
      e.addSuppressed(cause);
      failed("sending", offset, e);
    } finally {
      slice.release();
    }
  }

  @Override
  public @Nullable FileChannel channel() {
    return slice.channel();
  }

  @Override
  public FileSlice slice(int offset, int size) {
    return new LogSlice(slice.slice(offset, size), segment, dir);
  }

  @Override
  public FileSlice retain() {
    slice.retain();
    return this;
  }

  @Override
  public void release() {
    slice.release();
  }

  @Override
  public String toString() {
    return slice.toString();
  }
}
