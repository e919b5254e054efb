"""The demonstration stays apart from everything real."""

import json

import pytest

from tests import settle
from tipline.commandline.main import main


def refusal(capsys, *arguments):
    capsys.readouterr()
    assert main([*arguments, "--json"]) == 1
    return json.loads(capsys.readouterr().out)["error"]


def test_there_are_no_sign_in_links_to_what_is_real(capsys):
    sign_in = ("demo", "sign-in", "analyst", "--data", settle.DATA)
    assert refusal(capsys, *sign_in) == "demo-only"


@pytest.mark.usefixtures("django_db_setup")
def test_no_demonstration_is_put_on_what_may_be_real(capsys):
    assert refusal(capsys, "demo", "--data", settle.DATA) == "real-folder"


def test_there_is_nothing_to_sign_in_to_before_it_runs(capsys, tmp_path):
    (tmp_path / "demo").touch()
    sign_in = ("demo", "sign-in", "analyst", "--data", str(tmp_path))
    assert refusal(capsys, *sign_in) == "demo-not-running"


def test_a_demonstration_is_not_started_for_real_reports(capsys, tmp_path):
    (tmp_path / "demo").touch()
    assert main(["start", "--data", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "tipline demo --data" in told


def test_a_command_says_where_to_begin(capsys, tmp_path):
    here = ("report", "list", "--data", str(tmp_path / "new"))
    assert refusal(capsys, *here) == "nothing-here"
    assert not (tmp_path / "new" / "postgres").exists()
