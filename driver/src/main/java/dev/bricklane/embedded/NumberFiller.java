package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds numbers for the number schemas of {@link SchemaFiller}. */
final class NumberFiller {
  private final PromptFacts facts;

  NumberFiller(PromptFacts facts) {
    this.facts = facts;
  }

  /** Takes a fitting number out of the prompt; one after the property's name first. */
  @Nullable BigDecimal find(JsonNode schema, String name, boolean whole) {
    String label = facts.labelled(name);
    BigDecimal labelled = label == null ? null : new PromptFacts(label).numbers.peekFirst();
    if (labelled != null && fits(labelled, schema, whole)) {
      facts.numbers.removeFirstOccurrence(labelled);
      return labelled;
    }
    for (Iterator<BigDecimal> unused = facts.numbers.iterator(); unused.hasNext(); ) {
      BigDecimal number = unused.next();
      if (fits(number, schema, whole)) {
        unused.remove();
        return number;
      }
    }
    return null;
  }

  /** Makes a number that fits: 0 if it does, else one at the range's edge or in its middle. */
  static BigDecimal fallback(JsonNode schema, boolean whole) {
    BigDecimal low = bound(schema, "minimum", "exclusiveMinimum", true);
    BigDecimal high = bound(schema, "maximum", "exclusiveMaximum", false);
    BigDecimal step = step(schema, whole);
    BigDecimal grain = step == null ? BigDecimal.ONE : step;
    List<BigDecimal> candidates = new ArrayList<>();
    candidates.add(BigDecimal.ZERO);
    if (low != null) {
      BigDecimal edge = low.divide(grain, 0, RoundingMode.CEILING).multiply(grain);
      candidates.addAll(List.of(low, edge, edge.add(grain)));
    }
    if (high != null) {
      BigDecimal edge = high.divide(grain, 0, RoundingMode.FLOOR).multiply(grain);
      candidates.addAll(List.of(high, edge, edge.subtract(grain)));
    }
    if (low != null && high != null) {
      candidates.add(low.add(high).divide(BigDecimal.valueOf(2)));
    }
    return candidates.stream()
        .filter(candidate -> fits(candidate, schema, whole))
        .findFirst()
        .orElse(BigDecimal.ZERO);
  }

  private static boolean fits(BigDecimal number, JsonNode schema, boolean whole) {
    BigDecimal step = step(schema, whole);
    return (step == null || number.remainder(step).signum() == 0)
        && !(schema.path("minimum").isNumber()
            && number.compareTo(schema.path("minimum").decimalValue()) < 0)
        && !(schema.path("maximum").isNumber()
            && number.compareTo(schema.path("maximum").decimalValue()) > 0)
        && !(schema.path("exclusiveMinimum").isNumber()
            && number.compareTo(schema.path("exclusiveMinimum").decimalValue()) <= 0)
        && !(schema.path("exclusiveMaximum").isNumber()
            && number.compareTo(schema.path("exclusiveMaximum").decimalValue()) >= 0);
  }

  private static @Nullable BigDecimal step(JsonNode schema, boolean whole) {
    JsonNode multiple = schema.path("multipleOf");
    if (multiple.isNumber() && multiple.decimalValue().signum() > 0) {
      BigDecimal step = multiple.decimalValue();
      return whole ? wholeStep(step) : step;
    }
    return whole ? BigDecimal.ONE : null;
  }

  /** The whole multiples of 2.5, or 5/2 reduced, are the multiples of 5. */
  private static BigDecimal wholeStep(BigDecimal step) {
    BigDecimal plain = step.stripTrailingZeros();
    if (plain.scale() <= 0) {
      return plain;
    }
    BigInteger denominator = BigInteger.TEN.pow(plain.scale());
    return new BigDecimal(plain.unscaledValue().divide(plain.unscaledValue().gcd(denominator)));
  }

  private static @Nullable BigDecimal bound(
      JsonNode schema, String closed, String open, boolean low) {
    BigDecimal one = schema.path(closed).isNumber() ? schema.path(closed).decimalValue() : null;
    BigDecimal other = schema.path(open).isNumber() ? schema.path(open).decimalValue() : null;
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return low ? one.max(other) : one.min(other);
  }
}
