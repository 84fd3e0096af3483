"""A headless Chromium for the tests: the document as it stands after its scripts have run. Tests skip with the reason where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

__all__ = ["CHROMIUM", "WHY_NOT", "chromium"]

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
WHY_NOT = "no Chromium on this machine"


def chromium(page: Path, *options: str, timeout: int = 60) -> str:
    """What Chromium writes on standard output for a page (--dump-dom and the like). No sandbox: tests may run as root in a container."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory() as profile:
        command = [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
            f"--user-data-dir={profile}", "--virtual-time-budget=30000", *options, page.as_uri()]
        environment = {**os.environ, "HOME": profile}
        done = subprocess.run(command, capture_output=True, timeout=timeout, env=environment, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-800:]
    return done.stdout.decode("utf-8", errors="replace")
