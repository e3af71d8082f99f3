// What the scripts for Node have in common: the models, a tool, and the printing of the results.
export const cases = {
  claude: 'databricks-claude-sonnet-4-5',
  gpt: 'databricks-gpt-5',
  llama: 'databricks-meta-llama-3-3-70b-instruct',
  embeddings: 'databricks-gte-large-en',
}

export const place = {
  type: 'object',
  properties: { city: { type: 'string' }, visitors: { type: 'integer' } },
  required: ['city', 'visitors'],
  additionalProperties: false,
}

export const weather = {
  name: 'weather',
  description: 'The weather of a city',
  parameters: place,
}

/** Asks each chat model the same. */
export async function models(ask) {
  const answers = {}
  for (const name of ['claude', 'gpt', 'llama']) {
    answers[name] = await ask(cases[name])
  }
  return answers
}

/** Runs the cases that the command line names, and prints what each gave as one line of JSON. */
export async function run(all) {
  const results = {}
  for (const name of process.argv.slice(4)) {
    try {
      results[name] = await all[name]()
    } catch (error) {
      results[name] = { failed: `${error.stack}` }
    }
  }
  console.log('\n' + JSON.stringify(results))
}
