"""The tests. What they import is compiled once, also where a container says otherwise: every worker, and every process a test starts, would do it anew."""

import os
import sys

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
