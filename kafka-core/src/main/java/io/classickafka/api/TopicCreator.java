package io.classickafka.api;

import io.classickafka.controller.NewTopic;
import io.classickafka.controller.TopicOutcome;
import java.util.List;
import java.util.function.Consumer;

/** Has topics created by the controller, wherever that is. Any thread; never blocks. */
@FunctionalInterface
public interface TopicCreator {

  /**
   * Asks the controller.
   *
   * @param timeoutMs how long to wait for leaders
   * @param reply one outcome per topic in the order given, on any loop; empty when the controller
   *     could not be asked
   */
  void create(List<NewTopic> topics, int timeoutMs, Consumer<List<TopicOutcome>> reply);
}
