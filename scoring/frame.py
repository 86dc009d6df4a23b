"""Many projects at once: a frame of projects, and tables of their rows, scored through the column algebra.

Everything stays as lazy as it came: a plan of stages is put on top of the frames, and whoever collects it, collects it.
"""

from __future__ import annotations

from decimal import localcontext
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import narwhals as nw

from scoring.checks import ObservedCheck
from scoring.columns import Columns, Source
from scoring.columns_folds import EMPTY, KEY, folded
from scoring.columns_program import Column, leaf, literal
from scoring.columns_reading import Declared, absent, source
from scoring.columns_stages import Stage, staged
from scoring.errors import DataError, closest
from scoring.exact_row import CONTEXT
from scoring.frame_native import Opened, opened
from scoring.frame_observed import CARRIED, with_observed
from scoring.frame_rows import facts_by_project
from scoring.frame_texts import plain_texts
from scoring.messages import message
from scoring.plan import Assembled, assemble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scoring.binding import Bound
    from scoring.frame_texts import PlainForm

__all__ = ["Frames", "frames_of", "planned", "read_frame", "scored", "with_stages"]

Frame = nw.LazyFrame[Any]
#: A column as it came, before it is read.
RAW: Final = "raw:"
#: How many folds may need one another before the frames are collected between them: a plan doubles with each.
DEEPEST: Final = 6
#: How the texts of a fact are made plain, by its type; others as figures.
FORMS: Final[Mapping[str, PlainForm]] = {"text": "text", "level": "text", "quantity": "quantity"}


class Frames(NamedTuple):
    """The projects and their tables, opened: the frames that stages are evaluated on, and how their facts are read.

    `given` is the projects' frame as it came; `frames` has it under None, the tables by name.
    """

    given: Opened
    key: str
    frames: Mapping[str | None, Frame]
    sources: Mapping[str, Source]


def frames_of(
    bound: Bound,
    projects: Any,
    tables: Mapping[str, Any],
    key: str,
    lang: str,
    *,
    carried: Sequence[str] = (),
    observe: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
) -> Frames:
    """Open the frames that a set is to be applied to; raises `DataError` for what cannot be used.

    `carried` are columns of the projects' frame that come back beside the results; `observe` gives what the set's
    observed checks see of one project.
    """
    given = opened(projects, "frame", lang)
    schema = given.frame.collect_schema()
    if key not in schema:
        names = schema.names()
        near = closest(key, names)
        code = "frame-no-key" if near is None else "frame-no-key-near"
        raise DataError(message(code, lang, key=key, near=near, known=tuple(names[:20])))
    if unknown := [name for name in tables if name not in bound.names.tables]:
        code = "frame-unknown-table" if bound.names.tables else "frame-no-tables"
        raise DataError(message(code, lang, name=unknown[0], known=tuple(bound.names.tables)))
    _unique(given, key, lang)
    sources: dict[str, Source] = {}
    if observe is not None:
        _at_hand(bound, given, lang)
        seen = list(map(observe, facts_by_project(bound, projects, tables, key, lang)))
        given, sources = with_observed(bound, given, seen)
    facts = {name: name for name in bound.names.facts} | {name: name for name in bound.names.tables}
    parent = read_frame(given.frame, facts, bound, sources, None, key, [*carried, *sources])
    frames: dict[str | None, Frame] = {None: parent}
    for table, columns in bound.names.tables.items():
        if table not in tables:
            for column in columns:
                sources[f"{table}.{column}"] = absent(_declared(bound, f"{table}.{column}"))
            continue
        child = opened(tables[table], f"tables[{table!r}]", lang)
        own = child.frame.collect_schema()
        if child.frame.implementation is not given.frame.implementation:
            raise DataError(message("frame-mixed", lang, table=table))
        if key not in own:
            known = tuple(own.names()[:20])
            raise DataError(message("frame-no-table-key", lang, table=table, key=key, known=known))
        if not _joins(schema[key], own[key]):
            raise DataError(message("frame-key-type", lang, table=table, key=key, a=str(own[key]), b=str(schema[key])))
        named = {f"{table}.{column}": column for column in columns}
        frames[table] = read_frame(child.frame, named, bound, sources, table, key, ["row"] if "row" in own else [])
    return Frames(given, key, frames, sources)


def _unique(given: Opened, key: str, lang: str) -> None:
    """Refuse two projects of one key, where the rows are at hand."""
    if not given.eager:
        return
    keys = given.frame.select(key).collect()
    if keys[key].n_unique() == len(keys):
        return
    twice = keys.filter(nw.col(key).is_duplicated())[key].unique(maintain_order=True).to_list()
    names = tuple("null" if each is None else str(each) for each in twice[:5])
    raise DataError(message("frame-key-twice", lang, keys=names, count=len(twice)))


def _at_hand(bound: Bound, given: Opened, lang: str) -> None:
    """Refuse to ask about one project after the other where the rows are not at hand."""
    if not given.eager:
        asked = next(each for each in bound.indicators if isinstance(each.check, ObservedCheck))
        raise DataError(message("frame-observed", lang, id=asked.id, check=asked.named("check")))


