"""From the files of a course's folder to its texts, or to every fault in them with its file and line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from app.courses.rules import Definition
from app.courses.rules.materials import Audience, MaterialKind, MaterialValue
from app.courses.schemas.materials import check_structured as structured_checks
from app.courses.schemas.materials import check_texts
from app.courses.schemas.materials.sections import DocumentHead, ModuleHead, SampleHead, WeekHead
from app.courses.schemas.materials.shapes import shape_of
from app.courses.schemas.materials.structured import plain, read_structured
from app.courses.schemas.materials.text_file import TextFile, read_text_file
from app.shared.definitions.section import Section
from app.shared.errors import Problem
from app.shared.wording import text

OWN = ("weeks", "modules", "documents", "glossary.yaml", "questionnaires", "messages", "groupwork", "essay")
"""What this reader reads of a course's folder."""

_HEADS: Mapping[str, type[Section]] = {
    "weeks": WeekHead,
    "modules": ModuleHead,
    "documents": DocumentHead,
    "essay/samples": SampleHead,
}
_AGREED = ("audience", "week", "order", "minutes")


def read_materials(
    files: Mapping[str, bytes], definition: Definition, linked: Mapping[str, Collection[str]]
) -> tuple[tuple[MaterialValue, ...], list[Problem]]:
    """Return the texts that `files` (names in the course's folder) hold, and every fault in them.

    `linked`: what texts may link to beside the texts themselves, keys by scheme (`{"quiz": ["quiz_1"]}`).
    """
    reading = _Reading(definition)
    for name, raw in files.items():
        reading.take(name, raw)
    reading.check(linked)
    return (*reading.texts(), *reading.structured), reading.problems


