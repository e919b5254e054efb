"""What `kill -9` cannot show, since the page cache survives it: the order of writing.

An upload is answered only after its bytes, its name and its row are on the disk.
"""

import re
import shutil
import subprocess
import time
import uuid

import psutil
import pytest

from tests import material
from tests.leaving_out import left_out

UPLOADS = 20
CALLS = "fsync,fdatasync,link,linkat,rename,renameat2,sendto,recvfrom,write,writev"
# In this order, and nothing of it after the answer.
STEPS = {
    "the bytes": re.compile(r"f(data)?sync\(\d+<[^>]*/files/incoming/"),
    "the name": re.compile(r"(link|rename)\w*\(.*/files/incoming/.*/files/objects/"),
    "the folder": re.compile(r"f(data)?sync\(\d+<[^>]*/files/objects/[0-9a-f]{3}>"),
    "the row": re.compile(r"sendto\((?!.*HTTP/1\.1)"),
    # PostgreSQL is ready for a query outside of any transaction: this one is over.
    "the row's promise": re.compile(r"recvfrom.*Z\\0\\0\\0\\5I"),
    "the answer": re.compile(r"(sendto|write|writev)\(.*HTTP/1\.1 200"),
}


@pytest.fixture
def reporter(product):
    with product.reporter(product.add_platform("Order Chat")) as client:
        yield client


@pytest.fixture
def traced(product, tmp_path):
    """Watch the web processes' calls into the system."""
    if not shutil.which("strace"):
        left_out("strace is not installed: apt-get install strace")
    web = psutil.Process(product.tipline("status")["processes"]["web"]["pid"])
    output = tmp_path / "calls"
    command = ["strace", "-f", "-y", "-s", "9999", "-e", f"trace={CALLS}", "-o", output]
    for process in web.children(recursive=True):
        command += ["-p", str(process.pid)]
    tracer = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    time.sleep(1)
    if tracer.poll() is not None:
        left_out("strace may not watch other processes here")
    yield output
    tracer.terminate()
    tracer.wait()


def opened(reporter):
    body = material.report_xml(user_id=str(uuid.uuid4()))
    return (
        reporter.post("/submit", content=body).text.split("reportId>")[1].split("<")[0]
    )


def test_every_upload_is_on_the_disk_before_it_is_answered(traced, reporter):
    report_id = opened(reporter)
    for number in range(UPLOADS):
        files = {"file": (f"{number}.bin", f"content {number}".encode() * 999)}
        answer = reporter.post("/upload", data={"id": report_id}, files=files)
        assert answer.status_code == 200
    time.sleep(0.5)
    lines = traced.read_text(errors="replace").splitlines()
    seen = [step for line in lines for step, call in STEPS.items() if call.search(line)]
    uploads = [found for found in split_at_answers(seen) if "the bytes" in found]
    assert len(uploads) == UPLOADS
    for found in uploads:
        assert list(dict.fromkeys(found[found.index("the bytes") :])) == list(STEPS)


def split_at_answers(seen):
    found = []
    for step in seen:
        found.append(step)
        if step == "the answer":
            yield found
            found = []
