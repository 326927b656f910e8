package io.classickafka.coordination;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One operation of an atomic write, as a value.
 *
 * <p>Data arrays are never changed once they are in an operation.
 */
public sealed interface Op {

  /** Matches whatever version a node has. */
  int ANY_VERSION = -1;

  /** The node it is about. */
  String path();

  /** One line for tests and traces. */
  String text();

  /** Demands that a node has a version; changes nothing. */
  record Check(String path, int version) implements Op {
    @Override
    public String text() {
      return "check " + path + " v" + version;
    }
  }

  /** Creates a node; its parent must exist. */
  @SuppressWarnings("ArrayRecordComponent")
  record Create(String path, byte @Nullable [] data, Lifetime lifetime) implements Op {
    @Override
    public String text() {
      String kind =
          lifetime == Lifetime.PERSISTENT
              ? ""
              : " " + lifetime.name().toLowerCase(java.util.Locale.ROOT);
      return "create" + kind + " " + path + dataText(data);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Create that
          && path.equals(that.path)
          && lifetime == that.lifetime
          && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
      return path.hashCode();
    }
  }

  /** Sets a node's data, if it has the version. */
  @SuppressWarnings("ArrayRecordComponent")
  record SetData(String path, byte @Nullable [] data, int version) implements Op {
    @Override
    public String text() {
      return "set " + path + versionText(version) + dataText(data);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof SetData that
          && path.equals(that.path)
          && version == that.version
          && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
      return path.hashCode();
    }
  }

  /** Deletes a node without children, if it has the version. */
  record Delete(String path, int version) implements Op {
    @Override
    public String text() {
      return "delete " + path + versionText(version);
    }
  }

  /** How long a node lives. */
  enum Lifetime {
    /** Until it is deleted. */
    PERSISTENT,
    /** Until it is deleted; ten digits of a growing number are put behind its name. */
    PERSISTENT_SEQUENTIAL,
    /** Until the session ends. */
    EPHEMERAL
  }

  private static String versionText(int version) {
    return version == ANY_VERSION ? "" : " v" + version;
  }

  private static String dataText(byte @Nullable [] data) {
    return data == null ? "" : " " + new String(data, StandardCharsets.UTF_8);
  }
}
