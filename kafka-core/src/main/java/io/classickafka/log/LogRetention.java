package io.classickafka.log;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Takes off a log what {@link Retention} says it need not keep. Owned by the log. */
final class LogRetention {

  private static final Logger LOG = LogManager.getLogger(LogRetention.class);

  private final Log log;
  private final LogStore store;
  private final LogReader reader;

  LogRetention(Log log, LogStore store, LogReader reader) {
    this.log = log;
    this.store = store;
    this.reader = reader;
  }

  /** See {@link Log#learnAges}. */
  void learnAges(long nowMs, Executor owner, Runnable then) {
    Segment unknown = null;
    try {
      if (!log.isOffline()) {
        unknown =
            Retention.unknownAge(
                store, log.logStartOffset(), log.logEndOffset(), log.highWatermark(), nowMs);
      }
    } catch (IOException e) {
      log.failed("looking for old segments", e);
    }
    if (unknown == null) {
      then.run();
    } else {
      reader.learnAge(
          unknown,
          owner,
          learnt -> {
            if (learnt) {
              learnAges(nowMs, owner, then);
            } else {
              then.run();
            }
          });
    }
  }

  /** See {@link Log#deleteOldSegments}. */
  int deleteOldSegments(long nowMs) {
    if (log.compaction().isRunning()) {
      // The cleaning asks for it when it is done.
      return 0;
    }
    try {
      List<Segment> deletable =
          Retention.deletable(
              store, log.logStartOffset(), log.logEndOffset(), log.highWatermark(), nowMs);
      if (deletable.isEmpty()) {
        return 0;
      }
      if (deletable.size() == store.segments.size()) {
        store.roll(log.logEndOffset(), nowMs);
      }
      store.delete(deletable);
      log.moveTo(
          Math.max(log.logStartOffset(), store.segments.first().baseOffset), log.logEndOffset());
      store.epochs.truncateFromStart(log.logStartOffset());
      store.epochs.flush();
      LOG.info(
          "segments deleted partition={} segments={} logStartOffset={}",
          log.topicPartition(),
          deletable.size(),
          log.logStartOffset());
      return deletable.size();
    } catch (IOException e) {
      log.failed("deleting old segments", e);
      return 0;
    }
  }
}