class _Reading:
    """Collects what the files hold, folder by folder, and what is wrong with them."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._files: dict[str, list[TextFile]] = {folder: [] for folder in _HEADS}
        self._unread: set[str] = set()
        self.structured: list[MaterialValue] = []
        self.problems: list[Problem] = []

    def take(self, name: str, raw: bytes) -> None:
        """Read one file."""
        folder = name.rpartition("/")[0]
        if folder in _HEADS:
            file, problems = read_text_file(name, raw, _HEADS[folder])
            if file is not None:
                self._files[folder].append(file)
            self._note(name, problems, unread=file is None)
        else:
            self._take_structured(folder, name, raw)

    def _take_structured(self, folder: str, name: str, raw: bytes) -> None:
        found = shape_of(folder, name, self._definition)
        if found is None:
            self.problems.append(Problem(text("No file of this name belongs here."), file=name))
            return
        section, checks, value = found
        data, problems = read_structured(name, raw, section, self._definition.languages, *checks)
        self._note(name, problems, unread=data is None)
        if data is not None:
            self.structured.append(value(len(self.structured), plain(data)))

    def _note(self, name: str, problems: list[Problem], *, unread: bool) -> None:
        self.problems += problems
        if unread:
            self._unread.add(name)

    def texts(self) -> Iterator[MaterialValue]:
        """Yield the Markdown texts that are complete."""
        titles = {str(week.number): week.title for week in self._definition.weeks}
        for key, group in check_texts.grouped(self._files["weeks"]).items():
            if key in titles:
                yield _text(MaterialKind.WEEK, key, group, title=titles[key], position=int(key), week=int(key))
        for folder, kind in (("modules", MaterialKind.MODULE), ("documents", MaterialKind.DOCUMENT)):
            for place, (key, group) in enumerate(check_texts.grouped(self._files[folder]).items(), 1):
                order = next(iter(group.values())).head.get("order")
                yield _text(kind, key, group, position=order or place)
        for file in self._files["essay/samples"]:
            yield _sample(file)

    def check(self, linked: Mapping[str, Collection[str]]) -> None:
        """Check how the files fit together."""
        weeks, modules, documents = (
            check_texts.grouped(self._files[folder]) for folder in ("weeks", "modules", "documents")
        )
        for groups in (weeks, modules, documents):
            self.problems += check_texts.language_problems(groups, self._definition.languages, self._unread)
            self.problems += check_texts.parity_problems(groups)
            self.problems += check_texts.agreement_problems(groups, _AGREED)
        self._check_week_files(weeks)
        self.problems += check_texts.order_problems(modules)
        every = [file for files in self._files.values() for file in files]
        self.problems += check_texts.week_problems(every, {week.number for week in self._definition.weeks})
        self._check_samples()
        self.problems += check_texts.link_problems(every, self._known(linked))

    def _known(self, linked: Mapping[str, Collection[str]]) -> dict[str, Collection[str] | None]:
        """Return what can be linked to; a file with faults of its own is there all the same."""
        glossary = next((one for one in self.structured if one.kind is MaterialKind.GLOSSARY), None)
        terms = [term["key"] for term in glossary.content["terms"]] if glossary else []
        questionnaires = [one.key for one in self.structured if one.kind is MaterialKind.QUESTIONNAIRE]
        return {
            "week": [str(week.number) for week in self._definition.weeks],
            "module": [file.key for file in self._files["modules"]] + self._unread_in("modules"),
            "document": [file.key for file in self._files["documents"]] + self._unread_in("documents"),
            "questionnaire": questionnaires + self._unread_in("questionnaires"),
            "glossary": None if "glossary.yaml" in self._unread else terms,
            **linked,
        }

    def _unread_in(self, folder: str) -> list[str]:
        return [name.rpartition("/")[2].partition(".")[0] for name in self._unread if name.rpartition("/")[0] == folder]

    def _check_week_files(self, groups: Mapping[str, check_texts.Group]) -> None:
        titles = {str(week.number): week.title for week in self._definition.weeks}
        for key, group in groups.items():
            for language, file in group.items():
                if key not in titles:
                    known = ", ".join(titles)
                    self.problems.append(file.problem(text("Name the file for a week: %(known)s.", known=known)))
                elif file.head.get("title") not in {None, titles[key].get(language)}:
                    reason = text("course.yaml calls this week “%(title)s”.", title=titles[key].get(language, ""))
                    self.problems.append(file.head_problem(reason, "title"))

    def _check_samples(self) -> None:
        for file in self._files["essay/samples"]:
            if file.head["language"] != file.language:
                reason = text("The file's name says “%(language)s”.", language=file.language)
                self.problems.append(file.head_problem(reason, "language"))
            for fault in structured_checks.criteria_faults(self._definition, file.head["marks"], ("marks",)):
                self.problems.append(file.head_problem(fault.reason, "marks"))


def _text(kind: MaterialKind, key: str, group: check_texts.Group, **values: Any) -> MaterialValue:  # noqa: ANN401
    """Return the text of all languages; front matter is the same in each, but for titles and sources."""
    head = next(iter(group.values())).head
    content: dict[str, Any] = {"text": {language: file.body for language, file in group.items()}}
    source = {language: file.head.get("source") for language, file in group.items()}
    if any(source.values()):
        content["source"] = {language: words for language, words in source.items() if words}
    stated = {
        "title": {language: file.head.get("title") for language, file in group.items()},
        "week": head.get("week"),
        "minutes": head.get("minutes"),
        "audience": Audience(head.get("audience") or Audience.EVERYBODY),
    }
    return MaterialValue(kind=kind, key=key, content=content, **{**stated, **values})


def _sample(file: TextFile) -> MaterialValue:
    marks = {key: str(points) for key, points in file.head["marks"].items()}
    return MaterialValue(
        kind=MaterialKind.ESSAY,
        key=f"{file.key}.{file.language}",
        title={file.language: file.head["title"]},
        position=1,
        audience=Audience.STAFF,
        content={"text": {file.language: file.body}, "quality": file.head["quality"], "marks": marks},
    )
