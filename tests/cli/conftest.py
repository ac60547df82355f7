"""How does a test call the command ``tracker`` as somebody at a keyboard does?"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Tracker = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The settings of an instance of its own."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    return {**ours, "TRACKER_INSTANCE": str(tmp_path / "instance"), "TRACKER_DEMO": "false"}


@pytest.fixture
def tracker(environment: dict[str, str]) -> Tracker:
    """Run the command to its end: ``tracker("user", "list")``."""

    def run(
        *arguments: str, given: str = "", **settings: str
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "tracker", *arguments],
            input=given,
            env=environment | settings,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
