"""Markdown files: what is refused, on which line, and what to write instead."""

from __future__ import annotations

import pytest

from app.courses.rules import Audience, MaterialKind
from tests.courses.materials.cast import FILES, line_of, problems_in, read, spoiled

FIRST, FIRST_FR = "modules/first.en.md", "modules/first.fr.md"


def without(name: str) -> dict[str, str]:
    return {other: words for other, words in FILES.items() if other != name}


def test_the_small_course_has_no_fault() -> None:
    assert problems_in(FILES) == []


def test_a_text_keeps_its_languages_its_place_and_its_source() -> None:
    found = {(one.kind, one.key): one for one in read(FILES)[0]}
    module = found[MaterialKind.MODULE, "first"]
    assert (module.week, module.position, module.minutes, module.audience) == (1, 1, 20, Audience.EVERYBODY)
    assert module.title == {"en": "The first", "fr": "Le premier"}
    assert module.source == {"en": "The manual, 1.1", "fr": "Le manuel, 1.1"}
    assert set(module.text) == {"en", "fr"}
    assert found[MaterialKind.DOCUMENT, "guide"].for_staff
    assert found[MaterialKind.WEEK, "1"].title == {"en": "One", "fr": "Un"}
    sample = found[MaterialKind.ESSAY, "strong.en"]
    assert sample.for_staff
    assert sample.content["marks"] == {"clarity": "9", "depth": "7"}


