"""A certificate to print in tests, and ways to read a printed one."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pypdf
import pypdfium2
import zxingcpp

from app.certificates.rules import CertificateFacts, CertificateKind, Signatory

NUMBER = "7K2MD9QXV4TBWZ3FH8RNC5GPEA"
FACTS = CertificateFacts(
    number=NUMBER,
    kind=CertificateKind.ACHIEVEMENT,
    language="en",
    name="Béatrice Ilunga",
    title="Certificate of Achievement",
    statement="has completed every assessment of the course and reached the points required for",
    course_title="Governing Labour Migration and Coherence with Employment Policies",
    course_code="A9714776",
    starts_on=date(2022, 2, 14),
    ends_on=date(2022, 3, 25),
    hours=60,
    issuer="International training centre",
    issued_on=date(2022, 4, 1),
    verify_url=f"https://e-campus.test/verify/{NUMBER}",
    signatories=(Signatory("Miriam Boudraa", "Activity manager"),),
    competences=("Policy Development", "Social Dialogue"),
)


def words_of(pdf: bytes) -> str:
    """Return the text that a reader can search and copy."""
    return pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text()


def information_of(pdf: bytes) -> dict[str, str]:
    """Return the document information, keys without the slash."""
    found = pypdf.PdfReader(BytesIO(pdf)).metadata or {}
    return {key.removeprefix("/"): str(value) for key, value in found.items()}


def codes_of(pdf: bytes) -> list[str]:
    """Return what a scanner reads from the printed page."""
    page = pypdfium2.PdfDocument(pdf)[0]
    return [code.text for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())]


def ink_of(pdf: bytes) -> tuple[int, int, int]:
    """Return the average colour of the page, to tell two designs apart."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=0.1).to_pil().convert("RGB")
    return image.resize((1, 1)).getpixel((0, 0))
