package org.apache.kafka.clients.consumer;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What one poll brought, by partition; in each the records are in the order of their offsets. */
public class ConsumerRecords<K, V> implements Iterable<ConsumerRecord<K, V>> {

  private static final ConsumerRecords<Object, Object> NONE =
      new ConsumerRecords<>(Collections.emptyMap());

  private final Map<TopicPartition, List<ConsumerRecord<K, V>>> records;

  public ConsumerRecords(Map<TopicPartition, List<ConsumerRecord<K, V>>> records) {
    this.records = records;
  }

  /** No records. */
  @SuppressWarnings("unchecked")
  public static <K, V> ConsumerRecords<K, V> empty() {
    return (ConsumerRecords<K, V>) NONE;
  }

  /** The records of a partition. */
  public List<ConsumerRecord<K, V>> records(TopicPartition partition) {
    List<ConsumerRecord<K, V>> found = records.get(partition);
    return found == null ? Collections.emptyList() : Collections.unmodifiableList(found);
  }

  /** The records of a topic, partition by partition. */
  public Iterable<ConsumerRecord<K, V>> records(String topic) {
    if (topic == null) {
      throw new IllegalArgumentException("the topic must not be null");
    }
    return () ->
        new Flattened<>(
            records.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .map(Map.Entry::getValue)
                .iterator());
  }

  /** The partitions that have records here. */
  public Set<TopicPartition> partitions() {
    return Collections.unmodifiableSet(records.keySet());
  }

  @Override
  public Iterator<ConsumerRecord<K, V>> iterator() {
    return new Flattened<>(records.values().iterator());
  }

  // List after list. A stream would gather each list once more.
  private static final class Flattened<T> implements Iterator<T> {

    private final Iterator<List<T>> lists;
    private Iterator<T> list = Collections.emptyIterator();

    Flattened(Iterator<List<T>> lists) {
      this.lists = lists;
    }

    @Override
    public boolean hasNext() {
      while (!list.hasNext() && lists.hasNext()) {
        list = lists.next().iterator();
      }
      return list.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return list.next();
    }
  }

  /** The number of records. */
  public int count() {
    int count = 0;
    for (List<ConsumerRecord<K, V>> list : records.values()) {
      count += list.size();
    }
    return count;
  }

  public boolean isEmpty() {
    return records.isEmpty();
  }
}
