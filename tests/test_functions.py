"""Functions that plugins add to formulas: in both worlds, with kinds that are checked, at the column of a mistake."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from scoring.loading import check
from scoring.plugins import load_file, registry
from tests.columns import score_frame
from tests.small_sets import Table, of_table, one_line, small_set, written

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

D = Decimal
PLUGIN = '''
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from scoring import hookimpl

if TYPE_CHECKING:
    from scoring import Facts, Quantity

__version__ = "1.2"


def growth(this: Quantity, last: Quantity) -> Quantity:
    return (this - last) / abs(last)


def late(
    facts: Facts,
    due: Annotated[Quantity, "date"],
    done: Annotated[Quantity, "date"],
    grace: Quantity | None = None,
) -> Quantity:
    days = facts.max(facts.days(due, done), 0)
    return days if grace is None else facts.max(days - grace, 0)


def spread(facts, values):
    return facts.maximum(values) - facts.minimum(values)


def second(facts, *values: Quantity):
    low, high = facts.min(*values), facts.max(*values)
    return sum(values[1:], values[0]) - low - high


def either(a: Annotated[Quantity, "boolean"], b: Annotated[Quantity, "boolean"]):
    return a | b


def chosen(facts, ok: Annotated[Quantity, "boolean"], a: Annotated[Quantity, "text"], b: Annotated[Quantity, "text"]):
    return facts.where(ok, a, b)


class Times:
    """A callable object is a function too."""

    def __init__(self, factor):
        self.factor = factor

    def __call__(self, x: Quantity) -> Quantity:
        return x * self.factor


def careless(x):
    return 1 if x > 0 else 0


def plain(x):
    return 3


@hookimpl
def scoring_functions():
    return {
        "acme.growth": growth,
        "late": late,
        "spread": spread,
        "第二": second,
        "either": either,
        "chosen": chosen,
        "doubled": Times(2),
        "careless": careless,
        "plain": plain,
    }
'''
FACTS: Table = {
    "a": "number",
    "b": "number",
    "spent": "money",
    "ok": "boolean",
    "k": "text",
    "due": "date",
    "done": "date",
    "t": of_table(x="number", y="money", on="date"),
}
PROJECTS: list[dict[str, Any]] = [
    {"a": 3, "b": 4, "spent": D("0.8"), "ok": True, "k": "甲", "due": "2022-01-01", "done": "2022-01-05"},
    {"a": -3, "b": 0, "ok": False, "due": "2022-01-05", "done": "2022-01-01", "t": [{"x": 4, "y": 7}, {"x": 1}, {}]},
    {},
]


@pytest.fixture
def plugin(tmp_path: Path) -> ModuleType:
    """A plugin with functions, of one file."""
    path = tmp_path / "acme.py"
    path.write_text(PLUGIN, encoding="utf-8")
    return load_file(path)


def loaded(measure: str, plugin: Any, folder: Path, **keys: Any) -> scoring.IndicatorSet:
    """Load a set with one indicator, measured by a formula."""
    return scoring.load(written(one_line(measure, FACTS, **keys), folder), plugins=[plugin])


def mistakes(rules: Table, plugin: Any, folder: Path, lang: str = "en") -> list[tuple[str, int, str]]:
    """Return code, column in the formula and message of what is wrong with the measure of a set."""
    with pytest.raises(scoring.RulesError) as caught:
        scoring.load(written(rules | {"lang": lang}, folder), plugins=[plugin])
    return [(each.code, each.column - len('measure = "') - 1, each.message) for each in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("measure", "measures"),
    [
        ("acme.growth(b, a)", [D(1) / 3, 1, None]),
        ("acme.growth(a, b)", [D("-0.25"), None, None]),
        ("acme.growth(spent, 1)", [D("-0.2"), None, None]),
        ("1 - acme.growth(b, 3) * 2", [D(1) / 3, 3, None]),
        ("late(due, done) / 10", [D("0.4"), 0, None]),
        ("late(due, done, 1) / 10", [D("0.3"), 0, None]),
        ("late('2022-01-02', done) / 10", [D("0.3"), 0, None]),
        ("late(min(due, done), done) / 10", [D("0.4"), 0, None]),
        ("coalesce(late(due, done), 1) / 10", [D("0.4"), 0, D("0.1")]),
        ("spread(t.x) / 10", [None, D("0.3"), None]),
        ("spread(t.x * b + a) / 10", [None, 0, None]),
        ("sum(acme.growth(t.x, 2))", [0, D("0.5"), 0]),
        ("count(late(due, t.on) > 1)", [0, 0, 0]),
        ("第二(a, b, 1) / 10", [D("0.3"), 0, None]),
        ("doubled(a) / 10", [D("0.6"), D("-0.6"), None]),
        ("0.5 if either(ok, a > 2) else 0.25", [D("0.5"), D("0.25"), None]),
        ("chosen(ok, k, 'b') == '甲'", [True, False, None]),
    ],
)
def test_a_function_works_in_both_worlds(measure: str, measures: list[Any], plugin: ModuleType, tmp_path: Path) -> None:
    """Numbers, money, dates, texts and conditions, of the project and of rows, missing and negative ones among them."""
    rules = loaded(measure, plugin, tmp_path)
    engine = scoring.Engine(rules, plugins=[plugin])
    frame = score_frame(rules, PROJECTS, plugins=[plugin])
    for row, facts, due in zip(frame.iter_rows(named=True), PROJECTS, measures, strict=True):
        line = engine.score(facts)["i"]
        assert line.status == row["i.status"] == ("missing" if due is None else "scored")
        assert row["i.score"] == float(line.score or 0)
        if isinstance(due, bool) or due is None:
            assert line.measure is due
        else:
            assert isinstance(line.measure, Decimal)
            assert abs(line.measure - due) < D("1E-25")


def test_a_function_is_used_wherever_a_formula_is(plugin: ModuleType, tmp_path: Path) -> None:
    """In a condition of an indicator and of a gate, too."""
    gates = {"g": {"title": "g", "when": "late(due, done) > 3", "then": {"warn": True}}}
    rules = one_line("a", FACTS, gates=gates)
    rules["indicators"]["i"]["applies"] = "either(ok, late(due, done) > 100)"
    engine = scoring.Engine(scoring.load(written(rules, tmp_path), plugins=[plugin]), plugins=[plugin])
    first, second = (engine.score(facts) for facts in PROJECTS[:2])
    assert (first["i"].status, second["i"].status) == ("scored", "not_applicable")
    assert [each.gates[0].fired for each in (first, second)] == [True, False]


def test_the_reason_shows_the_function_with_its_numbers(plugin: ModuleType, tmp_path: Path) -> None:
    """A function of the project's numbers shows them; one that folds rows shows what came of them."""
    for measure, reason in (
        ("acme.growth(b, a) * -1", "acme.growth(4, 3) × (-1) = -0.3333"),
        ("late(due, done, 1) / 10", "late(2022-01-01, 2022-01-05, 1) / 10 = 30.00%"),
        ("spread(t.x) / 10", "3 / 10 = 30.00%"),
    ):
        engine = scoring.Engine(loaded(measure, plugin, tmp_path), plugins=[plugin])
        assert engine.score(PROJECTS[0] | {"t": PROJECTS[1]["t"]})["i"].reason == reason


