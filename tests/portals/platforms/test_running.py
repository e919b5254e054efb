"""What only the running product can show: its server, its processes, its memory."""

import hashlib
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from tests.portals.platforms.reporter import JPEG, a_report, basic, multipart

MEGABYTE = 1 << 20
BOUNDARY = "x-boundary-x"


@pytest.fixture(scope="module")
def credential(product):
    return product.add_platform("Running Chat")


@pytest.fixture
def reporter(product, credential):
    with product.reporter(credential) as client:
        yield client


def opened(reporter, body=None):
    answer = reporter.post("/submit", content=body or a_report())
    assert answer.status_code == 200, answer.text
    return between(answer.text, "reportId")


def between(text, name):
    return text.split(f"<{name}>")[1].split(f"</{name}>")[0]


def incoming(product):
    return list((product.data / "files" / "incoming").iterdir())


def eventually(check):
    deadline = time.monotonic() + 10
    while not check():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class Raw:
    """A connection on which a test says exactly what it wants."""

    def __init__(self, product, credential, reporter):
        self.product, self.reporter = product, reporter
        self.socket = socket.create_connection(("127.0.0.1", product.port), timeout=30)
        self.authorization = basic(*credential.pair)

    def say(self, path, body=b"", **headers):
        lines = [f"POST /ispws{path} HTTP/1.1", "Host: localhost"]
        lines += [f"Authorization: {self.authorization}"]
        lines += [f"{k.replace('_', '-')}: {v}" for k, v in headers.items()]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode() + body)

    def hear(self):
        heard = b""
        while b"</report" not in heard and (piece := self.socket.recv(65536)):
            heard += piece
        return heard.decode()

    def hang_up(self):
        self.socket.close()


@pytest.fixture
def raw(product, credential, reporter):
    connection = Raw(product, credential, reporter)
    yield connection
    connection.hang_up()


def an_upload(report_id, content=JPEG):
    body, kind = multipart([("id", None, report_id), ("file", "a.jpg", content)])
    return body, {"Content_Type": kind}


def test_a_client_that_asks_before_it_sends(raw, reporter):
    body, kind = an_upload(opened(reporter))
    raw.say("/upload", Content_Length=len(body), Expect="100-continue", **kind)
    assert raw.socket.recv(25).startswith(b"HTTP/1.1 100")
    raw.socket.sendall(body)
    assert hashlib.md5(JPEG, usedforsecurity=False).hexdigest() in raw.hear()


@pytest.mark.parametrize("sent", [0, 40, 0.5, 0.99])
@pytest.mark.parametrize("form", ["whole", "chunked"])
def test_a_client_that_vanishes_leaves_nothing(raw, form, sent):
    product, reporter = raw.product, raw.reporter
    report_id = opened(reporter)
    body, kind = an_upload(report_id, JPEG * 400)
    part = body[: int(sent * len(body)) if isinstance(sent, float) else sent]
    if form == "chunked":
        chunk = f"{len(part) + 10:x}\r\n".encode() + part
        raw.say("/upload", chunk, Transfer_Encoding="chunked", **kind)
    else:
        raw.say("/upload", part, Content_Length=len(body), **kind)
    if len(part) > 1000:
        eventually(lambda: incoming(product))
    raw.hang_up()
    eventually(lambda: not incoming(product))
    finished = reporter.post("/finish", data={"id": report_id})
    assert "<files/>" in finished.text


def test_a_stranger_with_a_large_file_gets_an_answer(product, reporter):
    body, kind = an_upload("1", bytes(5 * MEGABYTE))
    headers = {"Content-Type": kind["Content_Type"]}
    answer = reporter.post("/upload", content=body, headers=headers, auth=("no", "no"))
    assert answer.status_code == 401
    assert "<responseCode>2000</responseCode>" in answer.text
    assert not incoming(product)


def test_many_threads_of_one_platform_open_one_report_and_fill_it(reporter):
    body = a_report()
    contents = [JPEG + bytes([n]) * 1000 * n for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda _: opened(reporter, body), range(8)))
        (report_id,) = ids
        uploads = pool.map(
            lambda content: upload(reporter, report_id, content), contents
        )
        file_ids = list(uploads)
        finished = list(
            pool.map(
                lambda _: reporter.post("/finish", data={"id": report_id}), range(4)
            )
        )
    codes = sorted(between(answer.text, "responseCode") for answer in finished)
    assert codes == ["0", "5102", "5102", "5102"]
    done = next(a for a in finished if a.status_code == 200)
    assert {f"<fileId>{file_id}</fileId>" in done.text for file_id in file_ids} == {
        True
    }
    assert done.text.count("<fileId>") == 8


def upload(reporter, report_id, content):
    answer = reporter.post(
        "/upload", data={"id": report_id}, files={"file": ("a.jpg", content)}
    )
    assert answer.status_code == 200, answer.text
    return between(answer.text, "fileId")


def web_memory(product):
    web = product.tipline("status")["processes"]["web"]["pid"]
    processes = [psutil.Process(web), *psutil.Process(web).children(recursive=True)]
    return {p.pid: p.memory_info().rss for p in processes}


def test_three_hundred_megabytes_pass_through_a_small_memory(product, reporter):
    report_id = opened(reporter)
    upload(reporter, report_id, JPEG)
    head, tail = multipart([("id", None, report_id), ("file", "a.bin", b"|")])[0].split(
        b"|"
    )
    piece = bytes(range(256)) * 4096

    def body():
        yield head
        for _ in range(300):
            yield piece
        yield tail

    before, most, done = web_memory(product), [0], threading.Event()
    watch = threading.Thread(target=watch_memory, args=(before, most, done))
    watch.start()
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    answer = reporter.post("/upload", content=body(), headers=kind, timeout=120)
    done.set()
    watch.join()
    expected = hashlib.md5(piece * 300, usedforsecurity=False).hexdigest()
    assert between(answer.text, "hash") == expected
    assert most[0] < 64 * MEGABYTE
    sealed = max((product.data / "files").rglob("*"), key=lambda p: p.stat().st_size)
    assert piece[:64] not in Path(sealed).read_bytes()[: 10 * MEGABYTE]


def watch_memory(before, most, done):
    while not done.wait(0.05):
        for pid, rss in before.items():
            grown = psutil.Process(pid).memory_info().rss - rss
            most[0] = max(most[0], grown)


def test_bodies_without_a_length_pass_the_real_server(reporter):
    def pieces(body):
        for start in range(0, len(body), 100):
            yield body[start : start + 100]

    submitted = reporter.post("/submit", content=pieces(a_report()))
    report_id = between(submitted.text, "reportId")
    form, kind = multipart([("id", None, report_id)])
    headers = {"Content-Type": kind}
    finished = reporter.post("/finish", content=pieces(form), headers=headers)
    assert between(finished.text, "responseCode") == "0"
    assert between(finished.text, "reportId") == report_id


def test_three_megabytes_without_a_length_are_refused_on_the_way(reporter):
    def endless():
        for _ in range(3000):
            yield b" " * 1024

    answer = reporter.post("/submit", content=endless())
    assert answer.status_code == 413
    assert answer.headers["Content-Type"].startswith("application/xml")


def test_a_retracted_report_takes_its_files_with_it(product, reporter):
    def objects():
        return {p.name for p in (product.data / "files/objects").glob("*/*")}

    before = objects()
    report_id = opened(reporter)
    upload(reporter, report_id, JPEG + b"retracted")
    assert len(objects() - before) == 1
    assert reporter.post("/retract", data={"id": report_id}).status_code == 200
    assert objects() == before
