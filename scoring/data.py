"""Data: files of facts, one project a file or several under `projects`, in TOML or JSON; folders and globs of these."""

import glob
import json
import os
import tomllib
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from scoring.display import listed, short
from scoring.errors import DataError, closest
from scoring.figures import bounded
from scoring.messages import message
from scoring.nesting import long_keys

__all__ = ["ProjectFacts", "read_projects"]

MEGABYTE: Final = 1024 * 1024
#: The largest file of facts that is read, in megabytes, by suffix: each takes a few seconds, TOML the longest.
LARGEST: Final = {".toml": 8, ".json": 16}
SUFFIXES: Final = tuple(LARGEST)
#: What Python says of JSON, and the sentence for it.
JSON: Final = (
    ("Expecting property name", "json-name"),
    ("Expecting value", "json-value"),
    ("Expecting ',' delimiter", "json-comma"),
    ("Expecting ':' delimiter", "json-colon"),
    ("Extra data", "json-extra"),
    ("Unterminated string", "json-quotes"),
    ("Invalid control character", "json-control"),
    ("Invalid \\", "json-escape"),
    ("Illegal trailing comma", "json-trailing"),
)
#: How an escape in JSON may begin that stands for half a character.
HALF: Final = ("\\ud", "\\uD")
#: How a file may begin that another program has saved as something else than UTF-8.
MARKS: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


#: Goes through files, each with whether it was named itself.
Watch = Callable[[list[tuple[Path, bool]]], Iterable[tuple[Path, bool]]]


class ProjectFacts(NamedTuple):
    """The facts of one project, and what it is called where they do not say: the file's stem, or the row's number."""

    name: str
    facts: Mapping[str, Any]


def read_projects(
    paths: Sequence[str | os.PathLike[str]], *, lang: str = "en", watch: Watch = iter
) -> list[ProjectFacts]:
    """Read the projects of files, folders and globs, in order; raises `DataError` that says what to do.

    A project without a `project` fact is called by its file's stem, or, where a file has several, by stem and place.
    `watch` goes through the list of files, to show how far it is.
    """
    files = [(file, file == Path(path)) for path in paths for file in _files(os.fspath(path), lang)]
    projects = [each for file, named in watch(files) for each in _projects(file, lang, named=named)]
    if not projects:
        raise DataError(message("data-nothing", lang, names=tuple(os.fspath(path) for path in paths)))
    return projects


def _files(given: str, lang: str) -> Iterator[Path]:
    path = Path(given)
    if path.is_dir():
        found = sorted(each for each in path.rglob("*") if each.suffix.lower() in SUFFIXES)
        if not found:
            raise DataError(message("data-folder", lang, file=given))
        yield from found
    elif not path.exists() and glob.has_magic(given):
        matches = sorted(Path(each) for each in glob.glob(given, recursive=True))  # noqa: PTH207 - a pattern of the user's
        if not matches:
            raise DataError(message("data-glob", lang, file=given))
        yield from matches
    elif not path.exists():
        beside = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
        near = closest(path.name, beside)
        raise DataError(message("data-absent" if near is None else "data-absent-near", lang, file=given, near=near))
    else:
        yield path


def _projects(path: Path, lang: str, *, named: bool) -> Iterator[ProjectFacts]:
    """Read one file; a set or its JSON Schema beside the projects of a folder is passed over, one named is refused."""
    content = _content(path, lang)
    if not isinstance(content, (Mapping, list)):
        raise DataError(message("data-shape", lang, file=path, found=short(content)))
    if isinstance(content, Mapping) and _is_set(content):
        if named:
            raise DataError(message("data-set", lang, file=path))
        return
    several = content if isinstance(content, list) else content.get("projects")
    if several is None:
        yield ProjectFacts(path.stem, content)  # type: ignore[arg-type]
        return
    if not isinstance(several, list):
        raise DataError(message("data-projects", lang, file=path))
    if isinstance(content, Mapping) and (beside := [each for each in content if each != "projects"]):
        names = listed([short(each) for each in beside[:5]], lang)
        raise DataError(message("data-beside", lang, file=path, names=names))
    for place, facts in enumerate(several, start=1):
        if not isinstance(facts, Mapping):
            raise DataError(message("data-project", lang, file=path, place=place))
        yield ProjectFacts(f"{path.stem}-{place}", facts)


def _is_set(content: Mapping[str, Any]) -> bool:
    """Tell an indicator set, whose `schema` may be left out, or the JSON Schema of sets from a project."""
    if str(content.get("schema")).startswith("scoring/"):
        return True
    return content.keys() >= {"indicators", "dimensions", "grades"} or content.keys() >= {"$schema", "$defs"}


def _content(path: Path, lang: str) -> Any:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise DataError(message("data-suffix", lang, file=path, suffix=suffix or path.name))
    text = _text(path, lang, LARGEST[suffix])
    try:
        return _toml(text) if suffix == ".toml" else _json(text, path, lang)
    except tomllib.TOMLDecodeError as error:
        from scoring.syntax import mistake  # noqa: PLC0415 - for a mistake only

        found = mistake(error, text, str(path), lang)
        where = f"{path}:{found.line}:{found.column}"
        raise DataError(message("data-toml", lang, file=where, why=found.message)) from error
    except json.JSONDecodeError as error:
        where = f"{path}:{error.lineno}:{error.colno}"
        code = next((code for beginning, code in JSON if error.msg.startswith(beginning)), None)
        why = message(code, lang) if code is not None else error.msg
        raise DataError(message("data-json", lang, file=where, why=why)) from error
    except RecursionError as error:
        raise DataError(message("data-deep", lang, file=path)) from error
    except (ValueError, ArithmeticError) as error:
        raise DataError(message("data-number", lang, file=path)) from error


def _toml(text: str) -> Any:
    if long_keys(text):
        raise RecursionError
    return tomllib.loads(text.replace("\r\n", "\n"), parse_float=bounded)


def _json(text: str, path: Path, lang: str) -> Any:
    def keyed(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return an object, whose keys must be its own: of two, JSON would silently take the last."""
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
            raise DataError(message("data-twice", lang, file=path, name=short(twice)))
        return found

    content = json.loads(text, parse_float=bounded, object_pairs_hook=keyed)
    if any(each in text for each in HALF):
        try:
            json.dumps(content, ensure_ascii=False, default=str).encode()
        except UnicodeEncodeError as error:
            raise DataError(
                message("data-half", lang, file=path, found=f"\\u{ord(error.object[error.start]):x}")
            ) from None
    return content


def _text(path: Path, lang: str, limit: int) -> str:
    try:
        size = path.stat().st_size
        if size > limit * MEGABYTE:
            raise DataError(message("data-large", lang, file=path, size=-(-size // MEGABYTE), limit=limit))
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(message("data-unreadable", lang, file=path, why=error.strerror or str(error))) from error
    if not raw.removeprefix(BOM_UTF8).strip():
        raise DataError(message("data-empty", lang, file=path))
    try:
        return raw.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        name = MARKS.get(raw[:2]) or ("GB18030" if _decodes(raw, "gb18030") else "?")
        line = raw[: error.start].count(b"\n") + 1
        code = "data-encoding" if name != "?" else "data-encoding-unknown"
        raise DataError(message(code, lang, file=f"{path}:{line}", encoding=name)) from error


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
