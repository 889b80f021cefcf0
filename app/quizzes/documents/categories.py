"""Where a question stands in a bank: Moodle's paths and ours. Pure."""

from __future__ import annotations

import re

_CONTEXT = re.compile(r"\$(?:course|system|module|cat\w*|[a-z]+)\d*\$/", re.IGNORECASE)
_SLASH = re.compile(r"(?<!/)/(?!/)")


def from_path(path: str) -> str:
    """Return our category of a path such as `$course$/top/Default for Unit 1/Topic`; `//` is a slash in a name."""
    names = [name.replace("//", "-").strip() for name in _SLASH.split(_CONTEXT.sub("", path.strip(), count=1))]
    if names and names[0] == "top":
        names = names[1:]
    return "/".join(name for name in names if name)


def to_path(category: str) -> str:
    """Return the path under which Moodle keeps a category of ours, beneath the course's own."""
    return f"$course$/top/{category}" if category else "$course$/top"
