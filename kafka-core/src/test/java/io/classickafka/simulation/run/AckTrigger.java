package io.classickafka.simulation.run;

import io.classickafka.simulation.check.Check;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Does something at the next acknowledgement: the moment at which a promise has just been made. */
final class AckTrigger implements Check {

  private @Nullable Runnable armed;

  void arm(Runnable action) {
    armed = action;
  }

  /** Nothing is done any more. */
  void disarm() {
    armed = null;
  }

  @Override
  public void onAck(TopicPartition partition, long offset, String value) {
    Runnable action = armed;
    armed = null;
    if (action != null) {
      action.run();
    }
  }
}
