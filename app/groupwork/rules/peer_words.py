"""The words of peer assessment: which kind it is, who rates, what becomes of those who do not. Pure."""

from __future__ import annotations

from enum import StrEnum


class PeerKind(StrEnum):
    """Members share points over their own team, or teams rate another team's presentation."""

    WITHIN = "within"
    BETWEEN = "between"


class OwnShare(StrEnum):
    """Whether members also give themselves a share. It is never part of a mean."""

    EXCLUDED = "excluded"
    INCLUDED = "included"


class Missing(StrEnum):
    """What becomes of somebody who did not rate.

    `ignore`: the mean is over those who rated. `even` (in a team only): counts as if they had shared evenly.
    `forfeit`: as `ignore`, and they themselves lose what peers' ratings would have brought them.
    """

    IGNORE = "ignore"
    EVEN = "even"
    FORFEIT = "forfeit"


class MissingGroup(StrEnum):
    """`Missing`, for teams that rate presentations: there is nothing to share evenly."""

    IGNORE = "ignore"
    FORFEIT = "forfeit"


class Raters(StrEnum):
    """Who rates a presentation: the ambassador for the group, or each of its members."""

    AMBASSADOR = "ambassador"
    MEMBERS = "members"


class Comments(StrEnum):
    """Whether members may write a comment on each other, for tutors to read."""

    OPTIONAL = "optional"
    OFF = "off"
