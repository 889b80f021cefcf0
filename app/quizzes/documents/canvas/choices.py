"""QTI 1.2 items with options."""

from __future__ import annotations

from collections.abc import Iterator

from app.quizzes.documents import judging
from app.quizzes.documents.canvas.asked import Asked
from app.quizzes.documents.canvas.material import part_of
from app.quizzes.documents.drafts import Choice, Draft
from app.quizzes.documents.judging import Picked, Verdict
from app.quizzes.documents.trees import Element, attribute, below, elements, tag, words_in
from app.quizzes.documents.truths import as_true_false
from app.quizzes.rules import QuestionKind

_ANY = frozenset({"multiple_answers_question", "cc.multiple_response.v0p1"})


def _named(asked: Asked, names: list[str]) -> Iterator[Picked]:
    """Yield the sets of options that a condition which brings points asks for."""
    for condition in elements(asked.processing.element, "respcondition"):
        wanted = [
            words_in(found)
            for found in below(condition, "varequal")
            if not any(tag(parent) == "not" for parent in found.iterancestors())
        ]
        if any(words_in(action).strip("0. ") for action in elements(condition, "setvar")):
            yield frozenset(names.index(name) for name in wanted if name in names)


def choice(asked: Asked, response: Element) -> Draft:
    """Return a question of which one or several options may be chosen."""
    labels = list(below(response, "response_label"))
    several = attribute(response, "rcardinality", "Single").strip().lower() == "multiple" or bool(
        _ANY & set(asked.kinds)
    )
    draft = Draft(QuestionKind.MULTIPLE if several else QuestionKind.SINGLE, asked.text_with(response))
    draft.choices = [Choice(part_of(label)) for label in labels]
    shuffled = [attribute(rendering, "shuffle") for rendering in below(response, "render_choice")]
    draft.shuffle = not any(word.strip().lower() == "no" for word in shuffled)
    names = [attribute(label, "ident").strip() for label in labels]
    name = attribute(response, "ident")

    def judge(picked: Picked) -> Verdict:
        return asked.processing.judge({name: frozenset(names[place] for place in picked)})

    if several:
        judging.any_of(draft, judge, list(_named(asked, names)), 0, asked.effort)
    else:
        judging.one_of(draft, judge)
    judging.feedback_of_options(draft, judge, asked.feedback)
    return as_true_false(draft)