@pytest.mark.parametrize(
    ("keys", "plugins"),
    [
        ({}, {}),
        ({"measure": "doubled(a)"}, {"acme": "1.2"}),
        ({"applies": "either(ok, ok)"}, {"acme": "1.2"}),
        ({"gate": "doubled(a) > 1"}, {"acme": "1.2"}),
        ({"adjustment": "doubled(a)"}, {"acme": "1.2"}),
        ({"where": "doubled(x) > 1"}, {"acme": "1.2"}),
    ],
)
def test_the_sheet_names_the_plugin_of_a_function_that_was_used(
    keys: dict[str, str], plugins: dict[str, str], plugin: ModuleType, tmp_path: Path
) -> None:
    """The provenance has the plugin whose function any formula of the set uses, and only then."""
    rules = one_line(keys.get("measure", "a"), FACTS)
    indicator = rules["indicators"]["i"]
    indicator |= {"applies": keys["applies"]} if "applies" in keys else {}
    indicator |= {"for_each": "t", "where": keys["where"]} if "where" in keys else {}
    if "gate" in keys:
        rules["gates"] = {"g": {"title": "g", "when": keys["gate"], "then": {"warn": True}}}
    if "adjustment" in keys:
        rules["adjustments"] = {"b": {"title": "b", "points": keys["adjustment"], "at_most": 1}}
    engine = scoring.Engine(scoring.load(written(rules, tmp_path), plugins=[plugin]), plugins=[plugin])
    assert engine.score({}).provenance.plugins == plugins


