"""Items and packages of QTI, made in a test."""

from __future__ import annotations

import io
import re
import zipfile
from fractions import Fraction

import pytest

TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"
NAMESPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
_WORDS = "prompt|mapping|value|match|sum|and|or|not|gt|gte|lt|lte|variable|correct|divide|equal|member|multiple|product"
_OURS = re.compile(rf"<(/?)([a-z]+[A-Z]\w*|{_WORDS})\b")
_ATTRIBUTE = re.compile(r"\s([a-z]+[A-Z]\w*)=")


def kebab(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", name)


def as_version_3(written: str) -> str:
    """An item of version 2 in the names of version 3: `<qti-simple-choice>`, `base-type`."""
    renamed = _OURS.sub(lambda found: f"<{found[1]}qti-{kebab(found[2])}", written)
    return _ATTRIBUTE.sub(lambda found: f" {kebab(found[1])}=", renamed)


def item(
    declaration: str,
    body: str,
    processing: str = "",
    *,
    version: str = "2.1",
    rest: str = "",
    attributes: str = 'adaptive="false"',
    outcomes: str = "",
    identifier: str = "item_1",
) -> str:
    """An item; `processing` is a template's name, or rules."""
    if processing and not processing.startswith("<"):
        rules = f'<responseProcessing template="{TEMPLATES}/{processing}"/>'
    else:
        rules = f"<responseProcessing>{processing}</responseProcessing>" if processing else ""
    written = (
        f'<assessmentItem xmlns="{NAMESPACES[version]}" identifier="{identifier}" title="Item" timeDependent="false" '
        f"{attributes}>{declaration}"
        f'<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>{outcomes}'
        f"<itemBody>{body}</itemBody>{rules}{rest}</assessmentItem>"
    )
    return as_version_3(written) if version == "3.0" else written


def declares(cardinality: str, base: str, *values: str, mapping: str = "") -> str:
    correct = "".join(f"<value>{value}</value>" for value in values)
    stated = f"<correctResponse>{correct}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{base}">{stated}{mapping}'
        "</responseDeclaration>"
    )


def mapping(entries: dict[str, str], attributes: str = 'defaultValue="0"') -> str:
    inside = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in entries.items())
    return f"<mapping {attributes}>{inside}</mapping>"


def choices(*names: str, most: int = 1, attributes: str = "", inside: str = "") -> str:
    """An interaction with a choice for each name, which is its identifier and its text."""
    made = "".join(f'<simpleChoice identifier="{name}">{name} text{inside}</simpleChoice>' for name in names)
    start = f'<choiceInteraction responseIdentifier="RESPONSE" maxChoices="{most}" {attributes}>'
    return f"<p>Which?</p>{start}{made}</choiceInteraction>"


def when(test: str, *rules: str, otherwise: str = "") -> str:
    """A condition, and what follows from it."""
    other = f"<responseElse>{otherwise}</responseElse>" if otherwise else ""
    return f"<responseCondition><responseIf>{test}{''.join(rules)}</responseIf>{other}</responseCondition>"


def sets(outcome: str, value: str, base: str = "float") -> str:
    return f'<setOutcomeValue identifier="{outcome}"><baseValue baseType="{base}">{value}</baseValue></setOutcomeValue>'


RESPONSE = '<variable identifier="RESPONSE"/>'
CORRECT = f'<match>{RESPONSE}<correct identifier="RESPONSE"/></match>'


def package(files: dict[str, str | bytes], resources: str | None = None) -> bytes:
    """A package; `resources` go into its manifest."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        if resources is not None:
            head = '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><organizations/>'
            made.writestr("imsmanifest.xml", f"{head}<resources>{resources}</resources></manifest>")
        for name, content in files.items():
            made.writestr(name, content)
    return packed.getvalue()


HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
GAP = '<p>Now is the winter <textEntryInteraction responseIdentifier="RESPONSE"/> of.</p>'
MAP = '<setOutcomeValue identifier="SCORE"><mapResponse identifier="RESPONSE"/></setOutcomeValue>'
ONE = declares("single", "identifier", "a")
every_version = pytest.mark.parametrize("version", ["2.1", "2.2", "3.0"])
