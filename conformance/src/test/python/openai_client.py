"""OpenAI's client for Python: openai_client.py <base URL> <token> <case>..."""

import json
import sys

from openai import OpenAI

import cases
from cases import EMBEDDINGS, GPT, SCHEMA, WEATHER, user

base, token = sys.argv[1:3]
client = OpenAI(base_url=base, api_key=token, max_retries=0)
ask = client.chat.completions.create


def offered():
    messages = user("Use the tool weather for Leiden")
    turn = ask(model=GPT, messages=messages, tools=[WEATHER]).choices[0].message
    call = turn.tool_calls[0]
    messages += [turn, {"role": "tool", "tool_call_id": call.id, "content": "17 degrees"}]
    last = ask(model=GPT, messages=messages, tools=[WEATHER])
    return {"name": call.function.name, "text": last.choices[0].message.content}


def responses():
    answer = client.responses.create(model=GPT, input="Name a river")
    stream = client.responses.create(model=GPT, input="Name a river", stream=True)
    streamed = "".join(event.delta for event in stream if event.type == "response.output_text.delta")
    return {
        "text": answer.output_text,
        "streamed": streamed,
        "total": answer.usage.total_tokens,
    }


def errors():
    stranger = OpenAI(base_url=base, api_key="dapi0", max_retries=0)
    return {
        "model": cases.status(ask, model="no-such-model", messages=user("Hi")),
        "token": cases.status(stranger.chat.completions.create, model=GPT, messages=user("Hi")),
        "field": cases.status(ask, model=GPT, messages=user("Hi"), temperature=3),
    }


cases.run({
    "chat": lambda: cases.models(
        lambda model: cases.summary(ask(model=model, messages=user("Name a river")))
    ),
    "stream": lambda: cases.models(
        lambda model: cases.joined(
            ask(
                model=model,
                messages=user("Name a river"),
                stream=True,
                stream_options={"include_usage": True},
            )
        )
    ),
    "tools": lambda: cases.models(
        lambda model: cases.called(
            ask(model=model, messages=user("Weather?"), tools=[WEATHER], tool_choice="required")
        )
    ),
    "offered": offered,
    "schema": lambda: json.loads(
        ask(model=GPT, messages=user("Where?"), response_format=SCHEMA).choices[0].message.content
    ),
    "embeddings": lambda: [
        item.embedding
        for item in client.embeddings.create(
            model=EMBEDDINGS, input=["a river", "a mountain", "a river"]
        ).data
    ],
    "responses": responses,
    "errors": errors,
})
