package io.classickafka.api;

import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.metadata.TopicImage;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.MetadataRequest;
import io.classickafka.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.classickafka.protocol.message.MetadataResponse;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseTopic;
import io.classickafka.security.Operation;
import io.classickafka.zk.TopicName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;

/** Says where partitions are; may create topics that are asked for by name. */
final class MetadataHandler implements ApiHandler {

  /** New topics that one request may bring about; the others it has to ask for again. */
  static final int MAX_CREATED = 50;

  /** From this version on an answer can leave out a topic's name. */
  private static final short NAMELESS = 12;

  private final MetadataCache cache;
  private final Supplier<BrokerConfig> config;
  private final AutoCreation creation;
  private final Permissions permissions;
  private final String clusterId;
  private final EncodedTopics encoded;

  MetadataHandler(
      MetadataCache cache,
      Supplier<BrokerConfig> config,
      AutoCreation creation,
      Permissions permissions,
      String clusterId) {
    this.cache = cache;
    this.config = config;
    this.creation = creation;
    this.permissions = permissions;
    this.clusterId = clusterId;
    this.encoded = new EncodedTopics(cache::image);
    cache.addListener(encoded);
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    MetadataRequest request = (MetadataRequest) message;
    if (!wellFormed(request, context.version())) {
      context.respond(failure(request, context.version(), ErrorCode.INVALID_REQUEST));
      return;
    }
    List<MetadataRequestTopic> asked = request.topics();
    if (asked == null || (context.version() == 0 && asked.isEmpty())) {
      context.respond(allTopics(context, request));
      return;
    }
    List<String> toCreate = toCreate(context, request, asked);
    if (toCreate.isEmpty()) {
      context.respond(someTopics(context, request, asked, Collections.emptyMap()));
      return;
    }
    creation.create(
        toCreate, errors -> context.respond(() -> someTopics(context, request, asked, errors)));
  }

  @Override
  public ApiMessage failure(ApiMessage message, short version, ErrorCode error) {
    List<MetadataResponseTopic> topics = new ArrayList<>();
    List<MetadataRequestTopic> asked = ((MetadataRequest) message).topics();
    for (MetadataRequestTopic topic : asked == null ? List.<MetadataRequestTopic>of() : asked) {
      String name = topic.name();
      topics.add(
          new MetadataResponseTopic()
              .errorCode(error.code())
              .name(name == null && version < NAMELESS ? "" : name)
              .topicId(topic.topicId()));
    }
    return new MetadataResponse().topics(topics);
  }

  // Topics can be asked for by id from version 12 on; versions 10 and 11 only look as if.
  private static boolean wellFormed(MetadataRequest request, short version) {
    List<MetadataRequestTopic> topics = request.topics();
    for (MetadataRequestTopic topic : topics == null ? List.<MetadataRequestTopic>of() : topics) {
      boolean hasId = !topic.topicId().equals(Uuid.ZERO_UUID);
      if (version < 12 && (topic.name() == null || hasId)) {
        return false;
      }
      if (topic.name() == null && !hasId) {
        return false;
      }
    }
    return true;
  }

  private static boolean byId(List<MetadataRequestTopic> asked) {
    for (MetadataRequestTopic topic : asked) {
      if (!topic.topicId().equals(Uuid.ZERO_UUID)) {
        return true;
      }
    }
    return false;
  }

  private List<String> toCreate(
      RequestContext context, MetadataRequest request, List<MetadataRequestTopic> asked) {
    boolean wanted = context.version() < 4 || request.allowAutoTopicCreation();
    if (!wanted || byId(asked) || !config.get().get(BrokerProperties.AUTO_CREATE_TOPICS_ENABLE)) {
      return List.of();
    }
    MetadataImage image = cache.image();
    Set<String> missing = new LinkedHashSet<>();
    for (MetadataRequestTopic topic : asked) {
      String name = topic.name();
      if (name != null
          && image.topic(name) == null
          && TopicName.isValid(name)
          && permissions.onTopic(context, Operation.DESCRIBE, name)
          && permissions.toCreate(context, name)
          && missing.size() < MAX_CREATED) {
        missing.add(name);
      }
    }
    return new ArrayList<>(missing);
  }

