"""What a newcomer relies on before any code runs: pins, commands and settings as the documents say."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest
from flask import Flask
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from app.config import Settings
from app.demo.rules import PARTICIPANTS, PASSWORD, STAFF
from app.shared import scheduler

pytestmark = pytest.mark.alike

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
EXACT = re.compile(r"==[0-9][0-9A-Za-z.]*")


def _requirements(name: str) -> list[Requirement]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-r ")]


def _pinned(*names: str) -> dict[str, Requirement]:
    return {canonicalize_name(pin.name): pin for name in names for pin in _requirements(name)}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_exactly(name: str) -> None:
    assert [str(pin) for pin in _requirements(name) if not EXACT.fullmatch(str(pin.specifier))] == []


def test_development_stands_on_what_runs() -> None:
    assert "-r requirements.txt" in (ROOT / "requirements-dev.txt").read_text().splitlines()
    assert not _pinned("requirements.txt").keys() & _pinned("requirements-dev.txt").keys()


@pytest.mark.parametrize("names", [("requirements.txt",), ("requirements.txt", "requirements-dev.txt")])
def test_whatever_a_pinned_package_needs_is_pinned_too(names: tuple[str, ...]) -> None:
    pins = _pinned(*names)
    assert [
        f"{pin.name} needs {needed}"
        for pin in pins.values()
        if pin.marker is None or pin.marker.evaluate()
        for needed in _needs(pin)
        if canonicalize_name(needed) not in pins and needed != "pip"
    ] == []


def _needs(pin: Requirement) -> Iterator[str]:
    for line in importlib.metadata.requires(pin.name) or []:
        needed = Requirement(line)
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in {"", *pin.extras}):
            yield needed.name


def test_what_runs_imports_no_package_that_only_development_has() -> None:
    pins = _pinned("requirements.txt")
    providers = importlib.metadata.packages_distributions()
    files = [*ROOT.glob("app/**/*.py"), *ROOT.glob("migrations/**/*.py"), ROOT / "wsgi.py", ROOT / "gunicorn.conf.py"]
    foreign = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in files
        for module in _imports(path)
        if module not in {"app", *sys.stdlib_module_names}
        and not any(canonicalize_name(name) in pins for name in providers.get(module, [module]))
    }
    assert foreign == set()


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found - {"_typeshed"}


def _in_code(document: Path) -> Iterator[str]:
    """The pieces of a document that are set as code: spans, and the lines of blocks."""
    text = document.read_text()
    blocks = re.findall(r"^```[a-z]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```[a-z]*\n.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from (line.strip() for block in blocks for line in block.splitlines())
    yield from (re.sub(r"\s+", " ", span) for span in re.findall(r"`([^`]+)`", rest))


def _commands(tool: str) -> list[tuple[str, list[str]]]:
    """Every (document, words) in which a document names `tool` with lower-case words after it."""
    pattern = re.compile(rf"(?:\.venv/bin/)?{tool} ([a-z][a-z-]*(?: [a-z][a-z-]*)*)")
    return [
        (str(document.relative_to(ROOT)), match[1].split())
        for document in DOCUMENTS
        for code in _in_code(document)
        if (match := pattern.match(code))
    ]


def test_every_make_target_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert [(document, words) for document, words in _commands("make") if words[0] not in targets] == []


def test_every_flask_command_that_a_document_names_exists(app: Flask) -> None:
    assert [(document, words) for document, words in _commands("flask") if not _is_command(app, words)] == []


def _is_command(app: Flask, words: list[str]) -> bool:
    if words[0] in {"run", "shell", "routes", "db"}:
        return True
    command = app.cli.get_command(click.Context(app.cli), words[0])
    if isinstance(command, click.Group):
        if len(words) == 1:
            return True
        return command.get_command(click.Context(command), words[1]) is not None
    return command is not None


def test_every_file_that_a_document_links_to_exists() -> None:
    links = [
        (document, link)
        for document in DOCUMENTS
        for link in re.findall(r"\]\((?!https?:)([^)#\s]+)", document.read_text())
    ]
    assert [f"{document.name}: {link}" for document, link in links if not (document.parent / link).exists()] == []


def test_every_place_that_the_readme_names_exists() -> None:
    rows = re.findall(r"^\| .+ \| (.+) \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
    places = [place for row in rows for place in re.findall(r"`((?:app|catalogue|docs|migrations|tests)/[^`]*)`", row)]
    assert len(places) >= 20
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_the_readme_names_everybody_of_the_demonstration_and_the_password() -> None:
    readme = (ROOT / "README.md").read_text()
    rows = re.findall(r"^\| ([a-z ]+) \| `([^`]+@[^`]+)` \|", readme, re.MULTILINE)
    assert rows == [(persona.role.value.replace("_", " "), persona.email) for persona in (*STAFF, *PARTICIPANTS)]
    assert f"`{PASSWORD}`" in readme


def test_the_operators_page_lists_every_setting_as_it_is() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    listed = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.*?) \|$", page, re.MULTILINE)
    expected = [
        (spec.name.upper(), f"`{default}`" if (default := spec.metadata["default"]) else "", spec.metadata["meaning"])
        for spec in fields(Settings)
    ]
    assert listed == expected


def test_the_operators_page_lists_every_timed_job(app: Flask) -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    listed = re.findall(r"^\| `([a-z-]+)` \| (\d+) (s|h) \| .+ \|$", page, re.MULTILINE)
    seconds = {"s": 1, "h": 3600}
    assert {(name, int(number) * seconds[unit]) for name, number, unit in listed} == {
        (job.name, job.every) for job in scheduler.jobs_of(app).values()
    }


def test_the_help_of_make_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())
    assert phony == set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))


def test_nothing_in_the_tree_names_a_folder_of_somebodys_machine() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone, so nobody can say which files belong to the tree")
    git = shutil.which("git")
    assert git is not None
    tracked = subprocess.run(
        [git, "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    somewhere = re.compile(rf"(?<![\w.]){'/'}(work|farm|root|home|Users)/[a-z]")
    named = []
    for name in tracked:
        path = ROOT / name
        if path.suffix in {".png", ".ttf", ".mo", ".woff2", ".xlsx", ".pdf"} or not path.is_file():
            continue
        named += [f"{name}:{number}" for number, line in _lines(path) if somewhere.search(line)]
    assert named == []


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    return enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
