"""The command line writes its flags into the environment; each test has its own."""

import os

import pytest

from tipline.config import environment
from tipline.config.environment import Environment


@pytest.fixture(autouse=True)
def own_environment(monkeypatch):
    monkeypatch.setattr(os, "environ", os.environ.copy())
    for name in Environment.model_fields:
        os.environ.pop(environment.variable(name), None)
