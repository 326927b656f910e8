package io.classickafka.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.seam.EventLoop;
import io.classickafka.simulation.SimulatedEnsemble;
import io.classickafka.simulation.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogDirFailureNoticeTest {

  private static final String PARENT = "/log_dir_event_notification";

  private final VirtualTime time = new VirtualTime(1);
  private final SimulatedEnsemble ensemble = new SimulatedEnsemble(time);
  private final SimulatedEnsemble.Connection connection = ensemble.connect();
  private final CoordinationClient tool = ensemble.connect().on(time.loop("tool"));
  private final EventLoop loop = time.loop("broker");
  private final LogDirFailureNotice notice = new LogDirFailureNotice(connection.on(loop), loop, 3);

  LogDirFailureNoticeTest() {
    tool.write(List.of(new Op.Create(PARENT, null, Op.Lifetime.PERSISTENT)), result -> {});
    time.advance(10);
  }

  private List<String> nodes() {
    List<String> names = new ArrayList<>();
    tool.children(PARENT, null, result -> names.addAll(result.children()));
    time.advance(10);
    return names;
  }

  @Test
  void aFailedDirectoryIsOneNodeThatNamesTheBroker() {
    loop.execute(notice::send);
    time.advance(10);
    assertThat(nodes()).containsExactly("log_dir_event_0000000000");
    List<String> data = new ArrayList<>();
    tool.read(
        PARENT + "/log_dir_event_0000000000",
        null,
        result -> data.add(new String(result.data(), java.nio.charset.StandardCharsets.UTF_8)));
    time.advance(10);
    assertThat(data).containsExactly("{\"version\":1,\"broker\":3,\"event\":1}");
  }

  @Test
  void failuresWhileOneIsAnnouncedAreAnnouncedOnceMore() {
    loop.execute(
        () -> {
          notice.send();
          notice.send();
          notice.send();
        });
    time.advance(10);
    assertThat(nodes()).hasSize(2);
    loop.execute(notice::send);
    time.advance(10);
    assertThat(nodes()).hasSize(3);
  }

  @Test
  void anEndedSessionOrALostAnswerOnlyDelaysIt() {
    connection.expire();
    loop.execute(notice::send);
    time.advance(3_000);
    assertThat(nodes()).isEmpty();
    connection.newSession();
    time.advance(2_000);
    assertThat(nodes()).hasSize(1);
  }
}
