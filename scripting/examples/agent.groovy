// An agent that answers questions about a database: it may look at the tables and send queries,
// which cannot change anything, as the connection is read-only.
//
//   java -cp bricklane-scripting.jar:h2.jar dev.bricklane.scripting.shell.Main agent.groovy jdbc:h2:./crm 'How many tickets are open?'

def (source, question) = args
def data = databricks.with('attach.crm': source, 'attach.crm.user': 'sa')

def chat = data.chat(echo: 'all') {
    system 'You answer questions about the database crm. Look at its tables first, then send queries to it.'
    tool('tables', 'The tables of the database with their columns and types') {
        def found = [:].withDefault { [] }
        data.connection.metaData.getColumns('crm', null, '%', '%').with { columns ->
            while (columns.next()) {
                found["${columns.getString('TABLE_SCHEM')}.${columns.getString('TABLE_NAME')}" as String] <<
                    "${columns.getString('COLUMN_NAME')} ${columns.getString('TYPE_NAME')}"
            }
        }
        found
    }
    tool('query', 'The rows of a query, at most 100', [sql: 'A SELECT; names are written crm.schema.table']) { ask ->
        data.sql("SELECT * FROM ($ask.sql) LIMIT 100" as String)
    }
    user question
}
println "\n$chat.usage"
