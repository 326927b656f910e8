package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The recovery point of a log: below it everything was forced. Rises when a force ends, on the
 * owner's thread or the pool's, and falls only with a truncation, after which a force that began
 * before it no longer counts.
 */
final class ForcePoint {

  private static final Logger LOG = LogManager.getLogger(ForcePoint.class);

  private record Point(int truncations, long offset) {}

  private final AtomicReference<Point> point;

  /** The forces under way on the pool, one after the other: the point never jumps over one. */
  private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

  ForcePoint(long offset) {
    point = new AtomicReference<>(new Point(0, offset));
  }

  /** Any thread. */
  long offset() {
    return Objects.requireNonNull(point.get()).offset();
  }

  /** The owner forced everything below. */
  void advance(long offset) {
    point.updateAndGet(p -> p.offset() < offset ? new Point(p.truncations(), offset) : p);
  }

  /** The log now ends here. */
  void truncate(long offset) {
    point.updateAndGet(p -> new Point(p.truncations() + 1, Math.min(p.offset(), offset)));
  }

  /**
   * Forces and closes files on the pool, then counts everything below an offset as forced. By the
   * owner.
   */
  void forceLater(
      LogDir dir, Path partitionDir, List<DiskFile> files, long offset, Background background) {
    int truncations = Objects.requireNonNull(point.get()).truncations();
    // A force that ended with a bug must not keep the later ones from running.
    CompletableFuture<Void> before = underWay.exceptionally(ForcePoint::report);
    underWay =
        before.thenRunAsync(
            () -> {
              if (force(dir, partitionDir, files)) {
                point.updateAndGet(
                    p ->
                        p.truncations() == truncations && p.offset() < offset
                            ? new Point(truncations, offset)
                            : p);
              }
            },
            background.pool());
  }

  private static @Nullable Void report(Throwable bug) {
    LOG.error("forcing in the background failed", bug);
    return null;
  }

  private static boolean force(LogDir dir, Path partitionDir, List<DiskFile> files) {
    boolean forced = false;
    try {
      dir.checkOnline();
      dir.force(
          () -> {
            for (DiskFile file : files) {
              file.force();
            }
          });
      Disk disk = dir.disk();
      // The partition may have been deleted, that is renamed, in the meantime.
      if (disk.exists(partitionDir)) {
        disk.forceDirectory(partitionDir);
      }
      forced = true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      dir.fail("forcing a sealed segment of " + partitionDir, e);
    } finally {
      for (DiskFile file : files) {
        try {
          file.close();
        } catch (IOException e) {
          dir.fail("closing a sealed segment of " + partitionDir, e);
        }
      }
    }
    return forced;
  }
}
