package org.apache.kafka.clients.producer;

import org.apache.kafka.common.errors.TimeoutException;

/** There was no memory for a record in time: records come faster than they leave. */
public class BufferExhaustedException extends TimeoutException {

  private static final long serialVersionUID = 1L;

  public BufferExhaustedException(String message) {
    super(message);
  }
}
