"""What comparing essays costs, and the pages of a marker, with so many essays of so many words.

    python -m benchmarks.essays --essays 200 --words 2500

The essays are made of the words of the course's own texts, by how often these occur, the same at every run; every tenth
holds 300 words of the one before it. They are compared as the sweep compares them, and then the pages are measured on
the real server as `benchmarks.pages` measures its own.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from app import create_app
from app.config import Settings
from app.courses import queries as courses
from app.essays.jobs import compare_essays
from app.essays.models import Essay, EssayVersion, SimilarPair
from app.essays.queries.writing import essay_piece
from app.essays.rules import EssayState, Origin
from app.essays.rules.similarity_words import words_of
from app.shared.database import db, session
from benchmarks.pages import Cost, _cost, _print, _signed_in
from benchmarks.server import serving
from benchmarks.tables import print_machine
from benchmarks.world import CATALOGUE, CODE, MANAGER, build

COPIED = 300
EVERY = 10


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--essays", type=int, default=200)
    parser.add_argument("--words", type=int, default=2500)
    parser.add_argument("--times", type=int, default=30, help="how often each request is sent")
    options = parser.parse_args()
    print_machine()
    with tempfile.TemporaryDirectory() as folder:
        world = build(Path(folder), options.database, options.essays)
        pair = _compare(world.environ, options.essays, options.words)
        with serving(world.environ | {"SCHEDULER": "off"}) as server:
            costs = asyncio.run(_pages(server, pair, options.times))
    _print(f"{options.database}, {options.essays} essays of {options.words} words", costs, [])


def _compare(environ: dict[str, str], essays: int, words: int) -> int:
    """Hand the essays in, compare them, print what that cost; return the pair that shares most."""
    app = create_app(Settings.read(environ | {"SCHEDULER": "off"}))
    with app.app_context():
        _hand_in(essays, words)
        cpu, wall = time.process_time(), time.perf_counter()
        now = datetime.now(UTC)  # noqa: TID251 - nothing here is judged by it
        compared = compare_essays(now)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        pairs = session.scalars(select(SimilarPair).order_by(SimilarPair.shared.desc())).all()
        print(
            f"{compared} essays of {words} words compared ({compared * (compared - 1) // 2} pairs): "
            f"{cpu:.1f} s CPU, {wall:.1f} s; {len(pairs)} pairs share a passage"
        )
        _hand_in_one_more(words)
        cpu = time.process_time()
        compare_essays(now)
        print(f"one essay more: {time.process_time() - cpu:.1f} s CPU")
        most = pairs[0].id
        session.remove()
        db.engine.dispose()
    return most


def _hand_in(essays: int, words: int) -> None:
    course = courses.get_course(CODE)
    texts = _texts(words)
    before: list[str] = []
    for number, enrolment in enumerate(courses.roster(course.id)[:essays]):
        written = next(texts)
        if number % EVERY == EVERY - 1:
            written[COPIED : 2 * COPIED] = before[:COPIED]
        before = written
        _add(course.id, enrolment, " ".join(written))
    session.commit()


def _hand_in_one_more(words: int) -> None:
    """Hand one essay in again, in a new version."""
    essay = session.scalars(select(Essay).order_by(Essay.id).limit(1)).one()
    essay.version = essay.submitted_version = 2
    _version(essay, " ".join(next(_texts(words, seed=1))))
    session.commit()


def _add(course_id: int, enrolment: object, text: str) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - nothing here is judged by it
    essay = Essay(
        course_id=course_id,
        piece_id=essay_piece(courses.get_course_by_id(course_id)).id,
        enrolment_id=enrolment.id,
        person_id=enrolment.person_id,
        language=enrolment.language,
        state=EssayState.SUBMITTED.value,
        version=1,
        words=len(text.split()),
        created_at=now,
        submitted_at=now,
        submitted_version=1,
    )
    session.add(essay)
    session.flush()
    _version(essay, text)


def _version(essay: Essay, text: str) -> None:
    session.add(
        EssayVersion(
            essay_id=essay.id,
            number=essay.version,
            text=text,
            words=len(text.split()),
            origin=Origin.TYPED.value,
            saved_at=datetime.now(UTC),  # noqa: TID251 - nothing here is judged by it
        )
    )


def _texts(words: int, seed: int = 0) -> Iterator[list[str]]:
    """Yield essays without end: words drawn as often as the modules of the course use them."""
    source = " ".join(path.read_text(encoding="utf-8") for path in sorted((CATALOGUE / "modules").glob("*.en.md")))
    known = [source[word.start : word.end] for word in words_of(source)]
    drawn = random.Random(seed)
    while True:
        yield drawn.choices(known, k=words)


async def _pages(server: object, pair: int, times: int) -> list[Cost]:
    manager = await _signed_in(server, MANAGER)
    course = f"/courses/{CODE}/essays"
    work = {
        "list of essays, API": f"/api/v1{course}",
        "pairs that share": f"{course}/similarity",
        "two side by side": f"{course}/similarity/{pair}",
        "marking offline": f"{course}/offline",
        "workbook with essays": f"{course}/offline/marking.zip",
    }
    return [await _cost(server, manager, name, path, times) for name, path in work.items()]


if __name__ == "__main__":
    main()
