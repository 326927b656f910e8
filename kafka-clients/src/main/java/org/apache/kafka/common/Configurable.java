package org.apache.kafka.common;

import java.util.Map;

/** A class that is made by its name and then given the client's settings. */
public interface Configurable {

  /** Called once, right after the object was made. */
  void configure(Map<String, ?> configs);
}
