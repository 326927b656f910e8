package io.classickafka.client;

import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.MessageReader;
import io.classickafka.protocol.MessageWriter;
import io.classickafka.protocol.message.RequestHeader;
import io.classickafka.protocol.message.ResponseHeader;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Connection;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Payload;
import io.classickafka.seam.Transport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A transport whose other end is the test: it sees what is sent and says what comes back. */
public final class ScriptedTransport implements Transport {

  private static final int PIECE = 64 * 1024;

  public final List<Peer> peers = new ArrayList<>();
  final EventLoop loop;

  public ScriptedTransport(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public Listener listen(
      InetSocketAddress address, Function<Connection, Connection.Handler> onAccept) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void connect(
      EventLoop on, String host, int port, long timeoutMs, Connection.Handler handler) {
    peers.add(new Peer(host, handler));
  }

  public Peer last() {
    return peers.get(peers.size() - 1);
  }

  /** A request as it went out. */
  public record Sent(RequestHeader header, ApiKey api, ApiMessage body) {}

  /** The other end of one connection, or of an attempt at one. */
  public final class Peer implements Connection {

    public final String host;
    final Connection.Handler handler;
    public final List<Sent> sent = new ArrayList<>();
    public final List<Runnable> onSent = new ArrayList<>();
    public boolean closed;

    /** Sizes of what was allocated to gather responses in. */
    public final List<Integer> allocated = new ArrayList<>();

    Peer(String host, Connection.Handler handler) {
      this.host = host;
      this.handler = handler;
    }

    public void accept() {
      handler.onConnected(this);
    }

    public void fail(@Nullable Throwable cause) {
      handler.onClosed(cause);
    }

    /** Answers a request in the version it was asked in. */
    public void answer(Sent request, ApiMessage response) {
      answer(request, response, request.header().requestApiVersion());
    }

    public void answer(Sent request, ApiMessage response, short version) {
      MessageWriter out = new MessageWriter();
      out.writeInt32(0);
      new ResponseHeader()
          .correlationId(request.header().correlationId())
          .write(out, request.api().responseHeaderVersion(version));
      response.write(out, version);
      out.patchInt32(0, out.sizeBytes() - 4);
      receive(bytes(out.finish()));
    }

    /** Received in pieces of 64 KiB at most, as from a socket. */
    public void receive(byte[] bytes) {
      for (int at = 0; at < bytes.length; at += PIECE) {
        handler.onReceived(ByteSlice.wrap(bytes, at, Math.min(bytes.length, at + PIECE)));
      }
    }

    @Override
    public ByteSlice allocate(int sizeBytes) {
      allocated.add(sizeBytes);
      return ByteSlice.wrap(new byte[sizeBytes]);
    }

    @Override
    public EventLoop loop() {
      return loop;
    }

    @Override
    public InetSocketAddress remoteAddress() {
      return new InetSocketAddress("127.0.0.1", 9_092);
    }

    @Override
    public InetSocketAddress localAddress() {
      return new InetSocketAddress("127.0.0.1", 50_000);
    }

    @Override
    public void send(List<? extends Payload> payloads, @Nullable Runnable whenSent) {
      ByteBuffer frame = ByteBuffer.wrap(bytes(payloads));
      ApiKey api = ApiKey.of(frame.getShort(4));
      if (api == null) {
        throw new AssertionError("api key " + frame.getShort(4));
      }
      short version = frame.getShort(6);
      MessageReader in = new MessageReader(ByteSlice.wrap(frame.position(4)));
      RequestHeader header = new RequestHeader();
      header.read(in, api.requestHeaderVersion(version));
      ApiMessage body = api.newRequest();
      body.read(in, version);
      sent.add(new Sent(header, api, body));
      if (whenSent != null) {
        onSent.add(whenSent);
      }
    }

    @Override
    public long pendingBytes() {
      return 0;
    }

    @Override
    public void setReading(boolean on) {}

    @Override
    public void close() {
      closed = true;
    }

    private static byte[] bytes(List<? extends Payload> payloads) {
      int size = payloads.stream().mapToInt(Payload::sizeBytes).sum();
      ByteBuffer bytes = ByteBuffer.allocate(size);
      for (Payload payload : payloads) {
        bytes.put(((ByteSlice) payload).duplicate());
      }
      return bytes.array();
    }
  }
}
