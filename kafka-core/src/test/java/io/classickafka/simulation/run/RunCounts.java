package io.classickafka.simulation.run;

/** How much of what matters a run saw. */
final class RunCounts {
  long kills;
  long powerLosses;
  long diskFailures;
  long wipes;
  long rots;
  long operatorElections;
  long stops;
  long pauses;
  long cuts;
  long resets;
  long elections;
  long truncations;
  long isrChanges;
  long acks;
  long sendFailures;
  long reads;
  long expiries;
  long ambiguousBreaks;
  long controllers;
  long probes;
  long committedBatches;

  void add(RunCounts other) {
    kills += other.kills;
    powerLosses += other.powerLosses;
    diskFailures += other.diskFailures;
    wipes += other.wipes;
    rots += other.rots;
    operatorElections += other.operatorElections;
    stops += other.stops;
    pauses += other.pauses;
    cuts += other.cuts;
    resets += other.resets;
    elections += other.elections;
    truncations += other.truncations;
    isrChanges += other.isrChanges;
    acks += other.acks;
    sendFailures += other.sendFailures;
    reads += other.reads;
    expiries += other.expiries;
    ambiguousBreaks += other.ambiguousBreaks;
    controllers += other.controllers;
    probes += other.probes;
    committedBatches += other.committedBatches;
  }

  @Override
  public String toString() {
    return "kills="
        + kills
        + " powerLosses="
        + powerLosses
        + " diskFailures="
        + diskFailures
        + " wipes="
        + wipes
        + " rots="
        + rots
        + " operatorElections="
        + operatorElections
        + " stops="
        + stops
        + " pauses="
        + pauses
        + " cuts="
        + cuts
        + " resets="
        + resets
        + " elections="
        + elections
        + " controllers="
        + controllers
        + " truncations="
        + truncations
        + " isrChanges="
        + isrChanges
        + " acks="
        + acks
        + " sendFailures="
        + sendFailures
        + " reads="
        + reads
        + " expiries="
        + expiries
        + " brokenSessions="
        + ambiguousBreaks
        + " probes="
        + probes
        + " committedBatches="
        + committedBatches;
  }
}
