package io.classickafka.zk;

import io.classickafka.zk.JsonCodec.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /delegation_token/tokens/<tokenId>}: who may authenticate with a token and until when. The
 * secret itself is not stored: every broker derives it from the id.
 *
 * @param owner {@code Type:name}, not encoded; likewise requester and renewers
 */
public record DelegationToken(
    String tokenId,
    String owner,
    String requester,
    List<String> renewers,
    long issueTimestampMs,
    long maxTimestampMs,
    long expiryTimestampMs,
    UnknownFields unknown)
    implements ZnodePayload {
  private static final int NEWEST_VERSION = 3;
  private static final int FIRST_WITH_REQUESTER = 3;

  public DelegationToken {
    renewers = List.copyOf(renewers);
  }

  public DelegationToken withExpiry(long timestampMs) {
    return new DelegationToken(
        tokenId,
        owner,
        requester,
        renewers,
        issueTimestampMs,
        maxTimestampMs,
        timestampMs,
        unknown);
  }

  public static DelegationToken decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    Fields fields = Fields.parse(path, data);
    int version = fields.int32AtLeast("version", 1);
    if (version > NEWEST_VERSION) {
      throw fields.malformed("version", "is above " + NEWEST_VERSION);
    }
    String owner = principal(fields, "owner", fields.text("owner"));
    String requester =
        version < FIRST_WITH_REQUESTER
            ? owner
            : principal(fields, "tokenRequester", fields.text("tokenRequester"));
    List<String> renewers = new ArrayList<>();
    for (String renewer : fields.texts("renewers")) {
      renewers.add(principal(fields, "renewers", renewer));
    }
    return new DelegationToken(
        fields.text("tokenId"),
        owner,
        requester,
        renewers,
        fields.int64("issueTimestamp"),
        fields.int64("maxTimestamp"),
        fields.int64("expiryTimestamp"),
        fields.unknown());
  }

  @Override
  public byte[] encode() {
    return new ObjectBuilder()
        .put("version", NEWEST_VERSION)
        .put("tokenId", tokenId)
        .put("owner", EncodedName.encode(owner))
        .put("tokenRequester", EncodedName.encode(requester))
        .put("renewers", Json.ofTexts(renewers.stream().map(EncodedName::encode).toList()))
        .put("issueTimestamp", issueTimestampMs)
        .put("maxTimestamp", maxTimestampMs)
        .put("expiryTimestamp", expiryTimestampMs)
        .putAll(unknown)
        .print();
  }

  private static String principal(Fields fields, String name, String encoded)
      throws MalformedZnodeException {
    return EncodedName.decode(encoded)
        .filter(AclEntry::isPrincipal)
        .orElseThrow(() -> fields.malformed(name, "is no encoded Type:name"));
  }
}
