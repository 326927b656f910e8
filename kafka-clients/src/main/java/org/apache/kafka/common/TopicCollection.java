package org.apache.kafka.common;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;

/** Topics, all by name or all by id. */
public abstract class TopicCollection {

  private TopicCollection() {}

  public static TopicIdCollection ofTopicIds(Collection<Uuid> topics) {
    return new TopicIdCollection(topics);
  }

  public static TopicNameCollection ofTopicNames(Collection<String> topics) {
    return new TopicNameCollection(topics);
  }

  /** Topics by id. */
  public static class TopicIdCollection extends TopicCollection {
    private final Collection<Uuid> topicIds;

    private TopicIdCollection(Collection<Uuid> topicIds) {
      this.topicIds = Collections.unmodifiableCollection(new ArrayList<>(topicIds));
    }

    public Collection<Uuid> topicIds() {
      return topicIds;
    }
  }

  /** Topics by name. */
  public static class TopicNameCollection extends TopicCollection {
    private final Collection<String> topicNames;

    private TopicNameCollection(Collection<String> topicNames) {
      this.topicNames = Collections.unmodifiableCollection(new ArrayList<>(topicNames));
    }

    public Collection<String> topicNames() {
      return topicNames;
    }
  }
}
