package io.classickafka.tools;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Runs a tool from its arguments to its exit code. */
final class ToolRun {

  static final int SUCCESS = 0;
  static final int FAILURE = 1;

  private ToolRun() {}

  /** Runs a tool as the process it is. Does not return. */
  static void main(Tool tool, String[] args) {
    Streams streams = Streams.ofProcess();
    int code = run(tool, args, streams);
    streams.out().flush();
    streams.err().flush();
    System.exit(code);
  }

  /** Runs a tool with given streams. */
  static int run(Tool tool, String[] args, Streams streams) {
    FlagTable table = tool.flags();
    try {
      if (args.length == 0) {
        throw new UsageFailure("nothing to do: no flags were given");
      }
      Flags flags = table.parse(args);
      if (flags.has("--help")) {
        table.printUsage(streams.out());
        return SUCCESS;
      }
      if (flags.has("--version")) {
        streams.out().println(version());
        return SUCCESS;
      }
      return tool.run(flags, streams);
    } catch (ToolFailure e) {
      return failed(table, e.line(), streams);
    } catch (KafkaException e) {
      return failed(table, Failures.line(e), streams);
    }
  }

  private static int failed(FlagTable table, String line, Streams streams) {
    streams.out().flush();
    streams.err().println(table.tool() + ": " + line);
    return FAILURE;
  }

  private static String version() {
    @Nullable String version = ToolRun.class.getPackage().getImplementationVersion();
    return version == null ? "development build" : version;
  }
}
