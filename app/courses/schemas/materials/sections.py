"""The front matter of Markdown files and the sections of structured ones, with their keys."""

from __future__ import annotations

from enum import StrEnum

from app.courses.rules.materials import Audience
from app.courses.schemas.materials.fields import Forms, InEach, Prose, Slug
from app.shared.definitions.fields import (
    Amount,
    Anything,
    Choice,
    InLanguages,
    Language,
    Sentence,
    Several,
    Switch,
    Whole,
    Word,
)
from app.shared.definitions.fields import Part as Inner
from app.shared.definitions.section import Section


class QuestionnaireKind(StrEnum):
    """What an instrument is."""

    SURVEY = "survey"
    FOCUS_GROUP = "focus_group"
    MINI_SURVEY = "mini_survey"


class ItemKind(StrEnum):
    """How an item of a questionnaire is answered; a prompt is said aloud."""

    SCALE = "scale"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    YES_NO = "yes_no"
    PROMPT = "prompt"


class WeekHead(Section):
    """Front matter of `weeks/N.LANG.md`; a title is that of course.yaml."""

    title = Sentence(required=False)


class ModuleHead(Section):
    """Front matter of `modules/KEY.LANG.md`: `order` among all modules, `minutes` of reading, `source` of the facts."""

    title = Sentence()
    week = Whole(1, 60)
    order = Whole(1, 1000)
    minutes = Whole(1, 600)
    source = Sentence(required=False)


class DocumentHead(Section):
    """Front matter of `documents/KEY.LANG.md`: who reads it, and where it belongs."""

    title = Sentence()
    audience = Choice(Audience)
    week = Whole(1, 60, required=False)
    order = Whole(1, 1000, required=False)
    minutes = Whole(1, 600, required=False)
    source = Sentence(required=False)


class SampleHead(Section):
    """Front matter of `essay/samples/QUALITY.LANG.md`: a sample essay with the marks it should get."""

    title = Sentence()
    language = Language()
    quality = Word()
    marks = Anything()


class TermSection(Section):
    """One term of the glossary; `also`: other ways in which texts write it."""

    key = Slug()
    term = InLanguages()
    also = InEach(Forms(), required=False)
    definition = InLanguages()


class GlossarySection(Section):
    """The file glossary.yaml."""

    terms = Several(TermSection)


ScaleSection = Section.from_dict(
    {"from": Whole(0, 100), "to": Whole(1, 100), "low": InLanguages(), "high": InLanguages()}, name="ScaleSection"
)
"""A scale of whole numbers and what its ends mean; a section by hand, since `from` is Python's own word."""


class OptionSection(Section):
    """One answer to choose."""

    key = Word()
    text = InLanguages()


class ItemSection(Section):
    """One question, statement or prompt."""

    key = Word()
    kind = Choice(ItemKind)
    text = InLanguages()
    scale = Inner(ScaleSection, required=False)
    options = Several(OptionSection, required=False)
    required = Switch(required=False)


class ItemsSection(Section):
    """A part of a questionnaire; `minutes` for a session of a focus group."""

    key = Word()
    title = InLanguages()
    intro = InLanguages(required=False)
    minutes = Whole(1, 600, required=False)
    items = Several(ItemSection)


class QuestionnaireSection(Section):
    """A file of `questionnaires`: what it is for, when it is given, its parts; `notes` for whoever uses it."""

    questionnaire = Word()
    title = InLanguages()
    purpose = InLanguages()
    when = InLanguages()
    kind = Choice(QuestionnaireKind)
    anonymous = Switch()
    minutes = Whole(1, 600)
    source = InLanguages(required=False)
    notes = Several(InLanguages(), required=False)
    sections = Several(ItemsSection)


class MessageSection(Section):
    """A file of `messages`: to whom, when, subject and plain text, with placeholders in braces."""

    message = Word()
    to = Word()
    when = InLanguages()
    subject = InLanguages()
    body = InEach(Prose())


class TitledSection(Section):
    """A column or row of the worksheet; `guidance` for filling a row."""

    key = Word()
    title = InLanguages()
    guidance = InLanguages(required=False)


class WorksheetSection(Section):
    """The file groupwork/worksheet.yaml: an empty table that a group fills."""

    title = InLanguages()
    intro = InLanguages()
    columns = Several(TitledSection)
    rows = Several(TitledSection)
    note = InLanguages(required=False)


class TaskSection(Section):
    """One task of a role."""

    key = Word()
    text = InLanguages()


class RoleSection(Section):
    """One role in a group, and its tasks."""

    key = Word()
    title = InLanguages()
    tasks = Several(TaskSection)


class RolesSection(Section):
    """The file groupwork/roles.yaml."""

    roles = Several(RoleSection)


class CriterionMarkSection(Section):
    """The mark of one criterion, and why."""

    criterion = Word()
    points = Amount()
    comment = InLanguages()


class CalibrationSection(Section):
    """The file essay/calibration.yaml: an excerpt and the marks on which markers agree."""

    title = InLanguages()
    excerpt = InEach(Prose())
    marks = Several(CriterionMarkSection)
    overall = InLanguages()
