package io.classickafka.simulation.check;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * One replica at one moment.
 *
 * @param broker its broker
 * @param life which life of the broker, counted from 0
 * @param leads whether it believes that it leads
 * @param epochStart first offset of the epoch it leads in
 * @param isr what the leader counts with
 * @param proposed the same, or what the leader proposed instead and has no answer to yet
 */
public record ReplicaState(
    TopicPartition partition,
    int broker,
    int life,
    boolean leads,
    int leaderEpoch,
    int partitionEpoch,
    long epochStart,
    long logStart,
    long lastStable,
    long highWatermark,
    long logEnd,
    List<Integer> isr,
    List<Integer> proposed) {

  /** Whether a change of the in-sync set is under way. */
  public boolean changing() {
    return !isr.equals(proposed);
  }
}
