// What a script may do wherever a host brings its own Groovy: run with each version that is served.
import dev.bricklane.scripting.Databricks
import java.sql.SQLException
import javax.script.Compilable
import javax.script.Invocable
import javax.script.ScriptEngineManager
import javax.script.ScriptException
import javax.script.SimpleBindings

def version = args[0]
assert GroovySystem.version.startsWith(version + '.')
def databricks = Databricks.connect('jdbc:bricklane:embedded')
def calls = { databricks.sql('SELECT COUNT(*) AS n FROM calls WHERE NOT cached')[0].n }

// The engine, by its name, bound to BRICKLANE_URL.
def engine = new ScriptEngineManager().getEngineByName('databricks')
assert engine.eval("databricks.complete('Say hello', max_tokens: 100) as String").contains('You sent "Say hello"')
assert ((Compilable) engine).compile('x + 1').eval(new SimpleBindings(x: 41)) == 42
engine.eval('def twice(n) { n * 2 }')
assert ((Invocable) engine).invokeFunction('twice', 21) == 42
try {
    engine.eval("\ndatabricks.complete('no-such-model', 'Hi')")
    assert false
} catch (ScriptException e) {
    assert e.message.contains("no-such-model") && e.lineNumber == 2
}

// The binding.
def n = 0
def answer = databricks.complete('embedded-responder', "Say ${-> n++; 'hello'}", max_tokens: 100, temperature: 0)
assert n == 1 && calls() == 1
String text = answer
assert text == answer && answer == text && "<$answer>" == "<$text>" && answer.contains('hello')
assert answer.finishReason == 'stop' && answer.usage.promptTokens > 0

def pieces = []
def streamed = databricks.stream('embedded-responder', 'Tell me more') { pieces << it }
assert pieces && pieces.join('') == streamed

float[] vector = databricks.embed('embedded-hashing-384', 'a text')
def vectors = databricks.embed('embedded-hashing-384', ['a text', "another ${'text'}"])
assert vectors[0] == vector && (vectors as List)[1].length == 384
assert Math.abs(databricks.similarity(vector, vectors[0]) - 1) < 1e-6

def name = "O'Hara"
assert databricks.sql("SELECT $name AS name") == [[name: name]]
assert databricks.sql.firstRow("SELECT $name AS name").name == name
try {
    databricks.sql("SELECT '$name'")
    assert false
} catch (SQLException e) {
    assert e.message.contains('quotes')
}

def before = calls()
def seen = []
def answers = databricks.parallel(['a', null, 'b', 'a'], progress: { done, all -> seen << done }) { it }
assert answers*.text.collect { it != null } == [true, false, true, true] && seen == [1, 2, 3, 4]
assert calls() == before + 2

assert databricks.extract('Ada is 36', [name: String, age: Integer]).age == 36
assert (databricks.complete('Paris', response_format: 'json_object') as Map).prompt == 'Paris'

def chat = databricks.chat('embedded-responder', max_tokens: 200) {
    system 'You are terse'
    tool('lookup', 'Looks a name up', [id: Integer, tags: [String]]) { [name: "name $it.id"] }
    user "Say ${'hello'}"
}
assert chat.turns*.role.first() == 'system' && chat.turns[1].text == 'Say hello'
def forked = chat.fork()
assert forked.ask('And now?').contains('now') && forked.turns.size() > chat.turns.size()
assert chat.usage.calls() >= 1

def other = databricks.with(model: 'embedded-reasoner', user_agent: 'acme/1.0')
assert other.complete('Hi').model == 'embedded-reasoner'
databricks.close()
println "fine with $version"
