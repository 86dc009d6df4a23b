"""Many projects at once: a frame of projects, and tables of their rows, scored through the column algebra.

Everything stays as lazy as it came: a plan of stages is put on top of the frames, and whoever collects it, collects it.
"""

from __future__ import annotations

from collections import Counter
from decimal import localcontext
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import narwhals as nw

from scoring.checks import ObservedCheck
from scoring.columns import Columns, Source
from scoring.columns_folds import EMPTY, KEY, folded
from scoring.columns_program import Column, leaf, literal
from scoring.columns_reading import Declared, absent, source
from scoring.columns_stages import Stage, staged
from scoring.errors import DataError
from scoring.exact_row import CONTEXT
from scoring.frame_given import refuse_twice
from scoring.frame_names import CARRIED, carried, column, raw
from scoring.frame_observed import with_observed
from scoring.frame_rows import facts_by_project
from scoring.frame_texts import plain_texts
from scoring.messages import message
from scoring.plan import Assembled, assemble

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from scoring.binding import Bound
    from scoring.frame_given import FramesGiven
    from scoring.frame_native import Opened
    from scoring.frame_texts import PlainForm

__all__ = ["Frames", "frames_of", "once_each", "planned", "read_frame", "scored", "with_stages"]

Frame = nw.LazyFrame[Any]
#: How many folds may need one another before the frames are collected between them: a plan doubles with each.
DEEPEST: Final = 6
CATEGORIES: Final = (nw.Categorical, nw.Enum)
#: How the texts of a fact are made plain, by its type; others as figures.
FORMS: Final[Mapping[str, PlainForm]] = {"text": "text", "level": "text", "quantity": "quantity"}


class Frames(NamedTuple):
    """The projects and their tables, opened: the frames that stages are evaluated on, and how their facts are read.

    `given` is the projects' frame as it came; `frames` has it under None, the tables by name. `lang` words what is
    wrong with them; `key_type` is the type of the key as it came, where it is joined as a text.
    """

    given: Opened
    key: str
    frames: Mapping[str | None, Frame]
    sources: Mapping[str, Source]
    lang: str = "en"
    key_type: Any = None

    def own_key(self) -> nw.Expr:
        """Return the key as it came."""
        key = nw.col(KEY)
        return (key if self.key_type is None else key.cast(self.key_type)).alias(self.key)


def frames_of(
    bound: Bound,
    found: FramesGiven,
    lang: str,
    *,
    keep: Sequence[str] = (),
    observe: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
) -> Frames:
    """Read the frames that a set is to be applied to.

    `keep` are columns of the projects' frame that come back beside the results; `observe` gives what the set's
    observed checks see of one project. Raises `DataError` where these cannot be asked.
    """
    refuse_twice(found, lang)
    given, key = found.projects, found.key
    key_type = given.frame.collect_schema()[key]
    sources: dict[str, Source] = {}
    if observe is not None:
        _at_hand(bound, given, lang)
        seen = list(map(observe, facts_by_project(bound, found)))
        given, sources = with_observed(bound, given, seen)
    facts = {name: name for name in bound.names.facts}
    facts |= {name: name for name in bound.names.tables if name not in found.tables}
    parent = read_frame(given.frame, facts, bound, sources, None, key, [*keep, *sources])
    frames: dict[str | None, Frame] = {None: parent}
    for table, columns in bound.names.tables.items():
        if table not in found.tables:
            for column in columns:
                sources[f"{table}.{column}"] = absent(_declared(bound, f"{table}.{column}"))
            continue
        rows = found.tables[table].frame
        named = {f"{table}.{column}": column for column in columns}
        place = ["row"] if "row" in rows.collect_schema() else []
        frames[table] = read_frame(rows, named, bound, sources, table, key, place)
    return Frames(given, key, frames, sources, lang, key_type if key_type in CATEGORIES else None)


def _at_hand(bound: Bound, given: Opened, lang: str) -> None:
    """Refuse to ask about one project after the other where the rows are not at hand."""
    if not given.eager:
        asked = next(each for each in bound.indicators if isinstance(each.check, ObservedCheck))
        raise DataError(message("frame-observed", lang, id=asked.id, check=asked.named("check")))


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
    keep: Sequence[str],
) -> Frame:
    """Select what a set reads of a frame, texts in plain form, and add how it is read to the sources."""
    schema = frame.collect_schema()
    there = {name: written for name, written in names.items() if written in schema}
    texts: dict[str, PlainForm] = {}
    for name in names:
        if name in bound.names.tables:
            if name in there:
                sources[name] = _table_as_value(name)
                if schema[there[name]] == nw.String:  # an empty text is nothing
                    texts[raw(name)] = "text"
            continue
        declared = _declared(bound, name)
        if name not in there:
            sources[name] = absent(declared)
            continue
        dtype = schema[there[name]]
        sources[name] = source(raw(name), dtype, declared, table)
        if dtype == nw.String or dtype in CATEGORIES:
            texts[raw(name)] = FORMS.get(declared.type, "figure")
    columns = [column(frame, written).alias(raw(name)) for name, written in there.items()]
    own = column(frame, key)
    if schema[key] in CATEGORIES:  # two categories are not compared
        own = own.cast(nw.String)
    through = [column(frame, each).alias(carried(each)) for each in keep]
    return plain_texts(frame.select(own.alias(KEY), *through, *columns), texts)


