"""Every kind of report that the demonstration sends, in turn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from tipline.demo import pictures
from tipline.demo.cast import CHAT, CLOUD, GAMES, PHOTOS, SOCIAL, TRIAL
from tipline.demo.scene import Chances, Scene, Upload, regular

CSAM = "Child Pornography (possession, manufacture, and distribution)"
TRAFFICKING = "Child Sex Trafficking"
TOURISM = "Child Sex Tourism"
MOLESTATION = "Child Sexual Molestation"
DOMAIN = "Misleading Domain Name"
WORDS = "Misleading Words or Digital Images on the Internet"
ENTICEMENT = "Online Enticement of Children for Sexual Acts"
OBSCENE = "Unsolicited Obscene Material Sent to a Child"

UPLOADED = "The time at which the newest reported file was uploaded."
WRITTEN = "The time of the newest message in the conversation."

# What chats are about; one in four speaks of a meeting or of today.
_SAID = (
    "conversation about homework and games",
    "conversación sobre los deberes de la escuela",
    "Gespräch über Musik und ein Spiel",
    "conversation about a planned meeting",
    "conversation sur un devoir de mathématiques",
    "разговор про музыку и уроки",
    "conversa sobre um jogo e a escola",
    "el encuentro es esta noche, escribe la cuenta",
)
_LOG = b"time,account,message\n1,a,conversation about a planned meeting\n2,b,agreed\n"
_UNREADABLE = b"\x00\x01\x02 not a picture " * 64


def scene(seed: int, number: int, *, at: datetime) -> Scene:
    """Give the invented report of this number; the same arguments give the same."""
    return KINDS[number % len(KINDS)](Chances(seed, number, at))


def _known(chances: Chances) -> Scene:
    number = chances.random.choice(pictures.KNOWN)
    content = pictures.original(number)
    return _with_files(chances, SOCIAL, _file(chances, content, viewed=False))


def _known_copy(chances: Chances) -> Scene:
    number = chances.random.choice(pictures.KNOWN)
    upload = _file(chances, pictures.copy(number), viewed=True, classification="B2")
    return _with_files(chances, PHOTOS, upload)


def _novel(chances: Chances) -> Scene:
    form = chances.random.choice(("PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP"))
    content = pictures.original(pictures.FIRST_NOVEL + chances.number, form=form)
    upload = _file(chances, content, name=f"file.{form.lower()}", viewed=True)
    return _with_files(chances, CLOUD, upload)


def _novel_and_severe(chances: Chances) -> Scene:
    content = pictures.original(pictures.FIRST_NOVEL + chances.number)
    mark = chances.random.choice(("infant", "physicalHarm", "possibleSelfProduction"))
    upload = _file(chances, content, viewed=True, marks=(mark,), classification="A2")
    return _with_files(chances, PHOTOS, upload)


def _several_files(chances: Chances) -> Scene:
    numbers = chances.random.sample(pictures.KNOWN, 2)
    uploads = [_file(chances, pictures.original(n)) for n in numbers]
    novel = pictures.original(pictures.FIRST_NOVEL + chances.number, form="PNG")
    uploads.append(_file(chances, novel, name="third.png", viewed=False))
    return _with_files(chances, SOCIAL, *uploads)


def _viral(chances: Chances) -> Scene:
    number = chances.random.choice(pictures.VIRAL)
    marks = ("potentialMeme",) if number % 2 else ("viral",)
    upload = _file(chances, pictures.original(number), public=True, marks=marks)
    return _with_files(chances, SOCIAL, upload)


def _batch(chances: Chances) -> Scene:
    people = chances.random.randrange(3, 12)
    content = pictures.original(chances.random.choice(pictures.VIRAL))
    return Scene(
        platform=SOCIAL,
        incident_type=CSAM,
        happened_at=chances.time(),
        batch=tuple(f"b-{chances.number:05}-{n}" for n in range(people)),
        uploads=(Upload(name="batch.jpg", content=content, marks=("viral",)),),
    )


def _unreadable(chances: Chances) -> Scene:
    upload = _file(chances, _UNREADABLE, name="clip.mp4", viewed=None)
    return _with_files(chances, CLOUD, upload)


def _conversation(chances: Chances) -> Scene:
    return _text_only(chances, CHAT, ENTICEMENT)


def _meeting_planned(chances: Chances) -> Scene:
    reason = "The conversation names a day and a place for a meeting."
    return replace(_conversation(chances), escalation=reason, victim_age=13)


def _coerced(chances: Chances) -> Scene:
    return replace(_conversation(chances), annotations=("sextortion",), victim_age=15)


def _game(chances: Chances) -> Scene:
    told = {"gameName": "Paper Boats", "content": "conversation about gifts"}
    return replace(
        _text_only(chances, GAMES, ENTICEMENT),
        channel=("onlineGamingIncident", told),
        annotations=("minorToMinorInteraction",),
    )


def _trafficking(chances: Chances) -> Scene:
    return _on_page(chances, TRAFFICKING, "https://ads.example.org/listing/7")


def _tourism(chances: Chances) -> Scene:
    return _text_only(chances, CHAT, TOURISM)


def _molestation(chances: Chances) -> Scene:
    place = {"locationName": "a sports ground"}
    told = _text_only(chances, SOCIAL, MOLESTATION)
    note = "conversation about something that happened there"
    return replace(told, channel=("nonInternetIncident", place), note=note)


def _domain(chances: Chances) -> Scene:
    return _on_page(chances, DOMAIN, f"https://toys-{chances.number}.example.com/")


def _words(chances: Chances) -> Scene:
    return _on_page(chances, WORDS, f"https://www.example.org/?q={chances.number}")


def _obscene(chances: Chances) -> Scene:
    number = pictures.FIRST_NOVEL + chances.number
    upload = _file(chances, pictures.original(number), viewed=True)
    sent = _with_files(chances, GAMES, upload)
    return replace(sent, incident_type=OBSCENE, victim_age=11)


def _peer_to_peer(chances: Chances) -> Scene:
    return Scene(
        platform=CLOUD,
        incident_type=CSAM,
        happened_at=chances.time(),
        time_means=UPLOADED,
        subject=chances.subject(),
        channel=("peer2peerIncident", {"client": "Demo Share", "fileNames": "a b"}),
    )


def _incomplete(chances: Chances) -> Scene:
    return Scene(
        platform=GAMES,
        incident_type=CSAM,
        happened_at=chances.time(most_days=60),
        subject=chances.stranger(),
    )


def _file_without_a_word(chances: Chances) -> Scene:
    content = pictures.original(pictures.FIRST_NOVEL + chances.number)
    upload = Upload(name="image.jpg", content=content, is_described=False)
    return Scene(
        platform=GAMES,
        incident_type=CSAM,
        happened_at=chances.time(most_days=40),
        subject=chances.stranger(),
        uploads=(upload,),
    )


def _seen_before(chances: Chances) -> Scene:
    """Send a copy of a picture that an earlier report brought, and that no list has."""
    earlier = chances.number - KINDS.index(_seen_before) + KINDS.index(_novel)
    upload = _file(chances, pictures.copy(pictures.FIRST_NOVEL + earlier))
    return _with_files(chances, CHAT, upload)


def _regular(chances: Chances) -> Scene:
    """Let one of few people turn up again, on any platform, with a chat log."""
    who = regular(chances.seed, chances.random.randrange(3))
    upload = _file(chances, _LOG, name="chat.csv", viewed=True)
    return Scene(
        platform=chances.random.choice((CHAT, SOCIAL, GAMES)),
        incident_type=ENTICEMENT,
        happened_at=chances.time(),
        time_means=WRITTEN,
        subject=who,
        channel=("chatImIncident", {"content": "conversation about a new account"}),
        uploads=(upload,),
    )


def _retracted(chances: Chances) -> Scene:
    upload = _file(chances, pictures.original(chances.random.choice(pictures.KNOWN)))
    return replace(_with_files(chances, SOCIAL, upload), ending="retract")


def _left_open(chances: Chances) -> Scene:
    return replace(_text_only(chances, CHAT, CSAM), ending="leave open")


def _trial(chances: Chances) -> Scene:
    upload = _file(chances, pictures.original(pictures.KNOWN[0]), viewed=True)
    return _with_files(chances, TRIAL, upload)


def _file(  # noqa: PLR0913 - what a platform may say about a file
    chances: Chances,
    content: bytes,
    *,
    name: str = "holiday.jpg",
    viewed: bool | None = None,
    public: bool | None = None,
    marks: tuple[str, ...] = (),
    classification: str | None = None,
) -> Upload:
    return Upload(
        name=name,
        content=content,
        viewed=viewed,
        public=public,
        marks=marks,
        classification=classification,
        ip=chances.ip(),
    )


def _with_files(chances: Chances, platform: str, *uploads: Upload) -> Scene:
    return Scene(
        platform=platform,
        incident_type=CSAM,
        happened_at=chances.time(),
        time_means=UPLOADED,
        subject=chances.subject(),
        uploads=uploads,
    )


def _text_only(chances: Chances, platform: str, incident_type: str) -> Scene:
    return Scene(
        platform=platform,
        incident_type=incident_type,
        happened_at=chances.time(),
        time_means=WRITTEN,
        subject=chances.subject(),
        channel=("chatImIncident", {"content": _SAID[chances.number % len(_SAID)]}),
    )


def _on_page(chances: Chances, incident_type: str, url: str) -> Scene:
    told = _text_only(chances, CLOUD, incident_type)
    return replace(told, channel=("webPageIncident", {"url": url}))


# Sent in turn, so that even a small demonstration shows every kind.
KINDS: tuple[Callable[[Chances], Scene], ...] = (
    _known, _novel, _conversation, _meeting_planned, _viral,
    _batch, _regular, _known_copy, _coerced, _several_files,
    _trafficking, _incomplete, _novel_and_severe, _tourism, _molestation,
    _domain, _words, _obscene, _retracted, _game,
    _unreadable, _left_open, _file_without_a_word, _peer_to_peer, _trial,
    _seen_before,
)  # fmt: skip
