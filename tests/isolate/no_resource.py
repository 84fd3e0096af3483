"""Imported in a child to make it a system without `resource` and `fork`."""

import os
import sys

sys.modules["resource"] = None  # type: ignore[assignment]
for _name in ("fork", "forkpty"):
    if hasattr(os, _name):
        delattr(os, _name)
