import pytest

from tests.intake.documents import NOW
from tests.intake.rule_cases import (
    BATCH,
    FILES,
    REFUSED_BATCH_FILES,
    REFUSED_REPORTS,
    REPORTS,
    USER,
    channel,
    ip,
    person,
    urls,
)
from tests.intake.samples import file_details, report
from tipline.intake.errors import ValidationFailedError
from tipline.intake.profile import Profile
from tipline.intake.warning_sentences import said_by
from tipline.intake.wire import read_file_details, read_report
from tipline.referral.packet.sentence import recognized


def read(body, profile):
    return read_report(
        body,
        content_type="",
        profile=profile,
        at=NOW,
        own_reports=lambda named: named - {404},
    )


def read_file(content, profile, *, batched=False):
    return read_file_details(
        file_details(content),
        content_type="",
        profile=profile,
        at=NOW,
        batched=batched,
    )


def refusal_of(reading, *arguments, **keywords):
    with pytest.raises(ValidationFailedError) as refusal:
        reading(*arguments, **keywords)
    return refusal.value


def rules(findings):
    return {finding.rule_id for finding in findings}


@pytest.mark.parametrize(("rule_id", "body"), REPORTS)
def test_a_broken_rule_is_refused_strictly_and_noted_leniently(rule_id, body):
    refused = refusal_of(read, body, Profile.STRICT)
    assert rules(refused.problems) == {rule_id}
    assert rules(read(body, Profile.LENIENT).warnings) == {rule_id}


@pytest.mark.parametrize(("rule_id", "content"), FILES)
def test_a_broken_rule_of_a_file_is_refused_strictly_and_noted_leniently(
    rule_id, content
):
    refused = refusal_of(read_file, content, Profile.STRICT)
    assert rules(refused.problems) == {rule_id}
    assert rules(read_file(content, Profile.LENIENT).warnings) == {rule_id}


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize(("rule_id", "body"), REFUSED_REPORTS)
def test_some_rules_hold_for_everybody(rule_id, body, profile):
    assert rule_id in rules(refusal_of(read, body, profile).problems)


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize(("rule_id", "content"), REFUSED_BATCH_FILES)
def test_the_file_of_a_batch_is_held_to_its_rules(rule_id, content, profile):
    refused = refusal_of(read_file, content, profile, batched=True)
    assert rule_id in rules(refused.problems)
    assert rule_id not in rules(read_file(content, Profile.LENIENT).warnings)


def test_every_sentence_tells_what_to_do_in_one_line():
    said = [
        f.sentence for _, body in REPORTS for f in read(body, Profile.LENIENT).warnings
    ]
    assert all(s.endswith(".") and "\n" not in s and len(s) < 260 for s in said)
    advice = ("write", "add", "put", "shorten", "fill", "say", "send", "keep", "must")
    advice += ("end it with", "correct one")
    assert [s for s in said if not any(word in s for word in advice)] == []


def test_every_warning_is_known_again_with_its_values_wherever_it_is_shown():
    for warning in warnings_of_cases():
        said = recognized(warning.sentence, said_by(warning.rule_id))
        assert said == warning.sentence
        assert said.template in said_by(warning.rule_id), warning


def warnings_of_cases():
    reports = (read(body, Profile.LENIENT) for _, body in REPORTS)
    files = (read_file(content, Profile.LENIENT) for _, content in FILES)
    return [finding for taken in (*reports, *files) for finding in taken.warnings]


@pytest.mark.parametrize("profile", Profile)
def test_a_batch_of_users_of_one_viral_file_is_accepted(profile):
    batch = read(report(first=BATCH, rest=USER * 3), profile)
    assert [p.user_id for p in batch.document.reported_persons] == ["u-1"] * 3
    assert batch.warnings == ()
    marked = "<fileAnnotations><viral/><potentialMeme/></fileAnnotations>"
    content = f"{marked}<industryClassification>A1</industryClassification>"
    assert read_file(content, profile, batched=True).warnings == ()


def test_an_address_of_somebody_in_the_report_is_welcome_in_an_incident():
    mail = channel(
        "<emailIncident><emailAddress>Zed@Example.org</emailAddress></emailIncident>"
    )
    body = report(details=mail, rest=person("<email>zed@example.org</email>"))
    assert read(body, Profile.STRICT).warnings == ()


def test_all_problems_of_schema_and_rules_come_in_one_answer():
    body = report(
        "<platform>\n</platform>",
        details="\n" + urls("http://example.com/ x"),
        reporter="\n<reporter><reportingPerson/></reporter>",
        rest="\n" + person("<age>old</age>") + ip("nowhere"),
        at="yesterday",
    )
    refused = refusal_of(read, body, Profile.STRICT)
    assert rules(refused.problems) == {
        "schema.value-form",
        "url.whitespace",
        "reporter.email-missing",
        "ip.malformed",
        "reported-person.several",
    }
    lines = refused.description.splitlines()
    assert lines[0] == "Validation failed"
    assert lines[1].startswith("[2,12] - 'incidentDateTime' is 'yesterday'; write a ")
    assert len(lines) == 1 + len(refused.problems)


