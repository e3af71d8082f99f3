"""What is asked of a client that has the methods of OpenAI's."""

import json

import cases
from cases import EMBEDDINGS, GPT, SCHEMA, WEATHER, user


def of(client, stranger):
    """Returns the cases for a client, and for the same client with a token that nobody knows."""
    ask = client.chat.completions.create

    def stream(model):
        options = {"stream": True, "stream_options": {"include_usage": True}}
        return cases.joined(ask(model=model, messages=user("Name a river"), **options))

    def offered():
        messages = user("Use the tool weather for Leiden")
        turn = ask(model=GPT, messages=messages, tools=[WEATHER]).choices[0].message
        call = turn.tool_calls[0]
        messages += [turn, {"role": "tool", "tool_call_id": call.id, "content": "17 degrees"}]
        last = ask(model=GPT, messages=messages, tools=[WEATHER])
        return {"name": call.function.name, "text": last.choices[0].message.content}

    def responses():
        answer = client.responses.create(model=GPT, input="Name a river")
        events = client.responses.create(model=GPT, input="Name a river", stream=True)
        pieces = [event.delta for event in events if event.type == "response.output_text.delta"]
        return {
            "text": answer.output_text,
            "streamed": "".join(pieces),
            "total": answer.usage.total_tokens,
        }

    def errors():
        unknown = stranger.chat.completions.create
        return {
            "model": cases.status(ask, model="no-such-model", messages=user("Hi")),
            "token": cases.status(unknown, model=GPT, messages=user("Hi")),
            "field": cases.status(ask, model=GPT, messages=user("Hi"), temperature=3),
        }

    return {
        "chat": lambda: cases.models(
            lambda model: cases.summary(ask(model=model, messages=user("Name a river")))
        ),
        "stream": lambda: cases.models(stream),
        "tools": lambda: cases.models(
            lambda model: cases.called(
                ask(model=model, messages=user("Weather?"), tools=[WEATHER], tool_choice="required")
            )
        ),
        "offered": offered,
        "schema": lambda: json.loads(
            ask(model=GPT, messages=user("Where?"), response_format=SCHEMA)
            .choices[0]
            .message.content
        ),
        "embeddings": lambda: [
            item.embedding
            for item in client.embeddings.create(
                model=EMBEDDINGS, input=["a river", "a mountain", "a river"]
            ).data
        ],
        "responses": responses,
        "errors": errors,
    }
