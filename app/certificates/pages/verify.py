"""The public check: by number, by the code on the paper, or by the file. There is no list, and nothing to search."""

from __future__ import annotations

from contextlib import closing
from http import HTTPStatus
from typing import Any, TypeVar

from flask import jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.certificates import queries
from app.certificates.pages.blueprint import pages
from app.certificates.rules import Verdict, Verification, format_number, normalise_number
from app.shared import limits
from app.shared.errors import NotFound, Problem, TooLarge, Unreadable
from app.shared.http import public
from app.shared.limits import Limit
from app.shared.wording import text

PAGE, JSON = "text/html", "application/json"
LARGEST_FILE = 5_000_000
"""Bytes of a file that is checked; a certificate of ours has a fiftieth of that."""
FILES_BY_ADDRESS = Limit("certificate files by address", times=60, seconds=600)
_STATUS = {Verdict.UNKNOWN: HTTPStatus.NOT_FOUND, Verdict.UNREADABLE: HTTPStatus.NOT_FOUND}
_Answer = TypeVar("_Answer", bound=Response)


@pages.get("/verify")
@public
def verify_form() -> str | Response:
    """200 where to type a number or give a file; 303 to what `?number=` is about."""
    typed = request.args.get("number", "").strip()
    if not typed:
        return render_template("certificates/verify_form.html", typed="")
    try:
        number = normalise_number(typed)
    except ValueError:
        return _page(Verification(Verdict.UNREADABLE), typed)
    return redirect(url_for("certificates.verify", number=number), 303)


@pages.get("/verify/<number>")
@public
def verify(number: str) -> Response:
    """200 what is on record, as a page or as JSON; 404 no such number."""
    found = queries.verify_number(number)
    if request.accept_mimetypes.best_match((PAGE, JSON), default=PAGE) == PAGE:
        return _page(found, number)
    if found.certificate is None:
        raise NotFound(found.headline, code="certificate_unknown")
    return unlisted(jsonify(_facts(found)))


@pages.post("/verify")
@public
def verify_upload() -> Response:
    """200 whether the file is what we issued, and what is on record; 404 it carries no number of ours; 413, 422."""
    limits.spend(FILES_BY_ADDRESS, request.remote_addr or "")
    file = request.files.get("file")
    if file is None or not file.filename:
        missing = text("Choose the PDF file of the certificate.")
        raise Unreadable(missing, problems=[Problem(missing, "file")])
    with closing(file):
        pdf = file.read(LARGEST_FILE + 1)
    if len(pdf) > LARGEST_FILE:
        raise TooLarge(text("A certificate's file is smaller than that."))
    return _page(queries.verify_file(pdf), "")


def unlisted(response: _Answer) -> _Answer:
    """Keep an answer that names a person out of caches and search engines."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.add("Vary", "Accept")
    return response


def _page(found: Verification, typed: str) -> Response:
    page = render_template("certificates/verify.html", found=found, typed=typed, format_number=format_number)
    return unlisted(make_response(page, _STATUS.get(found.verdict, HTTPStatus.OK)))


def _facts(found: Verification) -> dict[str, Any]:
    certificate = found.certificate
    if certificate is None:
        raise NotFound
    facts = certificate.facts
    return {
        "number": certificate.number,
        "status": certificate.status.value,
        "certificate": certificate.kind.value,
        "title": facts.title,
        "name": facts.name,
        "course": {"code": facts.course_code, "title": facts.course_title},
        "starts_on": facts.starts_on.isoformat(),
        "ends_on": facts.ends_on.isoformat(),
        "hours": facts.hours,
        "issuer": facts.issuer,
        "issued_on": facts.issued_on.isoformat(),
        "language": facts.language,
        "revoked_at": certificate.revoked_at.isoformat().replace("+00:00", "Z") if certificate.revoked_at else None,
        "pdf": url_for("certificates.pdf", number=certificate.number) if certificate.is_valid else None,
    }
