package io.classickafka.tools;

/** The flags make no sense. */
final class UsageFailure extends ToolFailure {

  private static final long serialVersionUID = 1;

  UsageFailure(String message) {
    super(message);
  }

  @Override
  String line() {
    return super.line() + " (--help shows the flags)";
  }
}
