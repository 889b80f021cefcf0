"""Markdown becomes the plain text of an essay."""

from app.demo.texts import beginning_of, essay_of

WRITTEN = """\
# On *counting* people

First of all, we count
those who **leave**.

## Those who come back

> “Nobody asked me,”
> she said.

Three things:
- who left,
  and when;
- who came back.

1. The ministry asks.
2. The office
   counts.

See [the module](module:data).
"""


def test_title_headings_and_paragraphs_stand_on_a_line_each() -> None:
    assert essay_of(WRITTEN) == "\n\n".join(
        [
            "On counting people",
            "First of all, we count those who leave.",
            "Those who come back",
            "“Nobody asked me,” she said.",
            "Three things:\n- who left, and when;\n- who came back.",
            "1. The ministry asks.\n2. The office counts.",
            "See the module.",
        ]
    )


def test_the_beginning_is_half_of_it_and_ends_with_no_heading() -> None:
    assert beginning_of(WRITTEN) == "On counting people\n\nFirst of all, we count those who leave."
