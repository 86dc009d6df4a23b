"""The documents do what they say: every block is run, every set loaded, every link followed.

How a block is run, its language says and the comment above it (`pages.py`). With UPDATE_GOLDEN set, what commands
print is written into the pages (and read before it is kept).
"""

from __future__ import annotations

import contextlib
import doctest
import importlib
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from scoring.example_results import run_examples
from scoring.example_words import failure_text
from scoring.indicators import IndicatorSet
from scoring.linter import lint
from scoring.loading import check, load_bound
from scoring.plugins import load_file, registry
from tests.pages import GENERATED, PAGES, ROOT, SETS, Block, anchor, blocks, read

if TYPE_CHECKING:
    from types import ModuleType

LANGUAGES: Final = {"toml", "python", "sh", "console", "text", "json", "diff"}
LINK: Final = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
ENVIRONMENT: Final = {
    "COLUMNS": "80",
    "NO_COLOR": "1",
    "PYTHONUTF8": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INDEX": "1",
}
#: The folder of the shipped sets, which is another in every installation.
SHIPPED: Final = importlib.import_module("scoring.rules").__path__[0]
#: The command line of a TOML language server, beside the Python that runs the tests.
TOMBI: Final = str(Path(sys.executable).with_name("tombi"))
#: Options of pytest that leave nothing behind, and keep the order of the file.
PYTEST: Final = ("-p", "no:cacheprovider", "-p", "no:randomly")
#: Options of pip that let it install without an index, into a folder of the test's.
PIP: Final = ("--quiet", "--no-deps", "--no-build-isolation", "--upgrade", "--target")


