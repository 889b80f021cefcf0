"""The certificate section of a course definition: every fault is named with its key."""

from __future__ import annotations

from copy import deepcopy

import pytest

from app.certificates.rules import CertificateKind, CertificateTexts, SectionFaults
from app.courses.schemas import read_definition
from app.shared.errors import Unreadable
from tests.courses.samples import spoiled

pytestmark = pytest.mark.alike

SECTION = {
    "issuer": {"en": "Centre", "fr": "Centre"},
    "achievement": {"title": {"en": "A", "fr": "B"}, "statement": {"en": "did", "fr": "a fait"}},
    "participation": {"title": {"en": "C", "fr": "D"}, "statement": {"en": "took part", "fr": "a participé"}},
    "signatories": [{"name": "Ann Signer", "role": {"en": "Head", "fr": "Cheffe"}}],
}


def _changed(path, value):
    section = deepcopy(SECTION)
    *parents, last = path
    part = section
    for key in parents:
        part = part[key]
    if value is None:
        del part[last]
    else:
        part[last] = value
    return section


def test_a_whole_section_is_read():
    texts = CertificateTexts.from_data({**SECTION, "competences": [{"en": "Dialogue", "fr": "Dialogue"}]})

    assert texts.kinds[CertificateKind.PARTICIPATION].title["fr"] == "D"
    assert texts.signatories[0].name == "Ann Signer"
    assert texts.competences == ({"en": "Dialogue", "fr": "Dialogue"},)


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("issuer",), None, "issuer"),
        (("issuer",), "Centre", "issuer"),
        (("issuer", "fr"), None, "issuer"),
        (("issuer", "fr"), " ", "issuer"),
        (("achievement",), None, "achievement"),
        (("achievement",), {"en": "A"}, "achievement.en"),
        (("achievement", "title"), None, "achievement.title"),
        (("participation", "colour"), "blue", "participation.colour"),
        (("signatories",), "Ann", "signatories"),
        (("signatories",), [SECTION["signatories"][0]] * 5, "signatories"),
        (("signatories", 0, "name"), "", "signatories.0.name"),
        (("signatories", 0, "role"), {"en": "Head"}, "signatories.0.role"),
        (("competences",), {"en": "Dialogue"}, "competences"),
        (("competences",), ["Dialogue"], "competences.0"),
        (("statement",), "did", "statement"),
    ],
)
def test_a_fault_is_named_with_its_key_and_what_to_write(path, value, key):
    with pytest.raises(SectionFaults) as refused:
        CertificateTexts.from_data(_changed(path, value))

    assert key in {fault.key for fault in refused.value.faults}
    assert all(str(fault.suggestion) for fault in refused.value.faults)


def test_a_definition_with_such_a_fault_is_refused(app):
    with pytest.raises(Unreadable) as refused:
        read_definition(spoiled("statement: {en: has completed, fr: a accompli}", "statement: {en: has completed}"))

    assert any("achievement" in problem.where and problem.line for problem in refused.value.problems)
