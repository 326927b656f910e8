package io.classickafka.tools;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.MessageFormatter;

/** The formatters of the console consumer, by the names that people use for them. */
final class Formatters {

  private static final String PACKAGE = "org.apache.kafka.tools.consumer.";
  private static final Map<String, Supplier<MessageFormatter>> KNOWN = known();

  private Formatters() {}

  private static Map<String, Supplier<MessageFormatter>> known() {
    Map<String, Supplier<MessageFormatter>> known = new LinkedHashMap<>();
    for (String prefix : new String[] {PACKAGE, "kafka.tools."}) {
      known.put(prefix + "DefaultMessageFormatter", DefaultFormatter::new);
      known.put(prefix + "LoggingMessageFormatter", LoggingFormatter::new);
      known.put(prefix + "NoOpMessageFormatter", NoOpFormatter::new);
    }
    return known;
  }

  /** A formatter that is configured; any class may be named. */
  static MessageFormatter of(Flags flags) throws ToolFailure {
    Map<String, Object> settings = PropertyText.load(flags.text("--formatter-config"));
    settings.putAll(PropertyText.pairs("--property", flags.texts("--property")));
    for (String part : new String[] {"key", "value"}) {
      String deserializer = flags.text("--" + part + "-deserializer");
      if (deserializer != null) {
        settings.put(part + ".deserializer", deserializer);
      }
    }
    String name = flags.text("--formatter", PACKAGE + "DefaultMessageFormatter");
    Supplier<MessageFormatter> maker = KNOWN.get(name);
    MessageFormatter formatter =
        maker == null ? Plugin.make(name, MessageFormatter.class, "--formatter") : maker.get();
    formatter.configure(settings);
    return formatter;
  }
}
