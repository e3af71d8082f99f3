// Triage of support tickets: reads a CSV file with the columns id and body, asks a model for a
// category, the urgency and a summary of each, and writes tickets-triaged.csv beside it.
//
//   java -jar bricklane-scripting.jar triage.groovy tickets.csv

def csv = new File(args[0]).absoluteFile
def table = csv.name - ~/\.csv$/
def data = databricks.with(files: csv.parent, 'attach.inbox': "file:$csv.parent")
def tickets = data.sql("""SELECT id, body FROM inbox."$table" ORDER BY id""" as String)

def wanted = [
    category: ['billing', 'delivery', 'defect', 'other'],
    urgent  : [Boolean, 'whether somebody must answer today'],
    summary : 'one sentence, at most 20 words']
def answers = data.parallel(tickets, extract: wanted, onError: 'null', progress: true) { it.body }

def quoted = { value -> value == null ? '' : '"' + "$value".replace('"', '""') + '"' }
def triaged = new File(csv.parentFile, "$table-triaged.csv")
triaged.withWriter('UTF-8') { out ->
    out.println 'id,category,urgent,summary'
    [tickets, answers].transpose().each { ticket, found ->
        out.println([ticket.id, found?.category, found?.urgent, found?.summary].collect(quoted).join(','))
    }
}
println "$triaged.name: ${tickets.size()} tickets, ${answers.errors.size()} without an answer, ${answers.usage}"
