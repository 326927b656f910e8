package io.classickafka.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names, as they are seen and as they are on the device. Changes reach the device in their order,
 * as in a journalling file system, but when is open until the directory is forced: after a crash a
 * first part of them has happened. A new file's name is durable no sooner than its directory,
 * whatever was done to the file.
 */
final class MemoryDirectory implements MemoryNode {

  /** A change of names; either of them may be missing, and both are one step. */
  private record Change(@Nullable String removed, @Nullable String added, MemoryNode node) {
    void apply(TreeMap<String, MemoryNode> entries) {
      if (removed != null) {
        entries.remove(removed);
      }
      if (added != null) {
        entries.put(added, node);
      }
    }
  }

  private TreeMap<String, MemoryNode> entries = new TreeMap<>();
  private TreeMap<String, MemoryNode> durable = new TreeMap<>();
  private final List<Change> pending = new ArrayList<>();

  @Nullable MemoryNode get(String name) {
    return entries.get(name);
  }

  List<String> names() {
    return new ArrayList<>(entries.keySet());
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void add(String name, MemoryNode node) {
    change(new Change(null, name, node));
  }

  void remove(String name) {
    MemoryNode node = entries.get(name);
    if (node != null) {
      change(new Change(name, null, node));
    }
  }

  /** Gives a node another name here, in one step. */
  void rename(String from, String to) {
    MemoryNode node = entries.get(from);
    if (node != null) {
      change(new Change(from, to, node));
    }
  }

  private void change(Change change) {
    change.apply(entries);
    pending.add(change);
  }

  void force() {
    durable = new TreeMap<>(entries);
    pending.clear();
  }

  @Override
  public void crash(SplittableRandom random) {
    int survive = pending.isEmpty() ? 0 : random.nextInt(pending.size() + 1);
    for (Change change : pending.subList(0, survive)) {
      change.apply(durable);
    }
    pending.clear();
    entries = new TreeMap<>(durable);
    for (MemoryNode node : entries.values()) {
      node.crash(random);
    }
  }

  @Override
  public long sizeBytes() {
    long total = 0;
    for (MemoryNode node : entries.values()) {
      total += node.sizeBytes();
    }
    return total;
  }
}
