"""Places: where the keys and values of a TOML text stand, by tree-sitter."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

import tree_sitter
import tree_sitter_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["KeyPath", "Places"]

KeyPath = tuple[str | int, ...]
Place = tuple[int, int, int]
KEYS: Final = ("bare_key", "quoted_key", "dotted_key")
ESCAPES: Final = {"u": 4, "U": 8}


class Places:
    """The places of one text: (line, column, end column) from 1, in characters.

    `keys` and `values` hold nodes by path; the path of an array's element ends in its index.
    """

    def __init__(self, text: str) -> None:
        """Parse the text."""
        self.raw = text.encode()
        self.lines = self.raw.split(b"\n")
        self.keys: dict[KeyPath, Any] = {}
        self.values: dict[KeyPath, Any] = {}
        self.counts: dict[KeyPath, int] = {}
        parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
        self._document(parser.parse(self.raw).root_node)

    # -- the walk

    def _document(self, root: Any) -> None:
        for node in root.children:
            if node.type == "pair":
                self._pair(node, ())
            elif node.type in ("table", "table_array_element"):
                self._table(node, several=node.type == "table_array_element")

    def _table(self, node: Any, *, several: bool) -> None:
        header = next((each for each in node.children if each.type in KEYS), None)
        if header is None:
            return
        path: KeyPath = ()
        leaves = list(self._leaves(header))
        for place, leaf in enumerate(leaves):
            path = (*path, self._name(leaf))
            self.keys.setdefault(path, leaf)
            if place == len(leaves) - 1 and several:
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = (*path, self.counts[path])
                self.keys.setdefault(path, leaf)
        for child in node.children:
            if child.type == "pair":
                self._pair(child, path)

    def _pair(self, node: Any, prefix: KeyPath) -> None:
        key = next((each for each in node.children if each.type in KEYS), None)
        if key is None:
            return
        path = prefix
        for leaf in self._leaves(key):
            path = (*path, self._name(leaf))
            self.keys.setdefault(path, leaf)
        value = node.children[-1]
        if value.type != "=":
            self._value(value, path)

    def _value(self, node: Any, path: KeyPath) -> None:
        self.values.setdefault(path, node)
        if node.type == "inline_table":
            for child in node.children:
                if child.type == "pair":
                    self._pair(child, path)
        elif node.type == "array":
            items = [each for each in node.children if each.is_named and each.type != "comment"]
            for place, item in enumerate(items):
                self.keys.setdefault((*path, place), item)
                self._value(item, (*path, place))

    def _leaves(self, node: Any) -> Iterator[Any]:
        if node.type != "dotted_key":
            yield node
            return
        for child in node.children:
            if child.type in KEYS:
                yield from self._leaves(child)

    def _name(self, leaf: Any) -> str:
        text: str = leaf.text.decode()
        if leaf.type == "bare_key":
            return text
        try:
            (name,) = tomllib.loads(f"{text} = 0")
        except (tomllib.TOMLDecodeError, ValueError):
            return text
        return name

    # -- places

    def key(self, path: KeyPath) -> Place:
        """Return the place of a key, or of the nearest above it."""
        for length in range(len(path), 0, -1):
            if (node := self.keys.get(path[:length])) is not None:
                return self._place(node)
        return 1, 1, 2

    def value(self, path: KeyPath) -> Place:
        """Return the place of a value, up to the end of its first line; of its key, where it has none."""
        node = self.values.get(path)
        return self.key(path) if node is None else self._place(node)

    def character(self, path: KeyPath, offset: int) -> Place:
        """Return the place of the character at `offset` of a text value."""
        node = self.values.get(path)
        if node is None or node.type != "string":
            return self.value(path)
        written = node.text.decode()
        before, after = self._written_length(written, offset), self._written_length(written, offset + 1)
        prefix = self.raw[: node.start_byte].decode() + written[:before]
        line = prefix.count("\n") + 1
        column = len(prefix) - (prefix.rfind("\n") + 1) + 1
        width = after - before if "\n" not in written[before:after] else 1
        return line, column, column + max(width, 1)

    def _written_length(self, written: str, offset: int) -> int:
        """Return how many characters are written, quotes and escapes included, before the `offset`-th that is read."""
        quote = written[:3] if written[:3] in ('"""', "'''") else written[:1]
        place = len(quote)
        if len(quote) == 3:  # noqa: PLR2004 - a newline right after three quotes is not read
            place += 2 if written[place : place + 2] == "\r\n" else written[place : place + 1] == "\n"
        read = 0
        while read < offset and place < len(written) - len(quote):
            place += self._escape(written, place) if quote[0] == '"' and written[place] == "\\" else 1
            if written[place - 1 : place + 1] == "\r\n":
                place += 1
            read += 1
        return place

    def _escape(self, written: str, place: int) -> int:
        following = written[place + 1 : place + 2]
        if following in ESCAPES:
            return 2 + ESCAPES[following]
        if following in ("\r", "\n", " ", "\t"):
            rest = written[place + 1 :]
            return 1 + len(rest) - len(rest.lstrip()) + 1
        return 2

    def _place(self, node: Any) -> Place:
        row, column = node.start_point
        end_row, end_column = node.end_point
        line = self.lines[row]
        end = end_column if end_row == row else len(line.rstrip(b"\r"))
        first = len(line[:column].decode(errors="ignore")) + 1
        last = len(line[:end].decode(errors="ignore")) + 1
        return row + 1, first, max(last, first + 1)
