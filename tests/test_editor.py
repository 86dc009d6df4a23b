"""A TOML language server with the shipped JSON Schema: what it lets pass, what it marks, what it completes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from scoring.plugins import load_file, registry
from scoring.schema import set_schema, written
from tests.pages import GENERATED, PAGES, ROOT, blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NAME: Final = "indicator-set.schema.json"
SHIPPED: Final = ROOT / "rules" / NAME
#: The command line of the language server, beside the Python that runs the tests.
TOMBI: Final = Path(sys.executable).with_name("tombi")
INVALID: Final = ROOT / "tests" / "data" / "invalid"
#: A line of an expected message: its line and its code.
EXPECTED: Final = re.compile(r"(?m)^\S+\.toml:(\d+):\d+: ([a-z-]+): ")
#: What the models alone refuse, and so the schema too: keys, types, choices, bounds, what belongs together.
STRUCTURAL: Final = {
    *(
        "bad-id",
        "check-or-measure",
        "columns-without-table",
        "gate-effect",
        "gate-weight",
        "missing-key",
        "missing-parameter",
    ),
    *("not-yet", "quotes-wanted", "scale-kind-wanted", "step-edge", "step-worth", "unknown-aggregate"),
    *("unknown-check", "unknown-key", "unknown-scale", "where-without-rows", "with-without-check", "wrong-choice"),
    *("limit-above", "limit-at-least", "limit-at-most", "limit-below", "linear-ends", "too-few", "too-many"),
    *("want-array", "want-boolean", "want-date", "want-number", "want-table", "want-text", "want-whole-number"),
}
#: Of what these refuse the schema sees a part: texts of spaces, tables without entries, numbers that are far too large.
EITHER: Final = ("empty-value", "formula-empty", "number-range", "table-without-columns")
#: What no schema misses beside a base, which may have it.
OF_THE_WHOLE: Final = {"missing-parameter", "scale-kind-wanted"}
#: Files that are no TOML.
NO_TOML: Final = ("toml-", "file-")
#: Cases of `want-number` about numbers that are none, which a schema takes for numbers.
UNSEEN: Final = {"want-number-nan", "want-number-nan-threshold"}


class Mark(NamedTuple):
    """What the language server marks in a file: the line, `error` or `warning`, and what it says."""

    line: int
    level: str
    said: str


@pytest.fixture(scope="module")
def lint(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, list[Mark]]]:
    """Return what runs the language server over sets by name, and gives what it marks in each, by line of the set."""

    def run(sets: Mapping[str, str], schema: str = SHIPPED.read_text(encoding="utf-8")) -> dict[str, list[Mark]]:
        folder = tmp_path_factory.mktemp("sets")
        (folder / NAME).write_text(schema, encoding="utf-8")
        for name, text in sets.items():
            (folder / f"{name}.toml").write_text(f"#:schema {NAME}\n{text}", encoding="utf-8", newline="")
        found = folder / "found.json"
        command = [str(TOMBI), "lint", "--offline", "--diagnostics-format", "json", "--diagnostics-file", str(found)]
        subprocess.run([*command, str(folder)], check=False, capture_output=True)
        marks = defaultdict(list)
        for each in json.loads(found.read_text(encoding="utf-8")):
            line = each["range"]["start"]["line"] - 1
            marks[Path(each["path"]).stem].append(Mark(line, each["level"], each["message"]))
        return marks

    return run


def errors(marks: list[Mark]) -> list[Mark]:
    """Return the marks that are errors: the others are about style."""
    return [each for each in marks if each.level == "error"]


BASE: Final = """\
schema  = "scoring/1"
id      = "a/set"
title   = "A set"
version = "1"
missing = "zero"
grades  = [{ at_least = 0, label = "any" }]

[facts]
done = { type = "number" }

[dimensions.output]
title  = "Output"
weight = 100

