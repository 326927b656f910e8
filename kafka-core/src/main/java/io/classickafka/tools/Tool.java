package io.classickafka.tools;

/** One command. */
interface Tool {

  FlagTable flags();

  /**
   * Does what the flags say.
   *
   * @return the exit code
   */
  int run(Flags flags, Streams streams) throws ToolFailure;
}
