package org.apache.kafka.common.header;

/** A key and value beside a record. */
public interface Header {

  String key();

  /** The value; may be null. */
  byte[] value();
}
