package io.classickafka.metadata;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map; a changed copy shares all but the path to the change, so that a change
 * costs O(log n) and readers of the older map are undisturbed. A balanced binary tree (AVL).
 *
 * <p>Iteration is in key order, which is the same in every JVM.
 */
public final class PersistentSortedMap<K extends Comparable<K>, V> implements Iterable<V> {

  private final @Nullable Node<K, V> root;

  private PersistentSortedMap(@Nullable Node<K, V> root) {
    this.root = root;
  }

  /** The map without entries. */
  public static <K extends Comparable<K>, V> PersistentSortedMap<K, V> empty() {
    return new PersistentSortedMap<>(null);
  }

  public int size() {
    return size(root);
  }

  public boolean isEmpty() {
    return root == null;
  }

  /** The value of a key, or null when the key is not in the map. */
  public @Nullable V get(K key) {
    Node<K, V> node = root;
    while (node != null) {
      int order = key.compareTo(node.key);
      if (order == 0) {
        return node.value;
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  public boolean containsKey(K key) {
    return get(key) != null;
  }

  /** A map in which the key has this value; this map when it has it (the same object) already. */
  public PersistentSortedMap<K, V> with(K key, V value) {
    Node<K, V> changed = with(root, key, value);
    return changed == root ? this : new PersistentSortedMap<>(changed);
  }

  /** A map without the key; this map when it is not there. */
  public PersistentSortedMap<K, V> without(K key) {
    return containsKey(key) ? new PersistentSortedMap<>(without(root, key)) : this;
  }

  /** The keys, sorted. */
  public List<K> keys() {
    List<K> keys = new ArrayList<>(size());
    forEach((key, value) -> keys.add(key));
    return keys;
  }

  /** The values, in the order of their keys. */
  public List<V> values() {
    List<V> values = new ArrayList<>(size());
    forEach((key, value) -> values.add(value));
    return values;
  }

  /** Calls the action for each entry, in the order of the keys. */
  public void forEach(BiConsumer<? super K, ? super V> action) {
    forEachNode(root, action);
  }

  /** The values, in the order of their keys. */
  @Override
  public Iterator<V> iterator() {
    return new ValueIterator<>(root);
  }

  /** How many entries lie between the root and the farthest one. */
  int depth() {
    return height(root);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    forEach(
        (key, value) ->
            text.append(text.length() > 1 ? ", " : "").append(key).append('=').append(value));
    return text.append('}').toString();
  }

  private static <K extends Comparable<K>, V> Node<K, V> with(
      @Nullable Node<K, V> node, K key, V value) {
    if (node == null) {
      return new Node<>(key, value, null, null);
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return node.value == value ? node : new Node<>(node.key, value, node.left, node.right);
    }
    if (order < 0) {
      Node<K, V> left = with(node.left, key, value);
      return left == node.left ? node : balanced(node, left, node.right);
    }
    Node<K, V> right = with(node.right, key, value);
    return right == node.right ? node : balanced(node, node.left, right);
  }

  private static <K extends Comparable<K>, V> @Nullable Node<K, V> without(
      @Nullable Node<K, V> node, K key) {
    if (node == null) {
      return null;
    }
    int order = key.compareTo(node.key);
    if (order < 0) {
      return balanced(node, without(node.left, key), node.right);
    }
    if (order > 0) {
      return balanced(node, node.left, without(node.right, key));
    }
    if (node.left == null || node.right == null) {
      return node.left == null ? node.right : node.left;
    }
    Node<K, V> next = node.right;
    while (next.left != null) {
      next = next.left;
    }
    return balanced(next, node.left, without(node.right, next.key));
  }

  /** The node's entry over new subtrees, whose heights differ by two at most. */
  private static <K extends Comparable<K>, V> Node<K, V> balanced(
      Node<K, V> node, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    int lean = height(left) - height(right);
    if (lean > 1 && left != null) {
      if (height(left.left) < height(left.right) && left.right != null) {
        left = rotatedLeft(left, left.left, left.right);
      }
      return rotatedRight(node, left, right);
    }
    if (lean < -1 && right != null) {
      if (height(right.right) < height(right.left) && right.left != null) {
        right = rotatedRight(right, right.left, right.right);
      }
      return rotatedLeft(node, left, right);
    }
    return new Node<>(node.key, node.value, left, right);
  }

  private static <K extends Comparable<K>, V> Node<K, V> rotatedRight(
      Node<K, V> top, Node<K, V> left, @Nullable Node<K, V> right) {
    Node<K, V> lower = new Node<>(top.key, top.value, left.right, right);
    return new Node<>(left.key, left.value, left.left, lower);
  }

  private static <K extends Comparable<K>, V> Node<K, V> rotatedLeft(
      Node<K, V> top, @Nullable Node<K, V> left, Node<K, V> right) {
    Node<K, V> lower = new Node<>(top.key, top.value, left, right.left);
    return new Node<>(right.key, right.value, lower, right.right);
  }

  private static <K extends Comparable<K>, V> void forEachNode(
      @Nullable Node<K, V> node, BiConsumer<? super K, ? super V> action) {
    Node<K, V> at = node;
    while (at != null) {
      forEachNode(at.left, action);
      action.accept(at.key, at.value);
      at = at.right;
    }
  }

  private static int height(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.height;
  }

  private static int size(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.size;
  }

  private static final class Node<K extends Comparable<K>, V> {
    final K key;
    final V value;
    final @Nullable Node<K, V> left;
    final @Nullable Node<K, V> right;
    final int height;
    final int size;

    Node(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
      this.key = key;
      this.value = value;
      this.left = left;
      this.right = right;
      this.height = 1 + Math.max(height(left), height(right));
      this.size = 1 + size(left) + size(right);
    }
  }

  private static final class ValueIterator<K extends Comparable<K>, V> implements Iterator<V> {
    private final ArrayList<Node<K, V>> path = new ArrayList<>();

    ValueIterator(@Nullable Node<K, V> root) {
      descend(root);
    }

    @Override
    public boolean hasNext() {
      return !path.isEmpty();
    }

    @Override
    public V next() {
      if (path.isEmpty()) {
        throw new NoSuchElementException();
      }
      Node<K, V> node = path.remove(path.size() - 1);
      descend(node.right);
      return node.value;
    }

    private void descend(@Nullable Node<K, V> node) {
      Node<K, V> at = node;
      while (at != null) {
        path.add(at);
        at = at.left;
      }
    }
  }
}
