"""What a marker takes along to mark offline, put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import IO

from app.courses.rules import CourseValue
from app.essays.documents.bundle import FOLDER, BundledEssay, Original, file_name, write_bundle
from app.essays.documents.workbook import WorkbookFacts, write_workbook
from app.essays.queries.workbook import Markable, MarkerWork, marker_work, texts_handed_in
from app.essays.rules.settings import Names
from app.essays.service.workbook import sheet_rows
from app.shared import files
from app.shared.permissions import Actor, Permission


def take_along(course: CourseValue, stream: IO[bytes], *, language: str, actor: Actor) -> int:
    """Write the actor's workbook and its essays to `stream` as a ZIP; return how many essays there are.

    Where the course hides names, the files that were handed in stay behind: they may say who wrote them. Raises
    `NotAllowed`, `NotFound` (the course has no essay).
    """
    actor.require(Permission.MARK_ESSAY, course.id)
    work = marker_work(course, actor.themselves())
    names = {one.essay.id: file_name(number, one.label) for number, one in enumerate(work.offered, start=1)}
    paths = {essay_id: f"{FOLDER}/{name}.txt" for essay_id, name in names.items()}
    facts = WorkbookFacts(course.code, course.title, work.piece.criteria, course.rubric, language)
    workbook = write_workbook(facts, sheet_rows(course, work, paths, actor=actor))
    write_bundle(stream, workbook, _essays(work, names), title=f"{course.code}-{work.piece.key}")
    return len(names)


def _essays(work: MarkerWork, names: Mapping[int, str]) -> Iterator[BundledEssay]:
    handed_in = texts_handed_in([one.essay.id for one in work.offered])
    with_files = work.settings.names is Names.SHOWN
    for one in work.offered:
        written, file_id = handed_in[one.essay.id]
        original = _original(file_id) if with_files and file_id is not None else None
        yield BundledEssay(names[one.essay.id], f"{_heading(one)}\n\n{written}\n", original)


def _heading(one: Markable) -> str:
    return f"{one.label} · {one.essay.language}"


def _original(file_id: int) -> Original:
    file = files.get_file(file_id)
    return Original(file.media_type, file.size, partial(files.content_of, file.id))
