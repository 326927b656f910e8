// sarama: produce with one codec, consume every partition back.
// Arguments: bootstrap server, topic, codec (none, gzip, snappy, lz4), number of records.
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/Shopify/sarama"
)

func main() {
	bootstrap, topic, codec := os.Args[1], os.Args[2], os.Args[3]
	count, err := strconv.Atoi(os.Args[4])
	check(err)

	config := sarama.NewConfig()
	config.Version = sarama.V2_1_0_0
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Return.Successes = true
	config.Producer.Partitioner = sarama.NewHashPartitioner
	config.Consumer.Return.Errors = true
	codecs := map[string]sarama.CompressionCodec{
		"none": sarama.CompressionNone, "gzip": sarama.CompressionGZIP,
		"snappy": sarama.CompressionSnappy, "lz4": sarama.CompressionLZ4,
	}
	config.Producer.Compression = codecs[codec]

	client, err := sarama.NewClient([]string{bootstrap}, config)
	check(err)
	producer, err := sarama.NewSyncProducerFromClient(client)
	check(err)
	var messages []*sarama.ProducerMessage
	for i := 0; i < count; i++ {
		messages = append(messages, &sarama.ProducerMessage{
			Topic: topic,
			Key:   sarama.StringEncoder(fmt.Sprintf("key-%d", i)),
			Value: sarama.StringEncoder(fmt.Sprintf("value-%d", i)),
		})
	}
	check(producer.SendMessages(messages))

	consumer, err := sarama.NewConsumerFromClient(client)
	check(err)
	partitions, err := client.Partitions(topic)
	check(err)
	seen := map[string]string{}
	for _, partition := range partitions {
		end, err := client.GetOffset(topic, partition, sarama.OffsetNewest)
		check(err)
		stream, err := consumer.ConsumePartition(topic, partition, sarama.OffsetOldest)
		check(err)
		for next := int64(0); next < end; {
			select {
			case message := <-stream.Messages():
				seen[string(message.Key)] = string(message.Value)
				next = message.Offset + 1
			case err := <-stream.Errors():
				check(err)
			case <-time.After(15 * time.Second):
				panic("no record for 15 s")
			}
		}
		check(stream.Close())
	}
	for i := 0; i < count; i++ {
		if seen[fmt.Sprintf("key-%d", i)] != fmt.Sprintf("value-%d", i) {
			panic(fmt.Sprintf("key-%d came back as %q", i, seen[fmt.Sprintf("key-%d", i)]))
		}
	}
	fmt.Println("OK")
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
