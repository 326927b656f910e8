package io.classickafka.tools;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Which topics {@code --topic} means: a regular expression whose commas separate alternatives. */
final class TopicFilter {

  private TopicFilter() {}

  /**
   * The filter of a text.
   *
   * @param text null for every topic
   */
  static Predicate<String> of(@Nullable String text) throws UsageFailure {
    if (text == null) {
      return name -> true;
    }
    String expression =
        text.strip()
            .replace(',', '|')
            .replace(" ", "")
            .replaceAll("^[\"']+", "")
            .replaceAll("[\"']+$", "");
    try {
      return Pattern.compile(expression).asMatchPredicate();
    } catch (PatternSyntaxException e) {
      throw new UsageFailure("'" + text + "' is no regular expression: " + e.getDescription());
    }
  }
}
