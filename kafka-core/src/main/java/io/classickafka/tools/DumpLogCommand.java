package io.classickafka.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** {@code kafka-dump-log.sh}: prints what the files of a partition hold, and checks them. */
public final class DumpLogCommand implements Tool {

  private static final String PRINT_DATA = "--print-data-log";
  private static final String DEEP = "--deep-iteration";
  private static final String SANITY = "--index-sanity-check";
  private static final String VERIFY = "--verify-index-only";
  private static final String OFFSETS = "--offsets-decoder";
  private static final String TRANSACTIONS = "--transaction-log-decoder";
  private static final String KEYS = "--key-decoder-class";
  private static final String VALUES = "--value-decoder-class";

  /** Flags that imply that the data is printed. */
  private static final List<String> DECODING =
      List.of(PRINT_DATA, OFFSETS, TRANSACTIONS, KEYS, VALUES);

  private static final String STRINGS = "org.apache.kafka.tools.api.StringDecoder";
  private static final int MAX_MESSAGE_SIZE = 5 * 1024 * 1024;

  /** The process. */
  public static void main(String[] args) {
    ToolRun.main(new DumpLogCommand(), args);
  }

  @Override
  public FlagTable flags() {
    return new FlagTable(
            "kafka-dump-log.sh", "Prints what the files of a partition hold, and checks them.")
        .text("--files", "<file,...>", "Log, index and snapshot files. Required.")
        .flag(DEEP, "Tell of every record, not only of batches.")
        .flag(PRINT_DATA, "Print keys and values too.")
        .optionalText(KEYS, "<class>", STRINGS, "Print keys by a class: " + STRINGS + ".")
        .optionalText(VALUES, "<class>", STRINGS, "Print values by a class: " + STRINGS + ".")
        .flag(OFFSETS, "Print records of the topic __consumer_offsets.")
        .flag(TRANSACTIONS, "Print records of the topic __transaction_state.")
        .flag("--skip-record-metadata", "Print only keys and values of records.")
        .number("--max-bytes", "Stop behind that many bytes of each log.")
        .number(
            "--max-message-size",
            "Largest batch to look for behind an index entry (" + MAX_MESSAGE_SIZE + ").")
        .flag(SANITY, "Check indexes as a broker does when it starts, print nothing of them.")
        .flag(VERIFY, "Compare indexes with their log, print only what differs.")
        .refused(
            "--cluster-metadata-decoder", "the cluster's metadata is in ZooKeeper, not in logs")
        .refused("--remote-log-metadata-decoder", "there is no remote storage");
  }

  @Override
  public int run(Flags flags, Streams streams) throws ToolFailure {
    List<String> files = Arrays.asList(flags.required("--files").split(","));
    Integer maxBytes = flags.number("--max-bytes", 0, Integer.MAX_VALUE);
    Integer maxMessageSize = flags.number("--max-message-size", 1, Integer.MAX_VALUE);
    boolean printData = !flags.given(DECODING).isEmpty();
    LogDump log =
        new LogDump(
            streams.out(),
            printData || flags.has(DEEP),
            flags.has("--skip-record-metadata"),
            printData ? payload(flags) : null,
            maxBytes == null ? Integer.MAX_VALUE : maxBytes);
    IndexDump index =
        new IndexDump(
            streams.out(),
            flags.has(SANITY),
            flags.has(VERIFY),
            maxMessageSize == null ? MAX_MESSAGE_SIZE : maxMessageSize);
    try {
      for (String file : files) {
        dump(Path.of(file.strip()), log, index, streams);
      }
    } finally {
      streams.out().flush();
      index.report(streams.err());
      log.report(streams.err());
    }
    return ToolRun.SUCCESS;
  }

  private static PayloadText payload(Flags flags) {
    if (flags.has(OFFSETS)) {
      return new OffsetsTopicText();
    }
    if (flags.has(TRANSACTIONS)) {
      return new TransactionTopicText();
    }
    return DecodedText.of(flags.text(KEYS, STRINGS), flags.text(VALUES, STRINGS));
  }

  private static void dump(Path file, LogDump log, IndexDump index, Streams streams)
      throws ToolFailure {
    if (!Files.isRegularFile(file)) {
      throw new ToolFailure(
          Files.isDirectory(file)
              ? file + " is a directory: name the files in it that are to be dumped"
              : "no such file: " + file);
    }
    streams.out().println("Dumping " + file);
    String name = String.valueOf(file.getFileName());
    try {
      if (name.endsWith(".log")) {
        log.dump(file, baseOffset(file, ".log"));
      } else if (name.endsWith(".index")) {
        index.dumpOffsets(file, baseOffset(file, ".index"));
      } else if (name.endsWith(".timeindex")) {
        index.dumpTimes(file, baseOffset(file, ".timeindex"));
      } else if (name.endsWith(".txnindex")) {
        StateDump.transactions(file, streams.out());
      } else if (name.endsWith(".snapshot")) {
        StateDump.producers(file, streams.out());
      } else {
        streams.out().flush();
        streams.err().println("Ignoring unknown file " + file);
      }
    } catch (NoSuchFileException e) {
      throw new ToolFailure("no such file: " + e.getFile(), e);
    } catch (IOException e) {
      throw new ToolFailure("cannot read " + file + ": " + e, e);
    }
  }

  private static long baseOffset(Path file, String suffix) throws ToolFailure {
    String name = String.valueOf(file.getFileName());
    try {
      return Long.parseLong(name.substring(0, name.length() - suffix.length()));
    } catch (NumberFormatException e) {
      throw new ToolFailure(file + " is not named by its first offset, as 00000000000000000000", e);
    }
  }
}
