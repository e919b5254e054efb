import subprocess
import sys

# In a process of its own: libxml2 sets itself up once, and the race is to be first.
FIRST_OF_SIXTEEN = """
import threading
from lxml import etree
from tipline.intake.schema import schema_errors

start, found = threading.Barrier(16), []

def validate():
    start.wait()
    found.append(len(schema_errors(etree.fromstring("<report/>"))))

threads = [threading.Thread(target=validate) for _ in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert found == [1] * 16, found
"""


def test_a_web_server_may_receive_its_first_reports_all_at_once():
    for _ in range(12):
        done = subprocess.run(
            [sys.executable, "-c", FIRST_OF_SIXTEEN], check=False, capture_output=True
        )
        assert done.returncode == 0, done.stderr.decode()
