package io.classickafka.client.producer;

import io.classickafka.client.ResponseHandler;
import io.classickafka.client.cluster.BrokerLink;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.message.ProduceRequest;
import io.classickafka.protocol.message.ProduceRequest.PartitionProduceData;
import io.classickafka.protocol.message.ProduceRequest.TopicProduceData;
import io.classickafka.protocol.message.ProduceResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One Produce request: at most one batch of each partition. State of the loop. */
final class ProduceRound {

  // Batches of magic 2 came with version 3.
  private static final int LOWEST_VERSION = 3;

  private final int node;
  private final BrokerLink link;
  private final ProducerSettings settings;
  private final List<Entry> entries = new ArrayList<>();
  private int sizeBytes;

  /** A batch and the queue it came from. */
  record Entry(PartitionQueue queue, ProducerBatch batch) {}

  /** Hears how the request ended. */
  interface Outcome {
    void onAnswer(ProduceResponse response);

    void onFailure(ResponseHandler.Failure failure, String detail);
  }

  ProduceRound(int node, BrokerLink link, ProducerSettings settings) {
    this.node = node;
    this.link = link;
    this.settings = settings;
  }

  int node() {
    return node;
  }

  List<Entry> entries() {
    return entries;
  }

  /** Whether a batch fits in besides the others; the first one always does. */
  boolean hasRoom(int batchBytes) {
    return entries.isEmpty() || sizeBytes + batchBytes <= settings.maxRequestSizeBytes();
  }

  void add(PartitionQueue queue, ProducerBatch batch) {
    entries.add(new Entry(queue, batch));
    sizeBytes += batch.sizeBytes();
  }

  void send(Outcome outcome) {
    ResponseHandler handler =
        new ResponseHandler() {
          @Override
          public void onResponse(ApiMessage response, short version) {
            outcome.onAnswer((ProduceResponse) response);
          }

          @Override
          public void onFailure(Failure failure, String detail) {
            outcome.onFailure(failure, detail);
          }
        };
    int highest = ApiKey.PRODUCE.highestVersion();
    if (settings.acks() == 0) {
      link.sendUnanswered(ApiKey.PRODUCE, LOWEST_VERSION, highest, request(), handler);
    } else {
      link.send(ApiKey.PRODUCE, LOWEST_VERSION, highest, request(), handler);
    }
  }

  private ProduceRequest request() {
    Map<String, TopicProduceData> topics = new LinkedHashMap<>();
    for (Entry entry : entries) {
      topics
          .computeIfAbsent(entry.queue().partition.topic(), name -> topic(name))
          .partitionData()
          .add(
              new PartitionProduceData()
                  .index(entry.queue().partition.partition())
                  .records(entry.batch().bytes()));
    }
    return new ProduceRequest()
        .acks(settings.acks())
        .timeoutMs((int) settings.requestTimeoutMs())
        .topicData(new ArrayList<>(topics.values()));
  }

  private static TopicProduceData topic(String name) {
    return new TopicProduceData().name(name).partitionData(new ArrayList<>());
  }
}
