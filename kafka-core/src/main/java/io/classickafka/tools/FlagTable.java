package io.classickafka.tools;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The flags of one tool. */
final class FlagTable {

  private static final int HELP_COLUMNS = 100;

  private final CommandSpec spec;
  private final Map<String, String> refused = new LinkedHashMap<>();

  /**
   * A table with {@code --help} and {@code --version}.
   *
   * @param tool the script's name
   * @param purpose what the tool does, in a sentence
   */
  FlagTable(String tool, String purpose) {
    spec = CommandSpec.create().name(tool);
    spec.usageMessage().description(purpose).width(HELP_COLUMNS).sortOptions(true);
    spec.usageMessage().abbreviateSynopsis(true);
    flag("--help", "Show the flags.");
    flag("--version", "Show the version.");
  }

  String tool() {
    return spec.name();
  }

  /** A flag without a value. */
  FlagTable flag(String name, String description) {
    return add(OptionSpec.builder(name).arity("0").type(boolean.class), description);
  }

  /** A flag with a text. */
  FlagTable text(String name, String label, String description) {
    return add(OptionSpec.builder(name).paramLabel(label).type(String.class), description);
  }

  /** A flag with a text that may be given several times. */
  FlagTable texts(String name, String label, String description) {
    return add(
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1"),
        description);
  }

  /** A flag whose text may be left out. */
  FlagTable optionalText(String name, String label, String fallback, String description) {
    return add(
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(String.class)
            .arity("0..1")
            .fallbackValue(fallback),
        description);
  }

  /** A flag with a whole number. */
  FlagTable number(String name, String description) {
    return add(OptionSpec.builder(name).paramLabel("<n>").type(Long.class), description);
  }

  /** A flag that people may try, and why it cannot be. It is not among the flags of the help. */
  FlagTable refused(String name, String why) {
    refused.put(name, why);
    return this;
  }

  private FlagTable add(OptionSpec.Builder option, String description) {
    spec.addOption(option.description(description).build());
    return this;
  }

  /** Reads the arguments. */
  Flags parse(String... args) throws UsageFailure {
    for (String argument : args) {
      String why = refused.get(argument);
      if (why != null) {
        throw new UsageFailure(argument + " is not served: " + why);
      }
    }
    CommandLine line = new CommandLine(spec);
    line.setExpandAtFiles(false);
    line.setInterpolateVariables(false);
    try {
      return new Flags(line.parseArgs(args));
    } catch (ParameterException e) {
      throw new UsageFailure(String.valueOf(e.getMessage()));
    }
  }

  /** Prints what there is. */
  void printUsage(PrintStream out) {
    new CommandLine(spec).usage(out, Ansi.OFF);
  }
}
