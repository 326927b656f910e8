package io.classickafka.replica.fetcher;

import io.classickafka.client.ResponseHandler;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.seam.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The fetch in flight that the leader may leave without an answer for long, and what ends it
 * before: any other request behind it makes a leader of this kind answer. Other leaders answer once
 * the fetch's own time is over, so before that nothing is sent. State of the fetcher's loop.
 */
final class IdleFetch {

  private final EventLoop loop;
  private final long maxWaitMs;
  private final LeaderQuestions questions;
  private LeaderLinks.@Nullable Link link;
  private EventLoop.@Nullable Scheduled ending;
  private long ownTimeEndMs;

  /** None so far. */
  IdleFetch(EventLoop loop, long maxWaitMs, LeaderQuestions questions) {
    this.loop = loop;
    this.maxWaitMs = maxWaitMs;
    this.questions = questions;
  }

  /** Such a fetch goes over a link now. */
  void begin(LeaderLinks.Link over) {
    link = over;
    ownTimeEndMs = loop.monotonicMs() + maxWaitMs;
  }

  /** It has an outcome, or nobody waits for it any more. */
  void over() {
    link = null;
    EventLoop.Scheduled waiting = ending;
    if (waiting != null) {
      ending = null;
      waiting.cancel();
    }
  }

  /** There is something to ask the leader: the fetch, if there is one, is to be answered. */
  void end() {
    if (link != null && ending == null) {
      long leftMs = ownTimeEndMs - loop.monotonicMs();
      if (leftMs > 0) {
        ending = loop.schedule(leftMs, this::ask);
      } else {
        ask();
      }
    }
  }

  private void ask() {
    ending = null;
    LeaderLinks.Link open = link;
    link = null;
    if (open != null) {
      LeaderQuestions.Asked nothing = questions.nothing();
      open.send(nothing.api(), nothing.version(), nothing.request(), new Unheeded());
    }
  }

  /** What comes of it the fetch before it tells as well. */
  private static final class Unheeded implements ResponseHandler {
    @Override
    public void onResponse(ApiMessage response, short version) {}

    @Override
    public void onFailure(Failure failure, String detail) {}
  }
}
