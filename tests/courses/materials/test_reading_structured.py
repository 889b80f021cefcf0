"""Glossary, questionnaires, messages, group work, calibration: what does not fit, on which line."""

from __future__ import annotations

import pytest

from tests.courses.materials.cast import FILES, line_of, problems_in, spoiled
from tests.courses.samples import SMALL

GLOSSARY, SURVEY = "glossary.yaml", "questionnaires/survey.yaml"
GRANTED, CALIBRATION = "messages/extension_granted.yaml", "essay/calibration.yaml"
WORKSHEET = (
    "title: {en: Sheet, fr: Grille}\nintro: {en: Fill., fr: Remplir.}\n"
    "columns:\n  - {key: what, title: {en: What, fr: Quoi}}\n"
    "rows:\n  - {key: one, title: {en: One, fr: Un}}\n  - {key: one, title: {en: Two, fr: Deux}}\n"
)
ROLES = (
    "roles:\n  - key: lead\n    title: {en: Lead, fr: Tête}\n    tasks:\n"
    "      - {key: call, text: {en: Call., fr: Appeler.}}\n      - {key: call, text: {en: Ask., fr: Demander.}}\n"
)
WITH_GROUP_WORK = SMALL.replace(
    "policy:\n  weights: {quiz: 40, essay: 60}",
    "  - key: group_work\n    kind: group\n    title: {en: Group, fr: Groupe}\npolicy:\n"
    "  weights: {quiz: 30, essay: 60, group: 10}",
)

