package org.apache.kafka.clients.admin;

import org.apache.kafka.common.Uuid;

/** A topic in a list. */
public class TopicListing {

  private final String name;
  private final Uuid topicId;
  private final boolean internal;

  public TopicListing(String name, Uuid topicId, boolean internal) {
    this.name = name;
    this.topicId = topicId;
    this.internal = internal;
  }

  public Uuid topicId() {
    return topicId;
  }

  public String name() {
    return name;
  }

  public boolean isInternal() {
    return internal;
  }

  @Override
  public String toString() {
    return "(name=" + name + ", topicId=" + topicId + ", internal=" + internal + ")";
  }
}