[indicators.one]
title     = "One"
dimension = "output"
weight    = 100
"""
#: Below `BASE`, at line 20: what is written, and what the language server says of it; nothing of what is right.
WRITTEN: Final = [
    ('measure = "done"', None),
    ('measure = "done"\nremdy = "x"', '"remdy" is not allowed'),
    ('measure = "done"\nweights = "points"', '"weights" is not allowed'),
    ('measure = "done"\nsource = 3', "expected a value of type String, but found Integer"),
    ('check = "ratio"\nwith = { part = "done", whole = "done" }', None),
    ('check = "ratio"\nwith = { part = "done", hole = "done" }', '"hole" is not allowed'),
    ('check = "ratio"\nwith = { part = "done" }', '"whole" is required'),
    ('check = "ratoi"\nwith = { part = "done", whole = "done" }', 'but found "ratoi"'),
    ('check = "budget.completion"\nwith = { spent = "done", basis = "received" }', None),
    ('check = "budget.completion"\nwith = { spent = "done", basis = "recieved" }', 'but found "recieved"'),
    ('check = "survey.satisfaction"\nwith = { minimum_sample = 30.5 }', "expected a value of type Integer"),
    ('measure = "done"\nscale = { kind = "levels", levels = { "好" = 1, "差" = 0 } }', None),
    ('measure = "done"\nscale = { kind = "levles", levels = { "好" = 1, "差" = 0 } }', 'but found "levles"'),
    ('measure = "done"\nscale = { kind = "levels", levels = { "好" = 1.5 } }', "the value must be ≤ 1"),
    ('measure = "done"\nscale = { kind = "levels", target = 1 }', '"target" is not allowed'),
    ('measure = "done"\nscale = { target = 1 }', '"kind" is required'),
    ('measure = "done"\nscale = { kind = "thresholds", steps = [{ at_least = 1, share = 1 }] }', None),
    (
        'measure = "done"\nscale = { kind = "thresholds", steps = [{ atleast = 1, share = 1 }] }',
        '"atleast" is not allowed',
    ),
]


def test_what_is_written_is_judged_by_its_check_and_its_kind(lint: Callable[..., dict[str, list[Mark]]]) -> None:
    """A wrong key, another check's parameter, a kind that there is not: each is marked, what is right is not."""
    sets = {str(place): f"{BASE}{text}\n" for place, (text, _) in enumerate(WRITTEN)}
    marks = lint(sets)
    for place, (text, said) in enumerate(WRITTEN):
        found = [each.said for each in marks[str(place)]]
        assert any(said in each for each in found) if said else not found, (text, found)


def test_what_the_language_allows_is_not_marked(lint: Callable[..., dict[str, list[Mark]]]) -> None:
    """No valid case, no set of the conformance cases and none of the documents has an error by the schema."""
    sets = {path.stem: path.read_text(encoding="utf-8-sig") for path in (ROOT / "tests" / "data" / "valid").iterdir()}
    sets |= {path.parent.name: path.read_text(encoding="utf-8") for path in ROOT.glob("tests/conformance/*/set.toml")}
    sets |= {
        f"{page.replace('/', '-')}-{block.line}": block.text
        for page in PAGES
        if not page.endswith("diagnostics.md")  # what it shows are mistakes
        for block in blocks(page)
        if block.language == "toml"
        and page != GENERATED
        and {"schema", "grades", "indicators"} <= tomllib.loads(block.text).keys()
        and not {"plugin", "mistakes"} & {*block.says}
    }
    assert len(sets) > 60
    found = lint(sets)
    assert {name: errors(marks) for name, marks in found.items() if errors(marks)} == {}


def test_what_models_refuse_is_marked_and_nothing_else(lint: Callable[..., dict[str, list[Mark]]]) -> None:
    """Of the invalid cases, those with a mistake in keys, types, choices or bounds are marked, the others are not."""
    sets, codes = {}, {}
    for path in INVALID.glob("*.toml"):
        told = {code for _, code in EXPECTED.findall(path.with_suffix(".txt").read_text(encoding="utf-8"))}
        if not any(code.startswith((*NO_TOML, *EITHER)) for code in told) and path.stem not in UNSEEN:
            sets[path.stem] = path.read_text(encoding="utf-8")
            codes[path.stem] = told - OF_THE_WHOLE if "\nextends " in sets[path.stem] else told
    found = lint(sets)
    assert {name for name in sets if errors(found[name])} == {name for name in sets if codes[name] & STRUCTURAL}


