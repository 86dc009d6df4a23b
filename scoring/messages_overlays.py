"""The sentences about sets that rest on others: bases, versions, dates, and the plugins that a set requires."""

from __future__ import annotations

from typing import Final

__all__ = ["OVERLAYS"]

#: code -> (Chinese, English)
OVERLAYS: Final[dict[str, tuple[str, str]]] = {
    # what a set extends
    "unknown-base": (
        "没有指标体系 {name}；scoring sets 列出现有的指标体系",
        "there is no set {name}; scoring sets lists the sets that are installed",
    ),
    "unknown-base-near": (
        "没有指标体系 {name}；是否想写 {near}？",
        "there is no set {name}; did you mean {near}?",
    ),
    "extends-path": (
        "{name} 不是相对路径：从本文件所在的文件夹写起，用 /，如 ../base.toml",
        "{name} is no relative path: write it from the folder of this file, with /, as in ../base.toml",
    ),
    "base-file": ("{base}：{why}", "{base}: {why}"),
    "base-mistakes": (
        "{base} 有错误，改正之前不能以它为基础",
        "{base} has mistakes; until they are mended nothing can rest on it",
    ),
    "extends-cycle": ("extends 兜了一圈：{circle}", "extends runs in a circle: {circle}"),
    "extends-unresolved": (
        "extends 只在读取文件时处理：请把指标体系写成文件，再用 scoring.load 读取",
        "extends is followed only where a file is loaded: write the set to a file, and read it by scoring.load",
    ),
    "see-base": ("（见 {place}）", " (see {place})"),
    # what an overlay says of its base
    "overlay-idle": (
        "除名称以外没有改动 {base} 的任何内容；请直接使用它，或写出不同之处",
        "nothing of {base} is changed but what it is called; use that set, or write what is different",
    ),
    "unknown-entry": (
        "基础指标体系中没有 {id}；是否想写 {near}？新增的须写明 {lacking}",
        "there is no {id} to change; did you mean {near}? A new one wants {lacking}",
    ),
    "remove-absent": (
        "基础指标体系中没有“{name}”，无法删去",
        "there is no “{name}” to remove from what is extended",
    ),
    "remove-absent-near": (
        "基础指标体系中没有“{name}”，无法删去；是否想写 {near}？",
        "there is no “{name}” to remove from what is extended; did you mean {near}?",
    ),
    "remove-ambiguous": (
        "“{name}”可以指：{known}；请照其中之一写，带引号",
        "“{name}” may mean {known}; write one of these, with its quotes",
    ),
    "remove-without-extends": (
        "remove 从基础指标体系中删去内容，而这里没有 extends",
        "remove takes something out of what a set extends, and this one extends nothing",
    ),
    # versions and days
    "unknown-version": (
        "{name} 没有版本“{version}”；现有：{known}",
        "there is no version “{version}” of {name}; installed are {known}",
    ),
    "not-in-force": (
        "{name} 没有在 {day} 有效的版本；现有：{known}",
        "no version of {name} is in force on {day}; there are {known}",
    ),
    "two-in-force": (
        "{name} 在 {day} 有不止一个有效的版本：{known}；请用 {name}@版本 指明，或让有效期互不重叠",
        "more than one version of {name} is in force on {day}: {known}; name one as {name}@version, or let effective days end before the next begin",
    ),
    # plugins that a set requires
    "requires-missing": (
        '没有安装插件 {name}；请安装，例如：pip install "{name}{spec}"',
        'the plugin {name} is not installed; install it, for example by: pip install "{name}{spec}"',
    ),
    "requires-missing-near": (
        "没有安装插件 {name}；是否想写 {near}？",
        "the plugin {name} is not installed; did you mean {near}?",
    ),
    "requires-version": (
        '{name} 的版本是 {found}，需要 {spec}；请安装：pip install "{distribution}{spec}"',
        '{name} is there in version {found}, and {spec} is required; install it by: pip install "{distribution}{spec}"',
    ),
    "requires-specifier": (
        '{spec} 不是版本要求；请写成 ">=0.1" 或 ">=0.1,<2"',
        '{spec} is no requirement of a version; write it as ">=0.1" or ">=0.1,<2"',
    ),
}
