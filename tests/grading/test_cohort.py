"""The sample cohort, imported by command, row by row against a calculation by hand that shares no code with it."""

import csv
import io
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

COHORT = Path(__file__).resolve().parents[2] / "catalogue" / "a9714776" / "cohort"
FACTORS = {"full": Fraction(1), "partial": Fraction(1, 2), "none": Fraction(0), "": Fraction(0)}
CRITERIA = ("essay_clarity", "essay_alignment", "essay_coherence", "essay_gender")


def read(name: str) -> list[dict[str, str]]:
    with (COHORT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shown(points: Fraction) -> str:
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return str(exact.quantize(Decimal("0.01"), ROUND_DOWN))


def by_hand(row: dict[str, str], marks: dict[str, Fraction]) -> dict[str, str]:
    """Rules 1 to 12 of the brief for one line of results."""
    taken = [Fraction(row[f"quiz_{number}"]) for number in range(1, 7) if row[f"quiz_{number}"]]
    factor = FACTORS[row["group_participation"]]
    written = [Fraction(row[name]) for name in CRITERIA if row[name]]
    quiz = Fraction(30) * sum(taken, Fraction(0)) / 60
    group = Fraction(30) * marks[row["group"]] / 100 * factor if factor else Fraction(0)
    essay = sum(written, Fraction(0))
    base, bonus = quiz + group + essay, Fraction(row["bonus"] or 0)
    done = len(taken) + (factor > 0) + bool(written)
    used = bonus if done == 8 and base < 60 <= base + bonus else Fraction(0)
    total = min(Fraction(100), base + used)
    outcome = "none"
    if done == 8 and total >= 60:
        outcome = "achievement"
    elif done >= 5 and total >= 30:
        outcome = "participation"
    return {
        "email": row["email"],
        "quiz_points": shown(quiz),
        "group_points": shown(group),
        "essay_points": shown(essay),
        "base_points": shown(base),
        "bonus_used": shown(used),
        "total_points": shown(total),
        "pieces_done": str(done),
        "engagement": "full" if done >= 7 else "half" if done >= 4 else "some" if done else "never",
        "outcome": outcome,
    }


@pytest.fixture
def cohort(run):
    for words in (
        ("courses", "load", str(COHORT.parent)),
        ("participants", "import", "A9714776", str(COHORT / "participants.csv")),
        (
            "results",
            "import",
            "A9714776",
            str(COHORT / "results.csv"),
            "--group-marks",
            str(COHORT / "group_marks.csv"),
        ),
    ):
        done = run.invoke(args=list(words))
        assert done.exit_code == 0, done.stderr
    return run


def exported(run) -> list[dict[str, str]]:
    done = run.invoke(args=["grades", "export", "A9714776"])
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_every_row_is_what_a_calculation_by_hand_gives(cohort):
    marks = {row["group"]: Fraction(row["mark_percent"]) for row in read("group_marks.csv")}
    expected = sorted((by_hand(row, marks) for row in read("results.csv")), key=lambda row: row["email"])

    rows = exported(cohort)

    assert [{name: row[name] for name in expected[0]} for row in rows] == expected


def test_the_counts_are_the_published_ones(cohort):
    rows = exported(cohort)

    def count(column: str, value: str) -> int:
        return sum(row[column] == value for row in rows)

    assert len(rows) == 42
    assert [count("engagement", band) for band in ("full", "half", "some", "never")] == [23, 9, 7, 3]
    assert [count("outcome", outcome) for outcome in ("achievement", "participation", "none")] == [21, 7, 14]
    assert sum(row["factor_group_work"] not in {"", "0"} for row in rows) == 34
    assert sum(row["factor_group_work"] == "0.5" for row in rows) == 6
    assert sum(bool(row["score_essay"]) for row in rows) == 23


def test_the_same_import_again_changes_nothing_and_closing_keeps_every_figure(cohort):
    before = exported(cohort)
    again = cohort.invoke(args=["results", "import", "A9714776", str(COHORT / "results.csv")])
    assert "42 rows read, 0 entries new or changed" in again.stderr

    closed = cohort.invoke(args=["courses", "close", "A9714776"])

    assert "42 results frozen (21 achievement, 7 participation, 14 none)" in closed.stderr
    assert [{**row, "state": "so_far"} for row in exported(cohort)] == before
