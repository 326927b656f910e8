package io.classickafka.simulation.world;

/** Where what a process sent last is when its connection with ZooKeeper breaks. */
public enum WireBreak {
  /** Nowhere: it is lost. */
  BEFORE_SERVER,
  /** At the server, which does it and cannot answer. */
  AFTER_SERVER,
  /** A write is on its way through the ensemble: reads do not see it for a while. */
  WHILE_WRITING
}
