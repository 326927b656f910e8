package io.classickafka.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.seam.FileSlice;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileChannelDiskTest {

  private final FileChannelDisk disk = new FileChannelDisk();
  private final Path dir;

  FileChannelDiskTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(FileSlice slice) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(slice.sizeBytes());
    slice.read(0, target);
    return new String(target.array(), StandardCharsets.UTF_8);
  }

  @Test
  void appendsGatherBuffersInOrder() throws IOException {
    Path path = dir.resolve("a");
    try (DiskFile file = disk.create(path)) {
      file.append(bytes("ab"), bytes(""), bytes("cd"));
      file.append(bytes("ef"));
      assertThat(file.sizeBytes()).isEqualTo(6);
    }
    try (DiskFile file = disk.open(path)) {
      file.append(bytes("g"), bytes("h"));
    }
    assertThat(Files.readString(path)).isEqualTo("abcdefgh");
  }

  @Test
  void sliceStaysReadableWhenTheFileIsClosedRenamedAndDeleted() throws IOException {
    Path path = dir.resolve("a");
    DiskFile file = disk.create(path);
    file.append(bytes("0123456789"));
    FileSlice slice = file.slice(2, 5);
    FileSlice part = slice.slice(1, 2).retain();
    file.close();
    disk.rename(path, dir.resolve("a.deleted"));
    assertThat(disk.delete(dir.resolve("a.deleted"))).isTrue();
    assertThat(text(slice)).isEqualTo("23456");
    slice.release();
    assertThat(text(part)).isEqualTo("34");
    FileChannel channel = Objects.requireNonNull(part.channel());
    assertThat(channel.isOpen()).isTrue();
    part.release();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(part::retain).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sliceBeyondTheEndOfATruncatedFileFails() throws IOException {
    try (DiskFile file = disk.create(dir.resolve("a"))) {
      file.append(bytes("0123456789"));
      FileSlice slice = file.slice(2, 5);
      file.truncate(4);
      assertThatThrownBy(() -> text(slice)).isInstanceOf(EOFException.class);
      slice.release();
      file.append(bytes("xy"));
      assertThat(Files.readString(dir.resolve("a"))).isEqualTo("0123xy");
    }
  }

  @Test
  void loadingASliceNeedsEveryByteOfIt() throws IOException {
    try (DiskFile file = disk.create(dir.resolve("a"))) {
      file.append(ByteBuffer.allocate(300_000));
      FileSlice slice = file.slice(100_000, 200_000);
      slice.load();
      FileSlice nothing = file.slice(5, 0);
      nothing.load();
      nothing.release();
      file.truncate(250_000);
      assertThatThrownBy(slice::load).isInstanceOf(EOFException.class);
      slice.release();
    }
  }

  @Test
  void openingTellsMissingAndPresentFilesApart() throws IOException {
    assertThatThrownBy(() -> disk.open(dir.resolve("no"))).isInstanceOf(NoSuchFileException.class);
    disk.create(dir.resolve("a")).close();
    assertThatThrownBy(() -> disk.create(dir.resolve("a")))
        .isInstanceOf(FileAlreadyExistsException.class);
    disk.openOrCreate(dir.resolve("b")).close();
    assertThat(disk.list(dir)).containsExactly("a", "b");
    assertThat(disk.delete(dir.resolve("no"))).isFalse();
  }

  @Test
  void replaceLeavesOnlyTheNewContent() throws IOException {
    Path path = dir.resolve("checkpoint");
    Files.writeString(dir.resolve("checkpoint.tmp"), "left over and longer than the new content");
    disk.replace(path, "one".getBytes(StandardCharsets.UTF_8));
    disk.replace(path, "two".getBytes(StandardCharsets.UTF_8));
    assertThat(new String(disk.readAll(path, 10), StandardCharsets.UTF_8)).isEqualTo("two");
    assertThat(disk.list(dir)).containsExactly("checkpoint");
    assertThatThrownBy(() -> disk.readAll(path, 2)).isInstanceOf(IOException.class);
  }

  @Test
  void lockIsHeldOnceUntilClosed() throws IOException {
    Path path = dir.resolve(".lock");
    Closeable first = Objects.requireNonNull(disk.tryLock(path));
    assertThat(disk.tryLock(path)).isNull();
    first.close();
    Closeable second = Objects.requireNonNull(disk.tryLock(path));
    second.close();
  }

  @Test
  void directoriesTimesAndSpace() throws IOException {
    Path nested = dir.resolve("x/y");
    disk.makeDirectories(nested);
    disk.makeDirectories(nested);
    disk.forceDirectory(nested);
    Path link = dir.resolve("link");
    Files.createSymbolicLink(link, nested);
    disk.makeDirectories(link);
    assertThat(disk.isDirectory(link)).isTrue();
    assertThat(disk.realPath(link)).isEqualTo(disk.realPath(nested));
    disk.create(nested.resolve("f")).close();
    disk.setModifiedMs(nested.resolve("f"), 1234000);
    assertThat(disk.modifiedMs(nested.resolve("f"))).isEqualTo(1234000);
    assertThat(disk.sizeBytes(nested.resolve("f"))).isZero();
    assertThat(disk.freeBytes(nested)).isPositive();
    assertThat(disk.totalBytes(nested)).isGreaterThanOrEqualTo(disk.freeBytes(nested));
  }
}
