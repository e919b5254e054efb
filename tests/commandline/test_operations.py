"""Agencies, hash lists, the audit and failed steps, as an operator meets them."""

from datetime import UTC, datetime

import pytest

from tests import cast, factories
from tipline.foundation.audit.models import CHAINS
from tipline.foundation.jobs.models import StepRun, StepState
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.django_db

LIST = "algorithm,value,classification\nmd5,{md5},invented\n"


def test_an_agency_is_listed_with_what_it_got(tipline, said):
    factories.routed_report(cast.platform())
    _, listed = tipline("agency", "list")
    got = {one["code"]: one["reports"] for one in listed}
    assert got[cast.LENAS_AGENCY] == 1
    assert got[cast.ZEDS_AGENCY] == 0
    assert "ICAC Task Force Massachusetts" in said("agency", "list")


def test_a_table_is_exported_tried_and_drafted(tipline, said, tmp_path):
    file = tmp_path / "rules.csv"
    file.write_text(said("routing", "export", "routing-rules"))
    code, refused = tipline("routing", "import", "routing-rules", str(file))
    assert (code, refused["error"]) == (1, "nothing-changed")
    file.write_text(file.read_text().replace("90,nowhere", "91,nowhere"))
    tried = said("routing", "import", "routing-rules", str(file), "--dry-run")
    assert tried.strip() == "nowhere changed: order 90 -> 91"
    code, refused = tipline("routing", "import", "routing-rules", str(file))
    assert (code, refused["error"]) == (1, "change-needs-reason")
    why = ("--reason", "abstract reason")
    code, kept = tipline("routing", "import", "routing-rules", str(file), *why)
    assert (code, kept["draft"]) == (0, 2)
    assert "90,nowhere" in said("routing", "export", "routing-rules")  # still in force


def test_a_list_is_loaded_once(tipline, said, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(LIST.format(md5="0" * 31 + "1"))
    named = ("--name", "Demo list", "--meaning", "invented", "--viral")
    _, loaded = tipline("hashlist", "load", str(file), *named)
    assert (loaded["read"], loaded["added"]) == (1, 1)
    _, loaded = tipline("hashlist", "load", str(file), *named)
    assert (loaded["read"], loaded["added"]) == (1, 0)
    _, lists = tipline("hashlist", "list")
    (found,) = [one for one in lists if one["name"] == "Demo list"]
    assert found["entries"] == {"md5": 1}
    assert found["is_viral"] is True
    assert "Demo list" in said("hashlist", "list")


def test_an_export_is_a_new_file_that_its_owner_alone_reads(tipline, tmp_path):
    file, out = tmp_path / "list.csv", tmp_path / "out.csv"
    file.write_text(LIST.format(md5="0" * 31 + "1"))
    named = ("--name", "Demo list", "--meaning", "invented")
    tipline("hashlist", "load", str(file), *named)
    flags = ("demo-list", str(out), "--format", "csv")
    code, _ = tipline("hashlist", "export", *flags)
    assert (code, out.stat().st_mode & 0o777) == (0, 0o600)
    code, refused = tipline("hashlist", "export", *flags)
    assert (code, refused["error"]) == (1, "hash-set-file")
    assert "0" * 31 + "1" in out.read_text()


def test_an_own_list_is_made_empty_and_takes_no_file(tipline, said, tmp_path):
    made = ("Own list", "--kind", "csam", "--meaning", "invented")
    _, added = tipline("hashlist", "add", *made)
    assert added["slug"] == "own-list"
    code, refused = tipline("hashlist", "add", *made)
    assert (code, refused["error"]) == (1, "list-name-taken")
    file = tmp_path / "list.csv"
    file.write_text(LIST.format(md5="0" * 31 + "1"))
    named = ("--name", "Own list", "--meaning", "invented")
    code, refused = tipline("hashlist", "load", str(file), *named)
    assert (code, refused["error"]) == (1, "list-needs-reviews")
    assert "Own list" in said("hashlist", "list")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (LIST.format(md5="x").encode(), "malformed-hash-list"),
        (b"\xff\xfe\x00", "unreadable-file"),
        (None, "unreadable-file"),
    ],
)
def test_a_wrong_list_adds_nothing(tipline, tmp_path, *, content, refusal):
    file = tmp_path / "list.csv"
    if content is not None:
        file.write_bytes(content)
    named = ("--name", "Wrong list", "--meaning", "invented")
    code, refused = tipline("hashlist", "load", str(file), *named)
    assert (code, refused["error"]) == (1, refusal)
    _, lists = tipline("hashlist", "list")
    assert "Wrong list" not in {one["name"] for one in lists}


def test_the_audit_holds_and_gives_heads_to_keep(tipline, said):
    factories.open_report(cast.platform())
    code, result = tipline("audit", "verify")
    assert (code, result["holds"], result["breaks"]) == (0, True, [])
    assert result["entries"] > 0
    assert len(result["heads"]) == CHAINS
    assert "The audit holds" in said("audit", "verify")


def test_a_failed_step_is_seen_and_taken_up_again(tipline, said):
    report_id = factories.routed_report(cast.platform())
    with acting(cast.STAGE):
        StepRun.objects.filter(subject_id=report_id, step="match").update(
            state=StepState.FAILED, attempts=5, updated_at=datetime.now(UTC)
        )
    _, listed = tipline("steps", "failed")
    assert [(one["report_id"], one["step"]) for one in listed] == [(report_id, "match")]
    assert str(report_id) in said("steps", "failed")
    code, _ = tipline("steps", "retry", str(report_id), "match")
    assert code == 0
    assert tipline("steps", "failed") == (0, [])
    code, refused = tipline("steps", "retry", str(report_id), "match")
    assert (code, refused["error"]) == (1, "step-not-failed")


@pytest.mark.parametrize(
    "wrong",
    [
        ("platform", "add", " "),
        ("platform", "add", "x" * 201),
        ("person", "invite", "mia", "--name", "Mia", "--role", "analyst"),
        ("report", "show", "seventeen"),
        ("report", "list", "--limit", "0"),
        ("steps", "retry", "17", "dance"),
        ("demo", "--reports", "-1"),
        ("demo", "sign-in", "queen"),
    ],
)
def test_a_slip_is_answered_before_anything_is_done(tipline, wrong, capsys):
    with pytest.raises(SystemExit) as ended:
        tipline(*wrong)
    assert ended.value.code == 2
    assert f"usage: tipline {wrong[0]}" in capsys.readouterr().err
