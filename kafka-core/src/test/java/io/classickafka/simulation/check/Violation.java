package io.classickafka.simulation.check;

/** A promise was broken. */
public final class Violation extends AssertionError {

  private static final long serialVersionUID = 1L;

  private final String check;

  public Violation(String check, String what) {
    super(check + ": " + what);
    this.check = check;
  }

  /** The number of the promise. */
  public String check() {
    return check;
  }
}
