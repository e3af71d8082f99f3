"""Makes calls with LiteLLM's Databricks provider: litellm_calls.py <host> <token> <file of cases>

Each case is {"name", "model", "arguments"}; its base URL is <host>/litellm-<name>/serving-endpoints.
Prints for each name "sent", or the error that LiteLLM raised.
"""

import json
import sys

import litellm

host, token, file = sys.argv[1:4]
litellm.suppress_debug_info = True
results = {}
with open(file, encoding="utf-8") as cases:
    for case in json.load(cases):
        try:
            answer = litellm.completion(
                model="databricks/" + case["model"],
                api_base=f"{host}/litellm-{case['name']}/serving-endpoints",
                api_key=token,
                num_retries=0,
                **case["arguments"],
            )
            if case["arguments"].get("stream"):
                list(answer)
            results[case["name"]] = "sent"
        except Exception as error:
            results[case["name"]] = type(error).__name__
print("\n" + json.dumps(results))
