package io.classickafka.tools;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How keys and values of a dumped log are written. */
interface PayloadText {

  /**
   * The texts of one record's key and value; null for what is not written.
   *
   * @param key what follows {@code key:}
   * @param payload what follows {@code payload:}
   */
  record Texts(@Nullable String key, @Nullable String payload) {}

  /** Key and value lie between position and limit. */
  Texts of(long offset, @Nullable ByteBuffer key, @Nullable ByteBuffer value) throws ToolFailure;
}