def test_an_invalid_argument_makes_the_measure_invalid(plugin: ModuleType, tmp_path: Path) -> None:
    """What a function is given counts as named by the formula."""
    engine = scoring.Engine(loaded("doubled(a)", plugin, tmp_path), plugins=[plugin])
    assert engine.score({"a": "many"})["i"].status == "invalid"


# -- mistakes in formulas


@pytest.mark.parametrize(
    ("measure", "code", "column", "said"),
    [
        ("1 + acme.growth(a)", "formula-arguments", 4, "acme.growth is given 1 values in parentheses, and takes 2"),
        ("late(due)", "formula-arguments", 0, "late is given 1 values in parentheses, and takes 2–3"),
        ("late(due, done, 1, 2)", "formula-arguments", 0, "late is given 4 values in parentheses, and takes 2–3"),
        ("第二(*a)", "formula-not-allowed", 0, "is not allowed"),
        ("late(due, done=done)", "formula-not-allowed", 0, "is not allowed"),
        ("late(due, a)", "formula-kind", 10, "a date is due here, and this is a number"),
        ("late(due, '2022-02-30')", "formula-date", 10, "no date"),
        ("doubled(k)", "formula-kind", 8, "a number is due here, and this is a text"),
        ("第二(a, b, ok)", "formula-kind", 9, "a number is due here"),
        ("either(ok, a)", "formula-kind", 11, "a yes/no value (boolean) is due here"),
        ("doubled(ok) + 1", "formula-kind", 8, "a number is due here"),
        ("either(ok, ok) + 1", "formula-kind", 0, "a number is due here, and this is a yes/no value (boolean)"),
        ("spread(a)", "function-unsuited", 0, "spread of the plugin acme cannot be used like this: maximum wants"),
        ("careless(a)", "function-unsuited", 0, "TypeError: a Quantity has no truth value"),
        ("plain(a)", "function-unsuited", 0, "it gave 3; a Quantity is due"),
        ("doubled(t.x)", "formula-rows", 0, "fold them by sum"),
        ("acme.growth(t.x, lines.x)", "unknown-fact", 17, "no fact lines.x"),
        ("sum(spread(t.x) + t.x)", "formula-nested", 0, "sum cannot hold another fold"),
        ("doublet(a)", "unknown-function", 0, "did you mean doubled?"),
        ("acme.grwth(a, b)", "unknown-function", 0, "did you mean acme.growth?"),
        ("Late(due, done)", "unknown-function", 0, "did you mean late?"),
        ("acme.growth / 2", "unknown-fact", 0, "no fact acme.growth"),
    ],
)
def test_a_mistake_in_a_call_is_told_at_its_column(
    measure: str, code: str, column: int, said: str, plugin: ModuleType, tmp_path: Path
) -> None:
    """Number and kinds of arguments, and what the function itself refuses, at the part of the formula that is wrong."""
    ((found, place, message),) = mistakes(one_line(measure, FACTS), plugin, tmp_path)
    assert (found, place) == (code, column)
    assert said in message


