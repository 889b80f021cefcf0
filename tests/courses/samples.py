"""A small course definition as text, for tests to spoil one line at a time."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
A9714776 = ROOT / "catalogue" / "a9714776" / "course.yaml"
EXAMPLE = ROOT / "catalogue" / "example" / "course.yaml"

SMALL = """\
code: SMALL-1
title: {en: Small, fr: Petit}
dates: {starts: 2022-03-14, ends: 2022-03-31}
hours: 5
languages: [en, fr]
timezone: Europe/Rome
weeks:
  - number: 1
    title: {en: One, fr: Un}
  - number: 2
    title: {en: Two, fr: Deux}
    starts: 2022-03-21
sessions:
  - key: first
    kind: webinar
    week: 1
    title: {en: First, fr: Première}
    date: 2022-03-15
    time: 10:00
    minutes: 60
pieces:
  - key: quiz_1
    kind: quiz
    title: {en: Quiz, fr: Quiz}
    week: 1
    questions: 10
    opens: 2022-03-14 08:00
    closes: 2022-03-18 23:59
  - key: essay
    kind: essay
    title: {en: Essay, fr: Essai}
    criteria:
      - key: clarity
        title: {en: Clarity, fr: Clarté}
        maximum: 10
      - key: depth
        title: {en: Depth, fr: Profondeur}
        maximum: 7.5
policy:
  weights: {quiz: 40, essay: 60}
  achievement: {points: 60, requires: all}
  participation: {points: 30, min_done: 1/2, counted_by: piece}
  incomplete_above: participation
  bonus: {max: 0}
  threshold_rounding: none
  group: {partial: 1/2}
  hours: {required: off}
  quiz: {mean_over: takers}
  engagement: {full: 1, half: 1/2}
rubric:
  - piece: essay
    criterion: clarity
    levels:
      - points_from: 0
        title: {en: Low, fr: Bas}
        description: {en: Dim., fr: Obscur.}
      - points_from: 5
        title: {en: High, fr: Haut}
        description: {en: Bright., fr: Clair.}
  - piece: essay
    criterion: depth
    levels:
      - points_from: 0
        title: {en: Low, fr: Bas}
        description: {en: Flat., fr: Plat.}
certificate:
  issuer: {en: Centre, fr: Centre}
  achievement:
    title: {en: Certificate of Achievement, fr: Certificat de réussite}
    statement: {en: has completed, fr: a accompli}
  participation:
    title: {en: Certificate of Participation, fr: Certificat de participation}
    statement: {en: has taken part in, fr: a participé à}
  signatories:
    - name: Ann Signer
      role: {en: Head, fr: Cheffe}
"""


def spoiled(old: str, new: str) -> bytes:
    """Return the small course with its first `old` made `new`."""
    assert old in SMALL
    return SMALL.replace(old, new, 1).encode()


def line_of(words: str, within: str = SMALL) -> int:
    """Return the line on which `words` first stand."""
    return within[: within.index(words)].count("\n") + 1
