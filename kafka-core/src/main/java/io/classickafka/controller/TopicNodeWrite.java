package io.classickafka.controller;

import io.classickafka.controller.StateWrite.Requester;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a topic's node has still to say about its replicas; one write at a time.
 *
 * @param writing whether a write is under way, or its outcome is being read back
 * @param again whether there is something to write after it
 * @param wanted where replicas shall move, by partition; {@link #BACK} for where they came from
 * @param requesters who waits for that to be written
 */
record TopicNodeWrite(
    boolean writing,
    boolean again,
    SortedMap<Integer, List<Integer>> wanted,
    List<Requester> requesters) {

  /** The target of a move that is called off. */
  static final List<Integer> BACK = List.of();

  static final TopicNodeWrite NONE = new TopicNodeWrite(false, false, new TreeMap<>(), List.of());

  TopicNodeWrite {
    wanted = Collections.unmodifiableSortedMap(new TreeMap<>(wanted));
    requesters = List.copyOf(requesters);
  }

  /** A write of everything has begun. */
  TopicNodeWrite begun() {
    return new TopicNodeWrite(true, false, new TreeMap<>(), List.of());
  }

  /** The write under way is over; what came meanwhile is still to be written. */
  TopicNodeWrite ended() {
    return new TopicNodeWrite(false, again, wanted, requesters);
  }

  /** What the controller knows has to be written. */
  TopicNodeWrite dirty() {
    return new TopicNodeWrite(writing, true, wanted, requesters);
  }

  TopicNodeWrite wanting(int partition, List<Integer> target, List<Requester> who) {
    SortedMap<Integer, List<Integer>> all = new TreeMap<>(wanted);
    all.put(partition, target);
    List<Requester> waiting = new ArrayList<>(requesters);
    waiting.addAll(who);
    return new TopicNodeWrite(writing, true, all, waiting);
  }

  /** A write that did not happen, or perhaps did, is to be repeated; what came later counts. */
  TopicNodeWrite repeating(WriteTicket.Assignments lost) {
    SortedMap<Integer, List<Integer>> all = new TreeMap<>(lost.wanted());
    all.putAll(wanted);
    List<Requester> waiting = new ArrayList<>(lost.requesters());
    waiting.addAll(requesters);
    return new TopicNodeWrite(false, true, all, waiting);
  }
}
