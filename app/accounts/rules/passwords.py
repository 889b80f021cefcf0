"""Which passwords are taken. Pure.

Source: NIST SP 800-63B: length counts, composition does not, common ones are refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from app.shared.wording import Text, text

SHORTEST = 10
LONGEST = 200
OWN_CHARACTERS = 6
"""How many characters must be left when the person's names, address and the system's name are taken out."""
DISTINCT = 4

_COMMONEST = """
0123456789 1234567890 12345678910 0987654321 9876543210 1q2w3e4r5t 1qaz2wsx3edc q1w2e3r4t5 zaq12wsx3edc
1234512345 123456789a 123456789q a123456789 1234567891 123123123123 1122334455 0000000000 qwerty1234
qwerty12345 qwertyuiop qwertyuiop1 qwertzuiop azertyuiop asdfghjkl1 asdfghjkl; zxcvbnm123 abcdefghij
abcdefghijk abcd1234567 abc1234567 password12 password123 password1234 password12345 passw0rd123
p@ssw0rd123 p@ssword123 mypassword mypassword1 yourpassword newpassword changeme123 changemenow
letmein123 letmeinnow welcome123 welcome1234 welcome2022 welcome2023 welcome2024 welcome2025 iloveyou12
iloveyou123 iloveyouforever administrator admin12345 adminadmin administrator1 superadmin1 football123
baseball123 basketball liverpool1 manchester motdepasse motdepasse1 motdepasse123 bonjour123 jetaime123
jesuschrist hellohello helloworld princess123 sunshine123 monkey12345 dragon12345 michael123 internet123
computer123 testtest123 test123456 testpassword secret1234 mustang1234 whatever123 trustno1trustno1
starwars123 freedom123 blink182blink unknown123 samsung123 nelsonmandela
"""
COMMONEST = frozenset(_COMMONEST.split())
"""Those of the commonest passwords that are long enough."""


def normalised(password: str) -> str:
    """Return the password as it is hashed: one Unicode form, whatever the keyboard sent."""
    return unicodedata.normalize("NFKC", password)


def password_problem(password: str, email: str, names: Iterable[str] = ()) -> Text | None:
    """Return why `password` is not taken for a person with this address and these names; None when it is."""
    wanted = normalised(password).casefold()
    if len(wanted) < SHORTEST:
        return text(
            "A password has at least %(limit)s characters. Several words in a row make a good one.", limit=SHORTEST
        )
    if len(wanted) > LONGEST:
        return text("A password has at most %(limit)s characters.", limit=LONGEST)
    if wanted in COMMONEST or len(set(wanted)) < DISTINCT:
        return text("This password is among the first that others would try. Choose another one.")
    if len(_own_part(wanted, email, names)) < OWN_CHARACTERS:
        return text("A password must not be made of your name or your e-mail address.")
    return None


def _own_part(password: str, email: str, names: Iterable[str]) -> str:
    local, _, domain = email.casefold().partition("@")
    parts = [email.casefold(), local, domain, *local.replace("_", ".").replace("-", ".").split("."), *domain.split(".")]
    parts += [part for name in names for part in (name.casefold(), *name.casefold().split())]
    rest = password
    for part in sorted({*parts, "ecampus", "e-campus", "campus"}, key=len, reverse=True):
        if len(part) > 2:  # noqa: PLR2004 - shorter ones stand in every other word
            rest = rest.replace(part, "")
    return rest
