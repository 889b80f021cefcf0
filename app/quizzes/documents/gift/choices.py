"""GIFT answers with options: choices, true or false, pairs, orders. Pure."""

from __future__ import annotations

import re
from fractions import Fraction

from app.quizzes.documents.drafts import NOTHING, Choice, Draft, Part, RefusedError
from app.quizzes.documents.gift.parts import Formatted, pieces
from app.quizzes.documents.orders import note_selection, scoring_of
from app.quizzes.documents.shares import whole_again
from app.quizzes.rules import QuestionKind, Scoring
from app.shared.wording import text

_ORDER = re.compile(
    r"\s*(\d*)[ \t]*(?:\b(ALL|EXACT|RANDOM|REL|CONTIGUOUS|CONTIG)\b)?"
    r"[ \t]*(?:\b(?:HORIZONTAL|HORI|H|1|VERTICAL|VERT|V|0)\b)?"
    r"[ \t]*(?:\b(ALL_OR_NOTHING|ABSOLUTE_POSITION|ABSOLUTE|ABS|RELATIVE\w*|REL|LONGEST\w*)\b)?"
    r"[ \t]*(?:\b(?:SHOW|TRUE|YES|1|HIDE|FALSE|NO|0)\b)?[ \t]*(?:\b(?:none|123|abc|ABCD|iii|IIII)\b)?[ \t]*(?=\n|$)"
)


def choice(answers: str, formatted: Formatted, asked: Part) -> Draft:
    """Return a question with options. Where none is marked `=`, any number of them may be chosen (Moodle's rule)."""
    found = pieces(answers, "~=", formatted)
    single = any(piece.right for piece in found)
    shares = [piece.weight if piece.weight is not None else Fraction(piece.right) for piece in found]
    shares = shares if single else whole_again(shares)
    return Draft(
        QuestionKind.SINGLE if single else QuestionKind.MULTIPLE,
        asked,
        choices=[
            Choice(formatted.read(piece.text), share, piece.feedback, percent=piece.percent)
            for piece, share in zip(found, shares, strict=True)
        ],
    )


def true_false(answers: str, formatted: Formatted, asked: Part, *, right: bool) -> Draft:
    """Return a statement that holds or not; the first feedback is for a wrong answer, the second for the right one."""
    _, *comments = answers.split("#", 2)
    wrong_feedback, right_feedback = [
        *(formatted.read(comment) if comment.strip() else NOTHING for comment in comments), NOTHING, NOTHING,
    ][:2]  # fmt: skip
    feedback = (right_feedback, wrong_feedback) if right else (wrong_feedback, right_feedback)
    shares = (Fraction(right), Fraction(not right))
    return Draft(
        QuestionKind.TRUE_FALSE,
        asked,
        choices=[Choice(NOTHING, share, comment) for share, comment in zip(shares, feedback, strict=True)],
    )


def matching(answers: str, formatted: Formatted, asked: Part) -> Draft:
    """Return pairs; one without a left side is a further right side. Each pair counts its share, as in Moodle."""
    draft = Draft(QuestionKind.MATCHING, asked, scoring=Scoring.PER_OPTION)
    for piece in answers.split("="):
        if not piece.strip():
            continue
        left, arrow, right = piece.partition("->")
        matched = formatted.plain_or_markup(right)
        if not arrow:
            raise RefusedError(text("Each pair to be matched needs an arrow (->)."))
        if left.strip():
            draft.choices.append(Choice(formatted.read(left), match=matched))
        else:
            draft.distractors.append(matched)
    return draft


def ordering(answers: str, formatted: Formatted, asked: Part) -> Draft:
    """Return entries to be ordered, a line for each, in the right order (Moodle's question type “ordering”)."""
    draft = Draft(QuestionKind.ORDERING, asked)
    options = _ORDER.match(answers)
    count, selected, grading = options.groups(default="") if options else ("", "", "")
    lines = answers[options.end() if options else 0 :].split("\n")
    draft.choices = [Choice(formatted.read(line)) for line in lines if line.strip()]
    draft.scoring = scoring_of(grading or "RELATIVE", draft)
    note_selection(selected or "RANDOM", count, draft)
    return draft
