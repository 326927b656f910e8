package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.consumer.FetchSession.Wanted;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class FetchSessionTest {

  private static final Uuid ID = new Uuid(1, 2);
  private static final Uuid OTHER_ID = new Uuid(3, 4);

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
    assertThat(session.nameOf(OTHER_ID)).isNull();
  }

  private void askOneOf(Uuid id) {
    session.ask(
        new FetchRequest(),
        Collections.singletonMap(new TopicPartition("t", 0), new Wanted(id, 5, 0, 1000)),
        true);
  }

  @Test
  void namesTheTopicsThatItNeedNotTellAgainAndNoneThatItForgot() {
    ask(0, 5, 1, 7);
    session.answered(ErrorCode.NONE, 9);
    ask(1, 7);
    assertThat(session.nameOf(ID)).isEqualTo("t");
    session.answered(ErrorCode.NONE, 9);
    ask(1, 7);
    assertThat(session.nameOf(ID)).isEqualTo("t");
    session.answered(ErrorCode.NONE, 9);
    askOneOf(OTHER_ID);
    assertThat(session.nameOf(ID)).isNull();
    assertThat(session.nameOf(OTHER_ID)).isEqualTo("t");
    session.reset();
    askOneOf(ID);
    assertThat(session.nameOf(ID)).isEqualTo("t");
    assertThat(session.nameOf(OTHER_ID)).isNull();
  }

  /** What is wanted, and how often somebody went through it. */
  private static final class Counted extends AbstractMap<TopicPartition, Wanted> {
    private final Map<TopicPartition, Wanted> wanted;
    int walks;

    Counted(Map<TopicPartition, Wanted> wanted) {
      this.wanted = wanted;
    }

    @Override
    public Set<Entry<TopicPartition, Wanted>> entrySet() {
      walks++;
      return wanted.entrySet();
    }
  }

  @Test
  void namingATopicGoesThroughNoPartitions() {
    Counted wanted =
        new Counted(
            Collections.singletonMap(new TopicPartition("t", 0), new Wanted(ID, 5, 0, 1000)));
    session.ask(new FetchRequest(), wanted, true);
    int before = wanted.walks;
    assertThat(session.nameOf(ID)).isEqualTo("t");
    assertThat(wanted.walks).isEqualTo(before);
  }
}
