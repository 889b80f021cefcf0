"""The kinds of value that only a course definition has: codes, zones, times on the wall."""

from __future__ import annotations

from app.accounts.rules import zone_names
from app.courses.rules import Wall, is_code
from app.shared.definitions.fields import Day, TimeOfDay, Value
from app.shared.definitions.section import closest, quoted, refused
from app.shared.wording import text


class WallTime(Value):
    """A day and a time in the course's zone: `2022-02-14 08:00`."""

    example = "2022-02-14 08:00"

    def read(self, value: object) -> Wall:
        """Return the wall time."""
        day, _, at = value.partition(" ") if isinstance(value, str) else ("", "", "")
        if not at:
            raise refused(text("“%(value)s” is no day with a time. Write it as 2022-02-14 08:00.", value=quoted(value)))
        return Wall(Day().read(day), TimeOfDay().read(at.strip()))


class Zone(Value):
    """An IANA time zone: `Europe/Rome`."""

    example = "Europe/Rome"

    def read(self, value: object) -> str:
        """Return the zone's name."""
        if isinstance(value, str) and value in zone_names():
            return value
        close = closest(quoted(value), zone_names()) or self.example
        raise refused(
            text("The time zone “%(zone)s” is unknown. Did you mean “%(close)s”?", zone=quoted(value), close=close)
        )


class Code(Value):
    """The code of a course: `A9714776`."""

    example = "A9714776"

    def read(self, value: object) -> str:
        """Return the code as text, also where it is made of digits only."""
        code = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if isinstance(code, str) and is_code(code):
            return code
        raise refused(
            text("“%(value)s” is no code. Use capital letters, digits and -, like A9714776.", value=quoted(value))
        )
