package io.classickafka.tools;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * What a tool reads and writes.
 *
 * @param terminal whether a person types the input
 */
record Streams(InputStream in, PrintStream out, PrintStream err, boolean terminal) {

  private static final int OUT_BUFFER_BYTES = 64 * 1024;

  /** Those of the process. Standard output is buffered: whoever has written for a while flushes. */
  static Streams ofProcess() {
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUT_BUFFER_BYTES),
            false,
            Charset.defaultCharset());
    return new Streams(System.in, out, System.err, isTerminal());
  }

  // From JDK 22 on there is a console without a terminal, too, and a method that tells.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