  private MetadataResponse allTopics(RequestContext context, MetadataRequest request) {
    MetadataImage image = cache.image();
    MetadataAnswer answer = new MetadataAnswer(image, context.version(), context.listener());
    List<MetadataResponseTopic> topics = new ArrayList<>(image.topics().size());
    for (TopicImage topic : image.topics()) {
      if (permissions.onTopic(context, Operation.DESCRIBE, topic.name())) {
        topics.add(described(context, request, answer, topic));
      }
    }
    return withCluster(context, request, answer, topics);
  }

  private MetadataResponse someTopics(
      RequestContext context,
      MetadataRequest request,
      List<MetadataRequestTopic> asked,
      Map<String, ErrorCode> errors) {
    MetadataImage image = cache.image();
    MetadataAnswer answer = new MetadataAnswer(image, context.version(), context.listener());
    List<MetadataResponseTopic> topics = new ArrayList<>(asked.size());
    if (byId(asked)) {
      Set<Uuid> seen = new LinkedHashSet<>();
      for (MetadataRequestTopic topic : asked) {
        if (!topic.topicId().equals(Uuid.ZERO_UUID) && seen.add(topic.topicId())) {
          topics.add(ofId(context, request, answer, topic.topicId(), image));
        }
      }
    } else {
      Set<String> seen = new LinkedHashSet<>();
      for (MetadataRequestTopic topic : asked) {
        String name = topic.name();
        if (name != null && seen.add(name)) {
          topics.add(ofName(context, request, answer, name, image, errors));
        }
      }
    }
    return withCluster(context, request, answer, topics);
  }

  private MetadataResponseTopic ofId(
      RequestContext context,
      MetadataRequest request,
      MetadataAnswer answer,
      Uuid id,
      MetadataImage image) {
    TopicImage topic = image.topic(id);
    if (topic == null) {
      return MetadataAnswer.error(null, id, ErrorCode.UNKNOWN_TOPIC_ID);
    }
    if (!permissions.onTopic(context, Operation.DESCRIBE, topic.name())) {
      return MetadataAnswer.error(null, id, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    }
    return described(context, request, answer, topic);
  }

  private MetadataResponseTopic ofName(
      RequestContext context,
      MetadataRequest request,
      MetadataAnswer answer,
      String name,
      MetadataImage image,
      Map<String, ErrorCode> errors) {
    if (!permissions.onTopic(context, Operation.DESCRIBE, name)) {
      return MetadataAnswer.error(name, Uuid.ZERO_UUID, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    }
    TopicImage topic = image.topic(name);
    if (topic != null) {
      return described(context, request, answer, topic);
    }
    ErrorCode error = errors.get(name);
    if (error == null) {
      error =
          TopicName.isValid(name)
              ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
              : ErrorCode.INVALID_TOPIC_EXCEPTION;
    }
    return MetadataAnswer.error(name, Uuid.ZERO_UUID, error);
  }

  private MetadataResponseTopic described(
      RequestContext context, MetadataRequest request, MetadataAnswer answer, TopicImage topic) {
    if (!request.includeTopicAuthorizedOperations()) {
      return encoded.topic(answer, topic);
    }
    return answer
        .topic(topic)
        .topicAuthorizedOperations(permissions.topicOperations(context, topic.name()));
  }

  private MetadataResponse withCluster(
      RequestContext context,
      MetadataRequest request,
      MetadataAnswer answer,
      List<MetadataResponseTopic> topics) {
    MetadataResponse response =
        new MetadataResponse()
            .brokers(answer.brokers())
            .clusterId(clusterId)
            .controllerId(answer.controllerId())
            .topics(topics);
    if (request.includeClusterAuthorizedOperations()) {
      response.clusterAuthorizedOperations(permissions.clusterOperations(context));
    }
    return response;
  }
}
