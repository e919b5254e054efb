"""Plain words for the marks and codes that analysts read; unknown ones stay as sent."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tipline.intake.wording import MARK_WORDS, Words

YES = pgettext_lazy("a platform said", "yes")
NO = pgettext_lazy("a platform said", "no")
NOT_STATED = pgettext_lazy("a platform said nothing", "not stated")

CHANNEL_WORDS: dict[str, Words] = {
    "webPageIncident": _("Web page"),
    "emailIncident": _("E-mail"),
    "newsgroupIncident": _("Newsgroup"),
    "chatImIncident": _("Chat or instant message"),
    "onlineGamingIncident": _("Online game"),
    "cellPhoneIncident": _("Mobile phone"),
    "nonInternetIncident": _("Not on the internet"),
    "peer2peerIncident": _("Peer to peer"),
}

# What is missing while a step has failed, and what an analyst does about it.
STEP_ADVICE: dict[str, Words] = {
    "inspect": _(
        "The files have no facts and no perceptual hash, so only exact copies were"
        " matched. Rank the report by what the platform says."
    ),
    "match": _(
        "Nobody compared the files with the lists: known and viral copies count as"
        " novel. Do not take the number of novel files for a finding."
    ),
    "link": _(
        "The report's accounts, addresses and devices are not compared with others, so"
        " a repeated person goes unseen. Look for the account by hand."
    ),
    "assess": _(
        "The report has no level and is not in the queue. Read it now and tell the"
        " duty officer if a child may be in danger."
    ),
    "route": _(
        "No agency may have the report. Read it now; if it is urgent, hand it over by"
        " telephone and ask an operator to try again."
    ),
    "watch": _(
        "A video has no frame hashes, so only exact copies of it were matched. Rank the"
        " report by what the platform says."
    ),
    "reassess": _(
        "The level does not take the videos into account: known ones count as novel. Do"
        " not take the number of novel files for a finding."
    ),
}

CHECK_WORDS: dict[str, Words] = {
    "call-back": _("Called back"),
    "second-person": _("Judged by a second person"),
}
OUTCOME_WORDS: dict[str, Words] = {
    "confirmed": _("confirmed"),
    "not-confirmed": _("not confirmed"),
    "not-reached": _("nobody answered"),
}
RELEASE_WORDS: dict[str, Words] = {
    "released": _("Released by"),
    "refused": _("Kept back by"),
}

# Facts of rules that are names; marks have their own words, counts their nouns.
COUNT_WORDS: dict[str, Words] = {
    "novel_files": _("on no list"),
    "known_files": _("on a list of known material"),
    "viral_files": _("often seen"),
    "repeat_reports": _("other reports"),
    "incident_days": _("days from the incident to the report"),
}
STATION_WORDS: dict[str, Words] = {
    "assessed": _("Ranked"),
    "available": _("At an agency"),
    "opened": _("Opened there"),
    "acknowledged": _("Acknowledged there"),
}
ASSESSED_WORDS: dict[str, Words] = {
    "ranked": _("by the rules"),
    "raised": _("raised by an analyst"),
    "lowered": _("lowered by analysts"),
}
LEVEL_WORDS: dict[str, Words] = {
    "1": _("A child may be in danger now"),
    "2": _("Today"),
    "3": _("In turn"),
    "E": _("Not ranked yet"),
}

# Why a report is in no bundle any more; the codes are those of `bundling.py`.
OWN_SIGNAL_WORDS: dict[str, Words] = {
    "level-1": _("level 1"),
    "other-file": _("another file"),
    "escalated": _("escalated by the platform"),
    "contact": _("an incident about contact with a child"),
    "report-mark": _("a mark of the report"),
    "live-stream": _("a live stream"),
    "child-account": _("a child's account"),
    "terms": _("a term of urgency"),
    "conversation": _("a conversation"),
    "repeat-person": _("the person is in other reports"),
    "needs-person": _("a step failed"),
    "taken-out": _("taken out by a person"),
    "kept-apart": _("kept apart"),
    "destroyed": _("destroyed"),
    "other-bundle": _("another bundle"),
    "danger": _("somebody says that a child is in danger"),
    "own-story": _("somebody tells what happened to themself"),
    "wrote-again": _("whoever reported wrote again"),
}
# In what a report by the form is like the first of its flood; codes of `alike.py`.
KIN_WORDS: dict[str, Words] = {
    "all": _("says the same"),
    "words": _("the same words, other addresses or answers"),
    "named": _("the same addresses, other words"),
}

# What the designation looked at; the names are those of `designation.py`.
FIELD_WORDS: dict[str, Words] = {
    "has_nexus": _("what shows exploitation"),
    "has_location": _("a place"),
    "has_identifier": _("what identifies a person"),
    "media_known_viral": _("whether the media are often seen"),
    "intent_annotations": _("marks of why it was shared"),
    "file_labels": _("labels of its files"),
}

INSPECTION_WORDS: dict[str, Words] = {
    "unsupported-format": _("its format is not supported"),
    "empty": _("it is empty"),
    "too-large": _("it is too large to decode"),
    "too-many-pixels": _("it has too many pixels"),
    "truncated": _("it is cut off"),
    "malformed": _("it is malformed"),
    "memory": _("it needed too much memory"),
    "time": _("it took too long"),
    "crash": _("the decoder crashed"),
    "bad-answer": _("the decoder's answer was not believable"),
}

ROLE_WORDS: dict[str, Words] = {
    "reported-person": _("reported person"),
    "recipient": _("intended recipient"),
    "child": _("child"),
    "incident": _("incident"),
    "file": _("file"),
}

STRENGTH_WORDS: dict[str, Words] = {
    "strong": pgettext_lazy("link between reports", "strong"),
    "weak": pgettext_lazy("link between reports", "weak"),
}

LIST_KIND_WORDS: dict[str, Words] = {
    "csam": _("Apparent CSAM"),
    "exploitative": _("Exploitative"),
    "youth-produced": _("Youth-produced"),
    "generated": _("Generated"),
    "negative": _("Known harmless"),
    "industry": _("Platform to platform"),
    "unverified": _("Unverified"),
    "imported": _("Imported"),
}
BASIS_WORDS: dict[str, Words] = {
    "three-reviews": _("three people of the clearinghouse agreed"),
    "partner-import": _("a partner's list says so"),
    "own-import": _("the operator's own list says so"),
    "self-reported": _("the person shown says so; nobody has looked"),
    "member": _("a member of the list says so"),
}
ITEM_STATE_WORDS: dict[str, Words] = {
    "proposed": _("Proposed"),
    "active": _("Active"),
    "suspended": _("Suspended"),
    "withdrawn": _("Withdrawn"),
}
PROPOSAL_WORDS: dict[str, Words] = {
    "list": _("Put it on the list"),
    "reclassify": _("Reclassify"),
    "move": _("Move to another list"),
    "reinstate": _("Put it back on the list"),
    "challenge": _("Challenge"),
    "withdraw": _("Withdraw"),
    "approved": _("Approved"),
    "dissented": _("Stopped by a dissent"),
    "dropped": _("Dropped, since the item was taken off first"),
}
SIGHT_WORDS: dict[str, Words] = {
    "served": _("was shown the whole file here"),
    "viewed-original": _("says: saw the whole file"),
    "viewed-copy": _("says: saw an identical copy"),
}
HAPPENING_WORDS: dict[str, Words] = {
    "proposed": _("Somebody proposed it"),
    "listed": _("Listed"),
    "dissented": _("Somebody dissented"),
    "reclassified": _("Reclassified"),
    "moved": _("Moved to another list"),
    "suspended": _("Suspended"),
    "reinstated": _("Put back on the list"),
    "changed": _("Its member changed it"),
    "withdrawn": _("Withdrawn"),
}


def yes_no(value: bool | None) -> Words:  # noqa: FBT001 - the value that is put into words
    """Say one of the three states: silence is neither yes nor no."""
    if value is None:
        return NOT_STATED
    return YES if value else NO


def marks(names: tuple[str, ...] | None) -> tuple[Words, ...]:
    """Say the marks of a report or file; None, if nothing was said, has none."""
    return tuple(MARK_WORDS.get(name, name) for name in names or ())


SEVERITY_WORDS: dict[str, Words] = {
    "unknown": _("not known"),
    "lower": _("lower"),
    "high": _("high"),
    "extreme": _("extreme"),
}
SEVERITY_MEANINGS: dict[str, Words] = {
    "unknown": _("Nothing says what it shows. Expect anything."),
    "lower": _("Classified as nudity or posing (A2, B2)."),
    "high": _("Classified as an act (A1, B1)."),
    "extreme": _("Marked with an infant, violence, injury or an animal."),
}
BASIS_KIND_WORDS: dict[str, Words] = {
    "search-warrant": _("Search warrant"),
    "court-order": _("Court order"),
    "consent": _("Consent of the account's owner"),
    "emergency": _("Emergency: danger to life or limb"),
    "own-law": _("The law of our country allows it"),
}
GROUND_WORDS: dict[str, Words] = {
    "viewed-by-platform": _("the platform viewed it"),
    "publicly-available": _("it was public"),
    "legal-basis": _("a legal basis is on record"),
    "viewed-by-us": _("we opened this very file before"),
    "matched-viewed": _("an exact copy of it was viewed"),
    "mandate": _("our legal mandate"),
}
BLUR_WORDS: dict[str, Words] = {
    "strong": _("14 pixels a side: light and dark"),
    "medium": _("28 pixels a side: rough shapes"),
    "light": _("48 pixels a side: a scene"),
}
CONCERN_WORDS: dict[str, Words] = {
    "many-previews": _("many veiled previews"),
    "many-reports": _("many reports read"),
    "load": _("much of the day's minutes"),
    "grave": _("much that is marked extreme"),
    "asked": _("wants company"),
}
VARIANT_WORDS: dict[str, Words] = {"veiled": _("veiled"), "clear": _("clear")}
LIMIT_WORDS: dict[str, Words] = {
    "hour": _("The clear seconds of this hour are used up."),
    "day": _("The clear seconds of this day are used up."),
    "break": _("It is time for a break."),
    "cut-off": _("No pictures are shown at this hour."),
}
