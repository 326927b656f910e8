package io.classickafka.client.consumer;

import io.classickafka.client.cluster.ClusterClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where partitions without a position begin: at what was committed, else where the policy
 * says. The loop's.
 */
final class PositionFinder {

  private final ClusterClient client;
  private final ConsumerSettings settings;
  private final Assigned assigned;
  private final @Nullable GroupOffsets offsets;
  private final Runnable onFound;
  private final Runnable onFailed;

  PositionFinder(
      ClusterClient client,
      ConsumerSettings settings,
      Assigned assigned,
      @Nullable GroupOffsets offsets,
      Runnable onFound,
      Runnable onFailed) {
    this.client = client;
    this.settings = settings;
    this.assigned = assigned;
    this.offsets = offsets;
    this.onFound = onFound;
    this.onFailed = onFailed;
  }

  /** Starts to find what is missing and not being found yet. */
  void find() {
    List<PartitionState> committed = new ArrayList<>();
    List<PartitionState> ends = new ArrayList<>();
    for (PartitionState state : assigned.all()) {
      if (!state.hasPosition() && !state.isLocating() && state.error() == null) {
        if (state.resetTo() == null && offsets == null) {
          state.locate(settings.reset());
        }
        (state.resetTo() == null ? committed : ends).add(state);
      }
    }
    if (!committed.isEmpty() && offsets != null) {
      findCommitted(offsets, committed);
    }
    if (!ends.isEmpty()) {
      findEnds(ends);
    }
  }

  private static Map<TopicPartition, Integer> places(List<PartitionState> states) {
    Map<TopicPartition, Integer> places = new LinkedHashMap<>();
    for (PartitionState state : states) {
      state.locating(true);
      places.put(state.partition, state.place());
    }
    return places;
  }

  // The partition, unless it was sought in or taken away meanwhile.
  private @Nullable PartitionState current(TopicPartition partition, @Nullable Integer place) {
    PartitionState state = assigned.find(partition);
    return state != null && place != null && state.place() == place ? state : null;
  }

  private void findCommitted(GroupOffsets from, List<PartitionState> states) {
    Map<TopicPartition, Integer> places = places(states);
    from.committed(places.keySet(), settings.defaultApiTimeoutMs())
        .whenComplete(
            (committed, error) -> {
              if (committed == null) {
                notFound(places, error);
                return;
              }
              places.forEach(
                  (partition, place) -> {
                    PartitionState state = current(partition, place);
                    if (state != null) {
                      begin(state, committed.get(partition));
                    }
                  });
              find();
              onFound.run();
            });
  }

  private void begin(PartitionState state, @Nullable OffsetAndMetadata committed) {
    if (committed != null) {
      state.seek(committed.offset(), committed.leaderEpoch().orElse(-1));
    } else {
      state.locate(settings.reset());
    }
  }

  private void findEnds(List<PartitionState> states) {
    Map<TopicPartition, Long> times = new LinkedHashMap<>();
    boolean nowhere = false;
    for (PartitionState state : states) {
      if (state.resetTo() == OffsetResetStrategy.NONE) {
        nowhere = true;
        // Asked for again with the next poll, should the application go on.
        state.locate(null);
        state.fail(new NoOffsetForPartitionException(state.partition));
      } else {
        boolean start = state.resetTo() == OffsetResetStrategy.EARLIEST;
        times.put(state.partition, start ? OffsetLookup.EARLIEST : OffsetLookup.LATEST);
      }
    }
    states.removeIf(state -> !times.containsKey(state.partition));
    if (!times.isEmpty()) {
      lookUp(times, places(states));
    }
    if (nowhere) {
      onFailed.run();
    }
  }

  private void lookUp(Map<TopicPartition, Long> times, Map<TopicPartition, Integer> places) {
    OffsetLookup.start(
            client,
            times,
            settings.isolationLevel(),
            settings.defaultApiTimeoutMs(),
            some -> begin(places, some))
        .whenComplete(
            (found, error) -> {
              if (found == null) {
                notFound(places, error);
              }
            });
  }

  // As the answers come: a partition without a leader must not hold up the others.
  private void begin(
      Map<TopicPartition, Integer> places, Map<TopicPartition, OffsetLookup.Found> ends) {
    ends.forEach(
        (partition, end) -> {
          PartitionState state = current(partition, places.get(partition));
          if (state != null) {
            // Without an epoch: it is not of a record that was read.
            state.goTo(Math.max(0, end.offset()), -1);
          }
        });
    onFound.run();
  }

  // What may pass is tried again with the next poll.
  private void notFound(Map<TopicPartition, Integer> places, @Nullable Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    places.forEach(
        (partition, place) -> {
          PartitionState state = current(partition, place);
          if (state != null) {
            state.locating(false);
            if (cause instanceof RuntimeException failure
                && !(cause instanceof RetriableException)) {
              state.fail(failure);
            }
          }
        });
    onFailed.run();
  }
}
