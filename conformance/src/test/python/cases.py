"""What the scripts for Python have in common: the models, a tool, and the printing of the results."""

import json
import sys
import traceback

CLAUDE = "databricks-claude-sonnet-4-5"
GPT = "databricks-gpt-5"
LLAMA = "databricks-meta-llama-3-3-70b-instruct"
EMBEDDINGS = "databricks-gte-large-en"

PLACE = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "visitors": {"type": "integer"}},
    "required": ["city", "visitors"],
    "additionalProperties": False,
}

WEATHER = {
    "type": "function",
    "function": {"name": "weather", "description": "The weather of a city", "parameters": PLACE},
}

SCHEMA = {
    "type": "json_schema",
    "json_schema": {"name": "place", "schema": PLACE, "strict": True},
}


def user(text):
    return [{"role": "user", "content": text}]


def models(ask):
    """Asks each chat model the same."""
    return {name: ask(model) for name, model in [("claude", CLAUDE), ("gpt", GPT), ("llama", LLAMA)]}


def status(ask, *arguments, **named):
    """Returns the HTTP status of the error that a call ends with."""
    try:
        ask(*arguments, **named)
        return 200
    except Exception as error:
        return getattr(error, "status_code", None) or f"{type(error).__name__}: {error}"


def summary(answer):
    """Shortens a chat completion in OpenAI's classes."""
    choice = answer.choices[0]
    return {
        "text": choice.message.content,
        "finish": choice.finish_reason,
        "total": answer.usage.total_tokens,
    }


def joined(stream):
    """Puts a stream of chat completion chunks together."""
    seen = {"text": "", "chunks": 0, "total": 0}
    for chunk in stream:
        if chunk.choices:
            seen["text"] += chunk.choices[0].delta.content or ""
        seen["chunks"] += 1
        usage = getattr(chunk, "usage", None)
        seen["total"] = usage.total_tokens if usage else seen["total"]
    return seen


def called(answer):
    """Shortens an answer that calls a tool."""
    call = answer.choices[0].message.tool_calls[0].function
    return {
        "name": call.name,
        "arguments": json.loads(call.arguments),
        "finish": answer.choices[0].finish_reason,
    }


def run(cases):
    """Runs the cases that the command line names, and prints what each gave as a line of JSON."""
    results = {}
    for name in sys.argv[3:]:
        try:
            results[name] = cases[name]()
        except Exception:
            results[name] = {"failed": traceback.format_exc()}
    print("\n" + json.dumps(results))
