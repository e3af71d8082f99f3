package dev.bricklane.clients.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A local Spark of four tasks, as an application would start it; its configuration is {@code
 * name=value} each. Each line of standard input is an order in JSON, each answer a line that begins
 * with {@code @}.
 *
 * <p>An order has {@code read}, the options of {@code spark.read().format("jdbc")}, with {@code
 * predicates} for {@code spark.read().jdbc(url, table, predicates, properties)}; {@code sql},
 * statements of Spark's own SQL, for which the data frame is a view named {@code answers}; or
 * {@code write}, the options of a writer. The answer has the number of partitions that were read,
 * the types and rows of the last statement, or what Spark's exceptions say.
 */
public final class SparkQueries {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SparkQueries() {}

  public static void main(String[] arguments) throws IOException {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[4]")
            .appName("bricklane")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC");
    for (String argument : arguments) {
      String[] pair = argument.split("=", 2);
      builder.config(pair[0], pair[1]);
    }
    try (SparkSession spark = builder.getOrCreate()) {
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        System.out.println("@" + answer(spark, JSON.readTree(line)));
        System.out.flush();
      }
    }
  }

  private static JsonNode answer(SparkSession spark, JsonNode order) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      Dataset<Row> rows = order.has("read") ? read(spark, order) : spark.emptyDataFrame();
      rows.createOrReplaceTempView("answers");
      answer.put("partitions", rows.rdd().getNumPartitions());
      for (JsonNode statement : order.path("sql")) {
        rows = spark.sql(statement.asText());
      }
      if (order.has("write")) {
        rows.write().format("jdbc").options(map(order.get("write"))).mode("append").save();
      }
      answer.put("schema", rows.schema().toDDL());
      for (Row row : rows.collectAsList()) {
        answer.withArray("rows").add(JSON.readTree(row.json()));
      }
    } catch (Exception e) {
      StringBuilder failure = new StringBuilder();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        failure.append(cause).append('\n');
      }
      answer.put("failure", failure.toString());
    }
    return answer;
  }

  private static Dataset<Row> read(SparkSession spark, JsonNode order) {
    Map<String, String> options = map(order.get("read"));
    if (!order.has("predicates")) {
      return spark.read().format("jdbc").options(options).load();
    }
    List<String> predicates = new ArrayList<>();
    order.get("predicates").forEach(predicate -> predicates.add(predicate.asText()));
    Properties properties = new Properties();
    properties.putAll(options);
    return spark
        .read()
        .jdbc(
            options.get("url"),
            options.get("dbtable"),
            predicates.toArray(String[]::new),
            properties);
  }

  private static Map<String, String> map(JsonNode options) {
    Map<String, String> map = new HashMap<>();
    options
        .fields()
        .forEachRemaining(option -> map.put(option.getKey(), option.getValue().asText()));
    return map;
  }
}
