package io.classickafka.group;

import io.classickafka.group.GroupCommand.Heartbeat;
import io.classickafka.group.GroupCommand.Settled;
import io.classickafka.group.GroupCommand.TimeOver;
import io.classickafka.group.GroupCommand.Unload;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups of one partition of the offsets topic during one leadership of this broker: performs
 * what {@link GroupDecisions} says. Owned by its coordinator loop.
 *
 * <p>Lives from the end of loading until the leadership is lost. What settles or fires after that
 * finds it closed.
 */
final class Shard {

  private final int partition;
  private final EventLoop loop;
  private final GroupSettings settings;
  private final GroupDecisions decisions;
  private final OffsetsLog log;
  private final CoordinatorState state;
  private final ShardTimers timers;
  private final Runnable onChange;
  private final GroupSums sums;

  /** Appended, not yet committed, in order. */
  private final Map<Long, Write> writes = new LinkedHashMap<>();

  private long nextWrite;
  private int leaderEpoch;
  private boolean closed;

  /**
   * A shard that has been loaded.
   *
   * @param onChange called when there may be more or fewer groups or offsets
   * @param sums counts what is done
   */
  Shard(
      int partition,
      int leaderEpoch,
      EventLoop loop,
      GroupSettings settings,
      GroupDecisions decisions,
      OffsetsLog log,
      CoordinatorState state,
      Runnable onChange,
      GroupSums sums) {
    this.sums = sums;
    this.partition = partition;
    this.leaderEpoch = leaderEpoch;
    this.loop = loop;
    this.settings = settings;
    this.decisions = decisions;
    this.log = log;
    this.state = state;
    this.onChange = onChange;
    this.timers = new ShardTimers(loop, key -> handle(new TimeOver(key)));
  }

  /** The leadership goes on in a newer epoch. */
  void leadIn(int leaderEpoch) {
    this.leaderEpoch = leaderEpoch;
  }

  CoordinatorState state() {
    return state;
  }

  void handle(GroupCommand command) {
    if (!(command instanceof Heartbeat)) {
      onChange.run();
    }
    for (GroupEffect effect : decisions.handle(state, command, loop.wallClockMs())) {
      if (effect instanceof GroupEffect.Reply reply) {
        reply.to().reply(reply.reply());
      } else if (effect instanceof GroupEffect.Append append) {
        sums.appended(command, append.write());
        write(append.write());
      } else if (effect instanceof GroupEffect.SetTimer timer) {
        timers.set(timer.timer(), timer.delayMs());
      } else if (effect instanceof GroupEffect.CancelTimer timer) {
        timers.cancel(timer.timer());
      } else {
        throw new AssertionError(effect);
      }
    }
  }

  private void write(Write write) {
    long number = nextWrite++;
    writes.put(number, write);
    log.append(
        partition,
        leaderEpoch,
        RecordFormat.batch(write, settings.codec(), loop.wallClockMs()),
        // Never at once: effects that are still to be performed come before what follows.
        (error, baseOffset) -> loop.execute(() -> onSettled(number, error, baseOffset)));
  }

  private void onSettled(long number, ErrorCode error, long baseOffset) {
    Write write = writes.remove(number);
    if (!closed && write != null) {
      sums.settled(write, error);
      handle(new Settled(write, error, baseOffset));
    }
  }

  /** The leadership is lost: everybody who waits is told, now. */
  void close() {
    // Whoever waits for a group's record is parked in the group; only commits wait for their write.
    List<Write> pending = new ArrayList<>(writes.values());
    writes.clear();
    closed = true;
    for (Write write : pending) {
      if (write instanceof Write.Offsets offsets) {
        List<ErrorCode> errors = new ArrayList<>(offsets.errors());
        errors.replaceAll(each -> each == ErrorCode.NONE ? ErrorCode.NOT_COORDINATOR : each);
        offsets.to().reply(new GroupReply.Committed(errors));
      }
    }
    handle(new Unload());
    timers.cancelAll();
  }
}
