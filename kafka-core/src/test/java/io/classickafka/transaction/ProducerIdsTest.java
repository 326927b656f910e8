package io.classickafka.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.controller.ProducerIdBlock;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.simulation.SimulatedLoop;
import io.classickafka.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ProducerIdsTest {

  private final Simulation simulation = new Simulation(3);
  private final SimulatedLoop loop = simulation.loop("control");
  private final List<Consumer<ProducerIdBlock>> asked = new ArrayList<>();
  private final ProducerIds ids = new ProducerIds(loop, asked::add);
  private final List<String> given = new ArrayList<>();

  private void next(int count) {
    for (int i = 0; i < count; i++) {
      ids.next((error, id) -> given.add(error == ErrorCode.NONE ? "" + id : error.toString()));
    }
    simulation.runUntilIdle();
  }

  private void answer(ErrorCode error, long start, int count) {
    asked.remove(0).accept(new ProducerIdBlock(error, start, count));
    simulation.runUntilIdle();
  }

  @Test
  void theFirstRequestsWaitForTheFirstBlock() {
    next(2);
    assertThat(given).isEmpty();
    assertThat(asked).hasSize(1);
    answer(ErrorCode.NONE, 1_000, 1_000);
    assertThat(given).containsExactly("1000", "1001");
  }

  @Test
  void theNextBlockIsAskedForBeforeThisOneIsUsedUp() {
    next(1);
    answer(ErrorCode.NONE, 0, 10);
    next(7);
    assertThat(asked).isEmpty();
    next(1);
    assertThat(asked).hasSize(1);
    next(1);
    answer(ErrorCode.NONE, 50, 10);
    next(1);
    assertThat(given).endsWith("8", "9", "50");
  }

  @Test
  void withoutAControllerProducersAreToldToComeAgain() {
    next(1);
    answer(ErrorCode.NOT_CONTROLLER, 0, 0);
    assertThat(given).containsExactly("COORDINATOR_LOAD_IN_PROGRESS");
    assertThat(asked).isEmpty();
    simulation.advance(50);
    assertThat(asked).hasSize(1);
    answer(ErrorCode.NONE, 0, 10);
    next(1);
    assertThat(given).endsWith("0");
  }
}
