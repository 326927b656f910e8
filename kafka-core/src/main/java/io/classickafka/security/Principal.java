package io.classickafka.security;

/**
 * Whom a connection speaks for.
 *
 * @param type such as {@code User}
 * @param name what the authentication yielded
 */
public record Principal(String type, String name) {

  /** Whoever has not said who they are. */
  public static final Principal ANONYMOUS = new Principal("User", "ANONYMOUS");

  @Override
  public String toString() {
    return type + ":" + name;
  }
}
