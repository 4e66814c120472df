"""Looking into strangers' files in a process of its own: they are parsed by C libraries (decompression bombs, endless loops), and what parses them knows no secret.

An inspector is a file that imports nothing of the portal, limits its own memory and processor, is asked by one JSON argument and answers by one JSON line.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HEAVY, DAMAGED = "heavy", "damaged"


def ask_inspector(inspector: Path, request: Mapping[str, Any], seconds: int, env: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The inspector's answer within `seconds` of wall clock; {"refused": HEAVY} when it was killed for what it took, DAMAGED when it broke by what it read."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and file
            [sys.executable, "-I", str(inspector), json.dumps(request)],
            capture_output=True,
            timeout=seconds,
            check=False,
            env=dict(env or {}),
        )
    except subprocess.TimeoutExpired:
        return {"refused": HEAVY}
    if done.returncode != 0:
        return {"refused": HEAVY if done.returncode < 0 else DAMAGED}
    found: dict[str, Any] = json.loads(done.stdout)
    return found
