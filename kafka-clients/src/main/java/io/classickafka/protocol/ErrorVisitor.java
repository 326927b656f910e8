package io.classickafka.protocol;

/** Is told the error codes of a response, see {@link ApiMessage#visitErrors}. */
@FunctionalInterface
public interface ErrorVisitor {

  /**
   * One error code, as it stands in the response.
   *
   * @param code {@link ErrorCode#NONE}'s where all is well
   */
  void visit(short code);

  /** The same code so many times in a row. */
  default void visit(short code, int times) {
    for (int i = 0; i < times; i++) {
      visit(code);
    }
  }
}