def test_a_plugin_of_one_file_is_completed_and_validated_too(
    lint: Callable[..., dict[str, list[Mark]]], tmp_path: Path
) -> None:
    """A schema made with a plugin knows its check, its scale and their parameters; the shipped one does not."""
    plugin = tmp_path / "own.py"
    plugin.write_text(PLUGIN, encoding="utf-8")
    schema = written(set_schema(registry([load_file(plugin)])))
    right = 'check = "own.rate"\nwith = { part = "done", times = 2 }\nscale = { kind = "own", edge = 3 }'
    wrong = 'check = "own.rate"\nwith = { part = "done", times = "2" }\nscale = { kind = "own", edges = 3 }'
    found = lint({"right": BASE + right, "wrong": BASE + wrong}, schema)
    assert found["right"] == []
    assert {each.said for each in found["wrong"]} == {
        "expected a value of type Integer, but found String",
        '"edges" is not allowed',
        '"edge" is required',
    }
    assert errors(lint({"right": BASE + right})["right"])


@pytest.mark.parametrize(
    ("written_so_far", "due", "not_due"),
    [
        ('check = "¦"', {'"ratio"', '"budget.completion"', '"survey.satisfaction"'}, {'"levels"'}),
        ('check = "ratio"\nwith = { ¦ }', {"part", "whole"}, {"title"}),
        ('check = "ratio"\nwith = { part = "done", ¦ }', {"whole"}, {"spent"}),
        ('measure = "done"\nscale = { kind = "¦" }', {'"proportional"', '"levels"'}, {'"ratio"'}),
        ('measure = "done"\nscale = { kind = "levels", ¦ }', {"levels"}, {"steps", "target"}),
        ('measure = "done"\n¦', {"scale", "remedy"}, {"title", "measure", "grades"}),
    ],
)
def test_the_language_server_completes(written_so_far: str, due: set[str], not_due: set[str], tmp_path: Path) -> None:
    """At the cursor it offers checks, the parameters of the check, kinds, the keys of the kind, keys not yet there."""
    (tmp_path / NAME).write_bytes(SHIPPED.read_bytes())
    before, after = f"#:schema {NAME}\n{BASE}{written_so_far}\n".split("¦")
    offered = completions(tmp_path / "set.toml", before + after, before.count("\n"), len(before.rpartition("\n")[2]))
    assert offered >= due
    assert offered.isdisjoint(not_due)


def completions(file: Path, text: str, line: int, column: int) -> set[str]:
    """Ask the language server, as an editor does, what may stand at a place (from 0) of a text."""
    place = {"textDocument": {"uri": file.as_uri()}, "position": {"line": line, "character": column}}
    opened = {"uri": file.as_uri(), "languageId": "toml", "version": 1, "text": text}
    with subprocess.Popen(
        [TOMBI, "lsp", "--offline"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        try:
            ask(server, "initialize", {"capabilities": {}, "processId": None, "rootUri": None}, 1)
            ask(server, "initialized", {})
            ask(server, "textDocument/didOpen", {"textDocument": opened})
            offered = next(
                found for id_ in range(2, 200) if (found := ask(server, "textDocument/completion", place, id_))
            )
        finally:
            server.kill()
    return {each["label"] for each in (offered["items"] if isinstance(offered, dict) else offered)}


def ask(server: subprocess.Popen[bytes], method: str, values: dict[str, Any], id_: int | None = None) -> Any:
    """Send a message of the language server protocol; with an id, wait for the answer."""
    assert server.stdin is not None
    assert server.stdout is not None
    named = {} if id_ is None else {"id": id_}
    content = json.dumps({"jsonrpc": "2.0", "method": method, "params": values, **named}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
    server.stdin.flush()
    while id_ is not None:
        length = 0
        while (head := server.stdout.readline().strip()) or not length:
            if head.lower().startswith(b"content-length:"):
                length = int(head.partition(b":")[2])
        answer = json.loads(server.stdout.read(length))
        if answer.get("id") == id_ and "method" not in answer:
            return answer.get("result")
    return None


PLUGIN: Final = """\
from decimal import Decimal

from scoring import Check, NumberName, Scale, hookimpl


class Rate(Check):
    part: NumberName
    times: int = 1

    def measure(self, facts):
        return facts[self.part] * self.times


class Own(Scale):
    edge: Decimal

    def share(self, measure, facts, weight):
        return facts.where(measure > self.edge, 1, 0)


@hookimpl
def scoring_checks():
    return {"own.rate": Rate}


@hookimpl
def scoring_scales():
    return {"own": Own}
"""
