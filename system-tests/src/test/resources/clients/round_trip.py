"""kafka-python: produce with one codec, consume with a group, commit.

Arguments: bootstrap server, topic, codec (none, gzip, snappy, lz4), number of records.
"""
import sys

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

bootstrap, topic, codec, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])

producer = KafkaProducer(
    bootstrap_servers=bootstrap, acks="all", compression_type=None if codec == "none" else codec
)
sent = [
    producer.send(topic, key=b"key-%d" % i, value=b"value-%d" % i, headers=[("n", b"%d" % i)])
    for i in range(count)
]
for future in sent:
    assert future.get(timeout=30).offset >= 0
producer.close()

consumer = KafkaConsumer(
    topic,
    bootstrap_servers=bootstrap,
    group_id="python-" + topic,
    auto_offset_reset="earliest",
    enable_auto_commit=False,
    consumer_timeout_ms=15000,
)
seen = {}
for record in consumer:
    assert record.headers == [("n", record.key[4:])], record
    seen[record.key] = record.value
    if len(seen) == count:
        break
assert seen == {b"key-%d" % i: b"value-%d" % i for i in range(count)}, len(seen)
consumer.commit()
for partition in consumer.assignment():
    assert consumer.committed(TopicPartition(topic, partition.partition)) is not None
consumer.close()
print("OK")
