"""A small course with texts, as files, for tests to spoil one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app.courses.rules import CourseValue, MaterialValue
from app.courses.schemas import read_course, read_definition
from app.courses.schemas.materials import read_materials
from app.courses.service import load_course, load_materials, parts
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests.conftest import NOW
from tests.courses.samples import A9714776, SMALL

SHELF = A9714776.parent

FILES: Mapping[str, str] = {
    "weeks/1.en.md": "---\ntitle: One\n---\n## Aims\n\nRead [the first](module:first), take [it](quiz:quiz_1).\n",
    "weeks/1.fr.md": "---\ntitle: Un\n---\n## Buts\n\nLisez [le premier](module:first) ; [quiz](quiz:quiz_1).\n",
    "modules/first.en.md": (
        "---\ntitle: The first\nweek: 1\norder: 1\nminutes: 20\nsource: The manual, 1.1\n---\n"
        "## Who moves\n\nA migrant worker moves. Migrant\nworkers work, says [the note](document:note).\n\n"
        "| Who | How many |\n| --- | ---: |\n| Women | 6 |\n| Men | 5 |\n"
    ),
    "modules/first.fr.md": (
        "---\ntitle: Le premier\nweek: 1\norder: 1\nminutes: 20\nsource: Le manuel, 1.1\n---\n"
        "## Qui part\n\nUn travailleur migrant part. Les travailleurs\n"
        "migrants travaillent, dit [la note](document:note).\n\n"
        "| Qui | Combien |\n| --- | ---: |\n| Femmes | 6 |\n| Hommes | 5 |\n"
    ),
    "documents/note.en.md": "---\ntitle: A note\naudience: everybody\nweek: 2\n---\nNoted, see [week 2](week:2).\n",
    "documents/note.fr.md": "---\ntitle: Une note\naudience: everybody\nweek: 2\n---\nNoté : [semaine 2](week:2).\n",
    "documents/guide.en.md": "---\ntitle: A guide\naudience: staff\n---\nFor [markers](questionnaire:survey).\n",
    "documents/guide.fr.md": "---\ntitle: Un guide\naudience: staff\n---\nPour [noter](questionnaire:survey).\n",
    "glossary.yaml": (
        "terms:\n"
        "  - key: migrant_worker\n"
        "    term: {en: migrant worker, fr: travailleur migrant}\n"
        "    also: {en: [], fr: [travailleuse migrante]}\n"
        "    definition: {en: Somebody who moves to work., fr: Une personne qui part travailler.}\n"
        "  - key: worker\n"
        "    term: {en: worker, fr: travailleur}\n"
        "    definition: {en: Somebody who works., fr: Une personne qui travaille.}\n"
    ),
    "questionnaires/survey.yaml": (
        "questionnaire: survey\n"
        "title: {en: Survey, fr: Enquête}\n"
        "purpose: {en: To learn., fr: Pour savoir.}\n"
        "when: {en: At the end, fr: À la fin}\n"
        "kind: survey\n"
        "anonymous: true\n"
        "minutes: 5\n"
        "sections:\n"
        "  - key: all\n"
        "    title: {en: All in all, fr: En tout}\n"
        "    items:\n"
        "      - key: agree\n"
        "        kind: scale\n"
        "        text: {en: Good., fr: Bien.}\n"
        "        scale: {from: 1, to: 5, low: {en: low, fr: bas}, high: {en: high, fr: haut}}\n"
        "        required: true\n"
        "      - key: which\n"
        "        kind: choice\n"
        "        text: {en: Which?, fr: Lequel ?}\n"
        "        options:\n"
        "          - {key: a, text: {en: This, fr: Ceci}}\n"
        "          - {key: b, text: {en: That, fr: Cela}}\n"
    ),
    "messages/extension_granted.yaml": (
        "message: extension_granted\n"
        "to: participant\n"
        "when: {en: When granted, fr: Quand accordé}\n"
        'subject: {en: "More time: {piece}", fr: "Plus de temps : {piece}"}\n'
        "body:\n"
        "  en: |\n    Dear {given_name},\n\n    until {until}. {manager}\n"
        "  fr: |\n    Bonjour {given_name},\n\n    jusqu’au {until}. {manager}\n"
    ),
    "essay/calibration.yaml": (
        "title: {en: Together, fr: Ensemble}\n"
        "excerpt: {en: Some words., fr: Des mots.}\n"
        "marks:\n"
        '  - {criterion: clarity, points: "7.5", comment: {en: Clear., fr: Clair.}}\n'
        '  - {criterion: depth, points: "4", comment: {en: Flat., fr: Plat.}}\n'
        "overall: {en: Fair., fr: Passable.}\n"
    ),
    "essay/samples/strong.en.md": (
        '---\ntitle: Strong\nlanguage: en\nquality: strong\nmarks: {clarity: "9", depth: "7"}\n---\nAn essay.\n'
    ),
}


def problems_in(files: Mapping[str, str | bytes], definition: str = SMALL) -> list[str]:
    """Return every fault of the texts `files` as `file:line: place: reason`."""
    return read(files, definition)[1]


def read(files: Mapping[str, str | bytes], definition: str = SMALL) -> tuple[tuple[MaterialValue, ...], list[str]]:
    """Return the texts that `files` hold, and their faults."""
    raw = {name: words.encode() if isinstance(words, str) else words for name, words in sorted(files.items())}
    found, problems = read_materials(raw, read_definition(definition.encode()), {"quiz": ["quiz_1"]})
    told = [
        ": ".join(part for part in (f"{one.file}:{one.line}", one.where, str(one.reason)) if part) for one in problems
    ]
    return found, told


def spoiled(name: str, old: str, new: str) -> dict[str, str]:
    """Return the texts with the first `old` in one file made `new`."""
    assert old in FILES[name], name
    return {**FILES, name: FILES[name].replace(old, new, 1)}


def line_of(name: str, words: str) -> int:
    """Return the line of a file on which `words` first stand."""
    return FILES[name][: FILES[name].index(words)].count("\n") + 1


def write_folder(root: Path, files: Mapping[str, str | bytes] = FILES, definition: str = SMALL) -> Path:
    """Write a course's folder; return it."""
    for name, words in {"course.yaml": definition, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(words.encode() if isinstance(words, str) else words)
    return root


def give_texts(course: CourseValue, files: Mapping[str, str | bytes] = FILES) -> None:
    """Give a course that is there already these texts, which must be without fault."""
    found, told = read(files)
    assert told == []
    load_materials(course, found, actor=SYSTEM, now=NOW)
    session.commit()


def sample_course(code: str | None = None) -> CourseValue:
    """Load A9714776 with all its texts, without quizzes."""
    folder = replace(read_course(SHELF, parts(), code=code), parts=())
    course = load_course(folder, actor=SYSTEM, now=NOW).definition.course
    session.commit()
    return course
