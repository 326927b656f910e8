package org.apache.kafka.common.errors;

import org.jspecify.annotations.Nullable;

/** The request holds a resource that does not exist. */
public class ResourceNotFoundException extends ApiException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String resource;

  public ResourceNotFoundException(String message) {
    this(null, message);
  }

  public ResourceNotFoundException(String message, Throwable cause) {
    this(null, message, cause);
  }

  public ResourceNotFoundException(@Nullable String resource, String message) {
    super(message);
    this.resource = resource;
  }

  public ResourceNotFoundException(@Nullable String resource, String message, Throwable cause) {
    super(message, cause);
    this.resource = resource;
  }

  /** The resource, null when it is not known. */
  public @Nullable String resource() {
    return resource;
  }
}
