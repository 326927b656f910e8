package org.apache.kafka.common.errors;

/** The text committed with an offset is too long. */
public class OffsetMetadataTooLarge extends ApiException {

  private static final long serialVersionUID = 1L;

  public OffsetMetadataTooLarge() {}

  public OffsetMetadataTooLarge(String message) {
    super(message);
  }

  public OffsetMetadataTooLarge(String message, Throwable cause) {
    super(message, cause);
  }

  public OffsetMetadataTooLarge(Throwable cause) {
    super(cause);
  }
}
