"""The certificate itself."""

from __future__ import annotations

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.certificates import queries
from app.certificates.documents import render_certificate
from app.certificates.pages.blueprint import pages
from app.certificates.pages.verify import unlisted, verify
from app.shared.errors import NotFound
from app.shared.http import public


@pages.get("/certificates/<number>.pdf")
@public
def pdf(number: str) -> AnyResponse:
    """200 the certificate; 303 to the page that says why it no longer counts; 404 no such number."""
    try:
        certificate = queries.get_by_number(number)
    except NotFound:
        return verify(number)
    if not certificate.is_valid:
        return redirect(url_for("certificates.verify", number=certificate.number), 303)
    name = f"certificate-{certificate.facts.course_code}-{certificate.number[:5]}.pdf"
    response = Response(render_certificate(certificate.facts), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return unlisted(response)
