package io.classickafka.simulation.check;

import io.classickafka.coordination.Op;
import io.classickafka.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** A history made by hand, in short words. */
final class History {

  static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  private final Check check;

  History(Check check) {
    this.check = check;
  }

  /** A replica with everything from offset 0 to an end, committed to a high watermark. */
  static Replica replica(int broker) {
    return new Replica(broker);
  }

  static final class Replica {
    private final int broker;
    private int life;
    private boolean leads;
    private int epoch;
    private int partitionEpoch;
    private long epochStart;
    private long start;
    private long stable = -1;
    private long high;
    private long end;
    private List<Integer> isr = List.of();
    private List<Integer> proposed = List.of();

    Replica(int broker) {
      this.broker = broker;
    }

    Replica life(int number) {
      life = number;
      return this;
    }

    Replica leads(int inEpoch, Integer... inSync) {
      leads = true;
      epoch = inEpoch;
      isr = List.of(inSync);
      proposed = isr;
      return this;
    }

    Replica follows(int inEpoch) {
      leads = false;
      epoch = inEpoch;
      return this;
    }

    Replica startsEpochAt(long offset) {
      epochStart = offset;
      return this;
    }

    Replica proposes(Integer... others) {
      proposed = List.of(others);
      return this;
    }

    Replica from(long offset) {
      start = offset;
      return this;
    }

    Replica stable(long offset) {
      stable = offset;
      return this;
    }

    Replica to(long highWatermark, long logEnd) {
      high = highWatermark;
      end = logEnd;
      return this;
    }

    ReplicaState now() {
      return new ReplicaState(
          ORDERS,
          broker,
          life,
          leads,
          epoch,
          partitionEpoch,
          epochStart,
          start,
          stable < 0 ? high : stable,
          high,
          end,
          isr,
          proposed);
    }
  }

  History see(Replica replica) {
    check.onReplica(replica.now());
    return this;
  }

  History dies(int broker) {
    check.onDeath(broker);
    return this;
  }

  /** Batches of one record each, in epoch 0. */
  static List<BatchState> batches(long from, String... values) {
    return batchesOf(0, from, values);
  }

  static List<BatchState> batchesOf(int epoch, long from, String... values) {
    List<BatchState> batches = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      long offset = from + i;
      batches.add(new BatchState(offset, offset, epoch, values[i].hashCode(), List.of(values[i])));
    }
    return batches;
  }

  History committed(Replica replica, List<BatchState> batches) {
    check.onBelowHighWatermark(replica.now(), batches);
    return this;
  }

  History acked(long offset, String value) {
    check.onAck(ORDERS, offset, value);
    return this;
  }

  History read(long offset, String value) {
    check.onRead(ORDERS, offset, value);
    return this;
  }

  History latest(long offset) {
    check.onLatest(ORDERS, offset);
    return this;
  }

  History node(int leader, int epoch, Integer... isr) {
    check.onNode(new PartitionNode(ORDERS, leader, epoch, List.of(isr), 1));
    return this;
  }

  History writes(long session, Op... ops) {
    check.onWrite(session, List.of(ops));
    return this;
  }

  static Op set(String path, String text, int version) {
    return new Op.SetData(path, text.getBytes(StandardCharsets.UTF_8), version);
  }

  History fence(int sent, int before, int after, ErrorCode answer) {
    check.onFenceProbe(new FenceProbe("Fetch", ORDERS, 1, sent, before, after, answer));
    return this;
  }

  History zombie(ErrorCode answer) {
    check.onZombieProbe(new ZombieProbe("LeaderAndIsr", 1, "old", answer));
    return this;
  }

  History end(Replica replica, List<BatchState> log) {
    check.atEnd(replica.now(), log);
    return this;
  }
}
