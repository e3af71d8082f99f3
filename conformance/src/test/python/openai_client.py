"""OpenAI's client for Python: openai_client.py <base URL> <token> <case>..."""

import sys

from openai import BadRequestError, OpenAI

import cases
import openai_cases
from cases import GPT

base, token = sys.argv[1:3]


def client(key):
    return OpenAI(base_url=base, api_key=key, max_retries=0)


def replayed():
    """Sends the items of an answer back as they came; their ids are longer than may be sent."""
    responses = client(token).responses
    question = [{"role": "user", "content": "Name a river"}]
    output = responses.create(model=GPT, input=question).output
    question += [*output, {"role": "user", "content": "And a mountain"}]
    try:
        return {"text": responses.create(model=GPT, input=question).output_text}
    except BadRequestError as error:
        return {"refused": str(error)}


cases.run({**openai_cases.of(client(token), client("dapi0")), "replayed": replayed})
