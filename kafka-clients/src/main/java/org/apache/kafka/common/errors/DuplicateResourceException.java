package org.apache.kafka.common.errors;

import org.jspecify.annotations.Nullable;

/** The request holds a resource named twice. */
public class DuplicateResourceException extends ApiException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String resource;

  public DuplicateResourceException(String message) {
    this(null, message);
  }

  public DuplicateResourceException(String message, Throwable cause) {
    this(null, message, cause);
  }

  public DuplicateResourceException(@Nullable String resource, String message) {
    super(message);
    this.resource = resource;
  }

  public DuplicateResourceException(@Nullable String resource, String message, Throwable cause) {
    super(message, cause);
    this.resource = resource;
  }

  /** The resource, null when it is not known. */
  public @Nullable String resource() {
    return resource;
  }
}
