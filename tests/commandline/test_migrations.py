"""When the tables are brought up to date before a start."""

from tipline.commandline import migrations
from tipline.config import environment
from tipline.referral.agencies import AGENCIES_FILE


def test_a_start_reads_an_operators_table_of_agencies_that_changed(
    tmp_path, monkeypatch
):
    own = tmp_path / "agencies.csv"
    own.write_bytes(AGENCIES_FILE.read_bytes())
    monkeypatch.setenv("TIPLINE_DATA", str(tmp_path / "data"))
    shipped = environment.load()
    shipped.cluster.home.mkdir(parents=True)
    migrations.note_applied(shipped)
    assert migrations.is_up_to_date(shipped)

    monkeypatch.setenv("TIPLINE_AGENCIES_FILE", str(own))
    with_own = environment.load()
    assert not migrations.is_up_to_date(with_own)
    migrations.note_applied(with_own)
    assert migrations.is_up_to_date(with_own)

    with own.open("a", encoding="utf-8") as table:
        table.write("ICAC-MA-9,Harbor Point task force,icac,US,MA,,,direct,,\n")
    assert not migrations.is_up_to_date(with_own)
