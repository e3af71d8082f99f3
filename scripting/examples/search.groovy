// Semantic search: the paragraphs of a folder's texts that mean most nearly what is asked.
//
//   java -jar bricklane-scripting.jar search.groovy notes 'How do I get my money back?' databricks-gte-large-en

def (folder, question) = args
def model = args.length > 2 ? args[2] : 'databricks-gte-large-en'

def passages = []
new File(folder).eachFileRecurse { file ->
    if (file.name ==~ /.*\.(txt|md)/) {
        file.getText('UTF-8').split(/\R\s*\R/)*.trim().findAll().each { passages << [file: file.name, text: it] }
    }
}

def vectors = databricks.embed(model, passages*.text)   // in batches, as few calls as can be
def asked = databricks.embed(model, question)
passages.eachWithIndex { passage, i -> passage.score = databricks.similarity(vectors[i], asked) }

passages.toSorted { -it.score }.take(3).each {
    println "${String.format('%.2f', it.score)}  $it.file: ${it.text.readLines().first()}"
}
