"""Charts: what they say, to eyes and to screen readers, and what they must not hold."""

from __future__ import annotations

from fractions import Fraction
from xml.etree.ElementTree import Element, fromstring

import pytest
from markupsafe import Markup

from app.shared.charts import Slice, Threshold, bars, classes, columns, histogram, interval, percent, stacked, strip

SVG = "{http://www.w3.org/2000/svg}"
OF = "%(count)s of %(whole)s (%(percent)s %%)"
ENGAGEMENT = (Slice("All or most", 23), Slice("Half", 9), Slice("Some", 7), Slice("Never", 3))
LINES = (Threshold(Fraction(30), "Participation 30"), Threshold(Fraction(60), "Achievement 60"))
TOTALS = (Fraction(0), Fraction(5999, 100), Fraction(60), Fraction(100))


def every_chart() -> list[Markup]:
    return [
        bars("Engagement", "By share of pieces", ENGAGEMENT, whole=42, of=OF),
        stacked("Engagement", "By share of pieces", ENGAGEMENT, of=OF),
        histogram("Totals", "In tens", TOTALS, thresholds=LINES, axis="points"),
        strip("Totals", "Each one", TOTALS, thresholds=LINES),
        columns("Scores", "Each point", ENGAGEMENT, axis="points"),
    ]


def parsed(chart: Markup) -> Element:
    return fromstring(chart)  # noqa: S314 - our own mark-up, just made


def words(chart: Markup) -> list[str]:
    return [node.text or "" for node in parsed(chart).iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", every_chart())
def test_a_chart_is_an_image_with_a_name_and_a_description(chart: Markup) -> None:
    root = parsed(chart)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")


@pytest.mark.parametrize("chart", every_chart())
def test_a_chart_holds_nothing_that_the_content_policy_forbids(chart: Markup) -> None:
    assert "style" not in chart
    assert "<script" not in chart
    assert "http://" not in chart.replace('xmlns="http://www.w3.org/2000/svg"', "")


@pytest.mark.parametrize(
    ("count", "whole", "expected"), [(23, 42, 55), (9, 42, 21), (7, 42, 17), (3, 42, 7), (1, 8, 13), (0, 0, 0)]
)
def test_percentages_are_whole_and_rounded_half_up(count: int, whole: int, expected: int) -> None:
    assert percent(count, whole) == expected


def test_every_bar_says_its_count_its_denominator_and_its_percentage() -> None:
    assert "23 of 42 (55 %)" in words(every_chart()[0])
    assert "3 of 42 (7 %)" in words(every_chart()[0])


def test_a_bar_may_be_out_of_more_than_the_slices_together() -> None:
    chart = bars("Essays", "Submitted", [Slice("Submitted", 23)], whole=42, of=OF)
    assert 'width="54.76%"' in chart


def test_the_parts_of_a_stacked_bar_fill_it() -> None:
    root = parsed(every_chart()[1])
    parts = [node for node in root.iter(f"{SVG}rect") if node.get("stroke") == "#fff"]
    assert sum(float(str(node.get("width")).rstrip("%")) for node in parts) == pytest.approx(100, abs=0.05)


def test_an_empty_part_draws_no_segment_but_keeps_its_line_in_the_legend() -> None:
    chart = stacked("Outcome", "So far", [Slice("Achievement", 4), Slice("None", 0)], of=OF)
    assert "0 of 4 (0 %)" in words(chart)
    assert "0 %" not in words(chart)


def test_two_stacked_bars_of_a_page_share_no_id() -> None:
    ids = [
        {node.get("id") for node in parsed(stacked(title, "-", ENGAGEMENT, of=OF)).iter() if node.get("id")}
        for title in ("Engagement", "Outcome")
    ]
    assert not ids[0] & ids[1]


def test_a_course_without_participants_has_charts_without_figures() -> None:
    assert bars("Essays", "-", [Slice("Submitted", 0)], whole=0, of=OF)
    assert stacked("Outcome", "-", [Slice("Achievement", 0)], of=OF)
    assert histogram("Totals", "-", [])


def test_a_class_holds_its_lower_bound_and_the_last_one_the_maximum() -> None:
    assert classes(TOTALS) == [1, 0, 0, 0, 0, 1, 1, 0, 0, 1]


def test_a_maximum_that_is_no_multiple_of_the_width_gets_a_class_of_its_own() -> None:
    assert classes([Fraction(24), Fraction(25)], maximum=25) == [0, 0, 2]


def test_a_threshold_stands_where_its_points_are() -> None:
    chart = histogram("Totals", "-", TOTALS, thresholds=LINES)
    assert 'x1="60.00%"' in chart
    assert "Achievement 60" in words(chart)


def test_a_count_can_be_read_where_a_threshold_crosses_it() -> None:
    chart = histogram("Totals", "-", [Fraction(22)], maximum=30, width=5, thresholds=[Threshold(Fraction(22), "mean")])
    drawn = list(parsed(chart).iter())
    count = next(node for node in drawn if node.tag == f"{SVG}text" and node.text == "1")
    assert count.get("paint-order") == "stroke"
    assert drawn.index(count) > max(at for at, node in enumerate(drawn) if node.tag == f"{SVG}line")


def test_a_column_is_as_high_as_its_count_and_an_empty_one_keeps_its_label() -> None:
    chart = columns("Scores", "-", [Slice("0", 0), Slice("1", 4), Slice("2", 2)])
    heights = [node.get("height") for node in parsed(chart).iter(f"{SVG}rect")]
    assert heights == ["160", "80"]
    assert words(chart) == ["0", "4", "1", "2", "2"]
    assert columns("Scores", "-", [])


def test_an_interval_lies_on_its_line_and_the_figure_within_it() -> None:
    assert 'x="25.00%"' in interval(0.5, 0.25, 0.75)
    assert 'width="50.00%"' in interval(0.5, 0.25, 0.75)
    assert 'cx="75.00%"' in interval(0.5, -0.25, 0.75, least=-1)
    assert interval(0.5, None, None).count("<rect") == 1


def test_hostile_labels_stay_text() -> None:
    hostile = "<script>alert('x')</script>"
    chart = bars(hostile, hostile, [Slice(hostile, 1)], whole=2, of=OF)
    assert hostile in words(chart)
    assert parsed(chart).findtext(f"{SVG}title") == hostile
