"""A package of QTI 2.1: a file for each item, its pictures, a test that holds all items, and the manifest."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from lxml import etree

from app.quizzes.documents.exporting import Spoken
from app.quizzes.documents.marks import difficulty_marks
from app.quizzes.documents.qti.writer import WrittenItem
from app.quizzes.documents.qti.xhtml import QTI, child
from app.quizzes.documents.trees import Element

_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/LOM"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The same questions give the same file: nothing in it tells when it was written."""


def file_of(items: Sequence[tuple[Spoken, WrittenItem]]) -> bytes:
    """Return a package of items that `written` wrote."""
    names = _file_names(items)
    files: dict[str, bytes] = {"imsmanifest.xml": _manifest(items, names), "test.xml": _test(items, names)}
    for name, (_, item) in zip(names, items, strict=True):
        files[name] = item.raw
        files |= {f"items/{path}": raw for path, raw in item.pictures.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, raw in files.items():
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, raw)
    return packed.getvalue()


def _file_names(items: Sequence[tuple[Spoken, WrittenItem]]) -> list[str]:
    return [f"items/{number:04d}_{item.identifier}.xml" for number, (_, item) in enumerate(items, 1)]


def _test(items: Sequence[tuple[Spoken, WrittenItem]], names: Sequence[str]) -> bytes:
    root = etree.Element(f"{{{QTI}}}assessmentTest", nsmap={None: QTI}, identifier="test", title="Questions")
    part = child(root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="simultaneous")
    section = child(part, "assessmentSection", identifier="section", title="Questions", visible="true")
    for number, ((_, item), name) in enumerate(zip(items, names, strict=True), 1):
        child(section, "assessmentItemRef", identifier=f"item_{number}_{item.identifier}", href=name)
    return _raw(root)


def _manifest(items: Sequence[tuple[Spoken, WrittenItem]], names: Sequence[str]) -> bytes:
    root = etree.Element(f"{{{_CP}}}manifest", nsmap={None: _CP, "lom": _LOM}, identifier="manifest")
    metadata = _cp(root, "metadata")
    _cp(metadata, "schema").text = "QTIv2.1 Package"
    _cp(metadata, "schemaversion").text = "1.0.0"
    _cp(root, "organizations")
    resources = _cp(root, "resources")
    test = _cp(resources, "resource", identifier="test", type="imsqti_test_xmlv2p1", href="test.xml")
    _cp(test, "file", href="test.xml")
    for number, (spoken, item) in enumerate(items, 1):
        name = names[number - 1]
        identifier = f"resource_{number}"
        resource = _cp(resources, "resource", identifier=identifier, type="imsqti_item_xmlv2p1", href=name)
        _describe(resource, spoken)
        for path in (name, *(f"items/{picture}" for picture in item.pictures)):
            _cp(resource, "file", href=path)
        _cp(test, "dependency", identifierref=identifier)
    return _raw(root)


def _describe(resource: Element, spoken: Spoken) -> None:
    """Add what the bank says of a question: tags as keywords, its category as the subject that it belongs to."""
    keywords = [*spoken.asked.tags, *difficulty_marks(spoken.question)]
    names = [name for name in spoken.asked.category.split("/") if name]
    if not keywords and not names:
        return
    lom = _lom(_cp(resource, "metadata"), "lom")
    general = _lom(lom, "general") if keywords else None
    for keyword in keywords:
        _lom(_lom(general, "keyword"), "string", keyword)
    if names:
        subject = _lom(lom, "classification")
        purpose = _lom(subject, "purpose")
        _lom(purpose, "source", "LOMv1.0")
        _lom(purpose, "value", "discipline")
        path = _lom(subject, "taxonPath")
        for name in names:
            _lom(_lom(_lom(path, "taxon"), "entry"), "string", name)


def _cp(parent: Element, name: str, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{_CP}}}{name}", **attributes)


def _lom(parent: Element, name: str, words: str | None = None) -> Element:
    made = etree.SubElement(parent, f"{{{_LOM}}}{name}")
    made.text = words
    return made


def _raw(root: Element) -> bytes:
    raw: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return raw