def test_a_refusal_is_told_in_the_language_of_the_set(plugin: ModuleType, tmp_path: Path) -> None:
    """In Chinese too the function and its plugin are named."""
    ((_, _, message),) = mistakes(one_line("plain(a)", FACTS), plugin, tmp_path, "zh")
    assert message == "函数 plain（插件 acme）不能这样用：it gave 3; a Quantity is due"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "late has the name of a function of the plugin acme; choose another"),
        ("zh", "late 与插件 acme 的函数同名，请换一个名称"),
    ],
)
def test_a_fact_cannot_have_the_name_of_a_function(plugin: ModuleType, tmp_path: Path, lang: str, said: str) -> None:
    """A fact or a table of that name is refused at its declaration, naming the plugin; a longer name is another."""
    facts = {"late": "number", "acme.growth": of_table(x="number"), "acme.late": "number", "t": of_table(late="date")}
    rules = small_set(facts, {"i": {"measure": "acme.late"}}, lang=lang)
    path = written(rules, tmp_path)
    with pytest.raises(scoring.RulesError) as caught:
        scoring.load(path, plugins=[plugin])
    found = caught.value.diagnostics
    assert [(each.code, each.subject) for each in found] == [
        ("fact-function-of-plugin", "late"),
        ("fact-function-of-plugin", "acme.growth"),
    ]
    assert found[0].message == said
    scoring.load(path)  # without the plugin there is no such function


# -- a plugin that comes later


def test_a_set_may_be_loaded_before_its_functions_are_given(plugin: ModuleType, tmp_path: Path) -> None:
    """`load` leaves a function that is like no other to the engine, which has the plugin."""
    path = written(one_line("acme.growth(b, a)", FACTS), tmp_path)
    rules = scoring.load(path)
    assert scoring.Engine(rules, plugins=[plugin]).score(PROJECTS[0])["i"].score == D("3.33")
    with pytest.raises(scoring.RulesError, match=r"unknown-function: there is no function acme\.growth"):
        scoring.Engine(rules)


def test_a_function_that_is_misspelt_is_not_left_to_a_plugin(tmp_path: Path) -> None:
    """A name near to one that there is was meant for it."""
    path = written(one_line("summ(t.x)", FACTS), tmp_path)
    with pytest.raises(scoring.RulesError, match="did you mean sum"):
        scoring.load(path)


# -- plugins that cannot be used


def offering(text: str, functions: str, folder: Path, name: str = "odd") -> ModuleType:
    """Return a plugin that offers these functions."""
    path = folder / f"{name}.py"
    hook = f"@scoring.hookimpl\ndef scoring_functions():\n    return {functions}\n"
    path.write_text(f"import functools\nfrom typing import Annotated\nimport scoring\n{text}\n{hook}", encoding="utf-8")
    return load_file(path)


