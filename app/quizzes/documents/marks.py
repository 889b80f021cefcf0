"""What other systems have no place for, kept in tags: they carry tags along, and we read ours back. Pure.

`scoring:all_or_nothing`, `scoring:match_case`, `difficulty:hard`. Only written where a format cannot say it itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.quizzes.documents.drafts import Draft
from app.quizzes.rules import Difficulty, Question, QuestionKind, Scoring

_SCORING, _DIFFICULTY = "scoring:", "difficulty:"
_MATCH_CASE = "scoring:match_case"
_PARTIAL = frozenset({QuestionKind.MULTIPLE, QuestionKind.MATCHING, QuestionKind.ORDERING})


def take_marks(draft: Draft) -> None:
    """Read what the tags of a draft say of it, and take those tags away."""
    kept: list[str] = []
    for tag in draft.tags:
        name = tag.strip().lower()
        if name == _MATCH_CASE and draft.kind is QuestionKind.SHORT:
            draft.match_case = True
        elif name.startswith(_SCORING) and _known(name, _SCORING, Scoring) and draft.kind in _PARTIAL:
            draft.scoring = Scoring(name.removeprefix(_SCORING))
        elif name.startswith(_DIFFICULTY) and _known(name, _DIFFICULTY, Difficulty):
            draft.difficulty = Difficulty(name.removeprefix(_DIFFICULTY))
        else:
            kept.append(tag)
    draft.tags = kept


def _known(name: str, prefix: str, words: type[Scoring] | type[Difficulty]) -> bool:
    return name.removeprefix(prefix) in {word.value for word in words}


def difficulty_marks(question: Question) -> Iterator[str]:
    """Yield the tag for a difficulty that is not the usual one."""
    if question.difficulty is not Difficulty.MEDIUM:
        yield f"{_DIFFICULTY}{question.difficulty.value}"


def scoring_mark(scoring: Scoring) -> str:
    """Return the tag for a scoring that a format has no word for."""
    return f"{_SCORING}{scoring.value}"


MATCH_CASE = _MATCH_CASE
