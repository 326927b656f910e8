package io.classickafka.simulation.world;

/** Ends a process in the middle of a task. Not an exception that code would handle. */
public final class ProcessDeath extends Error {

  private static final long serialVersionUID = 1L;

  public ProcessDeath() {
    super("the process dies here", null, false, false);
  }
}
