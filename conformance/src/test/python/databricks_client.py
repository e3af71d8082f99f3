"""Databricks' SDK for Python: databricks_client.py <host> <token> <case>...

It posts to /serving-endpoints/{name}/invocations; its OpenAI client is made by itself.
The id and secret of the service principal are in the environment.
"""

import os
import sys

from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config
from databricks.sdk.errors import BadRequest, NotFound, PermissionDenied
from databricks.sdk.service.serving import ChatMessage, ChatMessageRole

import cases
from cases import EMBEDDINGS, GPT, LLAMA

host, token = sys.argv[1:3]


def signed_in(**secrets):
    return WorkspaceClient(config=Config(host=host, retry_timeout_seconds=1, **secrets))


client = signed_in(token=token, auth_type="pat")


def ask(workspace, model, **more):
    messages = [ChatMessage(role=ChatMessageRole.USER, content="Name a river")]
    return workspace.serving_endpoints.query(name=model, messages=messages, **more)


def summary(answer):
    return {
        "text": answer.choices[0].message.content,
        "total": answer.usage.total_tokens,
        "served": answer.served_model_name,
    }


def error(kind, act):
    try:
        act()
        return "none"
    except kind as known:
        return f"{kind.__name__}: {known}"


cases.run({
    "query": lambda: cases.models(lambda model: summary(ask(client, model, max_tokens=50))),
    "embeddings": lambda: [
        item.embedding
        for item in client.serving_endpoints.query(
            name=EMBEDDINGS, input=["a river", "a mountain", "a river"]
        ).data
    ],
    "listing": lambda: {
        endpoint.name: {"task": endpoint.task, "ready": endpoint.state.ready.value}
        for endpoint in client.serving_endpoints.list()
    },
    "detail": lambda: client.serving_endpoints.get(GPT).as_dict(),
    "machine": lambda: summary(
        ask(
            signed_in(
                client_id=os.environ["STRANGER_ID"],
                client_secret=os.environ["STRANGER_SECRET"],
                auth_type="oauth-m2m",
            ),
            LLAMA,
        )
    ),
    "refusals": lambda: {
        "model": error(NotFound, lambda: ask(client, "no-such-model")),
        "token": error(
            PermissionDenied, lambda: ask(signed_in(token="dapi0", auth_type="pat"), LLAMA)
        ),
        "field": error(BadRequest, lambda: ask(client, LLAMA, temperature=3)),
    },
})
