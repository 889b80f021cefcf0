"""The glossary: every term in the languages of the course, side by side."""

from __future__ import annotations

from flask import render_template

from app.courses.pages.blueprint import pages
from app.courses.pages.materials.reading import reader
from app.courses.queries import glossary_of
from app.shared.http import requires
from app.shared.language import sorted_by
from app.shared.permissions import Permission


@pages.get("/courses/<code>/glossary")
@requires(Permission.VIEW_COURSE)
def glossary(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the terms, sorted in the reader's language."""
    who = reader()
    terms = sorted(glossary_of(who.course.id).terms, key=lambda term: sorted_by(who.pick(term.term)))
    letters = dict.fromkeys(sorted_by(who.pick(term.term))[:1].upper() for term in terms)
    return render_template(
        "courses/materials/glossary.html", who=who, terms=terms, letters=list(letters), sorted_by=sorted_by
    )