def _table_as_value(name: str) -> Source:
    """Return a table that stands where a single value would: whatever it is, it is no table."""
    there = Column(lambda x: ~x.is_null(), (leaf(raw(name)),), by=())
    return Source(literal(None), there, literal(value=False))


def planned(bound: Bound, frames: Frames) -> tuple[Columns, Assembled[Column]]:
    """Assemble a set over the columns of frames."""
    algebra = Columns(frames.sources, bound.names.tables.keys() - frames.frames.keys(), bound.rules.round.to)
    with localcontext(CONTEXT):
        return algebra, assemble(bound, algebra)


def scored(
    frames: Frames, algebra: Columns, results: Mapping[str, tuple[Column, Any]], keep: Sequence[str] = ()
) -> Any:
    """Return the key and the results of every project, in the kind of frame that came in."""
    once_each([frames.key, *keep, *results], frames.lang)
    stages = staged([(None, column) for column, _ in results.values()], algebra.pinned)
    evaluated = with_stages(frames, stages.stages)[None]
    columns = [
        _typed(stages.wanted[None, column], column, dtype).alias(name) for name, (column, dtype) in results.items()
    ]
    kept = [frames.own_key(), *(nw.col(carried(each)).alias(each) for each in keep)]
    return frames.given.back(evaluated.select(*kept, *columns))


def once_each(names: Sequence[str], lang: str) -> None:
    """Refuse names of columns of which two are the same; raises `DataError`."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise DataError(message("frame-result-twice", lang, name=twice[0]))


def _typed(expression: nw.Expr, column: Column, dtype: Any) -> nw.Expr:
    """Give a constant the type that its column has."""
    return expression.cast(dtype) if column.rootless else expression


def with_stages(frames: Frames, stages: Sequence[Stage]) -> dict[str | None, Frame]:
    """Evaluate stages, each from the frames as they stand at its start."""
    now, spent = dict(frames.frames), set[tuple[str | None, str]]()
    turns = sum(bool(stage.foldings or stage.lifted) for stage in stages)
    if turns > DEEPEST and not frames.given.eager:
        raise DataError(message("frame-deep", frames.lang, count=turns, most=DEEPEST))
    for stage in stages:
        if turns > DEEPEST and (stage.foldings or stage.lifted):  # what several frames need would be planned in each
            now = {name: frame.collect().lazy() for name, frame in now.items()}
        spent |= {each for each in stage.spent if not each[1].startswith((KEY, CARRIED))}
        now = _after(stage, now, spent)
    return now


def _after(
    stage: Stage, frames: Mapping[str | None, Frame], spent: Collection[tuple[str | None, str]]
) -> dict[str | None, Frame]:
    after = dict(frames)
    for name, frame in frames.items():
        if named := [expression.alias(each) for of, each, expression in stage.named if of == name]:
            after[name] = _with(frame, named, {each for of, each in spent if of == name})
        if lifted := [(each, expression) for of, each, expression in stage.lifted if of == name]:
            brought = frames[None].select(KEY, *(expression.alias(each) for each, expression in lifted))
            after[name] = _joined(after[name], brought)
        if foldings := [each for each in stage.foldings if each.of.table == name]:
            after[None] = _joined(after[None], folded(foldings, frame))
            if empty := [nw.col(each.name).fill_null(EMPTY[each.of.how]) for each in foldings if each.of.how in EMPTY]:
                after[None] = after[None].with_columns(*empty)
    return after


def _with(frame: Frame, named: Sequence[nw.Expr], spent: Collection[str]) -> Frame:
    """Add columns; a database plans what a frame is wide, so what nothing needs any more is left out there."""
    if frame.implementation.is_polars():
        return frame.with_columns(*named)
    return frame.select(*(nw.col(each) for each in frame.columns if each not in spent), *named)


def _joined(frame: Frame, other: Frame) -> Frame:
    """Bring the columns of another frame to the rows of the same project; the rows stay in their order."""
    if not frame.implementation.is_polars():
        return frame.join(other, on=KEY, how="left")
    native = nw.to_native(frame).join(nw.to_native(other), on=KEY, how="left", maintain_order="left")
    found: Frame = nw.from_native(native)
    return found
