"""The `tipline` command as a stranger meets it."""

import json
import os
import socket
import subprocess
import sys

import pytest

from tipline.commandline import check
from tipline.commandline.main import main
from tipline.commandline.registry import COMMANDS
from tipline.commandline.runfile import RunFile

LIGHT = [command.name for command in COMMANDS if command.role is None]


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def test_the_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    for command in COMMANDS:
        assert command.name in shown
        assert command.summary in shown


@pytest.mark.parametrize("name", LIGHT)
def test_every_command_explains_itself_and_leaves_nothing_behind(
    name, capsys, tmp_path
):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert "--data DIR" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", [[], ["begin"], ["status", "--jsom"]])
def test_a_wrong_use_is_answered_with_code_2(given, capsys):
    with pytest.raises(SystemExit) as ended:
        main(given)
    assert ended.value.code == 2
    assert "usage: tipline" in capsys.readouterr().err


def test_a_wrong_setting_is_answered_with_code_2_and_its_name(capsys):
    assert main(["status", "--port", "eighty"]) == 2
    assert "TIPLINE_PORT=eighty" in capsys.readouterr().err


def test_programs_read_refusals_as_json(capsys):
    assert main(["status", "--json", "--port", "0"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["error"] == "wrong-setting"
    assert "TIPLINE_PORT" in answer["message"]


def test_flags_win_over_variables(capsys, tmp_path):
    os.environ["TIPLINE_DATA"] = str(tmp_path / "variable")
    main(["stop", "--data", str(tmp_path / "flag")])
    assert os.environ["TIPLINE_DATA"] == str(tmp_path / "flag")
    assert "not running" in capsys.readouterr().out


def test_nothing_running_is_no_failure_to_stop_and_code_3_to_status(capsys):
    assert main(["stop"]) == 0
    assert main(["status"]) == 3
    assert capsys.readouterr().out.count("not running") == 2


def test_a_recycled_process_id_is_never_signalled(tmp_path, capsys):
    bystander = subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1)
    (tmp_path / "var" / "run").mkdir(parents=True)
    note = tmp_path / "var" / "run" / "supervisor.pid"
    note.write_text(f"{bystander.pid} 12345\n")
    assert RunFile(tmp_path / "var").owner() is None
    assert main(["stop"]) == 0
    assert "not running" in capsys.readouterr().out
    assert bystander.poll() is None
    bystander.communicate()


def test_a_port_in_use_is_named_before_anything_starts(capsys, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["start", "--port", str(port)]) == 1
    shown = capsys.readouterr().err
    assert f"Port {port} is in use" in shown
    assert "--port" in shown
    assert not (tmp_path / "var" / "postgres").exists()
    assert RunFile(tmp_path / "var").owner() is None


def test_check_before_the_first_start_makes_nothing(capsys, tmp_path):
    main(["check", "--json"])
    facts = json.loads(capsys.readouterr().out)
    levels = {finding["subject"]: finding["level"] for finding in facts["findings"]}
    assert levels["database"] == "note"
    assert levels["keys"] == "note"
    assert "PDQ index" in levels
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(("is_built", "level"), [(True, "good"), (False, "note")])
def test_check_says_whether_pdq_hashes_are_searched_fast(
    *, is_built, level, capsys, monkeypatch
):
    cores = {"numpy": None, "plain": None} if is_built else {"numpy": None}
    monkeypatch.setattr(check, "available_cores", lambda: cores)
    main(["check", "--json"])
    facts = json.loads(capsys.readouterr().out)
    index = next(each for each in facts["findings"] if each["subject"] == "PDQ index")
    assert index["level"] == level
    assert ("apt-get install gcc" in index["text"]) is not is_built