@pytest.mark.parametrize(
    ("text", "functions", "said"),
    [
        ("", "{'sum': abs}", "'sum' cannot name a function: formulas have that function already"),
        ("", "{'score': abs}", "'score' cannot name a function: formulas have that function already"),
        ("", "{'clip': abs}", "'clip' cannot name a function"),
        ("", "{'a-b': abs}", "'a-b' cannot name a function: words of letters"),
        ("", "{'a..b': abs}", "'a..b' cannot name a function"),
        ("", "{'ｆ': abs}", "cannot name a function: words of letters"),
        ("", "{'acme.in': abs}", "'acme.in' cannot name a function: it has a reserved word"),
        ("", "{5: abs}", "5 is no id of a function"),
        ("", "[abs]", "scoring_functions gives a dict"),
        ("", "{'f': 3}", "the function 'f' is 3: a function of quantities is due"),
        ("def f(x: int): ...", "{'f': f}", "the parameter 'x' of the function 'f' is annotated"),
        ("def f(x: Annotated[scoring.Quantity, 'day']): ...", "{'f': f}", "write Quantity for a number"),
        ("def f(x: 'Missing'): ...", "{'f': f}", "of the function 'f' cannot be read: NameError"),
        ("def f(x, *, y): ...", "{'f': f}", "the parameter 'y' of the function 'f' cannot be given by a formula"),
        ("", "{'f': 1 / 0}", "scoring_functions raised ZeroDivisionError"),
    ],
)
def test_an_offer_that_cannot_be_used_names_the_plugin(text: str, functions: str, said: str, tmp_path: Path) -> None:
    """Names that are taken or none, what is no function, annotations that say nothing: an error, never a log line."""
    with pytest.raises(scoring.PluginError) as caught:
        registry([offering(text, functions, tmp_path)], installed=False)
    assert "the plugin 'odd'" in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "call", "takes"),
    [
        ("def f(a, b): ...", "f", (("number", "number"), 2, None, False)),
        ("def f(facts): ...", "f", ((), 0, None, True)),
        ("def f(facts, a, *more): ...", "f", (("number",), 1, "number", True)),
        ("def f(a, facts): ...", "f", (("number", "number"), 2, None, False)),
        ("def f(a: Annotated[scoring.Quantity, 'text'] = None, /): ...", "f", (("text",), 0, None, False)),
        ("def f(a: scoring.Quantity | float = 1.5): ...", "f", (("number",), 0, None, False)),
        ("def f(a, *, b=1, **keys): ...", "f", (("number",), 1, None, False)),
        ("def f(*a: Annotated[scoring.Quantity, 'note', 'date']): ...", "f", None),
        ("def f(*a: Annotated[scoring.Quantity, 'date']): ...", "f", ((), 0, "date", False)),
        ("def f(a, b): ...", "functools.partial(f, 1)", (("number",), 1, None, False)),
    ],
)
def test_the_parameters_say_what_a_function_takes(text: str, call: str, takes: Any, tmp_path: Path) -> None:
    """A parameter is a number if its annotation does not say otherwise; `facts` come first where they are asked for."""
    module = offering(text, f"{{'f': {call}}}", tmp_path)
    if takes is None:
        with pytest.raises(scoring.PluginError, match="is annotated"):
            registry([module], installed=False)
        return
    found = registry([module], installed=False).functions["f"]
    assert (found.takes, found.fewest, found.more, found.wants_facts) == takes


def test_two_plugins_with_one_function_are_an_error_that_names_both(tmp_path: Path) -> None:
    """Neither function takes the place of the other."""
    both = [offering("def f(x): ...", "{'f': f}", tmp_path, name) for name in ("north", "south")]
    with pytest.raises(scoring.PluginError, match=r"two plugins offer the function 'f': 'north' .* and 'south' "):
        registry(both, installed=False)


def test_functions_are_listed_with_their_plugin(plugin: ModuleType) -> None:
    """What a plugin provides names its functions."""
    found = registry([plugin], installed=False)
    assert "function acme.growth" in found.plugins[-1].provides
    assert found.plugin_of("function", "acme.growth").name == "acme"


def test_a_set_that_declares_no_facts_uses_functions_too(plugin: ModuleType, tmp_path: Path) -> None:
    """A name that is not declared is of the kind that the function takes."""
    rules = one_line("late(first, last) / 10", {"a": "number"})
    del rules["facts"]
    path = written(rules, tmp_path)
    _, diagnosis = check(path, registry([plugin]))
    assert not diagnosis.errors
    sheet = scoring.Engine(scoring.load(path, plugins=[plugin]), plugins=[plugin]).score(
        {"first": "2022-01-01", "last": "2022-01-03"}
    )
    assert sheet["i"].score == 2
