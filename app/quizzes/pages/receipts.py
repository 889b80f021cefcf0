"""Receipts: what the server signed for every answer that it stored, to read, to download and to have checked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from flask import Response, g, render_template, request
from flask_babel import get_locale, get_timezone
from flask_babel import gettext as _
from marshmallow import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from app.courses import queries as courses
from app.quizzes import queries
from app.quizzes.pages.attempt import course_of, languages_of
from app.quizzes.pages.blueprint import pages
from app.quizzes.pages.texts import answer_in_words
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.receipts import Acknowledged
from app.quizzes.schemas.attempts import ReceiptSchema
from app.shared.errors import NotFound
from app.shared.http import current_actor, requires
from app.shared.language import pick
from app.shared.permissions import Permission

_FIELDS = ("attempt", "number", "version", "chosen", "saved_at", "receipt")
_READER = ReceiptSchema()


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt: what was acknowledged, the answer in words, and the signature."""

    said: Acknowledged
    answer: str
    signature: str

    def to_data(self) -> dict[str, object]:
        """Return the receipt as it is downloaded, and as it can be checked."""
        said = self.said
        instant = said.saved_at.astimezone(UTC).isoformat(timespec="microseconds")
        values = (said.attempt_id, said.number, said.version, list(said.chosen), instant, self.signature)
        return dict(zip(_FIELDS, values, strict=True))


@pages.get("/attempts/<int:attempt_id>/receipts")
@requires(Permission.TAKE_QUIZ, course_of=course_of)
def receipts(attempt_id: int) -> str:
    """200 every receipt of the reader's attempt and what it means; 404 somebody else's."""
    return _page(_own(attempt_id))


@pages.get("/attempts/<int:attempt_id>/receipts.<any(json, txt):kind>")
@requires(Permission.TAKE_QUIZ, course_of=course_of)
def download_receipts(attempt_id: int, kind: str) -> AnyResponse:
    """200 the receipts as a file; 404 somebody else's attempt."""
    attempt = _own(attempt_id)
    found = _receipts(attempt)
    data = [receipt.to_data() for receipt in found]
    content = json.dumps(data, ensure_ascii=False, indent=1) if kind == "json" else _plain(attempt, found)
    mimetype = "application/json" if kind == "json" else "text/plain; charset=utf-8"
    name = f'attachment; filename="receipts-{attempt_id}.{kind}"'
    return Response(content, content_type=mimetype, headers={"Content-Disposition": name})


@pages.post("/attempts/<int:attempt_id>/receipts")
@requires(Permission.TAKE_QUIZ, course_of=course_of)
def check_receipt(attempt_id: int) -> str:
    """200 whether the receipt that was pasted is one of ours; 404 somebody else's attempt."""
    attempt, pasted = _own(attempt_id), request.form.get("pasted", "")
    return _page(attempt, pasted, genuine=_genuine(pasted))


def _page(attempt: AttemptValue, pasted: str = "", *, genuine: bool | None = None) -> str:
    course, quiz = courses.get_course_by_id(attempt.course_id), queries.get_quiz_by_id(attempt.quiz_id)
    g.course = course
    return render_template(
        "quizzes/receipts.html",
        quiz=quiz,
        attempt=attempt,
        receipts=_receipts(attempt),
        pasted=pasted,
        genuine=genuine,
    )


def _own(attempt_id: int) -> AttemptValue:
    attempt = queries.get_attempt(attempt_id)
    if attempt.person_id != current_actor().person_id:
        raise NotFound
    return attempt


def _receipts(attempt: AttemptValue) -> list[Receipt]:
    language = languages_of(courses.get_course_by_id(attempt.course_id)).first
    questions = {asked.number: asked.question for asked in queries.asked_in([attempt.id])[attempt.id]}
    found = []
    for save in queries.all_saves(attempt.id):
        said = Acknowledged(attempt.id, save.number, save.version, save.chosen, save.saved_at)
        words = answer_in_words(questions[save.number], save.chosen, language)
        found.append(Receipt(said, words, queries.receipt_of(attempt.id, save)))
    return found


def _plain(attempt: AttemptValue, receipts: Sequence[Receipt]) -> str:
    """Return the receipts as text: what each says in words, and beneath it the line that can be checked."""
    course, quiz = courses.get_course_by_id(attempt.course_id), queries.get_quiz_by_id(attempt.quiz_id)
    zone, title = get_timezone(), pick(quiz.title, str(get_locale()))
    lines = [
        _(
            "%(course)s, %(quiz)s, attempt %(number)s",
            course=course.code,
            quiz=title or quiz.key,
            number=attempt.number,
        ),
        _("Each line in braces is one receipt. To have one checked, paste it on the page of receipts."),
    ]
    for one in receipts:
        about = {"number": one.said.number, "answer": " ".join(one.answer.split()) or _("no answer")}
        instant = f"{one.said.saved_at.astimezone(zone):%Y-%m-%d %H:%M:%S %Z (UTC%z)}"
        said = _("Question %(number)s, arrived %(instant)s: %(answer)s", instant=instant, **about)
        lines += ["", said, json.dumps(one.to_data(), ensure_ascii=False)]
    return "\n".join([*lines, ""])


def _genuine(pasted: str) -> bool:
    return read_receipt(pasted) is not None


def read_receipt(pasted: str) -> Acknowledged | None:
    """Return what a receipt of ours says; None for one that is not ours, and for whatever cannot be read."""
    try:
        read = _READER.load(json.loads(pasted))
    except (ValueError, RecursionError, ValidationError):
        return None
    said = Acknowledged(read["attempt"], read["number"], read["version"], read["chosen"], read["saved_at"])
    return said if queries.is_our_receipt(said, read["receipt"]) else None
