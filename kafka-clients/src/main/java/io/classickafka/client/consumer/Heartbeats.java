package io.classickafka.client.consumer;

import io.classickafka.client.ResponseHandler;
import io.classickafka.client.cluster.BrokerLink;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.HeartbeatResponse;
import io.classickafka.seam.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Tells the coordinator that a member is alive, as long as its application polls. One timer beats
 * and watches while there is a membership. The loop's.
 */
final class Heartbeats {

  private final ClusterClient client;
  private final EventLoop loop;
  private final ConsumerSettings settings;
  private final Target.Coordinator coordinator;
  private final Life life;
  private long lastPollMs;
  private long lastBeatMs;
  private boolean inFlight;
  private EventLoop.@Nullable Scheduled timer;

  /** The membership that is kept. */
  interface Life {
    /** Who the member is now; without a generation there is nothing to keep. */
    Membership me();

    /** Grows with each join: what was asked before is void. */
    int round();

    /** Whether a join is on its way, which says as much as a beat. */
    boolean isJoining();

    /** Whether the application is in poll now, for however long. */
    boolean isPolled();

    /** The application has not polled for too long. */
    void onNoPoll();

    /** What the coordinator said to the last beat. */
    void onBeaten(ErrorCode error);

    /** Why there is nobody to beat to. */
    void onNoCoordinator(Exception error);
  }

  Heartbeats(
      ClusterClient client, ConsumerSettings settings, Target.Coordinator coordinator, Life life) {
    this.client = client;
    this.loop = client.loop();
    this.settings = settings;
    this.coordinator = coordinator;
    this.life = life;
    this.lastPollMs = loop.monotonicMs();
  }

  /** The application is alive. */
  void polled() {
    lastPollMs = loop.monotonicMs();
  }

  /** There is a membership, of which the coordinator knows. */
  void start() {
    lastBeatMs = loop.monotonicMs();
    arm();
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void arm() {
    if (timer == null) {
      timer = loop.schedule(settings.heartbeatIntervalMs(), this::onTimer);
    }
  }

  private void onTimer() {
    timer = null;
    if (life.me().generation() < 0) {
      return;
    }
    if (life.isPolled()) {
      polled();
    }
    long nowMs = loop.monotonicMs();
    if (nowMs - lastPollMs > settings.maxPollIntervalMs()) {
      life.onNoPoll();
      return;
    }
    arm();
    if (nowMs - lastBeatMs > settings.sessionTimeoutMs()) {
      client.forgetCoordinator(coordinator);
    }
    if (!inFlight && !life.isJoining()) {
      beat();
    }
  }

  private void beat() {
    inFlight = true;
    int round = life.round();
    client.resolve(
        coordinator,
        (link, error) -> {
          if (link != null && life.me().generation() >= 0) {
            send(link, round);
            return;
          }
          inFlight = false;
          if (error != null && round == life.round()) {
            life.onNoCoordinator(error);
          }
        });
  }

  private void send(BrokerLink link, int round) {
    link.send(
        ApiKey.HEARTBEAT,
        ApiKey.HEARTBEAT.lowestVersion(),
        ApiKey.HEARTBEAT.highestVersion(),
        GroupRequests.heartbeat(life.me()),
        new ResponseHandler() {
          @Override
          public void onResponse(ApiMessage response, short version) {
            inFlight = false;
            if (round == life.round()) {
              onAnswer(ErrorCode.of(((HeartbeatResponse) response).errorCode()));
            }
          }

          @Override
          public void onFailure(Failure failure, String detail) {
            inFlight = false;
            client.forgetCoordinator(coordinator);
          }
        });
  }

  private void onAnswer(ErrorCode error) {
    if (error == ErrorCode.NONE || error == ErrorCode.REBALANCE_IN_PROGRESS) {
      lastBeatMs = loop.monotonicMs();
    }
    life.onBeaten(error);
  }
}
