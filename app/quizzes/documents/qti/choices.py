"""QTI interactions in which options are chosen."""

from __future__ import annotations

from app.quizzes.documents import judging
from app.quizzes.documents.drafts import Choice, Draft, Part
from app.quizzes.documents.judging import Picked, Verdict
from app.quizzes.documents.qti.asked import Asked
from app.quizzes.documents.qti.body import part_of
from app.quizzes.documents.qti.values import Several
from app.quizzes.documents.texts import joined
from app.quizzes.documents.trees import Element, attribute, below
from app.quizzes.documents.truths import as_true_false
from app.quizzes.rules import QuestionKind
from app.shared.wording import text

_OPTIONS = ("simplechoice", "inlinechoice")


def choice(asked: Asked) -> Draft:
    """Return a question with options, of which one or several may be chosen, by the answer that it declares."""
    options = list(below(asked.interaction, *_OPTIONS))
    several = asked.response.cardinality in {"multiple", "ordered"}
    keys = [attribute(option, "identifier").strip() for option in options]
    draft = Draft(QuestionKind.MULTIPLE if several else QuestionKind.SINGLE, asked.text)
    draft.choices = [Choice(part_of(option), feedback=_inside(option)) for option in options]
    draft.shuffle = attribute(asked.interaction, "shuffle", "false").strip().lower() == "true"

    def judge(picked: Picked) -> Verdict:
        chosen = tuple(keys[place] for place in sorted(picked))
        return asked.judge(Several(chosen) if several else chosen[0])

    _score(asked, draft, judge, keys)
    judging.feedback_of_options(draft, judge, asked.feedback)
    asked.note_rules(draft)
    fixed = any(attribute(option, "fixed", "false").strip().lower() == "true" for option in options)
    draft.note(text("Options that keep their place there are shuffled with the others."), when=fixed and draft.shuffle)
    return as_true_false(draft)


def _score(asked: Asked, draft: Draft, judge: judging.Judge[Picked], keys: list[str]) -> None:
    if draft.kind is QuestionKind.SINGLE:
        judging.one_of(draft, judge)
        return
    correct = asked.response.correct
    right = correct.items if isinstance(correct, Several) else ()
    stated = frozenset(place for place, key in enumerate(keys) if key in right)
    most = attribute(asked.interaction, "maxChoices", "1").strip()
    limit = int(most) if most.isdecimal() and len(most) < 4 else 0  # noqa: PLR2004 (nobody has 1000 options)
    judging.any_of(draft, judge, [stated], limit, asked.effort)


def _inside(option: Element) -> Part:
    return joined(*(part_of(block) for block in below(option, "feedbackinline", "feedbackblock")))
