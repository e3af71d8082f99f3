"""LiteLLM's Databricks provider: litellm_client.py <base URL> <token> <case>..."""

import json
import sys

import litellm

import cases
from cases import CLAUDE, EMBEDDINGS, GPT, SCHEMA, WEATHER, user

base, token = sys.argv[1:3]


def ask(model, key=token, **more):
    return litellm.completion(
        model="databricks/" + model, api_base=base, api_key=key, num_retries=0, **more
    )


def offered():
    messages = user("Use the tool weather for Leiden")
    turn = ask(GPT, messages=messages, tools=[WEATHER]).choices[0].message
    call = turn.tool_calls[0]
    messages += [
        turn.model_dump(exclude_none=True),
        {"role": "tool", "tool_call_id": call.id, "content": "17 degrees"},
    ]
    last = ask(GPT, messages=messages, tools=[WEATHER])
    return {"name": call.function.name, "text": last.choices[0].message.content}


def schemas():
    """For Claude, LiteLLM makes a tool of the schema and reads the answer out of its call."""
    place = {}
    for model in [CLAUDE, GPT]:
        answer = ask(model, messages=user("Where?"), response_format=SCHEMA)
        place = json.loads(answer.choices[0].message.content)
    return place


def stream(model):
    """1.79.1 looks for content in every delta, and the last of a GPT stream has none."""
    if model == GPT:
        return None
    return cases.joined(
        ask(
            model,
            messages=user("Name a river"),
            stream=True,
            stream_options={"include_usage": True},
        )
    )


cases.run({
    "chat": lambda: cases.models(
        lambda model: cases.summary(ask(model, messages=user("Name a river")))
    ),
    "stream": lambda: cases.models(stream),
    "tools": lambda: cases.models(
        lambda model: cases.called(
            ask(model, messages=user("Weather?"), tools=[WEATHER], tool_choice="required")
        )
    ),
    "offered": offered,
    "schema": schemas,
    "embeddings": lambda: [
        item["embedding"]
        for item in litellm.embedding(
            model="databricks/" + EMBEDDINGS,
            input=["a river", "a mountain", "a river"],
            api_base=base,
            api_key=token,
        ).data
    ],
    "errors": lambda: {
        "model": cases.status(ask, "no-such-model", messages=user("Hi")),
        "token": cases.status(ask, GPT, key="dapi0", messages=user("Hi")),
        "field": cases.status(ask, GPT, messages=user("Hi"), temperature=3),
    },
})
