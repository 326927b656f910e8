package io.classickafka.api;

import io.classickafka.group.CommittedOffset;
import io.classickafka.group.GroupCommand;
import io.classickafka.group.GroupCoordinator;
import io.classickafka.group.GroupReply.Fetched;
import io.classickafka.group.GroupReply.FetchedOffset;
import io.classickafka.group.ZooKeeperOffsets;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.OffsetFetchRequest;
import io.classickafka.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.classickafka.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import io.classickafka.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.classickafka.protocol.message.OffsetFetchResponse;
import io.classickafka.seam.EventLoop;
import io.classickafka.security.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** OffsetFetch: what groups have committed. Each group answers on its loop. */
final class OffsetFetchHandler implements ApiHandler {

  /** Offsets of this version live in ZooKeeper. */
  private static final short OLDEST = 0;

  /** From this version on several groups can be asked for. */
  private static final short FIRST_WITH_GROUPS = 8;

  private final GroupCoordinator coordinator;
  private final ZooKeeperOffsets oldOffsets;
  private final MetadataCache metadata;
  private final Permissions permissions;

  OffsetFetchHandler(
      GroupCoordinator coordinator,
      ZooKeeperOffsets oldOffsets,
      MetadataCache metadata,
      Permissions permissions) {
    this.coordinator = coordinator;
    this.oldOffsets = oldOffsets;
    this.metadata = metadata;
    this.permissions = permissions;
  }

  /**
   * What is asked about one group.
   *
   * @param partitions null for all
   */
  record Question(String group, @Nullable List<TopicPartition> partitions) {

    static List<Question> of(OffsetFetchRequest request, short version) {
      List<Question> questions = new ArrayList<>();
      if (version < FIRST_WITH_GROUPS) {
        List<OffsetFetchRequestTopic> topics = request.topics();
        List<TopicPartition> partitions = topics == null ? null : new ArrayList<>();
        if (topics != null && partitions != null) {
          topics.forEach(topic -> add(partitions, topic.name(), topic.partitionIndexes()));
        }
        questions.add(new Question(request.groupId(), partitions));
        return questions;
      }
      for (OffsetFetchRequestGroup group : request.groups()) {
        List<OffsetFetchRequestTopics> topics = group.topics();
        List<TopicPartition> partitions = topics == null ? null : new ArrayList<>();
        if (topics != null && partitions != null) {
          topics.forEach(topic -> add(partitions, topic.name(), topic.partitionIndexes()));
        }
        questions.add(new Question(group.groupId(), partitions));
      }
      return questions;
    }

    private static void add(List<TopicPartition> to, String topic, List<Integer> partitions) {
      partitions.forEach(partition -> to.add(new TopicPartition(topic, partition)));
    }
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    OffsetFetchRequest request = (OffsetFetchRequest) message;
    List<Question> questions = Question.of(request, context.version());
    new Gathering(context, questions).start(request.requireStable());
  }

  /** Collects the answers about all groups on the connection's loop. */
  private final class Gathering {

    private final RequestContext context;
    private final EventLoop loop;
    private final List<Question> questions;
    private final OffsetFetchAnswer[] answers;
    private int left;

    Gathering(RequestContext context, List<Question> questions) {
      this.context = context;
      this.loop = context.loop();
      this.questions = questions;
      this.answers = new OffsetFetchAnswer[questions.size()];
      this.left = questions.size();
    }

    void start(boolean requireStable) {
      if (questions.isEmpty()) {
        context.respond(new OffsetFetchResponse());
      }
      for (int i = 0; i < questions.size(); i++) {
        ask(i, requireStable);
      }
    }

