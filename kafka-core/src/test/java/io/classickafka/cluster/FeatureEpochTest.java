package io.classickafka.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.seam.EventLoop;
import io.classickafka.simulation.SimulatedEnsemble;
import io.classickafka.simulation.VirtualTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureEpochTest {

  private final VirtualTime time = new VirtualTime(1);
  private final SimulatedEnsemble ensemble = new SimulatedEnsemble(time);
  private final SimulatedEnsemble.Connection connection = ensemble.connect();
  private final CoordinationClient tool = ensemble.connect().on(time.loop("tool"));

  @Test
  void followsTheVersionOfTheNode() {
    EventLoop loop = time.loop("broker");
    FeatureEpoch epoch = new FeatureEpoch(connection.on(loop), loop);
    epoch.start();
    time.advance(10);
    assertThat(epoch.value()).isEqualTo(FeatureEpoch.UNKNOWN);
    write(new Op.Create("/feature", null, Op.Lifetime.PERSISTENT));
    assertThat(epoch.value()).isZero();
    write(new Op.SetData("/feature", null, Op.ANY_VERSION));
    assertThat(epoch.value()).isEqualTo(1);
    connection.expire();
    connection.newSession();
    write(new Op.SetData("/feature", null, Op.ANY_VERSION));
    assertThat(epoch.value()).isEqualTo(2);
    write(new Op.Delete("/feature", Op.ANY_VERSION));
    assertThat(epoch.value()).isEqualTo(FeatureEpoch.UNKNOWN);
  }

  private void write(Op op) {
    tool.write(List.of(op), result -> {});
    time.advance(10);
  }
}
