package dev.bricklane.shell;

import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import sqlline.Application;
import sqlline.BuiltInProperty;
import sqlline.CommandHandler;
import sqlline.SqlLine;
import sqlline.SqlLineOpts;

/**
 * What SQLLine is told of itself: its defaults, its greeting, and which of its commands make sense
 * here. Public because SQLLine makes it by name.
 */
public final class SqlLineSettings extends Application {
  /** Commands that write, or that record what this shell, not SQLLine, prints. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "all",
          "autocommit",
          "batch",
          "call",
          "commit",
          "dropall",
          "isolation",
          "readonly",
          "record",
          "rollback",
          "script");

  /** Made by SQLLine. */
  public SqlLineSettings() {}

  @Override
  public String getInfoMessage() {
    return "End a statement with ; to run it. !help lists more commands, !quit leaves.";
  }

  @Override
  public String getVersion() {
    return "bricklane " + Version.bricklane();
  }

  @Override
  public String getDefaultInteractiveMode() {
    return "notAskCredentials";
  }

  @Override
  public Collection<CommandHandler> getCommandHandlers(SqlLine sqlLine) {
    return super.getCommandHandlers(sqlLine).stream()
        .filter(handler -> !LEFT_OUT.contains(handler.getName()))
        .toList();
  }

  @Override
  public SqlLineOpts getOpts(SqlLine sqlLine) {
    SqlLineOpts options = super.getOpts(sqlLine);
    options.set(BuiltInProperty.AUTO_PAIRING, false);
    options.set(BuiltInProperty.PROMPT, "bricklane> ");
    options.set(BuiltInProperty.CONNECT_INTERACTION_MODE, "notAskCredentials");
    options.set(BuiltInProperty.ISOLATION, "TRANSACTION_NONE");
    options.set(BuiltInProperty.READ_ONLY, true);
    options.set(BuiltInProperty.AUTO_RESIZE, true);
    options.set(BuiltInProperty.NULL_VALUE, "NULL");
    options.set(BuiltInProperty.SHOW_ELAPSED_TIME, false);
    options.set(BuiltInProperty.VERSION, getVersion());
    try {
      options.load();
    } catch (IOException e) {
      sqlLine.error("cannot read " + options.getPropertiesFile() + ": " + e.getMessage());
    }
    return options;
  }
}
