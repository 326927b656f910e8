package io.classickafka.simulation.run;

import io.classickafka.simulation.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What was done in a run, one line for each event; the last ones are kept. Where the brokers' log
 * lines are wanted it is told among them.
 */
final class Story {

  private static final int LINES_MAX = 400;

  private final World world;
  private final ArrayDeque<String> lines = new ArrayDeque<>();

  Story(World world) {
    this.world = world;
  }

  void tell(String line) {
    if (lines.size() == LINES_MAX) {
      lines.removeFirst();
    }
    String told = world.nowMs() + " ms " + line;
    lines.addLast(told);
    if (QuietLogs.areWanted()) {
      System.out.println(told);
    }
  }

  List<String> lines() {
    return new ArrayList<>(lines);
  }
}
