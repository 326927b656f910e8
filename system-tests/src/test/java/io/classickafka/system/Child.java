package io.classickafka.system;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the test, with both its output streams kept in files. Killed when closed. */
final class Child implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final Process process;
  private final Path output;
  private final Path errors;
  private boolean paused;

  private Child(String name, Process process, Path output, Path errors) {
    this.name = name;
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  static Command command(String... words) {
    return new Command(new ArrayList<>(List.of(words)));
  }

  /** How to start a child. */
  static final class Command {
    private final List<String> words;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path folder = Path.of("").toAbsolutePath();

    private Command(List<String> words) {
      this.words = words;
    }

    Command with(String... more) {
      words.addAll(List.of(more));
      return this;
    }

    Command environment(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    Command in(Path directory) {
      this.folder = directory;
      return this;
    }

    /** Starts it; its output goes to files in {@code logs}. */
    Child start(String name, Path logs) {
      try {
        Files.createDirectories(logs);
        Path output = Files.createTempFile(logs, name + "-", ".out");
        Path errors = Path.of(output.toString().replace(".out", ".err"));
        ProcessBuilder builder =
            new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return new Child(name, builder.start(), output, errors);
      } catch (IOException e) {
        throw new UncheckedIOException(String.join(" ", words), e);
      }
    }

    /** Runs it to its end, with the text as its input. */
    Result run(String name, Path logs, String input) {
      try (Child child = start(name, logs)) {
        try (OutputStream stdin = child.process.getOutputStream()) {
          stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          // The process ended without reading: its exit code and output tell why.
        }
        return child.result(PATIENCE);
      }
    }

    Result run(String name, Path logs) {
      return run(name, logs, "");
    }
  }

  /** How a process ended. */
  record Result(String name, int exitCode, String output, String errors) {
    /** The output, after checking that the process ended well. */
    String succeeded() {
      if (exitCode != 0) {
        throw new AssertionError(name + " ended with " + exitCode + "\n" + output + errors);
      }
      return output;
    }

    List<String> lines() {
      return succeeded().lines().toList();
    }
  }

  /** Writes a line to its input. */
  void tell(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(story(), e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  String output() {
    return text(output);
  }

  String errors() {
    return text(errors);
  }

  /** Everything it said, for a failure's message. */
  String story() {
    return "--- " + name + " (alive=" + alive() + ")\n" + output() + errors();
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end. */
  Result result(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            name + " did not end within " + limit.toSeconds() + " s\n" + story());
      }
      return new Result(name, process.exitValue(), output(), errors());
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
  }

  /** SIGTERM, as an operator's stop script sends it. */
  void terminate() {
    process.destroy();
  }

  /** SIGSTOP: it exists, holds its connections, and does nothing. */
  void pause() {
    signal("STOP");
    paused = true;
  }

  /** SIGCONT: it goes on where it was, and does not know how long that is ago. */
  void resume() {
    signal("CONT");
    paused = false;
  }

  /** Whether it would answer. */
  boolean awake() {
    return alive() && !paused;
  }

  private void signal(String which) {
    Result sent =
        command("kill", "-" + which, Long.toString(pid())).run("kill", output.getParent());
    sent.succeeded();
  }

  /** SIGKILL to this very process. */
  void kill9() {
    process.destroyForcibly();
    result(PATIENCE);
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      result(PATIENCE);
    }
  }
}
