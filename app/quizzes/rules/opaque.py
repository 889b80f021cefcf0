"""Keys of options that do not tell where their author put them. Pure.

Keys are shown with the options, in pages and over the API, and options are shuffled: letters in the author's order
would undo that for whoever always puts the right one first. Source: docs/decisions/0068-opaque-keys.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain, count

from app.quizzes.rules.answers import side_key
from app.quizzes.rules.questions import BankQuestion, Localized, Option, Question


def keys_by_text(texts: Iterable[Localized], taken: Collection[str] = ()) -> Iterator[str]:
    """Yield a key for each option from its text alone.

    What says the same as one before it, or would get a name that is `taken`, gets a number.
    """
    used = set(taken)
    for said in texts:
        base = side_key(said)
        names = chain([base], (f"{base}_{number}" for number in count(2)))
        key = next(name for name in names if name not in used)
        used.add(key)
        yield key


def key_by_name(question: str, option: str) -> str:
    """Return the key of an option that its file names: the same for the same names, however it is reworded."""
    return f"s{hashlib.sha256(f'{question}/{option}'.encode()).hexdigest()[:10]}"


def keep_stored_keys(asked: BankQuestion, stored: Question) -> BankQuestion:
    """Return a file's question with the keys under which the bank has its options.

    The bank may have them under the names of the file itself: a key of a version that was asked names answers.
    """
    plain = {key_by_name(asked.key, option.key): option.key for option in stored.options}

    def kept(option: Option) -> Option:
        return replace(option, key=plain.get(option.key, option.key))

    return replace(asked, question=replace(asked.question, options=tuple(map(kept, asked.question.options))))
