package io.classickafka.simulation.run;

import io.classickafka.disk.DiskFile;
import io.classickafka.simulation.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A bit of a log rots that was forced long ago: below the recovery point, in the segment that a
 * start after a crash reads from there on.
 */
final class LogRot {

  private static final String CHECKPOINT = "recovery-point-offset-checkpoint";
  private static final int LENGTH_AT = 8;
  private static final int OVERHEAD = 12;
  private static final int CHECKED_FROM = 21;
  private static final int LAST_OFFSET_DELTA_AT = 23;

  private final MemoryDisk disk;
  private final Path logDir;

  LogRot(MemoryDisk disk, Path logDir) {
    this.disk = disk;
    this.logDir = logDir;
  }

  private record Place(Path file, int from, int to) {}

  /** Flips a bit; says where, null when nothing lies below a recovery point. */
  @Nullable String strike(SplittableRandom draw) {
    try {
      List<Place> places = places();
      if (places.isEmpty()) {
        return null;
      }
      Place place = places.get(draw.nextInt(places.size()));
      int at = draw.nextInt(place.from, place.to);
      disk.flip(place.file, at * 8L + draw.nextInt(8));
      return place.file + " at byte " + at;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<Place> places() throws IOException {
    List<Place> places = new ArrayList<>();
    Path checkpoint = logDir.resolve(CHECKPOINT);
    if (disk.exists(checkpoint)) {
      String text = new String(read(checkpoint).array(), StandardCharsets.UTF_8);
      for (String line : text.lines().skip(2).toList()) {
        String[] entry = line.split(" ", -1);
        long recoveryPoint = Long.parseLong(entry[2]);
        Path directory = logDir.resolve(entry[0] + "-" + entry[1]);
        if (entry[0].equals(Cluster.TOPIC) && disk.exists(directory)) {
          below(recoveryPoint, directory, places);
        }
      }
    }
    return places;
  }

  private void below(long recoveryPoint, Path directory, List<Place> places) throws IOException {
    String segment = null;
    for (String name : disk.list(directory)) {
      if (name.endsWith(".log") && base(name) <= recoveryPoint) {
        segment = name;
      }
    }
    if (segment == null) {
      return;
    }
    ByteBuffer bytes = read(directory.resolve(segment));
    int position = 0;
    while (position + LAST_OFFSET_DELTA_AT + Integer.BYTES <= bytes.limit()) {
      int end = position + OVERHEAD + bytes.getInt(position + LENGTH_AT);
      long last = bytes.getLong(position) + bytes.getInt(position + LAST_OFFSET_DELTA_AT);
      // What lost power ends in zeros, which look like a batch of long before.
      boolean zeros = end <= position + CHECKED_FROM;
      if (zeros || last >= recoveryPoint || end > bytes.limit()) {
        return;
      }
      places.add(new Place(directory.resolve(segment), position + CHECKED_FROM, end));
      position = end;
    }
  }

  private static long base(String name) {
    return Long.parseLong(name.substring(0, name.length() - ".log".length()));
  }

  private ByteBuffer read(Path path) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) disk.sizeBytes(path));
    try (DiskFile file = disk.open(path)) {
      file.readFully(bytes, 0);
    }
    return bytes.flip();
  }
}
