package io.classickafka.server;

import java.util.ArrayList;
import java.util.List;

/**
 * What a start command was given: files first, then {@code --override key=value} pairs.
 *
 * @param files as many as the command takes
 * @param overrides the pairs as given, in order
 */
record ServerArguments(List<String> files, List<String> overrides) {

  private static final String OVERRIDE = "--override";

  ServerArguments {
    files = List.copyOf(files);
    overrides = List.copyOf(overrides);
  }

  /** How arguments were understood. */
  sealed interface Parsed permits Run, Show, Wrong {}

  /** Start with these. */
  record Run(ServerArguments arguments) implements Parsed {}

  /** Print this and end well. */
  record Show(String text) implements Parsed {}

  /** Print this and end badly. */
  record Wrong(String text) implements Parsed {}

  /**
   * Understands the arguments of a start command.
   *
   * @param usage one line that shows how the command is used
   * @param fileCount how many files it takes
   */
  static Parsed parse(List<String> arguments, int fileCount, String usage, String version) {
    List<String> files = new ArrayList<>();
    List<String> overrides = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--help")) {
        return new Show(usage);
      }
      if (argument.equals("--version")) {
        return new Show(version);
      }
      if (argument.equals(OVERRIDE)) {
        i++;
        if (i == arguments.size()) {
          return new Wrong(OVERRIDE + " needs property=value");
        }
        overrides.add(arguments.get(i));
      } else if (argument.startsWith(OVERRIDE + "=")) {
        overrides.add(argument.substring(OVERRIDE.length() + 1));
      } else if (argument.startsWith("-")) {
        return new Wrong("unknown option " + argument + "; " + usage);
      } else {
        files.add(argument);
      }
    }
    if (files.size() != fileCount) {
      return new Wrong(usage);
    }
    return new Run(new ServerArguments(files, overrides));
  }
}
