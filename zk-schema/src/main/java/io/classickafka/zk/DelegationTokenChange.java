package io.classickafka.zk;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * {@code /delegation_token/token_changes/token_change_<n>}: a token's node was written or removed;
 * every broker reads it again.
 */
public record DelegationTokenChange(String tokenId) implements ZnodePayload {
  public DelegationTokenChange {
    if (!AclResource.isStorable(tokenId)) {
      throw new IllegalArgumentException("a token id that cannot be a node name");
    }
  }

  public static DelegationTokenChange decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    String tokenId = JsonCodec.Text.utf8(path, data);
    if (!AclResource.isStorable(tokenId)) {
      throw new MalformedZnodeException(path, "the token id is no node name");
    }
    return new DelegationTokenChange(tokenId);
  }

  @Override
  public byte[] encode() {
    return tokenId.getBytes(StandardCharsets.UTF_8);
  }
}
