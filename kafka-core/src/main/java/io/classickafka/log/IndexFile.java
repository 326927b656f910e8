package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file of fixed-size entries, sorted by a key. In memory are the entries of the last page and the
 * first key of each page; the rest is read by position when it is asked for. The file is open only
 * during a read or write. Owned by the segment's owner.
 *
 * <p>Entries go to the file page by page: until {@link #flush} the file may lack up to a page. It
 * never holds more than the entries, unlike Apache's, which is longer until it is trimmed.
 */
abstract class IndexFile {

  static final int PAGE_ENTRIES = 512;

  final long baseOffset;

  // Shared by the many that are not in use: a segment that nobody reads must cost next to nothing.
  private static final ByteBuffer NO_ENTRIES = ByteBuffer.allocate(0);
  private static final long[] NO_KEYS = {};

  private final Disk disk;
  private final Path directory;
  private final String suffix;
  private final int entrySize;
  private final int maxEntries;

  private int count;
  private int written;

  /** The entries of the last page; its first one has the number {@code tailPage * PAGE_ENTRIES}. */
  private ByteBuffer tail = NO_ENTRIES;

  private int tailPage;
  private long[] pageKeys = NO_KEYS;

  // The page that was read last.
  private ByteBuffer page = NO_ENTRIES;
  private int pageNumber = -1;

  IndexFile(
      Disk disk, Path directory, String suffix, long baseOffset, int entrySize, int maxBytes) {
    this.disk = disk;
    this.directory = directory;
    this.suffix = suffix;
    this.baseOffset = baseOffset;
    this.entrySize = entrySize;
    this.maxEntries = maxBytes / entrySize;
  }

  /** What the entries are sorted by. */
  abstract long key(ByteBuffer bytes, int at);

  /** Whether an entry may follow another one; {@code previous} is negative for the first. */
  abstract boolean isValid(ByteBuffer bytes, int at, int previous, long segmentSize);

  /**
   * Reads the file and checks every entry.
   *
   * @param segmentSize length of the segment the entries point into
   * @return false when the file is missing or any entry is wrong: there are then no entries
   */
  boolean load(long segmentSize) throws IOException {
    forget();
    if (!disk.exists(path())) {
      return false;
    }
    try (DiskFile file = disk.open(path())) {
      long size = file.sizeBytes();
      if (size % entrySize != 0 || size > Integer.MAX_VALUE) {
        return false;
      }
      int entries = (int) (size / entrySize);
      // One entry of the page before stays in front, to compare with.
      ByteBuffer bytes = ByteBuffer.allocate((PAGE_ENTRIES + 1) * entrySize);
      for (int first = 0; first < entries; first += PAGE_ENTRIES) {
        int number = Math.min(PAGE_ENTRIES, entries - first);
        bytes.clear().position(entrySize).limit((number + 1) * entrySize);
        file.readFully(bytes, (long) first * entrySize);
        if (!checkPage(bytes, number, first == 0, segmentSize)) {
          forget();
          return false;
        }
        addPageKey(first / PAGE_ENTRIES, key(bytes, entrySize));
        bytes.put(0, bytes, number * entrySize, entrySize);
      }
      count = entries;
      written = entries;
      loadTail(file);
    }
    return true;
  }

  /** The last whole entry in the file, as it is; null when there is none. */
  final @Nullable ByteBuffer readLastOnDisk() throws IOException {
    if (!disk.exists(path())) {
      return null;
    }
    try (DiskFile file = disk.open(path())) {
      long size = file.sizeBytes();
      if (size < entrySize || size % entrySize != 0) {
        return null;
      }
      ByteBuffer entry = ByteBuffer.allocate(entrySize);
      file.readFully(entry, size - entrySize);
      return entry;
    }
  }

  private boolean checkPage(ByteBuffer bytes, int number, boolean first, long segmentSize) {
    for (int i = 1; i <= number; i++) {
      int previous = first && i == 1 ? -1 : (i - 1) * entrySize;
      if (!isValid(bytes, i * entrySize, previous, segmentSize)) {
        return false;
      }
    }
    return true;
  }

  /** Drops all entries from memory. */
  final void forget() {
    count = 0;
    written = 0;
    tailPage = 0;
    tail = NO_ENTRIES;
    page = NO_ENTRIES;
    pageKeys = NO_KEYS;
    pageNumber = -1;
  }

  /** Drops all entries, in the file too, which exists afterwards. */
  final void reset() throws IOException {
    forget();
    try (DiskFile file = disk.openOrCreate(path())) {
      file.truncate(0);
    }
  }

  private void loadTail(DiskFile file) throws IOException {
    tailPage = Math.max(0, count - 1) / PAGE_ENTRIES;
    int first = tailPage * PAGE_ENTRIES;
    int number = count - first;
    reserveTail(number);
    tail.clear().limit(number * entrySize);
    file.readFully(tail, (long) first * entrySize);
    tail.clear();
  }

  private void reserveTail(int entries) {
    int wanted = entries * entrySize;
    if (tail.capacity() < wanted) {
      int full = PAGE_ENTRIES * entrySize;
      int larger = Math.min(full, Math.max(wanted, Math.max(16 * entrySize, 2 * tail.capacity())));
      tail = ByteBuffer.wrap(Arrays.copyOf(tail.array(), larger));
    }
  }

  private void addPageKey(int number, long key) {
    if (number == pageKeys.length) {
      pageKeys = Arrays.copyOf(pageKeys, Math.max(4, 2 * number));
    }
    pageKeys[number] = key;
  }

  final int count() {
    return count;
  }

  final int maxEntries() {
    return maxEntries;
  }

  /** Makes room for an entry at the end; the caller writes it at the position returned. */
  final int grow() throws IOException {
    int first = tailPage * PAGE_ENTRIES;
    if (count - first == PAGE_ENTRIES) {
      flush();
      tailPage++;
      first = count;
    }
    reserveTail(count - first + 1);
    return (count - first) * entrySize;
  }

  /** The entry that was written at {@link #grow}'s position counts from now on. */
  final void grown(int at) {
    if (at == 0) {
      addPageKey(tailPage, key(tail, 0));
    }
    count++;
  }

  final ByteBuffer tail() {
    return tail;
  }

  /** Writes the entries that are only in memory. Not forced. */
  final void flush() throws IOException {
    if (written < count || !disk.exists(path())) {
      int first = tailPage * PAGE_ENTRIES;
      // What is not written yet is never older than the last page.
      ByteBuffer bytes = tail.duplicate();
      bytes.limit((count - first) * entrySize).position((written - first) * entrySize);
      try (DiskFile file = disk.openOrCreate(path())) {
        file.write(bytes, (long) written * entrySize);
      }
      written = count;
    }
  }

  /** The position of an entry in {@link #pageOf} its page. */
  final int at(int entry) {
    return entry % PAGE_ENTRIES * entrySize;
  }

  /** The bytes of the page that holds an entry. Valid until the next call. */
  final ByteBuffer pageOf(int entry) throws IOException {
    int number = entry / PAGE_ENTRIES;
    if (number == tailPage) {
      return tail;
    }
    if (number != pageNumber) {
      if (page.capacity() == 0) {
        page = ByteBuffer.allocate(PAGE_ENTRIES * entrySize);
      }
      page.clear();
      pageNumber = -1;
      try (DiskFile file = disk.open(path())) {
        file.readFully(page, (long) number * PAGE_ENTRIES * entrySize);
      }
      pageNumber = number;
    }
    return page;
  }

  /** Number of the last entry whose key is at or below a key; -1 when there is none. */
  final int floor(long key) throws IOException {
    if (count == 0 || pageKeys[0] > key) {
      return -1;
    }
    int low = 0;
    int high = (count - 1) / PAGE_ENTRIES;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (pageKeys[middle] <= key) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    int first = low * PAGE_ENTRIES;
    ByteBuffer bytes = pageOf(first);
    int from = first;
    int to = Math.min(first + PAGE_ENTRIES, count) - 1;
    while (from < to) {
      int middle = (from + to + 1) >>> 1;
      if (key(bytes, at(middle)) <= key) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return from;
  }

  /** Keeps the first entries only, in the file too. */
  final void keep(int entries) throws IOException {
    if (entries >= count) {
      return;
    }
    flush();
    try (DiskFile file = disk.open(path())) {
      file.truncate((long) entries * entrySize);
      count = entries;
      written = entries;
      pageNumber = -1;
      loadTail(file);
    }
  }

  /** Writes and forces the entries. */
  final void force() throws IOException {
    flush();
    try (DiskFile file = disk.open(path())) {
      file.force();
    }
  }

  final Path path() {
    return directory.resolve(LogFiles.name(baseOffset, suffix));
  }
}
