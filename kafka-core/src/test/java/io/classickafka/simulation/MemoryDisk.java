package io.classickafka.simulation;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import io.classickafka.simulation.DiskFaults.Operation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory, for one thread, in which nothing takes time. It keeps two images: what a
 * process sees, and what is on the device, which differ until something is forced. {@link #kill}
 * ends the process that uses it; {@link #crash} also loses, as a seed has it, what was not forced.
 * {@link #faults} makes operations fail. Knows how many slices are held, so that a test can see
 * whether all were given back.
 *
 * <p>The disk itself never ends; who wants handles and late tasks of a dead process to do no harm
 * gives each process a {@link #mount} of its own.
 */
public final class MemoryDisk implements Disk {

  private static final long FREE_BYTES = 1L << 40;

  private MemoryDirectory root = new MemoryDirectory();
  private final TreeSet<Path> locked = new TreeSet<>();
  private final DiskFaults faults = new DiskFaults();
  private long capacityBytes = FREE_BYTES;
  private int heldSlices;
  private int life;
  private boolean sizesFail;
  private Runnable duringForce = () -> {};
  private long changesLeft = Long.MAX_VALUE;

  /** Slices that somebody has not released. */
  public int heldSlices() {
    return heldSlices;
  }

  /** What goes wrong. */
  public DiskFaults faults() {
    return faults;
  }

  /** From now on files may take this much in all. */
  public void limit(long capacity) {
    this.capacityBytes = capacity;
  }

  /** What files take in all. */
  public long usedBytes() {
    return root.sizeBytes();
  }

  /** Calls this in the middle of every force of a file: what happens while the device works. */
  public void duringForce(Runnable action) {
    this.duringForce = action;
  }

  /** The process ends, as by {@link #kill}, before the change after this many others. */
  public void killAfter(long changes) {
    changesLeft = changes;
  }

  /** The disk as one process has it: of no use after {@link #kill} or {@link #crash}. */
  public Disk mount() {
    return new MountedDisk(this, life);
  }

  /** The process ends; everything it wrote is there. */
  public void kill() {
    changesLeft = Long.MAX_VALUE;
    life++;
    heldSlices = 0;
    locked.clear();
  }

  /** The power fails: the process ends, and of what was not forced the seed says what is left. */
  public void crash(SplittableRandom random) {
    kill();
    root.crash(random);
  }

  /** Another, empty device is in its place. */
  public void wipe() {
    kill();
    root = new MemoryDirectory();
  }

  /** A bit of a file rots. */
  public void flip(Path path, long bit) throws IOException {
    content(path).flip(bit);
  }

  // For files.

  void checkLife(int of) throws IOException {
    if (of != life) {
      throw new IOException("the process has ended");
    }
  }

  /** Something is about to change, or to be made durable. */
  void beforeChange(int by) throws IOException {
    checkLife(by);
    if (changesLeft == 0) {
      kill();
    }
    changesLeft--;
    checkLife(by);
  }

  void onSlice(int difference, int of) {
    if (of == life) {
      heldSlices += difference;
    }
  }

  void onForce() {
    duringForce.run();
  }

  /** How many bytes can be written at a position. */
  long roomFor(MemoryContent content, int position, int size) {
    if (capacityBytes == FREE_BYTES) {
      return size;
    }
    long free = Math.max(0, capacityBytes - root.sizeBytes());
    return Math.max(0, content.sizeBytes() - position) + free;
  }

  // Names.

  private @Nullable MemoryNode find(Path path) {
    MemoryNode node = root;
    for (Path name : path) {
      if (!(node instanceof MemoryDirectory directory)) {
        return null;
      }
      node = directory.get(name.toString());
    }
    return node;
  }

  private MemoryContent content(Path path) throws IOException {
    if (find(path) instanceof MemoryContent content) {
      return content;
    }
    throw new NoSuchFileException(path.toString());
  }

  private MemoryDirectory directory(@Nullable Path path) throws IOException {
    if (path != null && find(path) instanceof MemoryDirectory directory) {
      return directory;
    }
    throw new NoSuchFileException(String.valueOf(path));
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  // What a process does.

  @Override
  public DiskFile open(Path path) throws IOException {
    return open(path, life);
  }

  DiskFile open(Path path, int by) throws IOException {
    MemoryContent content = content(path);
    faults.check(Operation.OPEN, path);
    return new MemoryFile(this, path, content, by);
  }

  @Override
  public DiskFile openOrCreate(Path path) throws IOException {
    return openOrCreate(path, life);
  }

  DiskFile openOrCreate(Path path, int by) throws IOException {
    return exists(path) ? open(path, by) : create(path, by);
  }

  @Override
  public DiskFile create(Path path) throws IOException {
    return create(path, life);
  }

  DiskFile create(Path path, int by) throws IOException {
    if (exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    MemoryDirectory parent = directory(path.getParent());
    faults.check(Operation.CREATE, path);
    MemoryContent content = new MemoryContent();
    parent.add(name(path), content);
    return new MemoryFile(this, path, content, by);
  }

  @Override
  public boolean exists(Path path) {
    return find(path) != null;
  }

  @Override
  public boolean isDirectory(Path path) {
    return find(path) instanceof MemoryDirectory;
  }

  @Override
  public List<String> list(Path path) throws IOException {
    return directory(path).names();
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    MemoryNode node = find(from);
    if (node == null) {
      throw new NoSuchFileException(from.toString());
    }
    MemoryDirectory source = directory(from.getParent());
    MemoryDirectory target = directory(to.getParent());
    faults.check(Operation.RENAME, from);
    if (source == target) {
      source.rename(name(from), name(to));
    } else {
      source.remove(name(from));
      target.add(name(to), node);
    }
  }

  @Override
  public boolean delete(Path path) throws IOException {
    MemoryNode node = find(path);
    if (node == null) {
      return false;
    }
    if (node instanceof MemoryDirectory directory && !directory.isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    faults.check(Operation.DELETE, path);
    directory(path.getParent()).remove(name(path));
    return true;
  }

  @Override
  public void makeDirectories(Path path) throws IOException {
    MemoryDirectory directory = root;
    for (Path name : path) {
      MemoryNode next = directory.get(name.toString());
      if (next == null) {
        next = new MemoryDirectory();
        directory.add(name.toString(), next);
      }
      if (!(next instanceof MemoryDirectory made)) {
        throw new FileAlreadyExistsException(path.toString());
      }
      directory = made;
    }
  }

  @Override
  public void forceDirectory(Path path) throws IOException {
    MemoryDirectory directory = directory(path);
    if (!faults.check(Operation.FORCE_DIRECTORY, path)) {
      directory.force();
    }
  }

  @Override
  public Path realPath(Path path) {
    return path;
  }

  @Override
  public long sizeBytes(Path path) throws IOException {
    return content(path).sizeBytes();
  }

  @Override
  public long modifiedMs(Path path) throws IOException {
    return isDirectory(path) ? 0 : content(path).modifiedMs;
  }

  @Override
  public void setModifiedMs(Path path, long epochMs) throws IOException {
    content(path).modifiedMs = epochMs;
  }

  @Override
  public long freeBytes(Path path) {
    return Math.max(0, capacityBytes - root.sizeBytes());
  }

  /** Makes the question for the size of the file system fail from now on. */
  public void failOnSizes() {
    sizesFail = true;
  }

  @Override
  public long totalBytes(Path path) throws IOException {
    if (sizesFail) {
      throw new IOException("no size");
    }
    return 2 * FREE_BYTES;
  }

  @Override
  public @Nullable Closeable tryLock(Path path) throws IOException {
    openOrCreate(path).close();
    return locked.add(path) ? () -> locked.remove(path) : null;
  }
}
