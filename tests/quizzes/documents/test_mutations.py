"""Valid files with something wrong in them are read, or refused as `Unreadable`: nothing else ever happens."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.quizzes.documents import EXPORT_FORMATS, QuestionFormat, read_questions, write_questions
from app.shared.errors import Unreadable
from tests.quizzes.documents.test_canvas import document, equals, item, offers, when

TOKENS = [
    b"<", b">", b"{", b"}", b"=", b"~", b"#", b"%50%", b"%-200%", b"::", b"->", b"\\", b"\n\n", b"&amp;", b"]]>", b'""',
    b"-1", b"1e999", b"1e30", b"\x00", b"\xff", b"ANSWER: B", b"..", b"Infinity", b"NaN", b"multiple", b"ordered",
    b"float", b"$CATEGORY:",
]  # fmt: skip
SOURCE = """// [id:a] [tag:b]
$CATEGORY: $course$/top/One/Two

::One::[html]<p>Which <b>one</b>?</p>{=a#yes ~%50%b ~%-33.33333%c####Because.}

::Two::Which?{~%50%a ~%50%b ~%-100%c}

::Three::So?{T#no#yes}

::Four::How many?{#=3.5:0.25#yes =%50%3:1 ~#no}

::Five::Who?{=Nelson* =%25%he}

::Six::Match{=a -> b =c -> d = -> e}

::Seven::Order{>3 ALL VERTICAL ABSOLUTE_POSITION SHOW none
a
b
c
}
"""
CANVAS = document(item("multiple_choice_question", offers("a", "b"), when(equals("a"), "100")))
mutations = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from([b"", *TOKENS])), min_size=1, max_size=6
)


@cache
def valid(kind: QuestionFormat) -> bytes:
    """A file of every format that holds each kind of question."""
    if kind is QuestionFormat.CANVAS:
        return CANVAS.encode()
    return write_questions(read_questions(SOURCE.encode(), language="en").questions, kind, language="en").raw


def mutated(raw: bytes, changes) -> bytes:
    changed = bytearray(raw)
    for place, length, token in changes:
        at = int(place * len(changed))
        changed[at : at + length] = token
    return bytes(changed)


def read(raw: bytes) -> None:
    try:
        imported = read_questions(raw, language="en")
    except Unreadable:
        return
    assert imported.total == len(imported.questions) + len(imported.refused) > 0
    for kind in EXPORT_FORMATS:
        exported = write_questions(imported.questions, kind, language="en")
        assert len(exported.left_out) <= len(imported.questions)


@pytest.mark.parametrize("kind", QuestionFormat)
@given(changes=mutations)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_changed_file_is_read_or_refused(kind, changes):
    read(mutated(valid(kind), changes))


@given(changes=mutations, which=st.integers(0, 8))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_package_with_a_changed_file_is_read_or_refused(changes, which):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(valid(QuestionFormat.QTI))) as package, zipfile.ZipFile(made, "w") as other:
        for number, name in enumerate(package.namelist()):
            content = package.read(name)
            other.writestr(name, mutated(content, changes) if number == which else content)
    read(made.getvalue())
