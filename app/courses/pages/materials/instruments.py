"""Questionnaires and messages, for staff: as they are put, to read and to print."""

from __future__ import annotations

from flask import render_template
from flask_babel import force_locale

from app.courses.pages.blueprint import pages
from app.courses.pages.materials.reading import reader
from app.courses.queries import get_material, materials_of, message_values
from app.courses.rules import MaterialKind, Message, render_message
from app.courses.rules.materials import SENT, sample_values
from app.shared.http import requires
from app.shared.permissions import Permission


@pages.get("/courses/<code>/questionnaires")
@requires(Permission.VIEW_STAFF_MATERIALS)
def questionnaires(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the questionnaires of the course: what each is for, when it is given."""
    who = reader()
    found = materials_of(who.course.id, [MaterialKind.QUESTIONNAIRE])
    return render_template("courses/materials/questionnaires.html", who=who, found=found)


@pages.get("/courses/<code>/questionnaires/<questionnaire>")
@requires(Permission.VIEW_STAFF_MATERIALS)
def questionnaire(code: str, questionnaire: str) -> str:  # noqa: ARG001
    """200 one questionnaire with notes for whoever uses it; 404 none of that name."""
    who = reader()
    one = get_material(who.course.id, MaterialKind.QUESTIONNAIRE, questionnaire)
    return render_template("courses/materials/questionnaire.html", who=who, one=one)


@pages.get("/courses/<code>/questionnaires/<questionnaire>/paper")
@requires(Permission.VIEW_STAFF_MATERIALS)
def questionnaire_paper(code: str, questionnaire: str) -> str:  # noqa: ARG001
    """200 one questionnaire as a sheet to print, all in the language of whoever answers; 404 none of that name."""
    who = reader()
    one = get_material(who.course.id, MaterialKind.QUESTIONNAIRE, questionnaire)
    with force_locale(who.language):
        return render_template("courses/materials/paper.html", who=who, one=one)


@pages.get("/courses/<code>/messages")
@requires(Permission.VIEW_STAFF_MATERIALS)
def messages(code: str) -> str:  # noqa: ARG001
    """200 the mails in the course's own words, each filled with sample values."""
    who = reader()
    values = sample_values(who.course) | message_values(who.course)
    previews = []
    for one in materials_of(who.course.id, [MaterialKind.MESSAGE]):
        words = Message(one.key, one.content["subject"], one.content["body"])
        previews.append((one, *render_message(words, who.language, values, zone=who.course.timezone)))
    return render_template("courses/materials/messages.html", who=who, previews=previews, sent=SENT)
