package io.classickafka.server;

import io.classickafka.api.TopicCreator;
import io.classickafka.client.ResponseHandler;
import io.classickafka.controller.Controller;
import io.classickafka.controller.NewTopic;
import io.classickafka.controller.TopicOutcome;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.CreateTopicsRequest;
import io.classickafka.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.classickafka.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.classickafka.protocol.message.CreateTopicsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Has topics created by this broker's controller when it acts, else by the one that does. */
final class ControllerTopicCreator implements TopicCreator {

  private static final Logger LOG = LogManager.getLogger(ControllerTopicCreator.class);

  private final Controller controller;
  private final ControllerConnection link;

  ControllerTopicCreator(Controller controller, ControllerConnection link) {
    this.controller = controller;
    this.link = link;
  }

  @Override
  public void create(List<NewTopic> topics, int timeoutMs, Consumer<List<TopicOutcome>> reply) {
    if (controller.isActive()) {
      controller.createTopics(topics, timeoutMs, false, reply);
      return;
    }
    link.send(
        ApiKey.CREATE_TOPICS,
        request(topics, timeoutMs),
        new ResponseHandler() {
          @Override
          public void onResponse(ApiMessage response, short version) {
            reply.accept(outcomes((CreateTopicsResponse) response));
          }

          @Override
          public void onFailure(Failure failure, String detail) {
            LOG.warn("controller not reached for new topics reason=\"{}\"", detail);
            reply.accept(List.of());
          }
        });
  }

  private static CreateTopicsRequest request(List<NewTopic> topics, int timeoutMs) {
    List<CreatableTopic> asked = new ArrayList<>();
    for (NewTopic topic : topics) {
      List<CreatableTopicConfig> configs = new ArrayList<>();
      topic
          .configs()
          .forEach(
              (name, value) -> configs.add(new CreatableTopicConfig().name(name).value(value)));
      asked.add(
          new CreatableTopic()
              .name(topic.name())
              .numPartitions(topic.partitions())
              .replicationFactor((short) topic.replicationFactor())
              .configs(configs));
    }
    return new CreateTopicsRequest().topics(asked).timeoutMs(timeoutMs);
  }

  private static List<TopicOutcome> outcomes(CreateTopicsResponse response) {
    List<TopicOutcome> outcomes = new ArrayList<>();
    for (CreateTopicsResponse.CreatableTopicResult result : response.topics()) {
      ErrorCode error = ErrorCode.of(result.errorCode());
      outcomes.add(
          new TopicOutcome(result.name(), error, result.errorMessage(), Uuid.ZERO_UUID, -1, -1));
    }
    return outcomes;
  }
}
