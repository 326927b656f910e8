package io.classickafka.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a tool says, as text: {@code $ arguments}, lines of input behind {@code <}, then what comes
 * out: standard output behind {@code |}, standard error behind {@code !}, and the exit code.
 * Arguments with blanks stand in double quotes; {@code \t} is a tab there and in the input; {@code
 * DIR} is the folder of the test's files. With {@code -Dupdate=true} what comes out is rewritten.
 */
final class Transcript {

  private static final Path FOLDER = Path.of("src/test/resources/tools");

  private final Supplier<Tool> tools;
  private final String folder;
  private final List<String> lines = new ArrayList<>();

  private Transcript(Supplier<Tool> tools, String folder) {
    this.tools = tools;
    this.folder = folder;
  }

  /** Runs a file's commands one after the other, each with a tool of its own. */
  static void check(String name, Supplier<Tool> tools) {
    check(name, tools, "DIR");
  }

  /** The same, with a folder that {@code DIR} stands for. */
  static void check(String name, Supplier<Tool> tools, String folder) {
    Path path = FOLDER.resolve(name);
    try {
      List<String> expected = Files.readAllLines(path);
      List<String> actual = new Transcript(tools, folder).replay(expected);
      if (Boolean.getBoolean("update")) {
        Files.write(path, actual);
      }
      assertThat(String.join("\n", actual)).isEqualTo(String.join("\n", expected));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> replay(List<String> script) {
    for (int i = 0; i < script.size(); i++) {
      String line = script.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        lines.add(line);
      } else if (line.startsWith("$")) {
        lines.add(line);
        StringBuilder input = new StringBuilder();
        for (; i + 1 < script.size() && script.get(i + 1).startsWith("<"); i++) {
          lines.add(script.get(i + 1));
          input.append(script.get(i + 1).substring(1).replace("\\t", "\t")).append('\n');
        }
        run(arguments(line.substring(1).replace("DIR", folder)), input.toString());
      }
    }
    return lines;
  }

  private void run(String[] arguments, String input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            false);
    int code = ToolRun.run(tools.get(), arguments, streams);
    streams.out().flush();
    streams.err().flush();
    show("|", out);
    show("!", err);
    lines.add("[exit " + code + "]");
  }

  private void show(String mark, ByteArrayOutputStream stream) {
    String text = stream.toString(StandardCharsets.UTF_8).replace(folder, "DIR");
    if (!text.isEmpty()) {
      Arrays.stream(text.split("\n", -1))
          .limit(text.endsWith("\n") ? text.split("\n", -1).length - 1 : Long.MAX_VALUE)
          .forEach(line -> lines.add(mark + line.replace("\t", "\\t")));
    }
  }

  private static String[] arguments(String line) {
    List<String> arguments = new ArrayList<>();
    StringBuilder argument = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    for (char c : (line + " ").toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
        any = true;
      } else if (c == ' ' && !quoted) {
        if (any) {
          arguments.add(argument.toString().replace("\\t", "\t"));
        }
        argument.setLength(0);
        any = false;
      } else {
        argument.append(c);
        any = true;
      }
    }
    return arguments.toArray(new String[0]);
  }
}
