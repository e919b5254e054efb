"""All that is known of one report, in lines for a terminal."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tipline.intake.wording import incident_words

Facts = dict[str, Any]

_NOT_KNOWN = "not known"
_TRI_STATE = {True: "yes", False: "no", None: "not stated"}


def text_of(facts: Facts) -> str:
    """Write what `facts_of` gave, section by section; empty sections stay out."""
    sections = (
        ("", _head(facts)),
        ("Why this priority", _reasons(facts)),
        ("Missing, and what it costs", _missing(facts)),
        ("Files", _files(facts)),
        ("Shares with other reports", _links(facts)),
        ("Where", _places(facts)),
        ("Made available to", _referrals(facts)),
        ("Told by the public", _call(facts)),
        ("Escalated", _escalations(facts)),
        ("Steps", _steps(facts)),
        ("Warnings", (f"{w['rule_id']}: {w['sentence']}" for w in facts["warnings"])),
        ("As submitted", _document(facts)),
    )
    written = []
    for title, lines in sections:
        body = [f"  {line}" if title else line for line in lines]
        if body:
            written.append("\n".join([title, *body] if title else body))
    return "\n\n".join(written)


def _head(facts: Facts) -> Iterator[str]:
    test = ", with a test credential" if facts["is_test"] else ""
    yield f"Report {facts['id']} of {facts['platform']}{test}: {facts['state']}"
    incident = incident_words(facts["incident_type"])
    yield f"  Incident      {incident}, {_at(facts['incident_at'])}"
    closed = f", closed {_at(facts['closed_at'])}" if facts["closed_at"] else ""
    yield f"  Received      {_at(facts['opened_at'])}{closed}"
    yield f"  Priority      {facts['priority'] or _NOT_KNOWN}"
    yield f"  Risk          {_NOT_KNOWN if facts['risk'] is None else facts['risk']}"
    arm = f", {facts['arm']}" if facts["arm"] else ""
    yield f"  Designation   {facts['designation'] or _NOT_KNOWN}{arm}"
    yield f"  Incidents     {facts['incidents']}"
    if bundle := facts["bundle"]:
        counts = f"{bundle['reports']} reports, {bundle['incidents']} incidents"
        yield f"  Bundle        {bundle['id']}: {counts}"
    completeness = facts["completeness"]
    score = f"{completeness['score']} of 100" if completeness else _NOT_KNOWN
    yield f"  Completeness  {score}"
    if facts["needs_person"]:
        yield "  A step failed: a person must look."


def _call(facts: Facts) -> Iterator[str]:
    call, release = facts["call"], facts["release"]
    if call is None:
        return
    broke_off = ", broke off" if call["is_abandoned"] else ""
    yield f"Call of {_at(call['began_at'])}{broke_off}"
    danger = call["danger"]
    if danger["is_said"]:
        said = "confirmed" if danger["is_confirmed"] else "unverified"
        yield f"A child is in danger now, says the caller: {said}"
    for each in release["proposed"]:
        yield f"{each['code']}: {each['state']}"


def _reasons(facts: Facts) -> Iterator[str]:
    for reason in facts["reasons"] or ():
        told = f" ({', '.join(reason['facts'])})" if reason.get("facts") else ""
        yield f"{reason['level']}  {reason['sentence']}{told}"


def _missing(facts: Facts) -> Iterator[str]:
    for part in (facts["completeness"] or {}).get("missing", ()):
        yield f"-{part['cost']:<5} {part['field']}: {part['add']}"


def _files(facts: Facts) -> Iterator[str]:
    for file in facts["files"]:
        name = file["name"] or "(no name)"
        yield f"{file['file_id']}  {name}, {file['size_bytes']} bytes"
        yield f"  SHA-256 {file['sha256']}"
        yield f"  SHA-1   {file['sha1']}"
        yield f"  MD5     {file['md5']}"
        yield f"  Viewed by the platform: {_TRI_STATE[file['viewed_by_platform']]}"
        yield from _inspection(file["inspection"])
        for hit in file["matches"]:
            said = (hit["algorithm"], f"distance {hit['distance']}")
            how = (*said, *filter(None, (hit["turn"], hit["recipe"])))
            yield f"  On {hit['list']} by {', '.join(how)}"
            if hit["file_percent"] is not None:
                yield (
                    f"    {hit['file_percent']:.0f} % of this,"
                    f" {hit['item_percent']:.0f} % of the listed video"
                )
            why = hit["why"]
            listed = f"listed by {why['member']} on {_at(why['listed_at'])}"
            yield f"    item {why['item_id']}, {listed}: {why['basis']}"
        for near in file["seen_in"]:
            apart = f"{near['distance']} bits apart" if near["recipe"] else "same file"
            numbers = ", ".join(map(str, near["report_ids"]))
            more = " and more" if near["has_more"] else ""
            yield f"  Seen in report {numbers}{more}: {apart}"
        for match in file["video_matches"]:
            shares = (
                f"{match['file_percent']} % of this, {match['other_percent']} % of it"
            )
            yield f"  Shares with the video {match['sha256'][:16]}: {shares}"
        if file["shredded_at"]:
            yield f"  Shredded {_at(file['shredded_at'])}"


def _inspection(found: Facts | None) -> Iterator[str]:
    if found is None:
        return
    if found["outcome"] != "ok":
        yield f"  Not decoded: {found['reason']}"
        return
    size = f"{found['width']} x {found['height']}"
    yield f"  {found['media_type']}, {size}"
    video = found["video"]
    if video:
        cut = f", not to its end: {video['cut']}" if video["cut"] else ""
        seconds = f"{video['length_ms'] / 1000:.1f} s"
        yield f"  Video of {seconds}, {len(video['frames'])} frames hashed{cut}"
    for made in found["pdq"]:
        yield f"  PDQ     {made['value']}, quality {made['quality']}, {made['recipe']}"


def _links(facts: Facts) -> Iterator[str]:
    for link in facts["links"]:
        shared = f"{link['kind']} {link['value']} ({link['strength']})"
        yield f"{link['report_id']}  {shared}"


def _places(facts: Facts) -> Iterator[str]:
    decided = facts["jurisdiction"]
    if decided:
        parts = filter(None, (decided["country"], decided["state"]))
        yield f"Jurisdiction: {'-'.join(parts) or _NOT_KNOWN}"
    for hint in facts["location_evidence"]:
        parts = filter(None, (hint["country"], hint["state"], hint["city"]))
        why = (
            f"{hint['source']} of {hint['about']}, confidence {hint['confidence']:.2f}"
        )
        yield f"{'-'.join(parts)}  {why}"


def _referrals(facts: Facts) -> Iterator[str]:
    for referral in facts["referrals"]:
        yield f"{referral['agency']}  {referral['agency_name']}"
        yield f"  {_at(referral['made_available_at'])}: {referral['reason']}"
        opened = referral["first_opened_at"]
        yield f"  Opened {_at(opened)}" if opened else "  Not opened yet"


def _escalations(facts: Facts) -> Iterator[str]:
    for one in facts["escalations"]:
        yield f"{_at(one['at'])} by {one['by']}: {one['reason'] or _NOT_KNOWN}"


def _steps(facts: Facts) -> Iterator[str]:
    for run in facts["steps"]:
        why = f", {run['error_code']}" if run["error_code"] else ""
        yield f"{run['step']:<8} {run['state']}, {_at(run['at'])}{why}"


def _document(facts: Facts) -> Iterator[str]:
    if facts["document"]:
        yield from json.dumps(
            facts["document"], ensure_ascii=False, indent=2
        ).splitlines()


def _at(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else _NOT_KNOWN