CASES = {
    "a term twice": (
        spoiled(GLOSSARY, "key: worker", "key: migrant_worker"),
        f"{GLOSSARY}:{line_of(GLOSSARY, 'key: worker')}: terms[2].key: The key “migrant_worker” is taken above.",
    ),
    "a form of two terms": (
        spoiled(GLOSSARY, "travailleuse migrante", "Travailleur"),
        f"{GLOSSARY}:{line_of(GLOSSARY, '{en: worker')}: terms[2].term.fr: “travailleur” stands at the term",
    ),
    "a definition without French": (
        spoiled(GLOSSARY, ", fr: Une personne qui travaille.", ""),
        f"{GLOSSARY}:{line_of(GLOSSARY, 'Somebody who works')}: terms[2].definition: The text in “fr” is missing.",
    ),
    "a questionnaire of another name": (
        spoiled(SURVEY, "questionnaire: survey", "questionnaire: other"),
        f"{SURVEY}:1: questionnaire: The file is called “survey”: write that here, or rename it.",
    ),
    "an item twice": (
        spoiled(SURVEY, "key: which", "key: agree"),
        f"{SURVEY}:{line_of(SURVEY, 'key: which')}: sections[1].items[2].key: The key “agree” is taken above.",
    ),
    "an unknown kind of item": (
        spoiled(SURVEY, "kind: choice", "kind: chioce"),
        f"{SURVEY}:{line_of(SURVEY, 'kind: choice')}: sections[1].items[2].kind: “chioce” is not one of scale, text",
    ),
    "one option": (
        spoiled(SURVEY, "          - {key: b, text: {en: That, fr: Cela}}\n", ""),
        f"{SURVEY}:{line_of(SURVEY, 'options:')}: sections[1].items[2].options: To choose from",
    ),
    "options of a scale": (
        spoiled(SURVEY, "kind: choice", "kind: text"),
        f"{SURVEY}:{line_of(SURVEY, 'options:')}: sections[1].items[2].options: “options” does not belong",
    ),
    "a scale that falls": (
        spoiled(SURVEY, "from: 1, to: 5", "from: 5, to: 5"),
        f"{SURVEY}:{line_of(SURVEY, 'from: 1')}: sections[1].items[1].scale.to: The scale ends before it starts.",
    ),
    "a scale without its ends": (
        spoiled(SURVEY, "        scale: {from: 1, to: 5, low: {en: low, fr: bas}, high: {en: high, fr: haut}}\n", ""),
        f"{SURVEY}:{line_of(SURVEY, '- key: agree')}: sections[1].items[1].scale: A piece of the kind “scale” needs",
    ),
    "minutes that do not add up": (
        spoiled(SURVEY, "    title: {en: All", "    minutes: 15\n    title: {en: All"),
        f"{SURVEY}:7: minutes: The parts take 15 minutes together, not 5.",
    ),
    "an unknown placeholder": (
        spoiled(GRANTED, "{until}", "{untill}"),
        f"{GRANTED}:{line_of(GRANTED, 'en: |')}: body.en: “{{untill}}” is not known here. Did you mean until?",
    ),
    "a placeholder that this mail cannot fill": (
        spoiled(GRANTED, "{until}", "{total_points}"),
        f"{GRANTED}:{line_of(GRANTED, 'en: |')}: body.en: “{{total_points}}” is not known here.",
    ),
    "a brace without partner": (
        spoiled(GRANTED, "{given_name},\n\n    until", "{given_name,\n\n    until"),
        f"{GRANTED}:{line_of(GRANTED, 'en: |')}: body.en: A brace has no partner.",
    ),
    "placeholders in one language only": (
        spoiled(GRANTED, "jusqu’au {until}", "plus tard"),
        f"{GRANTED}:{line_of(GRANTED, 'body:')}: body: Not every language has the same words in braces.",
    ),
    "a criterion that is not there": (
        spoiled(CALIBRATION, "criterion: depth", "criterion: dept"),
        f"{CALIBRATION}:{line_of(CALIBRATION, 'criterion: depth')}: marks[2].criterion: There is no criterion “dept”."
        " Did you mean depth?",
    ),
    "a criterion twice": (
        spoiled(CALIBRATION, "criterion: depth", "criterion: clarity"),
        f"{CALIBRATION}:{line_of(CALIBRATION, 'marks:')}: marks: A criterion stands here twice.",
    ),
    "a file that nobody reads": (
        {**FILES, "groupwork/rolls.yaml": ROLES},
        "groupwork/rolls.yaml:None: No file of this name belongs here.",
    ),
    "group work in a course without any": (
        {**FILES, "groupwork/roles.yaml": ROLES},
        "groupwork/roles.yaml:1: The course has no piece of the kind “group”.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_told_with_file_line_and_remedy(case: str) -> None:
    files, expected = CASES[case]
    assert [found for found in problems_in(files) if found.startswith(expected)], problems_in(files)


def test_rows_and_tasks_have_keys_of_their_own() -> None:
    files = {**FILES, "groupwork/worksheet.yaml": WORKSHEET, "groupwork/roles.yaml": ROLES}
    assert problems_in(files, WITH_GROUP_WORK) == [
        "groupwork/roles.yaml:6: roles[1].tasks[2].key: The key “call” is taken above.",
        "groupwork/worksheet.yaml:7: rows[2].key: The key “one” is taken above.",
    ]


BOMB = b"a: &a [x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % (c, c, *[c - 1] * 8) for c in range(98, 110)
)
HOSTILE = {
    "a bomb of aliases": BOMB,
    "binary": bytes(range(256)) * 4,
    "UTF-16": FILES[GLOSSARY].encode("utf-16"),
    "a list where keys belong": b"- a\n- b\n",
    "a word": b"glossary\n",
    "nothing": b"",
    "tabs": b"terms:\n\t- key: x\n",
    "a tag that makes objects": b"terms: !!python/object/apply:os.system [id]\n",
    "ten megabytes": b"terms: [" + b"x, " * 3_400_000 + b"]\n",
}


@pytest.mark.parametrize("name", [GLOSSARY, SURVEY, GRANTED, CALIBRATION])
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_a_fault_and_nothing_worse(kind: str, name: str) -> None:
    told = problems_in({**FILES, name: HOSTILE[kind]})
    assert told
    assert all(found.startswith(f"{name}:") for found in told), told
