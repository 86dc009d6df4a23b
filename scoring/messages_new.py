"""The sentences of `scoring new`."""

from __future__ import annotations

from typing import Final

__all__ = ["NEW"]

#: code -> (Chinese, English)
NEW: Final[dict[str, tuple[str, str]]] = {
    "new-what": (
        "请写指标体系的标识，如 scoring new canteen/meals；或写 --plugin 和插件的名称",
        "name a set, as in `scoring new canteen/meals`, or a plugin: `scoring new --plugin canteen-checks`",
    ),
    "new-one": (
        "标识和 --plugin 只写一个；--extends 只用于指标体系",
        "name either a set or a plugin; --extends goes with a set",
    ),
    "new-set-id": (
        "{id} 不能作为指标体系的标识：用小写字母和数字，以 - . _ 连接，以 / 分层，如 canteen/meals-2024",
        "{id} is no id of a set: lower-case words joined by - . or _, in folders by /, as in canteen/meals-2024",
    ),
    "new-plugin-name": (
        "{name} 不能作为插件的名称：用小写字母、数字和连字符，以字母开头，如 canteen-checks",
        "{name} is no name of a plugin: lower-case letters, digits and hyphens after a letter, as in canteen-checks",
    ),
    "new-plugin-taken": (
        "{name} 已是一个 Python 模块的名称，请换一个，如 {name}-checks",
        "there is a Python module {name} already; choose another name, such as {name}-checks",
    ),
    "new-exists": (
        "{file} 已经存在，没有改动；请先移开，或用 -o 写到别处",
        "{file} is there already and stays as it is; move it away, or write elsewhere with -o",
    ),
    "new-written": ("已写入 {file}", "wrote {file}"),
    "new-next-set": (
        "接下来：用文本编辑器打开 {file}，照着里面的说明修改，再运行 scoring check {file}",
        "next: open {file} in a text editor, change it as it explains itself, then run: scoring check {file}",
    ),
    "new-next-plugin": (
        "接下来：pip install -e {file}，再在 {file} 中运行 pytest",
        "next: pip install -e {file}, then run pytest in {file}",
    ),
}
