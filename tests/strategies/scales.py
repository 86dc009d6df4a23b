"""Scales of every kind with parameters that fit together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st

Table = dict[str, Any]
BREAKS: Final = [
    Decimal(text) for text in ["-1", "0", "0.1", "0.3", "0.5", "0.6", "0.8", "0.95", "1", "2", "10", "1000"]
]
PER: Final = [Decimal(text) for text in ["0.01", "0.05", "0.1", "0.3", "1", "5", "1000"]]
LEVELS: Final = ["好", "较好", "一般", "差", "好（优）", "A"]
_SHARES: Final = st.one_of(st.sampled_from(["0", "1", "0.5", "0.8", "0.333"]).map(Decimal), st.decimals(0, 1, places=2))


def truth_scales() -> st.SearchStrategy[Table]:
    """Scales for conditions, that by default among them."""
    return st.sampled_from([{}, {"scale": {"kind": "yes_no"}}])


@st.composite
def number_scales(draw: st.DrawFn, weight: Decimal) -> Table:
    """Draw a scale for numbers, or none: then it is the default."""
    kind = draw(st.sampled_from([None, "proportional", "thresholds", "linear", "deduction"]))
    if kind is None:
        return {}
    parts = {
        "proportional": _ways(),
        "thresholds": _steps(weight),
        "linear": _lines(),
        "deduction": _deductions(weight),
    }
    return {"scale": {"kind": kind} | draw(parts[kind])}


@st.composite
def _ways(draw: st.DrawFn) -> Table:
    """Draw the parameters of a proportional scale, at times with a pass mark."""
    target, worst = draw(st.lists(st.sampled_from(BREAKS), min_size=2, max_size=2, unique=True))
    way: Table = {"target": target, "worst": worst}
    if worst < target and draw(st.booleans()):
        way["pass"] = draw(st.sampled_from(BREAKS))
        way["rescale"] = way["pass"] < target and draw(st.booleans())
    return way


@st.composite
def _steps(draw: st.DrawFn, weight: Decimal) -> Table:
    key = draw(st.sampled_from(["at_least", "at_most"]))
    steps = []
    for threshold in draw(st.lists(st.sampled_from(BREAKS), min_size=1, max_size=4, unique=True)):
        worth = {"share": draw(_SHARES)} if draw(st.booleans()) else {"points": weight * draw(_SHARES)}
        steps.append({key: threshold} | worth)
    scale: Table = {"steps": steps}
    if draw(st.booleans()):
        scale["otherwise"] = draw(_SHARES)
    return scale


@st.composite
def _lines(draw: st.DrawFn) -> Table:
    places = draw(st.lists(st.sampled_from(BREAKS), min_size=2, max_size=5, unique=True))
    if draw(st.booleans()):
        return {"worst": places[0], "best": places[1]}
    return {"points": [[place, draw(_SHARES)] for place in sorted(places)]}


@st.composite
def _deductions(draw: st.DrawFn, weight: Decimal) -> Table:
    points = st.sampled_from([Decimal(text) for text in ["0.1", "0.8", "1", "2", "100"]])
    scale: Table = {"limit": draw(st.sampled_from(BREAKS)), "per": draw(st.sampled_from(PER)), "deduct": draw(points)}
    if weight and draw(st.booleans()):
        scale["deduct"] = weight / draw(st.sampled_from([1, 2, 5, 8]))
    options = {"side": st.sampled_from(["under", "over"]), "count": st.sampled_from(["begun", "completed"])}
    return scale | draw(st.fixed_dictionaries({}, optional=options))


@st.composite
def level_scales(draw: st.DrawFn) -> Table:
    """Draw a scale for texts."""
    levels = draw(st.lists(st.sampled_from(LEVELS), min_size=1, unique=True))
    return {"scale": {"kind": "levels", "levels": {level: draw(_SHARES) for level in levels}}}


@st.composite
def monotone_scales(draw: st.DrawFn, weight: Decimal) -> tuple[Table, int]:
    """Draw a scale for numbers on which more is never less (1), or never more (-1)."""
    scale: Table = draw(number_scales(weight).filter(bool))["scale"]
    match scale:
        case {"kind": "proportional", "target": best, "worst": worst} | {"worst": worst, "best": best}:
            return scale, 1 if best > worst else -1
        case {"kind": "deduction"}:
            return scale, -1 if scale.get("side") == "over" else 1
        case {"points": line}:
            rising = draw(st.booleans())
            shares = sorted((share for _, share in line), reverse=not rising)
            return scale | {"points": [[x, share] for (x, _), share in zip(line, shares, strict=True)]}, (
                1 if rising else -1
            )
    edges = [{key: step[key] for key in ("at_least", "at_most") if key in step} for step in scale["steps"]]
    edges.sort(key=lambda edge: next(iter(edge.values())))
    rising = "at_least" in edges[0]
    otherwise, *shares = sorted(draw(st.lists(_SHARES, min_size=len(edges) + 1, max_size=len(edges) + 1)))
    steps = [edge | {"share": share} for edge, share in zip(edges, shares if rising else shares[::-1], strict=True)]
    return scale | {"steps": steps, "otherwise": otherwise}, 1 if rising else -1
