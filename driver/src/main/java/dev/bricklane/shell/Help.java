package dev.bricklane.shell;

/** The text of {@code --help}. */
final class Help {
  static final String TEXT =
      """
      Usage: java -jar bricklane.jar [options]

      Runs SQL on Databricks-hosted models. Without -e and -f it opens an interactive shell, or reads
      statements from standard input if that is not a terminal. Statements end with a semicolon.

      Options:
        -u, --url URL              where to connect (default: the environment variable BRICKLANE_URL,
                                   else jdbc:bricklane:embedded, which needs no account)
        -e, --execute SQL          run these statements and exit; may be repeated
        -f, --file FILE            run the statements of a UTF-8 file, - for standard input; may be
                                   repeated, and mixed with -e
        -p, --property NAME=VALUE  set a connection property outside the URL; may be repeated
            --format FORMAT        table (default), csv, json, vertical, or text: the
                                   values alone, and answers with stream => true as they come
            --no-header            leave out column names and row counts
            --progress auto|never  show the progress of long statements, if on a terminal
        -h, --help                 print this text and exit
        -V, --version              print the versions and exit

      Exit status: 0 success, 1 an error of SQL or of the connection, 2 wrong arguments, 130 Ctrl-C.

      Examples:
        java -jar bricklane.jar -e "SELECT complete('embedded-responder', 'Say hello')"
        java -jar bricklane.jar -u jdbc:bricklane://my-workspace.cloud.databricks.com --format csv \\
            -f report.sql > report.csv
        java -jar bricklane.jar --format json -e "SELECT name, task FROM models" | jq '.[].name'
      """;

  private Help() {}
}
