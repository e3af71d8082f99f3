"""Databricks' client on top of OpenAI's: databricks_openai_client.py <host> <token> <case>...

STRANGER_SURFACE is serving, gateway or native.
"""

import importlib.util
import os
import sys

from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config

import cases
import openai_cases
from cases import CLAUDE, GPT, WEATHER, user

# The package's first file imports all that it offers for agents, and 200 packages with it. The
# client's own file needs none of them.
package = importlib.util.find_spec("databricks_openai")
sys.modules["databricks_openai"] = importlib.util.module_from_spec(package)
from databricks_openai.utils.clients import DatabricksOpenAI  # noqa: E402

host, token = sys.argv[1:3]
SURFACES = {
    "serving": {},
    "gateway": {"use_ai_gateway": True},
    "native": {"use_ai_gateway_native_api": True},
}


def client(key):
    config = Config(host=host, token=key, auth_type="pat")
    surface = SURFACES[os.environ["STRANGER_SURFACE"]]
    return DatabricksOpenAI(
        workspace_client=WorkspaceClient(config=config), max_retries=0, **surface
    )


def replayed():
    """Sends the items of an answer back; the client cuts their ids."""
    responses = client(token).responses
    question = [{"role": "user", "content": "Name a river"}]
    output = responses.create(model=GPT, input=question).output
    question += [*output, {"role": "user", "content": "And a mountain"}]
    return {"text": responses.create(model=GPT, input=question).output_text}


def blank():
    """Claude refuses empty texts, and "strict": the client sends a space, and takes it out."""
    call = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}
    strict = {"type": "function", "function": {**WEATHER["function"], "strict": True}}
    messages = user("Weather?") + [
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": "17 degrees"},
    ]
    answer = client(token).chat.completions.create(model=CLAUDE, messages=messages, tools=[strict])
    return cases.summary(answer)


cases.run({
    **openai_cases.of(client(token), client("dapi0")),
    "replayed": replayed,
    "blank": blank,
})
