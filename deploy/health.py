"""Whether the web process of this container works: asked by its own name over the loopback, as the proxy would. Exit code 1 if not.

The worker is a container of its own; `/health` names it too, for monitoring.
"""

import json
import os
import sys
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

address = f"http://127.0.0.1:{os.environ.get('PORT', '8080')}/health"
headers = {"Host": urlsplit(os.environ["PORTAL_URL"]).netloc, "X-Forwarded-Proto": "https"}
try:
    with urlopen(Request(address, headers=headers), timeout=4) as answer:
        found = json.load(answer)
except HTTPError as refusal:
    found = json.load(refusal) if refusal.code == 503 else {}
except URLError as refusal:
    found = {"error": str(refusal.reason)}
sys.stdout.write(f"{json.dumps(found)}\n")
sys.exit(0 if found.get("database") == "ok" else 1)
