package io.classickafka.tidy;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A call that the house rules forbid.
 *
 * @param pattern what it looks like in a line of code
 * @param instead what to write in its place
 * @param allowed parts of paths where it may stand
 */
record BannedCall(Pattern pattern, String instead, List<String> allowed) {

  /** The implementations of the seams, where the product meets the world. */
  private static final List<String> SEAMS =
      List.of(
          "/seam/netty/", "/disk/FileChannel", "/disk/ProcessDisk", "/zookeeper/", "/generator/");

  /** Command-line programs own their process, so they may wait and read the clock. */
  private static final List<String> PROGRAMS = List.of("/tools/", "/server/", "/java/kafka/");

  /**
   * The client library runs in the application's process and blocks the application's threads, as
   * its interface says.
   */
  private static final List<String> CLIENT_LIBRARY = List.of("/org/apache/kafka/");

  static final List<BannedCall> MAIN =
      List.of(
          ban(
              "System\\.(currentTimeMillis|nanoTime)\\(|Instant\\.now\\(|Clock\\.system",
              "EventLoop.monotonicMs() for timers, wallClockMs() for record timestamps",
              SEAMS,
              PROGRAMS),
          ban("Thread\\.sleep\\(", "EventLoop.schedule", SEAMS, PROGRAMS),
          ban(
              "new Thread\\(|Executors\\.|new java.util.Timer\\(|ForkJoinPool\\.commonPool",
              "an EventLoop given by the wiring",
              SEAMS,
              PROGRAMS),
          ban(
              "new (Secure)?Random\\(|ThreadLocalRandom|Math\\.random\\(|UUID\\.randomUUID\\(",
              "EventLoop.random()",
              SEAMS,
              PROGRAMS,
              CLIENT_LIBRARY),
          ban(
              "FileChannel\\.open|new File(Input|Output)Stream|RandomAccessFile|\\bFiles\\.[a-z]",
              "the Disk seam",
              SEAMS,
              PROGRAMS,
              List.of("/config/"),
              CLIENT_LIBRARY),
          ban(
              "Selector\\.open|new (Server)?Socket\\(|SocketChannel\\.open",
              "the Transport seam",
              SEAMS,
              PROGRAMS),
          ban(
              "\\b(Set|Map)\\.(of|copyOf|ofEntries)\\(",
              "List.of, LinkedHashMap or TreeMap: the order of these differs in each JVM"),
          ban("identityHashCode", "a number of your own: identity hashes differ in each JVM"),
          ban("printStackTrace\\(|System\\.(out|err)\\.", "the logger", PROGRAMS, SEAMS));

  static final List<BannedCall> EVERYWHERE =
      List.of(
          ban("\\b(TODO|FIXME|XXX)\\b", "finish it, or leave it out"),
          ban("@Disabled|@Ignore\\b", "mend the test, or delete it"));

  static final List<BannedCall> TESTS =
      List.of(ban("Thread\\.sleep\\(", "wait for the condition", List.of("system-tests/")));

  @SafeVarargs
  @SuppressWarnings("varargs") // Only read.
  private static BannedCall ban(String pattern, String instead, List<String>... allowed) {
    return new BannedCall(
        Pattern.compile(pattern),
        instead,
        java.util.Arrays.stream(allowed).flatMap(List::stream).toList());
  }

  boolean appliesTo(SourceFile file) {
    return allowed.stream().noneMatch(file.path()::contains);
  }
}
