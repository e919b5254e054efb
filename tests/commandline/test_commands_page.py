"""The page for operators knows every command."""

from pathlib import Path

from tipline.commandline.commands_page import render
from tipline.commandline.registry import COMMANDS

PAGE = Path(__file__).parents[2] / "docs" / "operate" / "commands.md"


def test_the_page_is_the_one_that_the_commands_write():
    assert PAGE.read_text(encoding="utf-8") == render(), "run: make docs"


def test_every_command_is_on_the_page():
    page = render()
    for command in COMMANDS:
        assert f"## tipline {command.name}" in page
    assert "### tipline platform add NAME" in page
    assert "### tipline demo sign-in" in page
