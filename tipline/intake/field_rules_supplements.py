"""Rules about a supplement: what stands in it must fit together."""

from collections.abc import Iterator

from lxml import etree

from tipline.intake.correcting import CannotCorrectError, check
from tipline.intake.document import Correction
from tipline.intake.field_rules_relations import file_relations
from tipline.intake.field_rules_said import Said, child_text
from tipline.intake.field_rules_values import value_breaches
from tipline.intake.report_ids import report_id_of

CORRECTIONS_MOST = 100
FILES_MOST = 100
_BESIDE = frozenset({"reportId", "reason"})


def supplement_relations(root: etree._Element) -> Iterator[Said]:
    """Say what does not fit between the parts of a supplement."""
    if {str(child.tag) for child in root} <= _BESIDE:
        sentence = (
            "The supplement adds nothing; put what is new, a 'correction' or"
            " 'reportedInError' into it."
        )
        yield Said(root, "supplement.empty", sentence)
    yield from _not_blank(root, "reason")
    yield from _not_blank(root, "reportedInError")
    yield from _files(root)
    corrections = root.findall("correction")
    for more in corrections[CORRECTIONS_MOST:]:
        sentence = f"Correct at most {CORRECTIONS_MOST} values at once."
        yield Said(more, "supplement.too-many", sentence)
        return
    for correction in corrections:
        yield from _correction(correction)


def _not_blank(root: etree._Element, name: str) -> Iterator[Said]:
    found = root.find(name)
    if found is not None and not (found.text or "").strip():
        yield Said(found, "text.blank", f"'{name}' is blank; say why in a sentence.")


def _files(root: etree._Element) -> Iterator[Said]:
    described: set[str] = set()
    report_id = report_id_of(root.findtext("reportId"))
    files = root.findall("fileDetails")
    if len(files) > FILES_MOST:
        sentence = f"Add at most {FILES_MOST} files at once."
        yield Said(files[FILES_MOST], "supplement.too-many", sentence)
        return
    for file in files:
        if report_id_of(file.findtext("reportId")) != report_id:
            sentence = "'fileDetails' names another report; write the supplement's."
            yield Said(file, "supplement.file-of-other-report", sentence)
        file_id = child_text(file, "fileId")
        if file_id in described:
            sentence = "This file is described twice; describe each file once."
            yield Said(file, "supplement.file-twice", sentence)
        described.add(file_id)
        yield from file_relations(file)


def _correction(element: etree._Element) -> Iterator[Said]:
    of, name = child_text(element, "of"), child_text(element, "field")
    if (of == "file") != bool(child_text(element, "fileId")):
        sentence = (
            "Only a correction of a file has a 'fileId', and it needs one."
            if of != "file"
            else "A correction of a file says which by its 'fileId'."
        )
        yield Said(element, "correction.file-id", sentence)
    said = Correction(of=of, field=name, new_value=child_text(element, "newValue"))
    try:
        check(said)
    except CannotCorrectError as wrong:
        found = element.find(wrong.element)
        yield Said(element if found is None else found, wrong.rule_id, str(wrong))
    else:
        yield from _held_to_its_field(element, name)


def _held_to_its_field(element: etree._Element, name: str) -> Iterator[Said]:
    """Hold a new value to the rules of the element that it stands for."""
    value = element.find("newValue")
    if value is None or not (value.text or "").strip():
        return
    alike = etree.Element(name)
    alike.text = (value.text or "").strip()
    for said in value_breaches(alike):
        yield Said(value, said.rule_id, said.sentence)
