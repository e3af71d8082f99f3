// OpenAI's client for Node: node openai.mjs <base URL> <token> <case>...
import OpenAI from 'openai'
import { cases, models, place, weather, run } from './cases.mjs'

const [baseURL, apiKey] = process.argv.slice(2)
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 })
const ask = (model, content, more = {}) =>
  client.chat.completions.create({ model, messages: [{ role: 'user', content }], ...more })
const status = async (promise) => promise.then(() => 200, (error) => error.status)
const tool = { type: 'function', function: weather }

await run({
  chat: () =>
    models(async (model) => {
      const answer = await ask(model, 'Name a river')
      const { message, finish_reason } = answer.choices[0]
      return { text: message.content, finish: finish_reason, total: answer.usage.total_tokens }
    }),
  stream: () =>
    models(async (model) => {
      const seen = { text: '', chunks: 0, total: 0 }
      const options = { stream: true, stream_options: { include_usage: true } }
      for await (const chunk of await ask(model, 'Name a river', options)) {
        seen.text += chunk.choices[0]?.delta?.content ?? ''
        seen.chunks++
        seen.total = chunk.usage?.total_tokens ?? seen.total
      }
      return seen
    }),
  tools: () =>
    models(async (model) => {
      const options = { tools: [tool], tool_choice: 'required' }
      const { message, finish_reason } = (await ask(model, 'Weather?', options)).choices[0]
      const call = message.tool_calls[0].function
      return { name: call.name, arguments: JSON.parse(call.arguments), finish: finish_reason }
    }),
  offered: async () => {
    const messages = [{ role: 'user', content: 'Use the tool weather for Leiden' }]
    const model = cases.gpt
    const first = await client.chat.completions.create({ model, messages, tools: [tool] })
    const turn = first.choices[0].message
    const call = turn.tool_calls[0]
    messages.push(turn, { role: 'tool', tool_call_id: call.id, content: '17 degrees' })
    const last = await client.chat.completions.create({ model, messages, tools: [tool] })
    return { name: call.function.name, text: last.choices[0].message.content }
  },
  schema: async () => {
    const json_schema = { name: 'place', schema: place, strict: true }
    const answer = await ask(cases.gpt, 'Where?', {
      response_format: { type: 'json_schema', json_schema },
    })
    return JSON.parse(answer.choices[0].message.content)
  },
  embeddings: async () => {
    const input = ['a river', 'a mountain', 'a river']
    const { data } = await client.embeddings.create({ model: cases.embeddings, input })
    return data.map((item) => Array.from(item.embedding))
  },
  responses: async () => {
    const question = { model: cases.gpt, input: 'Name a river' }
    const answer = await client.responses.create(question)
    let streamed = ''
    for await (const event of await client.responses.create({ ...question, stream: true })) {
      streamed += event.type === 'response.output_text.delta' ? event.delta : ''
    }
    return { text: answer.output_text, streamed, total: answer.usage.total_tokens }
  },
  errors: async () => ({
    model: await status(ask('no-such-model', 'Hi')),
    token: await status(
      new OpenAI({ baseURL, apiKey: 'dapi0', maxRetries: 0 }).chat.completions.create({
        model: cases.gpt,
        messages: [{ role: 'user', content: 'Hi' }],
      }),
    ),
    field: await status(ask(cases.gpt, 'Hi', { temperature: 3 })),
  }),
})