    private void ask(int index, boolean requireStable) {
      Question question = questions.get(index);
      String group = question.group();
      if (!permissions.onGroup(context, Operation.DESCRIBE, group)) {
        settle(index, OffsetFetchAnswer.failed(question, ErrorCode.GROUP_AUTHORIZATION_FAILED));
        return;
      }
      List<TopicPartition> asked = question.partitions();
      List<TopicPartition> allowed =
          asked == null ? null : new ArrayList<>(new LinkedHashSet<>(asked));
      List<FetchedOffset> refused = new ArrayList<>();
      if (allowed != null) {
        Set<String> forbidden = forbidden(allowed);
        for (TopicPartition partition : allowed) {
          if (forbidden.contains(partition.topic())) {
            refused.add(new FetchedOffset(partition, ErrorCode.TOPIC_AUTHORIZATION_FAILED, null));
          }
        }
        allowed.removeIf(partition -> forbidden.contains(partition.topic()));
      }
      if (context.version() == OLDEST) {
        askZooKeeper(index, group, allowed == null ? List.of() : allowed, refused);
        return;
      }
      coordinator.submit(
          new GroupCommand.Fetch(
              reply ->
                  context.goOn(
                      loop::executeOrRun,
                      () -> settle(index, answer(question, (Fetched) reply, refused))),
              group,
              allowed,
              requireStable));
    }

    private Set<String> forbidden(List<TopicPartition> partitions) {
      Set<String> topics = new LinkedHashSet<>();
      partitions.forEach(partition -> topics.add(partition.topic()));
      topics.removeIf(topic -> permissions.onTopic(context, Operation.DESCRIBE, topic));
      return topics;
    }

    private OffsetFetchAnswer answer(
        Question question, Fetched fetched, List<FetchedOffset> refused) {
      if (fetched.error() != ErrorCode.NONE) {
        return OffsetFetchAnswer.failed(question, fetched.error());
      }
      List<FetchedOffset> found = new ArrayList<>(fetched.offsets());
      if (question.partitions() == null) {
        List<TopicPartition> known = new ArrayList<>();
        found.forEach(each -> known.add(each.partition()));
        Set<String> hidden = forbidden(known);
        found.removeIf(each -> hidden.contains(each.partition().topic()));
      }
      found.addAll(refused);
      return new OffsetFetchAnswer(question.group(), ErrorCode.NONE, found);
    }

    private void askZooKeeper(
        int index, String group, List<TopicPartition> partitions, List<FetchedOffset> found) {
      if (!ZooKeeperOffsets.isStorable(group)) {
        settle(index, OffsetFetchAnswer.failed(questions.get(index), ErrorCode.INVALID_GROUP_ID));
        return;
      }
      OffsetFetchAnswer answer = new OffsetFetchAnswer(group, ErrorCode.NONE, found);
      if (partitions.isEmpty()) {
        settle(index, answer);
      }
      int[] open = {partitions.size()};
      for (TopicPartition partition : partitions) {
        Runnable closeOne =
            () -> {
              if (--open[0] == 0) {
                settle(index, answer);
              }
            };
        if (metadata.image().partition(partition.topic(), partition.partition()) == null) {
          found.add(new FetchedOffset(partition, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null));
          closeOne.run();
          continue;
        }
        oldOffsets.fetch(
            group,
            partition,
            stored ->
                context.goOn(
                    loop::executeOrRun,
                    () -> {
                      found.add(old(partition, stored));
                      closeOne.run();
                    }));
      }
    }

    private FetchedOffset old(TopicPartition partition, ZooKeeperOffsets.Found stored) {
      CommittedOffset offset =
          stored.error() == ErrorCode.NONE
              ? new CommittedOffset(
                  stored.offset(), CommittedOffset.NO_EPOCH, "", 0, CommittedOffset.NO_EXPIRY)
              : null;
      return new FetchedOffset(partition, stored.error(), offset);
    }

    private void settle(int index, OffsetFetchAnswer answer) {
      answers[index] = answer;
      if (--left == 0) {
        context.respond(
            context.version() < FIRST_WITH_GROUPS
                ? answers[0].single(context.version())
                : OffsetFetchAnswer.batch(List.of(answers)));
      }
    }
  }

  @Override
  public OffsetFetchResponse failure(ApiMessage message, short version, ErrorCode error) {
    List<OffsetFetchAnswer> answers = new ArrayList<>();
    for (Question question : Question.of((OffsetFetchRequest) message, version)) {
      answers.add(OffsetFetchAnswer.failed(question, error));
    }
    return version < FIRST_WITH_GROUPS
        ? answers.get(0).single(version)
        : OffsetFetchAnswer.batch(answers);
  }
}
