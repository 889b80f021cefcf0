"""Reading YAML narrowly: no bombs, no tags, no key twice; the line of everything."""

import pytest

from app.shared.definitions.source import LARGEST, read_source
from app.shared.errors import Unreadable


def refusal(raw):
    with pytest.raises(Unreadable) as caught:
        read_source(raw)
    (problem,) = caught.value.problems
    return problem.line, str(problem.reason)


def test_dates_times_and_decimals_stay_what_was_typed():
    raw = b"date: 2022-02-14\ntime: 10:00\nearly: 09:00\nshare: 7.50\nhex: 0x10\nwhole: 12\nswitch: off\nnone: ~"
    assert read_source(raw).data == {
        "date": "2022-02-14",
        "time": "10:00",
        "early": "09:00",
        "share": "7.50",
        "hex": "0x10",
        "whole": 12,
        "switch": False,
        "none": None,
    }


def test_everything_has_its_line():
    source = read_source(b"a:\n  - b: 1\n  -\n    c: 2\n")
    assert [source.line(path) for path in [("a",), ("a", 0, "b"), ("a", 1, "c"), ("a", 1, "missing")]] == [1, 2, 4, 4]


def test_a_key_that_stands_twice_is_a_fault_with_both_lines():
    source = read_source(b"a: 1\nb: 2\na: 3\n")
    (fault,) = source.faults
    assert "on lines 1 and 3" in str(fault.reason)
    assert source.problem(fault).line == 3


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        (b"", 1, "empty"),
        (b"# only a comment\n", 1, "empty"),
        (b"a:\n\t- b\n", 2, "tab"),
        (b"a: 1\nb: [1\n", 3, "This is not YAML"),
        (b"a: 1\nb: 'x\n", 3, "This is not YAML"),
        (b"a: 1\n---\nb: 2\n", 2, "single document"),
        (b"a: 1\nb: caf\xe9\n", 2, "not UTF-8"),
        (b"a: *b\n", 1, "undefined alias"),
        (b"[" * 5000, 1, "nested more than 30"),
        (b"a: \x07\n", 1, "This is not YAML"),
        (b"- x\n" * 60_000, 50_000, "more than 50000 values"),
        (b"a: &a x\n" + b"b: [" + b"*a, " * 101 + b"]", 2, "more than 100 aliases"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(raw, line, says):
    found, reason = refusal(raw)
    assert (found, says in reason) == (line, True), (found, reason)


def test_a_bomb_of_aliases_is_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 9)]
    assert "Aliases make the file larger" in refusal("\n".join(lines).encode())[1]


def test_an_alias_of_itself_is_refused():
    assert "Aliases make the file larger" in refusal(b"a: &a [*a]")[1]


def test_an_ordinary_alias_is_read():
    assert read_source(b"a: &a {x: 1}\nb: *a").data == {"a": {"x": 1}, "b": {"x": 1}}


def test_a_file_over_a_megabyte_is_not_even_parsed():
    assert "larger than 1 MB" in refusal(b"#" * (LARGEST + 1))[1]


@pytest.mark.parametrize("tag", [b"!!python/object/apply:os.system [x]", b"!own x", b"!!binary aGk="])
def test_tags_are_refused(tag):
    (fault,) = read_source(b"a: " + tag).faults
    assert "is not allowed here" in str(fault.reason)