def test_a_finding_points_at_the_start_of_its_element():
    body = report(rest="\n" + person("<!-- é𝔸 --><age>200</age>"))
    (warning,) = read(body, Profile.LENIENT).warnings
    line = body.decode().splitlines()[warning.line - 1]
    assert line[warning.column - 1 :].startswith("<age>")


@pytest.mark.parametrize(
    ("sent", "today"),
    [
        ("Child Sexual Molestation (not by family member)", "Child Sexual Molestation"),
        ("Child Prostitution", "Child Sex Trafficking"),
        (
            "Online Enticement of Children for Sexual Act",
            "Online Enticement of Children for Sexual Acts",
        ),
    ],
)
def test_an_old_spelling_is_understood_leniently_and_refused_strictly(sent, today):
    body = report(incident_type=sent)
    understood = read(body, Profile.LENIENT)
    assert understood.document.incident_type == today
    assert understood.document.incident_type_as_sent == sent
    assert rules(understood.warnings) == {"incident-type.legacy"}
    refused = refusal_of(read, body, Profile.STRICT)
    assert rules(refused.problems) == {"schema.value-not-listed"}
    assert f"'{today}'" in refused.description


@pytest.mark.parametrize("profile", Profile)
def test_marks_of_a_newer_schema_are_kept_and_noted(profile):
    marks = "<spam/><brandNew/>\n<later>true</later>"
    body = report(f"<reportAnnotations>{marks}</reportAnnotations>")
    understood = read(body, profile)
    assert understood.document.annotations == ("spam",)
    assert understood.document.unknown_annotations == ("brandNew", "later")
    assert rules(understood.warnings) == {"annotation.unknown"}
    assert [w.line for w in understood.warnings] == [1, 2]
    details = read_file("<fileAnnotations><brandNew/></fileAnnotations>", profile)
    assert details.document.unknown_annotations == ("brandNew",)


@pytest.mark.parametrize(
    "mark",
    ["<brandNew>no</brandNew>", '<brandNew a="1"/>', "<brandNew><x/></brandNew>"],
)
def test_what_is_no_mark_does_not_pass_for_one(mark):
    body = report(f"<reportAnnotations>{mark}</reportAnnotations>")
    assert rules(refusal_of(read, body, Profile.LENIENT).problems) == {"schema.order"}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2026-10-15T08:00:00.445146536Z", "2026-10-15T08:00:00.445146+00:00"),
        ("2026-10-15T08:00:00.445Z", "2026-10-15T08:00:00.445000+00:00"),
        ("2026-10-15T08:00:00-07:00", "2026-10-15T15:00:00+00:00"),
        ("2026-10-15T24:00:00Z", "2026-10-16T00:00:00+00:00"),
        ("\n2026-10-15T08:00:00+00:00 ", "2026-10-15T08:00:00+00:00"),
        ("2026-10-15T08:00:00", "2026-10-15T08:00:00+00:00"),
    ],
)
def test_a_time_is_understood_in_every_spelling(sent, kept):
    document = read(report(at=sent), Profile.LENIENT).document
    assert document.incident_at.isoformat() == kept
    assert document.incident_at_as_sent == sent.strip()


def test_an_absent_answer_is_neither_yes_nor_no():
    document = read_file("", Profile.STRICT).document
    assert document.viewed_by_platform is None
    said_no = read_file("<fileViewedByEsp>0</fileViewedByEsp>", Profile.STRICT)
    assert said_no.document.viewed_by_platform is False


def test_an_escalation_without_reason_still_escalates():
    document = read(report("<escalateToHighPriority/>"), Profile.LENIENT).document
    assert document.escalation_reason == ""


def test_a_mark_of_the_old_kind_counts_as_an_annotation():
    document = read_file("<potentialMeme>true</potentialMeme>", Profile.STRICT).document
    assert document.annotations == ("potentialMeme",)


def test_an_id_that_no_database_could_hold_is_never_looked_up():
    body = report(
        rest=person("").replace(
            "</personOrUserReported>",
            "<priorCTReports>9999999999999999999</priorCTReports></personOrUserReported>",
        )
    )
    asked = []
    with pytest.raises(ValidationFailedError):
        read_report(
            body,
            content_type="",
            profile=Profile.LENIENT,
            at=NOW,
            own_reports=asked.append,
        )
    assert asked == []
