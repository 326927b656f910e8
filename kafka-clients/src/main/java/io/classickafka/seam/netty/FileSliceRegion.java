package io.classickafka.seam.netty;

import io.classickafka.seam.FileSlice;
import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * A file slice on its way out by {@code sendfile}. Releases the slice, and never closes the file.
 */
final class FileSliceRegion extends DefaultFileRegion {

  private final FileSlice slice;

  FileSliceRegion(FileSlice slice, FileChannel channel) {
    super(channel, slice.position(), slice.sizeBytes());
    this.slice = slice;
  }

  /** Sending stopped here, with an error of the socket or of the file. */
  void onFailed(IOException cause) {
    slice.onSendFailed((int) transferred(), cause);
  }

  @Override
  protected void deallocate() {
    slice.release();
  }
}
