"""Says with LiteLLM who calls: litellm_agents.py <host> <token> <user agent>...

The base URL of the n-th call is <host>/agent-<n>/serving-endpoints; an empty user agent is none.
Prints LiteLLM's version.
"""

import json
import sys
from importlib import metadata

import litellm

host, token = sys.argv[1:3]
for index, agent in enumerate(sys.argv[3:]):
    litellm.completion(
        model="databricks/databricks-meta-llama-3-3-70b-instruct",
        messages=[{"role": "user", "content": "Hi"}],
        api_base=f"{host}/agent-{index}/serving-endpoints",
        api_key=token,
        **({"user_agent": agent} if agent else {}),
    )
print("\n" + json.dumps(metadata.version("litellm")))
