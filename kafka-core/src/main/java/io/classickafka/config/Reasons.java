package io.classickafka.config;

/** Why whole families of properties have no effect. One sentence each, for tables and warnings. */
final class Reasons {

  static final String KRAFT =
      "this broker keeps its metadata in ZooKeeper; there is no KRaft quorum";
  static final String TIER = "tiered storage is not supported";
  static final String NEW_GROUP =
      "the consumer group protocol of KRaft clusters is not offered on ZooKeeper, by Apache either";
  static final String SHARE = "share groups exist in KRaft clusters only";
  static final String PURGATORY =
      "waiting requests are dropped when they are answered; there is nothing to purge";
  static final String ZOOKEEPER_TLS = "TLS to the ensemble is not there yet";
  static final String SECURITY =
      "TLS and SASL are not there yet; a listener that asks for them stops the start";
  static final String TOKENS = "delegation tokens are not there yet";
  static final String PASSWORDS = "passwords cannot be set at run time yet";
  static final String QUOTAS = "quotas are not there yet";
  static final String QUOTA_CALLBACK =
      "quotas are not there yet and clients would be unlimited without notice";
  static final String TRANSACTIONS = "the transaction coordinator is not there yet";
  static final String DURABILITY =
      "an Apache broker ignores it, and a follower that is one acknowledges before it has forced"
          + " anything";
  static final String FLUSH_MESSAGES =
      "1 means durability=flush; above that the force is in the background, and no append waits for"
          + " it";
  static final String DEDUPE =
      "taken when there is something to clean, as much as its keys need, and given back after;"
          + " never more than a quarter of the heap";
  static final String PREALLOCATION = "files grow as they are written";
  static final String IN_FLIGHT =
      "requests wait in no common queue; each connection may have 32 requests or 1 MiB of them"
          + " unanswered before its socket is no longer read";

  private Reasons() {}
}
