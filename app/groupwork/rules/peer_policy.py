"""How peers' ratings count, in plain words made from what the course says. Pure."""

from __future__ import annotations

from app.groupwork.rules.peer_words import Missing, OwnShare, Raters
from app.groupwork.rules.settings import GroupWorkSettings
from app.shared.amounts import plain_number
from app.shared.wording import Text, text


def within_policy(settings: GroupWorkSettings, missing: Missing) -> tuple[Text, ...]:
    """Return the rules of sharing points over one's team, for those who share."""
    within, factor = settings.within, settings.factor
    total = factor.tasks + factor.sessions + factor.worksheet + within.weight
    own = (
        text("You also give yourself a share. It is put aside: what you give yourself changes nothing for anybody.")
        if within.own_share is OwnShare.INCLUDED
        else text("You do not rate yourself.")
    )
    counts = (
        text(
            "It counts for %(weight)s of %(total)s parts in what is proposed to your tutors as your part in the group"
            " work. A tutor decides in every case.",
            weight=plain_number(within.weight),
            total=plain_number(total),
        )
        if within.weight
        else text(
            "It adds nothing to anybody’s points and takes nothing away. Your tutors see it beside other evidence when"
            " they decide on your part in the group work."
        )
    )
    return (
        text("Each of you shares 100 points over the team. The result is the mean of what the others gave; 1 is even."),
        own,
        counts,
        _MISSING_WITHIN[missing],
        text("Nobody in your team learns who gave what, or who has rated. Tutors see it with names."),
        text(
            "You see your own result when the time is over, if at least %(minimum)s others have rated.",
            minimum=within.minimum,
        ),
    )


def between_policy(settings: GroupWorkSettings, missing: Missing) -> tuple[Text, ...]:
    """Return the rules of rating another group's presentation."""
    between = settings.between
    who = (
        text("Your ambassador rates for the whole group.")
        if between.raters is Raters.AMBASSADOR
        else text("Each member of the group rates.")
    )
    counts = (
        text(
            "The mean is %(weight)s %% of the rated group’s mark; tutors’ marks are the rest. It counts when the time"
            " is over.",
            weight=plain_number(between.weight),
        )
        if between.weight
        else text("The ratings add nothing to the group’s mark and take nothing away. Tutors read them.")
    )
    rule = (
        text("A group that rates nobody gets 0 for this part of its own mark.")
        if missing is Missing.FORFEIT
        else text("A rating that is missing is left out.")
    )
    return (
        text("Each group rates the presentation of another one, by the criteria of the group work."),
        who,
        counts,
        rule,
        text("The rated group does not learn who rated it, or what each said. Tutors see it with names."),
        text(
            "A group sees its mean when the time is over, if it got at least %(minimum)s ratings.",
            minimum=between.minimum,
        ),
    )


_MISSING_WITHIN = {
    Missing.IGNORE: text("Whoever does not rate is left out of the means."),
    Missing.EVEN: text("Whoever does not rate counts as if they had shared evenly."),
    Missing.FORFEIT: text(
        "Whoever does not rate is left out of the means, and loses what the team’s ratings would bring them."
    ),
}
