package io.classickafka.badinput;

import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.MessageReader;
import io.classickafka.protocol.message.ResponseHeader;
import io.classickafka.seam.ByteSlice;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that sends any bytes and tells in a few words what comes back. */
final class WireClient implements AutoCloseable {

  static final String CLOSE = "close";
  static final String SILENCE = "silence";

  private static final Pattern ERROR = Pattern.compile("(?<![a-zA-Z])errorCode=(-?\\d+)");

  private final Socket socket;
  private final DataInputStream in;
  private String lastAnswer = "";

  WireClient(int port, int patienceMs) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(patienceMs);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Sends; a connection that was closed meanwhile shows when the answer is read. */
  void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      lastAnswer = e.toString();
    }
  }

  /** Sends no more. */
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /** Ends the connection with a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** The next frame without its size; empty when the connection is closed. */
  byte[] receive() throws IOException {
    try {
      byte[] frame = new byte[in.readInt()];
      in.readFully(frame);
      return frame;
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (EOFException e) {
      return new byte[0];
    } catch (IOException e) {
      // A reset: there were bytes of ours that nobody read.
      return new byte[0];
    }
  }

  /** The error codes in the answer to a request, or {@link #CLOSE}, or {@link #SILENCE}. */
  String answerTo(byte[] request) throws IOException {
    byte[] frame;
    try {
      frame = receive();
    } catch (SocketTimeoutException e) {
      return SILENCE;
    }
    if (frame.length == 0) {
      return CLOSE;
    }
    ByteBuffer sent = ByteBuffer.wrap(request);
    ApiKey api = ApiKey.of(sent.getShort(4));
    short version = sent.getShort(6);
    if (api == null || version < 0 || version > api.highestVersion()) {
      lastAnswer = HexFormat.of().formatHex(frame);
      return "bytes " + lastAnswer;
    }
    MessageReader reader = new MessageReader(ByteSlice.wrap(frame));
    ResponseHeader header = new ResponseHeader();
    header.read(reader, api.responseHeaderVersion(version));
    ApiMessage response = api.newResponse();
    response.read(reader, version);
    lastAnswer = "correlationId=" + header.correlationId() + " " + response;
    Matcher errors = ERROR.matcher(lastAnswer);
    StringJoiner codes = new StringJoiner(" ");
    while (errors.find()) {
      codes.add(errors.group(1));
    }
    return codes.length() == 0 ? "none" : codes.toString();
  }

  /** The text of what came last. */
  String lastAnswer() {
    return lastAnswer;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
