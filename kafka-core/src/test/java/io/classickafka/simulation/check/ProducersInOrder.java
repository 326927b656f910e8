package io.classickafka.simulation.check;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * C2, C3: of an idempotent producer every value is stored once at most, and in the order it was
 * sent. Values are {@code producer:number}.
 */
public final class ProducersInOrder implements Check {

  @Override
  public void atEnd(ReplicaState state, List<BatchState> log) {
    Map<String, Long> last = new TreeMap<>();
    for (BatchState batch : log) {
      for (String value : batch.values()) {
        int colon = value.indexOf(':');
        if (colon < 0) {
          continue;
        }
        String producer = value.substring(0, colon);
        long number = Long.parseLong(value.substring(colon + 1));
        Long before = last.put(producer, number);
        if (before != null && number == before) {
          throw new Violation("C2", value + " twice in " + state);
        }
        if (before != null && number < before) {
          throw new Violation("C3", value + " after number " + before + " in " + state);
        }
      }
    }
  }
}
