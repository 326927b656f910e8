package org.apache.kafka.common.header.internals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Headers in a list, which may be closed against changes. Not safe for use by several threads. */
public class RecordHeaders implements Headers {

  // Of most records for good: a list is made with the first header.
  private static final List<Header> NONE = Collections.emptyList();

  private List<Header> headers = NONE;
  private volatile boolean readOnly;

  public RecordHeaders() {}

  public RecordHeaders(Header[] headers) {
    this(headers == null ? NONE : Arrays.asList(headers));
  }

  public RecordHeaders(Iterable<Header> headers) {
    if (headers != null) {
      headers.forEach(this::append);
    }
  }

  /** Closes the headers against changes. */
  public void setReadOnly() {
    readOnly = true;
  }

  @Override
  public Headers add(Header header) {
    Objects.requireNonNull(header, "a header must not be null");
    checkWritable();
    append(header);
    return this;
  }

  private void append(Header header) {
    if (headers == NONE) {
      headers = new ArrayList<>();
    }
    headers.add(header);
  }

  @Override
  public Headers add(String key, byte[] value) {
    return add(new RecordHeader(key, value));
  }

  @Override
  public Headers remove(String key) {
    checkWritable();
    Objects.requireNonNull(key, "a header's key must not be null");
    headers.removeIf(header -> header.key().equals(key));
    return this;
  }

  @Override
  public Header lastHeader(String key) {
    Objects.requireNonNull(key, "a header's key must not be null");
    for (int i = headers.size() - 1; i >= 0; i--) {
      if (headers.get(i).key().equals(key)) {
        return headers.get(i);
      }
    }
    return null;
  }

  @Override
  public Iterable<Header> headers(String key) {
    Objects.requireNonNull(key, "a header's key must not be null");
    return headers.stream().filter(header -> header.key().equals(key)).toList();
  }

  @Override
  public Iterator<Header> iterator() {
    Iterator<Header> all = headers.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public Header next() {
        return all.next();
      }

      @Override
      public void remove() {
        checkWritable();
        all.remove();
      }
    };
  }

  @Override
  public Header[] toArray() {
    return headers.toArray(new Header[0]);
  }

  private void checkWritable() {
    if (readOnly) {
      throw new IllegalStateException("the headers are read-only: the record was sent");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordHeaders that && headers.equals(that.headers);
  }

  @Override
  public int hashCode() {
    return headers.hashCode();
  }

  @Override
  public String toString() {
    return "RecordHeaders(headers = " + headers + ", isReadOnly = " + readOnly + ")";
  }
}
