// kafkajs: create a topic, produce with or without gzip, consume with a group.
// Arguments: bootstrap server, topic, codec (none, gzip), number of records.
const { Kafka, CompressionTypes, logLevel } = require('kafkajs');

const [bootstrap, topic, codec, countText] = process.argv.slice(2);
const count = Number(countText);

async function main() {
  const kafka = new Kafka({ clientId: 'round-trip', brokers: [bootstrap], logLevel: logLevel.ERROR });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 3 }] });
  await admin.disconnect();

  const producer = kafka.producer();
  await producer.connect();
  const messages = [];
  for (let i = 0; i < count; i++) {
    messages.push({ key: `key-${i}`, value: `value-${i}`, headers: { n: `${i}` } });
  }
  const compression = codec === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None;
  await producer.send({ topic, acks: -1, compression, messages });
  await producer.disconnect();

  const consumer = kafka.consumer({ groupId: `js-${topic}` });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const seen = new Map();
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`saw ${seen.size} of ${count}`)), 30000);
    consumer.run({
      eachMessage: async ({ message }) => {
        if (message.headers.n.toString() !== message.key.toString().slice(4)) {
          reject(new Error(`header of ${message.key}`));
        }
        seen.set(message.key.toString(), message.value.toString());
        if (seen.size === count) {
          clearTimeout(timer);
          resolve();
        }
      },
    }).catch(reject);
  });
  await consumer.disconnect();
  for (let i = 0; i < count; i++) {
    if (seen.get(`key-${i}`) !== `value-${i}`) {
      throw new Error(`key-${i} came back as ${seen.get(`key-${i}`)}`);
    }
  }
  console.log('OK');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
