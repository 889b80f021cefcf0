"""Every key of a policy is told in words, and the rules know nothing of the outside."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from app.grading import rules
from app.grading.rules import policy_in_words
from tests.grading.rules_cast import PLAN, POLICY, policy, said

WORDS = {
    "bonus.max": ({"bonus": {"max": 0}}, "There is no bonus."),
    "bonus.unit": ({"bonus.unit": "percent"}, "Participation bonus: up to 10 percent of the points reached"),
    "bonus.apply": ({"bonus.apply": "to_threshold"}, "A bonus that counts is added only as far as 60 points."),
    "requires": (
        {"achievement.requires": ["essay"]},
        "Certificate of Achievement: at least 60 points, and these pieces done: the essay.",
    ),
    "requires nothing": (
        {"achievement.requires": []},
        "Certificate of Achievement: at least 60 points, whichever pieces are done.",
    ),
    "achievement.points": (
        {"achievement.points": "62.5"},
        "Certificate of Achievement: at least 62.50 points, and every piece done.",
    ),
    "participation": (
        {"participation.min_done": "3/4"},
        "Certificate of Participation: at least 30 points, and more than 3/4 of the pieces",
    ),
    "counted_by": (
        {"participation.counted_by": "component"},
        "Certificate of Participation: at least 30 points, and more than 1/2 of the components",
    ),
    "incomplete_above": (
        {"incomplete_above": "none"},
        "Whoever reaches 60 points without every required piece gets no certificate.",
    ),
    "rounding": ({"threshold_rounding": "half_up"}, "Points are rounded half up to a whole point before"),
    "group.partial": ({"group.partial": "1/4"}, "Participation factor in group work: 1 for full, 1/4 for partial"),
    "hours": ({"hours.required": 60}, "Achievement also asks for at least 60 hours of attendance."),
    "mean_over": ({"quiz.mean_over": "enrolled"}, "Mean quiz points are those of all who are enrolled."),
    "engagement": ({"engagement.full": "3/4"}, "Engagement by share of pieces done: full from 3/4, half from 1/2"),
    "weights": ({"weights": {"quiz": 20, "group": 20, "essay": 60}}, "Essay: 60 of 100 points"),
}


@pytest.mark.parametrize(("changes", "sentence"), WORDS.values(), ids=WORDS)
def test_every_key_is_told_in_words(changes: dict[str, Any], sentence: str) -> None:
    usual = said(policy_in_words(POLICY, PLAN))
    assert not any(line.startswith(sentence) for line in usual)
    assert any(line.startswith(sentence) for line in said(policy_in_words(policy(changes), PLAN)))


PURE_OF_SHARED = {
    "app.shared.wording",
    "app.shared.amounts",
    "app.shared.errors",
    "app.shared.definitions.section_reader",
}


def test_a_course_without_group_work_does_not_speak_of_it() -> None:
    plan = tuple(piece for piece in PLAN if piece.key != "group_work")
    words = " ".join(said(policy_in_words(policy({"weights": {"quiz": 60, "essay": 40}}), plan)))
    assert "roup work" not in words


def test_the_rules_import_nothing_that_knows_time_chance_or_the_outside() -> None:
    allowed = {
        "__future__",
        "collections",
        "dataclasses",
        "decimal",
        "difflib",
        "hashlib",
        "enum",
        "fractions",
        "functools",
        "hmac",
        "zoneinfo",
    }
    allowed |= {"re", "typing", "json", "datetime"}  # instants as values; reading the clock is refused by the linter
    for file in Path(rules.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                pure = name in PURE_OF_SHARED or (name.startswith("app.") and name.split(".")[2:3] == ["rules"])
                assert pure or name.split(".")[0] in allowed, f"{file.name} imports {name}"
