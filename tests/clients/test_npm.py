"""A public client that we did not write, unchanged, against the running product."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.leaving_out import left_out

HERE = Path(__file__).parent / "npm"
CACHE = Path(__file__).parents[2] / ".cache" / "npm-client"
INSTALL = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
INSTALL += ["--omit-lockfile-registry-resolved=true"]


@pytest.fixture(scope="module")
def client_module():
    """The installed client; versions and digests are those of the lock file."""
    if not (shutil.which("node") and shutil.which("npm")):
        left_out("node and npm are not installed: apt-get install nodejs npm")
    lock = (HERE / "package-lock.json").read_bytes()
    folder = CACHE / hashlib.sha256(lock).hexdigest()[:16]
    module = folder / "node_modules/cybertipline-tools/dist/index.js"
    if not module.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        done = subprocess.run(INSTALL, cwd=folder, capture_output=True, check=False)
        if done.returncode != 0:
            why = done.stderr.decode()[-300:]
            left_out(f"npm could not install the public client: {why}")
    return module


@pytest.fixture(scope="module")
def said(client_module, product):
    """What the client understood of every answer."""
    credential = product.add_platform("Public Client Chat")
    names = {"USERNAME": credential.username, "PASSWORD": credential.password}
    done = subprocess.run(
        ["node", HERE / "drive.mjs", client_module, f"{product.url}/ispws"],
        env={**os.environ, **names},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def test_the_client_is_let_in(said):
    assert said["status"]["responseCode"] == 0
    assert said["status"]["responseDescription"].startswith("Remote User : ")


def test_every_incident_type_that_it_knows_is_taken_also_its_misspelled_one(said):
    assert len(said["types"]) == 8
    for name, answer in said["types"].items():
        assert answer.get("responseCode") == 0, (name, answer)
    assert "OnlineEnticement" in said["types"]


def test_it_reads_every_answer_of_a_whole_report(said):
    report_id = said["submitted"]["reportId"]
    for upload in said["uploads"]:
        assert upload["uploaded"]["responseCode"] == 0
        assert upload["uploaded"]["reportId"] == report_id
        assert upload["described"]["responseCode"] == 0
    assert said["finished"]["responseCode"] == 0
    assert said["finished"]["reportId"] == report_id
    listed = json.dumps(said["finished"]["files"])
    for upload in said["uploads"]:
        assert upload["uploaded"]["fileId"] in listed


def test_what_it_uploaded_arrived_as_it_was(said, product):
    shown = product.tipline("report", "show", str(said["submitted"]["reportId"]))
    contents = [f"content of {n}" for n in ("a.jpg", "b\u00fccher \U0001f600.png")]
    contents.append('content of quo"ted.jpg')
    hashes = [hashlib.sha256(each.encode()).hexdigest() for each in contents]
    assert sorted(file["sha256"] for file in shown["files"]) == sorted(hashes)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("finishedAgain", "409 - ReportAlreadyFinished"),
        ("late", "409 - ReportAlreadyFinished"),
        ("retractedAgain", "409 - ReportAlreadyRetracted"),
        ("unknown", "404 - ReportDoesNotExist"),
        ("invalid", "400 - ValidationFailed"),
        ("stranger", "401 - AuthenticationRequired"),
    ],
)
def test_it_understands_refusals(said, call, words):
    refused = said[call]["error"]
    assert refused.startswith("Request failed with http status 4")
    # Its parser of errors knows the one shape only, not that of a refused finish.
    assert words in refused or (call in {"finishedAgain", "unknown"})
    assert "Request-ID: unknown" not in refused
