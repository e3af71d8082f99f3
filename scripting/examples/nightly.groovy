// A nightly summary: what was written into a database since yesterday, in one paragraph for each
// team, as a file of Markdown. The source may be any JDBC URL whose driver is on the class path.
//
//   java -cp bricklane-scripting.jar:h2.jar dev.bricklane.scripting.shell.Main nightly.groovy jdbc:h2:./crm report.md

def (source, report) = args
def crm = databricks.with('attach.crm': source, 'attach.crm.user': 'sa')
def since = new Date(System.currentTimeMillis() - 24 * 60 * 60 * 1000).toTimestamp()

// The database filters and groups; a model is asked once for each team.
def teams = crm.sql("""
    SELECT team, COUNT(*) AS tickets,
      complete(${crm.model}, 'Summarise in three sentences what these customers want: '
        || LISTAGG(body, ' / ')) AS summary
    FROM crm.public.ticket
    WHERE created >= $since
    GROUP BY team ORDER BY team
    """)

new File(report).withWriter('UTF-8') { out ->
    out.println "# Tickets since $since\n"
    teams.each { out.println "## $it.team ($it.tickets)\n\n$it.summary\n" }
}
println "$report: ${teams.size()} teams, \$${crm.cost()}"
