package io.classickafka.simulation.run;

import java.lang.reflect.Method;

/** The way into a simulation whose classes another loader has: nothing but the JDK's types. */
public final class PlantedRun {

  private PlantedRun() {}

  /** Plays a seed in the classes of a loader; empty when nothing was broken, else what was. */
  public static String play(ClassLoader classes, long seed, String mode) throws Exception {
    Method run =
        classes.loadClass(PlantedRun.class.getName()).getMethod("run", long.class, String.class);
    return (String) run.invoke(null, seed, mode);
  }

  /** The same in this loader's classes. */
  public static String run(long seed, String mode) {
    QuietLogs quiet = new QuietLogs();
    try {
      Throwable failure = SimulationRun.of(seed, SimulationRun.Mode.valueOf(mode)).failure();
      return failure == null ? "" : String.valueOf(failure.getMessage());
    } finally {
      quiet.end();
    }
  }
}
