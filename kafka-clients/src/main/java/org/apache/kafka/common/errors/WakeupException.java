package org.apache.kafka.common.errors;

import org.apache.kafka.common.KafkaException;

/** Wakeup. */
public class WakeupException extends KafkaException {

  private static final long serialVersionUID = 1L;

  public WakeupException() {}
}
