package org.apache.kafka.common.header;

/** The headers of a record, in order; keys may repeat. */
public interface Headers extends Iterable<Header> {

  /**
   * Appends a header. Returns this.
   *
   * @throws IllegalStateException when the headers are read-only, as they are once a record is sent
   */
  Headers add(Header header) throws IllegalStateException;

  /** As {@link #add(Header)}. */
  Headers add(String key, byte[] value) throws IllegalStateException;

  /** Removes every header of the key. Returns this. */
  Headers remove(String key) throws IllegalStateException;

  /** The last header of the key, or null. */
  Header lastHeader(String key);

  /** Every header of the key, in order. */
  Iterable<Header> headers(String key);

  /** Every header, in order. */
  Header[] toArray();
}
