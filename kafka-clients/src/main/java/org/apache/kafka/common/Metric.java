package org.apache.kafka.common;

/** A figure that a client keeps. */
public interface Metric {

  MetricName metricName();

  /** The value now; a Double for figures. */
  Object metricValue();
}
