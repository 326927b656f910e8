package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.consumer.FetchSession.Wanted;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class FetchSessionTest {

  private static final Uuid ID = new Uuid(1, 2);

  private final FetchSession session = new FetchSession();

  private FetchRequest ask(Object... partitionsAndOffsets) {
    Map<TopicPartition, Wanted> wanted = new LinkedHashMap<>();
    for (int i = 0; i < partitionsAndOffsets.length; i += 2) {
      wanted.put(
          new TopicPartition("t", (Integer) partitionsAndOffsets[i]),
          new Wanted(ID, (Integer) partitionsAndOffsets[i + 1], 0, 1000));
    }
    FetchRequest request = new FetchRequest();
    session.ask(request, wanted, true);
    return request;
  }

  private static String text(FetchRequest request) {
    StringBuilder text = new StringBuilder(request.sessionId() + "/" + request.sessionEpoch());
    request
        .topics()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        one ->
                            text.append(" ")
                                .append(one.partition())
                                .append("@")
                                .append(one.fetchOffset())));
    request
        .forgottenTopicsData()
        .forEach(topic -> topic.partitions().forEach(one -> text.append(" -").append(one)));
    return text.toString();
  }

  @Test
  void saysEverythingAtFirstAndThenWhatChanged() {
    assertThat(text(ask(0, 5, 1, 7))).isEqualTo("0/0 0@5 1@7");
    session.answered(ErrorCode.NONE, 9);
    assertThat(text(ask(0, 5, 1, 8))).isEqualTo("9/1 1@8");
    session.answered(ErrorCode.NONE, 9);
    assertThat(text(ask(1, 8))).isEqualTo("9/2 -0");
    session.answered(ErrorCode.NONE, 9);
    assertThat(text(ask(1, 8))).isEqualTo("9/3");
  }

  @Test
  void beginsAnewWhenTheBrokerForgot() {
    ask(0, 5);
    session.answered(ErrorCode.NONE, 9);
    ask(0, 6);
    session.answered(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, 0);
    assertThat(text(ask(0, 6))).isEqualTo("9/0 0@6");
  }

  @Test
  void saysEverythingAgainToABrokerWithoutSessions() {
    ask(0, 5);
    session.answered(ErrorCode.NONE, 0);
    assertThat(text(ask(0, 5))).isEqualTo("0/0 0@5");
  }

  @Test
  void namesATopicByItsId() {
    ask(0, 5);
    assertThat(session.nameOf(ID)).isEqualTo("t");
    assertThat(session.nameOf(new Uuid(3, 4))).isNull();
  }
}