def _joins(a: nw.dtypes.DType, b: nw.dtypes.DType) -> bool:
    return a == b or (a.is_integer() and b.is_integer()) or {type(a), type(b)} <= {nw.String, nw.Categorical, nw.Enum}


def _declared(bound: Bound, name: str) -> Declared:
    fact = bound.rules.facts.get(name)
    kind = bound.names.facts.get(name)
    if fact is None and kind is None:
        table, _, column = name.rpartition(".")
        inner = bound.rules.facts[table].columns[column]
        return Declared(inner.type, inner.unit, inner.minimum, inner.maximum)
    if fact is None:
        return Declared(str(kind))
    return Declared(fact.type, fact.unit, fact.minimum, fact.maximum)


def read_frame(
    frame: Frame,
    names: Mapping[str, str],
    bound: Bound,
    sources: dict[str, Source],
    table: str | None,
    key: str,
    carried: Sequence[str],
) -> Frame:
    """Select what a set reads of a frame, texts in plain form, and add how it is read to the sources."""
    schema = frame.collect_schema()
    there = {name: column for name, column in names.items() if column in schema}
    texts: dict[str, PlainForm] = {}
    for name in names:
        if name in bound.names.tables:
            if name in there:
                sources[name] = _table_as_value(name)
            continue
        declared = _declared(bound, name)
        if name not in there:
            sources[name] = absent(declared)
            continue
        dtype = schema[there[name]]
        sources[name] = source(RAW + name, dtype, declared, table)
        if dtype in (nw.String, nw.Categorical, nw.Enum):
            texts[RAW + name] = FORMS.get(declared.type, "figure")
    columns = [nw.col(column).alias(RAW + name) for name, column in there.items()]
    selected = frame.select(nw.col(key).alias(KEY), *(nw.col(each).alias(CARRIED + each) for each in carried), *columns)
    return plain_texts(selected, texts)


def _table_as_value(name: str) -> Source:
    """Return a table that stands where a single value would: whatever it is, it is no table."""
    raw = leaf(RAW + name)
    there = Column(lambda x: ~x.is_null(), (raw,), by=())
    return Source(literal(None), there, literal(value=False))


def planned(bound: Bound, frames: Frames) -> tuple[Columns, Assembled[Column]]:
    """Assemble a set over the columns of frames."""
    algebra = Columns(frames.sources, bound.names.tables.keys() - frames.frames.keys())
    with localcontext(CONTEXT):
        return algebra, assemble(bound, algebra)


def scored(
    frames: Frames, algebra: Columns, results: Mapping[str, tuple[Column, Any]], carried: Sequence[str] = ()
) -> Any:
    """Return the key and the results of every project, in the kind of frame that came in."""
    stages = staged([(None, column) for column, _ in results.values()], algebra.pinned)
    evaluated = with_stages(frames, stages.stages)[None]
    columns = [
        _typed(stages.wanted[None, column], column, dtype).alias(name) for name, (column, dtype) in results.items()
    ]
    kept = [nw.col(KEY).alias(frames.key), *(nw.col(CARRIED + each).alias(each) for each in carried)]
    return frames.given.back(evaluated.select(*kept, *columns))


def _typed(expression: nw.Expr, column: Column, dtype: Any) -> nw.Expr:
    """Give a constant the type that its column has."""
    return expression.cast(dtype) if column.rootless else expression


def with_stages(frames: Frames, stages: Sequence[Stage]) -> dict[str | None, Frame]:
    """Evaluate stages, each from the frames as they stand at its start."""
    now = dict(frames.frames)
    turns = sum(bool(stage.foldings or stage.lifted) for stage in stages)
    if turns > DEEPEST and not frames.given.eager:
        raise DataError(message("frame-deep", "en", count=turns, most=DEEPEST))
    for stage in stages:
        if turns > DEEPEST and (stage.foldings or stage.lifted):  # what several frames need would be planned in each
            now = {name: frame.collect().lazy() for name, frame in now.items()}
        now = _after(stage, now)
    return now


def _after(stage: Stage, frames: Mapping[str | None, Frame]) -> dict[str | None, Frame]:
    after = dict(frames)
    for name, frame in frames.items():
        if named := [(each, expression) for of, each, expression in stage.named if of == name]:
            after[name] = frame.with_columns(*(expression.alias(each) for each, expression in named))
        if lifted := [(each, expression) for of, each, expression in stage.lifted if of == name]:
            brought = frames[None].select(KEY, *(expression.alias(each) for each, expression in lifted))
            after[name] = _joined(after[name], brought)
        if foldings := [each for each in stage.foldings if each.of.table == name]:
            after[None] = _joined(after[None], folded(foldings, frame))
            if empty := [nw.col(each.name).fill_null(EMPTY[each.of.how]) for each in foldings if each.of.how in EMPTY]:
                after[None] = after[None].with_columns(*empty)
    return after


def _joined(frame: Frame, other: Frame) -> Frame:
    """Bring the columns of another frame to the rows of the same project; the rows stay in their order."""
    if not frame.implementation.is_polars():
        return frame.join(other, on=KEY, how="left")
    native = nw.to_native(frame).join(nw.to_native(other), on=KEY, how="left", maintain_order="left")
    found: Frame = nw.from_native(native)
    return found
