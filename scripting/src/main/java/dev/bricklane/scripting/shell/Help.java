package dev.bricklane.scripting.shell;

import groovy.lang.GroovySystem;

/** The texts of {@code --help} and {@code --version}. */
final class Help {
  static final String TEXT =
      """
      Usage: java -jar bricklane-scripting.jar [options] SCRIPT [arguments]
             java -jar bricklane-scripting.jar [options] -e SCRIPT [arguments]

      Runs a Groovy script with databricks bound: models, embeddings and SQL over them.
      SCRIPT is a UTF-8 file, or - for standard input. The script has its arguments in args.

      Options:
        -e, --execute SCRIPT       run this script; what is piped in follows its first prompt, unless
                                   the script reads it itself, by stdin (a text) or System.in; may
                                   be repeated, a line each
        -u, --url URL              where to connect (default: the environment variable BRICKLANE_URL,
                                   else what environment and profile say); jdbc:bricklane:embedded
                                   needs no account
        -m, --model NAME           the model of calls that name none
        -p, --property NAME=VALUE  set a connection property outside the URL; may be repeated
            --stacktrace           show where in the code an error comes from
        -h, --help                 print this text and exit
        -V, --version              print the versions and exit
            --                     end the options

      Exit status: 0 success, 1 an error of the script, 2 wrong arguments, 130 Ctrl-C, or what the
      script gives to System.exit.

      Examples:
        java -jar bricklane-scripting.jar -u jdbc:bricklane:embedded \\
            -e 'println databricks.complete("hi")'
        tail -100 app.log | java -jar bricklane-scripting.jar -e \\
            'println databricks.complete("What went wrong?")'
        java -jar bricklane-scripting.jar -m databricks-claude-sonnet-4-5 triage.groovy tickets.csv
      """;

  private Help() {}

  static String version() {
    String version = Help.class.getPackage().getImplementationVersion();
    return "bricklane-scripting %s%nGroovy %s%nJava %s (%s)%n"
        .formatted(
            version == null ? "development" : version,
            GroovySystem.getVersion(),
            System.getProperty("java.version"),
            System.getProperty("java.vendor"));
  }
}
