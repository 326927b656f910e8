package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedWriteTest {

  private final ArrayDeque<Runnable> pool = new ArrayDeque<>();
  private final List<ErrorCode> told = new ArrayList<>();
  private int writes;
  private Runnable during = () -> {};
  private final SharedWrite write =
      new SharedWrite(
          pool::add,
          () -> {
            writes++;
            during.run();
            return ErrorCode.NONE;
          });

  @Test
  void isOneForAllWhoAskedBeforeItBegins() {
    write.ask(told::add);
    write.ask(told::add);
    assertThat(pool).hasSize(1);
    during = () -> write.ask(told::add);
    pool.remove().run();
    assertThat(told).containsExactly(ErrorCode.NONE, ErrorCode.NONE);
    during = () -> {};
    assertThat(pool).as("for who asked while it went on").hasSize(1);
    pool.remove().run();
    assertThat(told).hasSize(3);
    assertThat(writes).isEqualTo(2);
  }

  @Test
  void whoeverAskedIsToldOfAnError() {
    write.ask(told::add);
    during =
        () -> {
          throw new OutOfMemoryError("planted");
        };
    assertThatThrownBy(() -> pool.remove().run()).isInstanceOf(OutOfMemoryError.class);
    assertThat(told).containsExactly(ErrorCode.UNKNOWN_SERVER_ERROR);
    during = () -> {};
    write.ask(told::add);
    pool.remove().run();
    assertThat(told).endsWith(ErrorCode.NONE);
  }
}
