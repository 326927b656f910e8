import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * Loads that cost the client next to nothing, so that the broker is the limit: bytes are made
 * beforehand, and answers are hardly looked into. Prints one line of figures.
 */
public final class Wire {

  private static final int PRODUCE = 0;
  private static final int FETCH = 1;
  private static final int METADATA = 3;

  private Wire() {}

  public static void main(String[] arguments) throws Exception {
    List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
    switch (arguments[0]) {
      case "metadata" -> metadata(rest);
      case "flood" -> flood(rest);
      case "drain" -> drain(rest);
      case "preferred" -> preferred(rest);
      default -> throw new IllegalArgumentException("unknown load " + arguments[0]);
    }
  }

  /** PORT COUNT: asks for the metadata of all topics on one connection; prints ms and bytes. */
  private static void metadata(List<String> a) throws Exception {
    int count = Integer.parseInt(a.get(1));
    byte[] request = frame(METADATA, 8, out -> metadataOf(out, -1)); // All topics.
    long began = System.nanoTime();
    int length = 0;
    try (Socket socket = connect(a.get(0))) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] answer = new byte[1 << 22];
      for (int i = 0; i < count; i++) {
        socket.getOutputStream().write(request);
        length = in.readInt();
        in.readFully(answer, 0, length);
      }
    }
    System.out.println(millisSince(began) + " " + length);
  }

  private static void metadataOf(DataOutputStream out, int topics, String... names)
      throws IOException {
    out.writeInt(topics);
    for (String name : names) {
      string(out, name);
    }
    out.write(new byte[3]); // No creation, no authorised operations.
  }

  /**
   * TOPIC PARTITIONS PORT...: waits until each of these brokers says that first replicas lead. A
   * client asks whichever broker it likes, and one that started late may be seconds behind.
   */
  private static void preferred(List<String> a) throws Exception {
    byte[] request = frame(METADATA, 8, out -> metadataOf(out, 1, a.get(0)));
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    for (String port : a.subList(2, a.size())) {
      try (Socket socket = connect(port)) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        boolean held = false;
        while (!held) {
          if (System.nanoTime() > deadline) {
            throw new IllegalStateException("port " + port + " knows of other leaders");
          }
          socket.getOutputStream().write(request);
          byte[] answer = new byte[in.readInt()];
          in.readFully(answer);
          held = firstReplicasLead(ByteBuffer.wrap(answer), Integer.parseInt(a.get(1)));
          if (!held) {
            Thread.sleep(20);
          }
        }
      }
    }
  }

  private static boolean firstReplicasLead(ByteBuffer answer, int partitions) {
    answer.position(answer.position() + 4 + 4); // Correlation id and throttle time.
    for (int brokers = answer.getInt(); brokers > 0; brokers--) {
      answer.getInt();
      skipString(answer);
      answer.getInt();
      skipString(answer);
    }
    skipString(answer);
    answer.position(answer.position() + 4 + 4 + 2); // Controller, one topic, its error.
    skipString(answer);
    answer.get();
    if (answer.getInt() != partitions) {
      return false;
    }
    for (int i = 0; i < partitions; i++) {
      answer.position(answer.position() + 2 + 4);
      int leader = answer.getInt();
      answer.getInt();
      int replicas = answer.getInt();
      if (replicas == 0 || answer.getInt() != leader) {
        return false;
      }
      answer.position(answer.position() + (replicas - 1) * 4);
      for (int lists = 0; lists < 2; lists++) { // In sync, offline.
        int ids = answer.getInt();
        answer.position(answer.position() + ids * 4);
      }
    }
    return true;
  }

  private static void skipString(ByteBuffer in) {
    int length = in.getShort();
    in.position(in.position() + Math.max(0, length));
  }

  /**
   * PORT TOPIC PARTITIONS BATCH CONNECTIONS MEGABYTES: batches of BATCH bytes of 1 KiB records,
   * five requests under way on each connection, acks=1; prints MB a second.
   */
  private static void flood(List<String> a) throws Exception {
    int partitions = Integer.parseInt(a.get(2));
    int connections = Integer.parseInt(a.get(4));
    byte[] batch = batch(Integer.parseInt(a.get(3)), 1024);
    AtomicLong left = new AtomicLong(Long.parseLong(a.get(5)) * 1_000_000 / batch.length);
    long total = left.get() * batch.length;
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    long began = System.nanoTime();
    List<Future<Void>> all = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      byte[] request = produce(a.get(1), i % partitions, batch);
      Callable<Void> one = () -> flood(a.get(0), request, left);
      all.add(threads.submit(one));
    }
    for (Future<Void> one : all) {
      one.get();
    }
    threads.shutdown();
    System.out.printf("%.1f%n", total * 1000.0 / (System.nanoTime() - began));
  }

  private static Void flood(String port, byte[] request, AtomicLong left) throws IOException {
    try (Socket socket = connect(port)) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      int underWay = 0;
      boolean more = true;
      while (more || underWay > 0) {
        while (more && underWay < 5) {
          more = left.getAndDecrement() > 0;
          if (more) {
            socket.getOutputStream().write(request);
            underWay++;
          }
        }
        if (underWay > 0) {
          requireTaken(in.readNBytes(in.readInt()));
          underWay--;
        }
      }
    }
    return null;
  }

  /** A Produce answer of one partition: correlation id, topics, name, partitions, index, error. */
  private static void requireTaken(byte[] answer) {
    ByteBuffer in = ByteBuffer.wrap(answer);
    in.position(8);
    in.position(10 + in.getShort());
    in.position(in.position() + 8);
    short error = in.getShort();
    if (error != 0) {
      throw new IllegalStateException("produce failed with error " + error);
    }
  }

  private static byte[] produce(String topic, int partition, byte[] batch) throws IOException {
    return frame(
        PRODUCE,
        3,
        out -> {
          out.writeShort(-1); // No transaction.
          out.writeShort(1);
          out.writeInt(30_000);
          out.writeInt(1);
          string(out, topic);
          out.writeInt(1);
          out.writeInt(partition);
          out.writeInt(batch.length);
          out.write(batch);
        });
  }

  /** A record batch (magic 2) of at most {@code bytes} bytes. */
  private static byte[] batch(int bytes, int valueSize) throws IOException {
    byte[] value = new byte[valueSize];
    new java.util.Random(1).nextBytes(value);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    int count = (bytes - 61) / (valueSize + 12);
    long now = System.currentTimeMillis();
    out.writeShort(0);
    out.writeInt(count - 1);
    out.writeLong(now);
    out.writeLong(now);
    out.writeLong(-1);
    out.writeShort(-1);
    out.writeInt(-1);
    out.writeInt(count);
    for (int i = 0; i < count; i++) {
      ByteArrayOutputStream record = new ByteArrayOutputStream();
      record.write(0);
      varint(record, 0);
      varint(record, i);
      varint(record, -1);
      varint(record, valueSize);
      record.write(value);
      varint(record, 0);
      varint(body, record.size());
      record.writeTo(body);
    }
    CRC32C crc = new CRC32C();
    crc.update(body.toByteArray());
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    out = new DataOutputStream(batch);
    out.writeLong(0);
    out.writeInt(9 + body.size());
    out.writeInt(-1);
    out.writeByte(2);
    out.writeInt((int) crc.getValue());
    body.writeTo(out);
    return batch.toByteArray();
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int left = (value << 1) ^ (value >> 31);
    for (; (left & ~0x7f) != 0; left >>>= 7) {
      out.write(left & 0x7f | 0x80);
    }
    out.write(left);
  }

  /** PORT TOPIC PARTITIONS: reads a topic from its start to its end; prints MB and ms. */
  private static void drain(List<String> a) throws Exception {
    long[] next = new long[Integer.parseInt(a.get(2))];
    long[] end = new long[next.length];
    Arrays.fill(end, 1);
    byte[] buffer = new byte[1 << 21];
    long began = System.nanoTime();
    long bytes = 0;
    try (Socket socket = connect(a.get(0))) {
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
      while (!Arrays.equals(next, end)) {
        socket.getOutputStream().write(fetch(a.get(1), next));
        in.readInt(); // Length,
        in.readInt(); // correlation id,
        in.readInt(); // throttle time,
        in.readInt(); // one topic.
        in.skipNBytes(in.readUnsignedShort());
        for (int left = in.readInt(); left > 0; left--) {
          int partition = in.readInt();
          short error = in.readShort();
          if (error != 0) {
            throw new IllegalStateException("fetch failed with error " + error);
          }
          end[partition] = in.readLong();
          in.readLong();
          in.skipNBytes(16L * Math.max(0, in.readInt()));
          int length = Math.max(0, in.readInt());
          in.readFully(buffer, 0, length);
          next[partition] = after(ByteBuffer.wrap(buffer, 0, length), next[partition]);
          bytes += length;
        }
      }
    }
    System.out.println(bytes / 1_000_000 + " " + millisSince(began));
  }

  /** The offset that follows the last whole batch. */
  private static long after(ByteBuffer records, long offset) {
    long next = offset;
    for (int at = 0; at + 61 <= records.limit(); at += 12 + records.getInt(at + 8)) {
      if (at + 12 + records.getInt(at + 8) <= records.limit()) {
        next = records.getLong(at) + records.getInt(at + 23) + 1;
      }
    }
    return next;
  }

  private static byte[] fetch(String topic, long[] next) throws IOException {
    return frame(
        FETCH,
        4,
        out -> {
          out.writeInt(-1);
          out.writeInt(500);
          out.writeInt(1);
          out.writeInt(50 << 20);
          out.writeByte(0);
          out.writeInt(1);
          string(out, topic);
          out.writeInt(next.length);
          for (int partition = 0; partition < next.length; partition++) {
            out.writeInt(partition);
            out.writeLong(next[partition]);
            out.writeInt(1 << 20);
          }
        });
  }

  private interface Body {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private static byte[] frame(int api, int version, Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0);
    out.writeShort(api);
    out.writeShort(version);
    out.writeInt(1);
    string(out, "load");
    body.writeTo(out);
    byte[] frame = bytes.toByteArray();
    ByteBuffer.wrap(frame).putInt(frame.length - 4);
    return frame;
  }

  private static void string(DataOutputStream out, String value) throws IOException {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    out.writeShort(utf8.length);
    out.write(utf8);
  }

  private static Socket connect(String port) throws IOException {
    Socket socket = new Socket("127.0.0.1", Integer.parseInt(port));
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static long millisSince(long began) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }
}
