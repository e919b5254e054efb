"""The command line writes its flags into the environment; each test has its own."""

import json
import os

import pytest

from tests import settle
from tipline.commandline.main import main
from tipline.config import environment
from tipline.config.environment import Environment


@pytest.fixture(autouse=True)
def own_environment(monkeypatch):
    monkeypatch.setattr(os, "environ", os.environ.copy())
    for name in Environment.model_fields:
        os.environ.pop(environment.variable(name), None)


@pytest.fixture
def tipline(capsys):
    """Run a command on the tests' own data folder; give its code and its answer."""

    def run(*arguments):
        capsys.readouterr()
        code = main([*arguments, "--json", "--data", settle.DATA])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def said(capsys):
    """Run a command that must succeed, and give what a person reads."""

    def run(*arguments):
        capsys.readouterr()
        assert main([*arguments, "--data", settle.DATA]) == 0
        return capsys.readouterr().out

    return run
