package dev.bricklane.embedded;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be picked out of a prompt without understanding it: e-mail addresses, dates, web
 * addresses and numbers, each in the order of the text. Whoever uses one takes it out.
 */
final class PromptFacts {
  // Each pattern starts at the start of a run, so that a long run is read once and not from every
  // place in it.
  private static final Pattern EMAIL =
      Pattern.compile(
          "(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@[A-Za-z0-9-]++(?:\\.[A-Za-z0-9-]++)+");
  private static final Pattern URL = Pattern.compile("\\bhttps?://[^\\s\"'<>)\\]]++");
  private static final Pattern DATE =
      Pattern.compile("(?<![\\w-])\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])(?![\\w-])");
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\w.,])-?(?:\\d{1,3}(?:,\\d{3})++|\\d{1,30}+)(?:\\.\\d{1,30}+)?(?![\\w])");

  final Deque<String> emails = new ArrayDeque<>();
  final Deque<String> urls = new ArrayDeque<>();
  final Deque<String> dates = new ArrayDeque<>();
  final Deque<BigDecimal> numbers = new ArrayDeque<>();
  private final String prompt;
  private final String lower;

  PromptFacts(String prompt) {
    this.prompt = prompt;
    this.lower = prompt.toLowerCase(Locale.ROOT);
    String rest = take(DATE, take(URL, take(EMAIL, prompt, emails), urls), dates);
    Matcher matcher = NUMBER.matcher(rest);
    while (matcher.find()) {
      numbers.add(new BigDecimal(matcher.group().replace(",", "")));
    }
  }

  String prompt() {
    return prompt;
  }

  /** Counts how often a value stands in the prompt as whole words, whatever its case. */
  int occurrences(String value) {
    String wanted = value.toLowerCase(Locale.ROOT);
    int count = 0;
    for (int at = lower.indexOf(wanted);
        at >= 0 && !wanted.isEmpty();
        at = lower.indexOf(wanted, at + wanted.length())) {
      if (!wordAt(at - 1) && !wordAt(at + wanted.length())) {
        count++;
      }
    }
    return count;
  }

  /** Finds what follows {@code name:} or {@code name =}; a name's {@code _} may be a space. */
  @Nullable String labelled(String name) {
    if (name.isEmpty()) {
      return null;
    }
    String words = Pattern.quote(name).replace("_", "\\E[ _-]\\Q");
    Matcher matcher =
        Pattern.compile(
                "\\b" + words + "\\s*+[:=]\\s*+((?:[^\\n,;]|,(?=\\d))++)", Pattern.CASE_INSENSITIVE)
            .matcher(prompt);
    return matcher.find() ? matcher.group(1).strip() : null;
  }

  private boolean wordAt(int index) {
    return index >= 0 && index < lower.length() && Character.isLetterOrDigit(lower.charAt(index));
  }

  private static String take(Pattern pattern, String text, Deque<String> into) {
    return pattern
        .matcher(text)
        .replaceAll(match -> {
          into.add(match.group().replaceAll("[.,;:]+$", ""));
          return " ";
        });
  }
}