class Page:
    """One page that is being run: its folder, the names that its Python has made, what it should print."""

    def __init__(self, name: str, folder: Path) -> None:
        """Begin a page in an empty folder, with the examples of the repository."""
        self.name = name
        self.folder = folder
        self.names: dict[str, Any] = {"__name__": "docs"}
        self.base: dict[str, Any] | None = None
        self.grown: dict[str, Block] = {}
        self.printed: list[tuple[Block, str]] = []
        shutil.copytree(ROOT / "examples", folder / "examples")

    def run(self, block: Block) -> None:
        """Run a block, or compare it."""
        assert block.language in LANGUAGES, f"{block}: nothing runs a block of {block.language!r}"
        if block.language == "diff":
            self.change(block)
        elif (command := block.says.get("output of")) is not None:
            self.printed.append((block, self.command(command, 0)))
        elif block.language == "console":
            self.printed.append((block, self.console(block)))
        elif block.language == "sh":
            self.shell(block)
        elif block.language == "toml":
            self.toml(block)
        elif "file" in block.says:
            self.write(block)
        elif block.language == "python":
            self.python(block)
        else:
            pytest.fail(f"{block}: a block of {block.language} says where its text comes from")

    def write(self, block: Block) -> Path:
        """Write a block to the file it names."""
        path = self.folder / block.says.get("file", f"{block.line}.{block.language}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        return path

    def change(self, block: Block) -> None:
        """Replace the lines that begin with `-` by those that begin with `+`."""
        path = self.folder / block.says["file"]
        text = path.read_text(encoding="utf-8")
        old, new = ("".join(f"{li[1:]}\n" for li in block.text.splitlines() if li[0] == sign) for sign in "-+")
        assert text.count(old) == 1, f"{block}: {block.says['file']} does not have these lines once"
        path.write_text(text.replace(old, new), encoding="utf-8")

    # -- TOML

    def toml(self, block: Block) -> None:
        """Load a whole set and run its examples; put a fragment where it belongs; parse whatever else."""
        data = tomllib.loads(block.text, parse_float=Decimal)
        if "append" in block.says:
            self.grown[block.says["append"]] = block
            with (self.folder / block.says["append"]).open("a", encoding="utf-8") as file:
                file.write(block.text)
        elif "at" in block.says:
            self.fragment(block, data)
        else:
            path = self.write(block)
            if data.get("schema") == "scoring/1":
                self.base = self.base or data
                self.set(block, path)

    def finish(self) -> None:
        """Load the sets that have grown block by block, as the page leaves them."""
        for name, block in self.grown.items():
            if "schema" in tomllib.loads((self.folder / name).read_text(encoding="utf-8")):
                self.set(block, self.folder / name)

    def set(self, block: Block, path: Path) -> None:
        """A whole set has no mistake (but those on purpose) and no doubt; its examples score what they expect."""
        plugin = block.says.get("plugin")
        found = registry([load_file(self.folder / plugin)] if plugin else [])
        rules, diagnosis = check(path, found)
        due = int(block.says.get("mistakes", "0"))
        assert len(diagnosis.found) == due, f"{block}: " + "\n".join(map(str, diagnosis.found))
        if due:
            return
        assert rules is not None
        result = run_examples(load_bound(path, found))
        told = [failure_text(each, result.bound.rules, "en") for each in result.results]
        assert not result.failed, f"{block}: " + "\n".join(told)

    def fragment(self, block: Block, data: dict[str, Any]) -> None:
        """A fragment makes no mistake in the page's first whole set; in an indicator it replaces what measures."""
        assert self.base is not None, f"{block}: there is no whole set above"
        merged = merge(self.base, {})
        inner = merged
        for key in block.says["at"].split("/"):
            inner = inner[key] if key else inner
        if "measure" in inner or "check" in inner:
            kept = {key: value for key, value in inner.items() if key not in ("check", "with", "measure", "scale")}
            inner.clear()
            inner.update(kept)
        inner.update(merge(inner, data))
        bound, diagnosis = lint(IndicatorSet.model_validate(merged), registry())
        assert bound is not None, f"{block}: " + "\n".join(map(str, diagnosis.errors))
        if "examples" in data:
            result = run_examples(bound)
            told = [failure_text(each, bound.rules, "en") for each in result.results]
            assert not result.failed, f"{block}: " + "\n".join(told)

    # -- Python

    def python(self, block: Block) -> None:
        """Run Python, or compare a session with what it gives; names are shared within a page."""
        with contextlib.chdir(self.folder):
            if ">>>" not in block.text:
                exec(compile(block.text, str(block), "exec", dont_inherit=True), self.names)  # noqa: S102 - the documents are ours
                return
            parser = doctest.DocTestParser()
            test = parser.get_doctest(block.text, self.names, str(block), block.page, block.line)
            said: list[str] = []
            doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(
                test, out=said.append, clear_globs=False
            )
            self.names.update(test.globs)
        assert not said, "".join(said)

    # -- commands

    def console(self, block: Block) -> str:
        """Run the commands of a session; return the session as it went."""
        commands = [line[2:] for line in block.text.splitlines() if line.startswith("$ ")]
        codes = [0] * (len(commands) - 1) + [int(block.says.get("ends with", "0"))]
        return "".join(f"$ {each}\n{self.command(each, code)}" for each, code in zip(commands, codes, strict=True))

    def shell(self, block: Block) -> None:
        """Run what a shell block says of `scoring`; CI runs the whole of it, in a fresh clone."""
        for line in block.text.replace("\\\n", " ").splitlines():
            for part in line.split("&&"):
                if re.match(r"(\.venv/bin/)?scoring ", part.strip()):
                    self.command(part.strip().removeprefix(".venv/bin/"), 0)

    def command(self, line: str, code: int) -> str:
        """Run a command in the page's folder; return what it prints, standard error last."""
        program, *words = shlex.split(line)
        packages = self.folder / "packages"
        if program == "pytest":
            words = [*words, *PYTEST]
        elif program == "pip":
            assert words[0] == "install", line
            words = ["install", *PIP, str(packages), *words[1:]]
        else:
            assert program in ("scoring", "tombi"), f"{self.name}: nothing runs {line!r}"
        start = [TOMBI] if program == "tombi" else [sys.executable, "-m", program]
        paths = filter(None, [str(packages), os.environ.get("PYTHONPATH")])
        done = subprocess.run(
            [*start, *words],
            cwd=self.folder,
            env={**os.environ, **ENVIRONMENT, "PYTHONPATH": os.pathsep.join(paths)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == code, f"{self.name}: {line} ended with {done.returncode}\n{done.stdout}{done.stderr}"
        return (done.stdout + done.stderr).replace(f"{SHIPPED}{os.sep}", "…/")


def merge(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of `base` with the keys of `more`, deeply."""
    merged = {key: merge(value, {}) if isinstance(value, dict) else value for key, value in base.items()}
    for key, value in more.items():
        below = merged.get(key)
        merged[key] = merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def even(text: str) -> str:
    """Return what a command prints without what changes by itself: versions, digests, space at the end of lines."""
    text = re.sub(r"\b\d+\.\d+\.\d+(?:\.dev\d+)?\b", "0.0.0", text)
    text = re.sub(r"\b(passed|failed) in \d+\.\d+s", r"\1 in 0.00s", text)
    text = re.sub(r"sha256:(?:[0-9a-f]+|…)", "sha256:…", text)
    return "".join(f"{line.rstrip()}\n" for line in text.rstrip().splitlines())


def pattern(block: Block) -> str:
    """Return the pattern of what a block shows: a line `…` stands for any lines."""
    parts = re.split(r"(?m)^ *…\n", even(block.text))
    return "(?:.*\n)*?".join(map(re.escape, parts))


def update(page: str, shown: list[tuple[Block, str]]) -> None:
    """Write what commands printed into the page, but not where lines are left out."""
    lines = read(page).splitlines()
    for block, printed in reversed(shown):
        if not re.search(r"(?m)^ *…$", block.text):
            end = block.line - 1 + block.text.count("\n")
            lines[block.line - 1 : end] = [line.rstrip() for line in printed.rstrip().splitlines()]
    (ROOT / page).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


@pytest.mark.parametrize("name", [each for each in PAGES if each != GENERATED and not each.startswith(SETS)])
def test_every_block_does_what_the_page_says(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Sets load without a doubt, fragments fit, Python and commands give what is printed below them."""
    page = Page(name, tmp_path / "page")
    for block in blocks(name):
        if block.says.get("needs") == "spark":
            request.getfixturevalue("cluster")
        page.run(block)
    page.finish()
    if os.environ.get("UPDATE_GOLDEN"):
        update(name, page.printed)
        return
    for block, printed in page.printed:
        if re.fullmatch(pattern(block), even(printed)) is None:
            assert even(printed) == even(block.text), str(block)


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    """A relative link names a file or folder of the repository, and a heading that is there."""
    for target in LINK.findall(re.sub(r"(?ms)^```.*?^```", "", read(name))):
        if re.match(r"https?://", target):
            continue
        path, _, below = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        assert file.exists(), f"{name}: {target}"
        if below:
            titles = re.findall(r"(?m)^#+ +(.*)$", file.read_text(encoding="utf-8"))
            assert below in [*map(anchor, titles)], f"{name}: {target}"


@pytest.fixture
def readme() -> ModuleType:
    """CI's reader of the README's commands."""
    spec = importlib.util.spec_from_file_location("readme_command", ROOT / ".ci" / "readme_command.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_has_two_commands(readme: ModuleType, name: str) -> None:
    """A person types two commands: one scores the real project, one runs the tests; CI finds each."""
    first, second = readme.commands(read(name))
    assert readme.MARKS["score"].search(first)
    assert readme.MARKS["test"].search(second)
    assert "examples/wanzai-2022.toml" in first


def test_the_readmes_are_twins() -> None:
    """The Chinese README has the headings' levels and the blocks of the English one, in the same order."""
    english, chinese = (blocks(name) for name in ("README.md", "README.zh.md"))
    assert [(b.language, b.says, b.text) for b in english if b.language in ("sh", "python", "toml")] == [
        (b.language, b.says, b.text) for b in chinese if b.language in ("sh", "python", "toml")
    ]
    assert [b.language for b in english] == [b.language for b in chinese]
    assert levels("README.md") == levels("README.zh.md")


def levels(page: str) -> list[str]:
    """Return the levels of a page's headings, as their signs."""
    return re.findall(r"(?m)^(#+) ", re.sub(r"(?ms)^```.*?^```", "", read(page)))
