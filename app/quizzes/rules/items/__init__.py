"""Item analysis with classical test theory: what the answers of a cohort say about a quiz and its questions. Pure.

Only the first attempt that each person finished counts: later ones are taken by people who have seen the questions.
Finished is what is done by rule 5: submitted, even blank, or closed at its deadline with an answer saved. What was
asked and left blank earned nothing.

Figures and sources (docs/decisions/0066-rescoring-and-item-analysis.md has all of them):

- facility, point-biserial correlation corrected for the question's own part, Cronbach's alpha (Kuder-Richardson 20):
  L. Crocker & J. Algina, Introduction to Classical and Modern Test Theory (1986), chapters 5, 7 and 14
- standard error of measurement: F. M. Lord & M. R. Novick, Statistical Theories of Mental Test Scores (1968), chapter 3
- groups of 27 percent: T. L. Kelley, Journal of Educational Psychology 30 (1939), 17-24
- intervals: Wilson (1927), Newcombe (1998), Fisher (1915), Bonett (2002)
"""

from app.quizzes.rules.items.analysis import Analysis, analyse
from app.quizzes.rules.items.cautions import cautions, hundredths, percent
from app.quizzes.rules.items.choices import SPOKEN, Choice
from app.quizzes.rules.items.comparisons import language_name
from app.quizzes.rules.items.estimates import Estimate
from app.quizzes.rules.items.figures import ItemFigures, Part
from app.quizzes.rules.items.groups import Groups
from app.quizzes.rules.items.looks import Look, LookCode, looks_at
from app.quizzes.rules.items.sheets import Answer, Sheet, Studied
from app.quizzes.rules.items.times import seconds_of

__all__ = [
    "SPOKEN",
    "Analysis",
    "Answer",
    "Choice",
    "Estimate",
    "Groups",
    "ItemFigures",
    "Look",
    "LookCode",
    "Part",
    "Sheet",
    "Studied",
    "analyse",
    "cautions",
    "hundredths",
    "language_name",
    "looks_at",
    "percent",
    "seconds_of",
]
