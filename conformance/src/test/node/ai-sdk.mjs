// Databricks' provider for the AI SDK: node ai-sdk.mjs <base URL> <token> <case>...
import { createDatabricksProvider } from '@databricks/ai-sdk-provider'
import { Output, generateText, jsonSchema, streamText, tool } from 'ai'
import { cases, models, place, run, weather } from './cases.mjs'

const [baseURL, token] = process.argv.slice(2)
const signedIn = (secret) =>
  createDatabricksProvider({ baseURL, headers: { Authorization: `Bearer ${secret}` } })
const provider = signedIn(token)
const chat = (name) => provider.chatCompletions(name)
const once = { maxRetries: 0 }
const status = async (promise) => promise.then(() => 200, (error) => error.statusCode)
const tools = (execute) => ({
  weather: tool({
    description: weather.description,
    inputSchema: jsonSchema(weather.parameters),
    execute,
  }),
})

await run({
  chat: () =>
    models(async (name) => {
      const answer = await generateText({ model: chat(name), prompt: 'Name a river', ...once })
      return {
        text: answer.text,
        finish: answer.finishReason,
        total: answer.usage.inputTokens + answer.usage.outputTokens,
      }
    }),
  stream: () =>
    models(async (name) => {
      const seen = { text: '', chunks: 0 }
      const answer = streamText({ model: chat(name), prompt: 'Name a river', ...once })
      for await (const piece of answer.textStream) {
        seen.text += piece
        seen.chunks++
      }
      const usage = await answer.usage
      return { ...seen, total: usage.inputTokens + usage.outputTokens }
    }),
  tools: () =>
    models(async (name) => {
      const answer = await generateText({
        model: chat(name),
        prompt: 'Weather?',
        tools: tools(),
        toolChoice: 'required',
        ...once,
      })
      const [call] = answer.toolCalls
      return { name: call.toolName, arguments: call.input, finish: answer.finishReason }
    }),
  schema: async () => {
    const answer = await generateText({
      model: chat(cases.gpt),
      prompt: 'Where?',
      output: Output.object({ schema: jsonSchema(place), name: 'place' }),
      ...once,
    })
    return answer.output
  },
  responses: async () => {
    const question = { model: provider.responses(cases.gpt), prompt: 'Name a river', ...once }
    const answer = await generateText(question)
    let streamed = ''
    for await (const piece of streamText(question).textStream) {
      streamed += piece
    }
    return {
      text: answer.text,
      streamed,
      total: answer.usage.inputTokens + answer.usage.outputTokens,
    }
  },
  agents: async () => {
    const answers = {}
    for (const [name, model] of [
      ['chat', provider.chatAgent('embedded-chat-agent')],
      ['responses', provider.responses('embedded-agent')],
    ]) {
      const question = { model, prompt: 'Name a river', ...once }
      let streamed = ''
      for await (const piece of streamText(question).textStream) {
        streamed += piece
      }
      answers[name] = { text: (await generateText(question)).text, streamed }
    }
    return answers
  },
  errors: async () => ({
    model: await status(generateText({ model: chat('no-such-model'), prompt: 'Hi', ...once })),
    token: await status(
      generateText({
        model: signedIn('dapi0').chatCompletions(cases.gpt),
        prompt: 'Hi',
        ...once,
      }),
    ),
    field: await status(
      generateText({ model: chat(cases.gpt), prompt: 'Hi', temperature: 3, ...once }),
    ),
  }),
})
