package io.classickafka.config;

/** The transaction coordinator and its topic. */
interface TransactionProperties {

  PropertyTable TRANSACTION_TABLE = new PropertyTable("Transactions");

  Property<Integer> TRANSACTION_MAX_TIMEOUT_MS =
      TRANSACTION_TABLE
          .ofInt("transaction.max.timeout.ms", 900_000)
          .atLeast(1)
          .notYet(Reasons.TRANSACTIONS)
          .doc("Longest timeout a transaction may ask for.");

  Property<Integer> TRANSACTION_STATE_LOG_NUM_PARTITIONS =
      TRANSACTION_TABLE
          .ofInt("transaction.state.log.num.partitions", 50)
          .atLeast(1)
          .notYet(Reasons.TRANSACTIONS)
          .doc("Partitions of __transaction_state; must not change once it exists.");

  Property<Short> TRANSACTION_STATE_LOG_REPLICATION_FACTOR =
      TRANSACTION_TABLE
          .ofShort("transaction.state.log.replication.factor", 3)
          .atLeast(1)
          .notYet(Reasons.TRANSACTIONS)
          .doc("Replicas of __transaction_state.");

  Property<Integer> TRANSACTION_STATE_LOG_MIN_ISR =
      TRANSACTION_TABLE
          .ofInt("transaction.state.log.min.isr", 2)
          .atLeast(1)
          .notYet(Reasons.TRANSACTIONS)
          .doc("In-sync replicas a write to __transaction_state needs.");

  Property<Integer> TRANSACTION_STATE_LOG_SEGMENT_BYTES =
      TRANSACTION_TABLE
          .ofInt("transaction.state.log.segment.bytes", 104_857_600)
          .atLeast(1)
          .notYet(Reasons.TRANSACTIONS)
          .doc("Segment size of __transaction_state.");

  Property<Integer> TRANSACTION_STATE_LOG_LOAD_BUFFER_SIZE =
      TRANSACTION_TABLE
          .ofInt("transaction.state.log.load.buffer.size", 5_242_880)
          .atLeast(1)
          .notYet(Reasons.TRANSACTIONS)
          .doc("Bytes read at a time when a coordinator loads its partition.");

  Property<Integer> TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS =
      TRANSACTION_TABLE
          .ofInt("transaction.abort.timed.out.transaction.cleanup.interval.ms", 10_000)
          .atLeast(1)
          .notYet(Reasons.TRANSACTIONS)
          .doc("How often transactions past their timeout are aborted.");

  Property<Integer> TRANSACTION_REMOVE_EXPIRED_TRANSACTION_CLEANUP_INTERVAL_MS =
      TRANSACTION_TABLE
          .ofInt("transaction.remove.expired.transaction.cleanup.interval.ms", 3_600_000)
          .atLeast(1)
          .notYet(Reasons.TRANSACTIONS)
          .doc("How often expired transactional ids are looked for.");

  Property<Integer> TRANSACTIONAL_ID_EXPIRATION_MS =
      TRANSACTION_TABLE
          .ofInt("transactional.id.expiration.ms", 604_800_000)
          .atLeast(1)
          .notYet(Reasons.TRANSACTIONS)
          .doc("How long a transactional id without transactions is remembered.");

  Property<Boolean> TRANSACTION_PARTITION_VERIFICATION_ENABLE =
      TRANSACTION_TABLE
          .ofBoolean("transaction.partition.verification.enable", true)
          .clusterWide()
          .notYet(Reasons.TRANSACTIONS)
          .doc(
              "Asks the coordinator before the first record of a transaction is"
                  + " appended to a partition.");
}