CASES = {
    "a language is missing": (without(FIRST_FR), f"{FIRST}:1: There is no modules/first.fr.md beside it."),
    "a language that the course has not": (
        {**FILES, "modules/first.it.md": FILES[FIRST]},
        "modules/first.it.md:1: “languages” does not name “it”.",
    ),
    "no front matter": ({**FILES, FIRST: "Words.\n"}, f"{FIRST}:1: Start the file with a line ---"),
    "front matter that never ends": ({**FILES, FIRST: "---\ntitle: x\nWords.\n"}, f"{FIRST}:1: Start the file with"),
    "no text": (
        {**FILES, FIRST: "---\ntitle: x\nweek: 1\norder: 1\nminutes: 1\n---\n\n"},
        f"{FIRST}:7: The file has no text.",
    ),
    "an unknown key": (
        spoiled(FIRST, "minutes: 20", "minuets: 20"),
        f"{FIRST}:{line_of(FIRST, 'minutes')}: minuets: The key “minuets” is unknown. Did you mean “minutes”?",
    ),
    "a value of the wrong kind": (
        spoiled(FIRST, "order: 1", "order: first"),
        f"{FIRST}:{line_of(FIRST, 'order')}: order: “first” is no whole number",
    ),
    "a week that is not there": (
        {
            **spoiled(FIRST, "week: 1", "week: 9"),
            FIRST_FR: FILES[FIRST_FR].replace("week: 1", "week: 9"),
        },
        f"{FIRST}:{line_of(FIRST, 'week')}: week: There is no week 9; the course has 2.",
    ),
    "languages that disagree": (
        spoiled(FIRST_FR, "minutes: 20", "minutes: 25"),
        f"{FIRST_FR}:{line_of(FIRST_FR, 'minutes')}: minutes: {FIRST} says “20” here.",
    ),
    "two modules of one place": (
        {
            **FILES,
            "modules/second.en.md": FILES[FIRST],
            "modules/second.fr.md": FILES[FIRST_FR],
        },
        "modules/second.en.md:4: order: “first” has this place already.",
    ),
    "a title of its own": (
        spoiled("weeks/1.en.md", "title: One", "title: Other"),
        "weeks/1.en.md:2: title: course.yaml calls this week “One”.",
    ),
    "a week without number": (
        {**FILES, "weeks/nine.en.md": FILES["weeks/1.en.md"], "weeks/nine.fr.md": FILES["weeks/1.fr.md"]},
        "weeks/nine.en.md:1: Name the file for a week: 1, 2.",
    ),
    "a name without language": ({**FILES, "modules/Second.md": "x"}, "modules/Second.md:None: Name the file like"),
    "a heading of the first level": (
        spoiled(FIRST, "## Who moves", "# Who moves"),
        f"{FIRST}:{line_of(FIRST, '## Who')}: The title stands in the first lines.",
    ),
    "a heading that skips a level": (
        spoiled(FIRST, "| Who |", "#### Deep\n\n| Who |"),
        f"{FIRST}:{line_of(FIRST, '| Who')}: After a heading with 2 # comes one with 3 at most.",
    ),
    "HTML": (
        spoiled(FIRST, "workers work", "workers <b>work</b>"),
        f"{FIRST}:{line_of(FIRST, 'workers work')}: HTML is shown as it is typed here.",
    ),
    "a picture": (
        spoiled(FIRST, "A migrant", "![A map](map.png) A migrant"),
        f"{FIRST}:{line_of(FIRST, 'A migrant')}: Pictures are not carried.",
    ),
    "other headings": (
        spoiled(FIRST_FR, "| Qui |", "## Plus\n\n| Qui |"),
        f"{FIRST_FR}:{line_of(FIRST_FR, '| Qui')}: From here on, headings are not those of {FIRST}.",
    ),
    "other links": (
        spoiled(FIRST_FR, "[la note](document:note)", "[le guide](document:guide)"),
        f"{FIRST_FR}:{line_of(FIRST_FR, 'migrants travaillent')}: From here on, links are not those of {FIRST}.",
    ),
    "another table": (
        spoiled(FIRST_FR, "| Hommes | 5 |\n", ""),
        f"{FIRST_FR}:{line_of(FIRST_FR, '| Qui')}: From here on, tables are not those of {FIRST}.",
    ),
    "a link to nothing": (
        spoiled(FIRST, "document:note", "document:nota"),
        f"{FIRST}:{line_of(FIRST, 'workers work')}: There is no “document:nota”. Did you mean “document:note”?",
    ),
    "a link to a quiz that is not there": (
        spoiled("weeks/1.en.md", "quiz:quiz_1", "quiz:zzz"),
        "weeks/1.en.md:6: There is no “quiz:zzz”.",
    ),
    "a link in a table": (
        spoiled(FIRST, "| Men |", "| [Men](module:nobody) |"),
        f"{FIRST}:{line_of(FIRST, '| Men')}: There is no “module:nobody”.",
    ),
    "a relative link": (
        spoiled(FIRST, "document:note", "../note.md"),
        f"{FIRST}:{line_of(FIRST, 'workers work')}: The link “../note.md” leads nowhere. Links are week:…",
    ),
    "a link that is not encrypted": (
        spoiled(FIRST, "document:note", "http://example.org"),
        f"{FIRST}:{line_of(FIRST, 'workers work')}: The link “http://example.org” leads nowhere.",
    ),
    "a link that only staff can follow": (
        spoiled(FIRST, "document:note", "document:guide"),
        f"{FIRST}:{line_of(FIRST, 'workers work')}: Only staff may read “document:guide”.",
    ),
    "a sample in another language than its name": (
        spoiled("essay/samples/strong.en.md", "language: en", "language: fr"),
        "essay/samples/strong.en.md:3: language: The file's name says “en”.",
    ),
    "a sample without a criterion": (
        spoiled("essay/samples/strong.en.md", ', depth: "7"', ""),
        "essay/samples/strong.en.md:5: marks: The criterion “depth” has no mark here.",
    ),
    "a sample with too many points": (
        spoiled("essay/samples/strong.en.md", '"7"', '"8"'),
        "essay/samples/strong.en.md:5: marks: “depth” brings 7.5 points at most.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_told_with_file_line_and_remedy(case: str) -> None:
    files, expected = CASES[case]
    assert [found for found in problems_in(files) if found.startswith(expected)], problems_in(files)


def test_one_broken_file_does_not_make_links_to_it_faults() -> None:
    told = problems_in(spoiled(FIRST, "title: The first", "title: [broken"))
    assert [found.split(":")[0] for found in told] == [FIRST]


def test_windows_line_ends_and_a_byte_order_mark_are_no_faults() -> None:
    files = dict(FILES)
    files[FIRST] = "\ufeff" + files[FIRST].replace("\n", "\r\n")
    assert problems_in(files) == []


HOSTILE = {
    "UTF-16": FILES[FIRST].encode("utf-16"),
    "Latin-1": FILES[FIRST_FR].replace("dit", "dît").encode("latin-1"),
    "a program": b"\x7fELF" + bytes(range(256)),
    "a NUL": FILES[FIRST].replace("moves.", "mo\0ves.").encode(),
    "a bell": FILES[FIRST].replace("moves.", "mo\x07ves.").encode(),
    "nothing": b"",
    "a bomb of aliases": b"---\na: &a [x,x,x,x,x,x,x,x,x]\n"
    + b"".join(b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % (c, c, *[c - 1] * 9) for c in range(98, 108))
    + b"---\nx\n",
    "deep nesting": b"---\ntitle: " + b"[" * 500 + b"\n---\nx\n",
    "a tag that makes objects": b"---\ntitle: !!python/object/apply:os.system [id]\n---\nx\n",
    "more than a text holds": FILES[FIRST].encode() + b"a " * 150_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_a_fault_and_nothing_worse(kind: str) -> None:
    told = problems_in({**FILES, FIRST: HOSTILE[kind]})
    assert told
    assert all(found.startswith(f"{FIRST}:") for found in told), told


@pytest.mark.parametrize("mark", ["[", "> ", "*", "| ", "`", "#", "- ", "![](", "_a_"])
def test_words_made_to_keep_the_reader_busy_are_read_or_refused(mark: str) -> None:
    long = mark * (20_000 // len(mark)) + "\n"
    problems_in({**FILES, FIRST: FILES[FIRST] + long, FIRST_FR: FILES[FIRST_FR] + long})
