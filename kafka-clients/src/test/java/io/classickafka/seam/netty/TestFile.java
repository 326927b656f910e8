package io.classickafka.seam.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.seam.FileSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A slice of a real file that counts; it can hide its channel as a simulation would. */
final class TestFile implements FileSlice {

  final AtomicInteger count = new AtomicInteger(1);
  final List<Integer> failedAt = new CopyOnWriteArrayList<>();
  private final FileChannel file;
  private final long position;
  private final int size;
  private final boolean showChannel;

  TestFile(FileChannel file, long position, int size, boolean showChannel) {
    this.file = file;
    this.position = position;
    this.size = size;
    this.showChannel = showChannel;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public int sizeBytes() {
    return size;
  }

  @Override
  public int read(int offset, ByteBuffer target) throws IOException {
    ByteBuffer part = target.slice(target.position(), Math.min(target.remaining(), size - offset));
    int read = 0;
    while (part.hasRemaining()) {
      read += file.read(part, position + offset + read);
    }
    target.position(target.position() + read);
    return read;
  }

  @Override
  public void onSendFailed(int offset, IOException cause) {
    assertThat(count.get()).as("held").isPositive();
    failedAt.add(offset);
  }

  @Override
  public @Nullable FileChannel channel() {
    return showChannel ? file : null;
  }

  @Override
  public FileSlice slice(int offset, int sizeBytes) {
    return new TestFile(file, position + offset, sizeBytes, showChannel);
  }

  @Override
  public FileSlice retain() {
    count.incrementAndGet();
    return this;
  }

  @Override
  public void release() {
    count.decrementAndGet();
  }
}
