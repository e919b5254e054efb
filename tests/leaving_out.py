"""What becomes of a test that needs what a machine has not."""

import os

import pytest


def left_out(why: str) -> None:
    """Skip on a person's machine; fail in CI, where green must mean that it ran."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
