"""The sentences about the examples of a set and the parts of its rules: what `scoring test` prints."""

from __future__ import annotations

from typing import Final

__all__ = ["TEST"]

#: code -> (Chinese, English)
TEST: Final[dict[str, tuple[str, str]]] = {
    # parts of rules, in the words of the file
    "part-grade": ("{label}", "{label}"),
    "part-below": ("低于最低等级，不予评级", "no grade, below the lowest"),
    "part-coverage": ("低于 minimum_coverage", "below minimum_coverage"),
    "part-full": ("满分", "all of the points"),
    "part-some": ("部分得分", "some of the points"),
    "part-none": ("不得分", "none of the points"),
    "part-not-passed": ("低于 pass = {edge}", "below pass = {edge}"),
    "part-before": ("不超过 {edge}", "{edge} or less"),
    "part-piece": ("{edge} 到 {target} 之间", "between {edge} and {target}"),
    "part-beyond": ("不低于 {edge}", "{edge} or more"),
    "part-kept": ("不扣分", "nothing deducted"),
    "part-deducted": ("扣去部分分值", "some points deducted"),
    "part-nothing-left": ("扣完", "all points deducted"),
    "part-at_least": ("at_least = {edge}", "at_least = {edge}"),
    "part-at_most": ("at_most = {edge}", "at_most = {edge}"),
    "part-otherwise": ("otherwise", "otherwise"),
    "part-level": ("“{level}”", "“{level}”"),
    "part-yes": ("是", "yes"),
    "part-no": ("否", "no"),
    "part-scored": ("有得分", "scored"),
    "part-missing": ("缺少数据", "missing"),
    "part-not-applicable": ("不适用", "not applicable"),
    "part-no-row": ("没有一行", "without a row"),
    "part-left-out": ("有一行不取", "a row that is left out"),
    "part-given": ("有加减分", "points given"),
    "part-nothing": ("不加不减", "no points given"),
    "part-fires": ("触发", "fires"),
    "part-rests": ("不触发", "does not fire"),
    "part-if": ("“{condition}”成立", "“{condition}” is true"),
    "part-else": ("“{condition}”不成立", "“{condition}” is false"),
    # why no example reaches a part
    "why-no-case": ("没有示例达到：", "No example reaches:"),
    "why-without-data": ("没有示例缺少这些指标的数据：", "No example lacks the data of:"),
    "why-shadowed": ("不可能达到，不计入覆盖率：", "Cannot be reached, and is not counted:"),
    # differences
    "test-total": ("总分 {total}", "total {total}"),
    "test-gate-effect": ("否决项 {title}：{effect}", "gate {title}: {effect}"),
    "test-unscored": ("未能评分：{titles}", "not scored: {titles}"),
    "test-no-findings": ("没有任何提示", "there are no findings"),
    # the report
    "test-passed": ("通过", "passed"),
    "test-failed": ("未通过", "FAILED"),
    "test-difference": ("{what}：应为 {expected}，实为 {found}", "{what}: expected {expected}, got {found}"),
    "test-scores": ("{title} 得分", "{title}, score"),
    "test-status": ("{title} 状态", "{title}, status"),
    "test-adjustments": ("加减分 {title}", "adjustment {title}"),
    "test-gate-fires": ("否决项 {title}：应触发而未触发", "gate {title}: expected to fire, and did not"),
    "test-gate-rests": ("否决项 {title}：不应触发而触发", "gate {title}: expected not to fire, and did"),
    "test-finding": ("提示 {code}：应有而没有", "finding {code}: expected, and not there"),
    "test-row": ("{what}，第 {row} 行", "{what}, row {row}"),
    "test-between": ("{low} 到 {high}", "{low} to {high}"),
    "test-at-least": ("至少 {low}", "at least {low}"),
    "test-at-most": ("至多 {high}", "at most {high}"),
    "test-nothing": ("无", "none"),
    "test-error": ("无法评分：{why}", "cannot be scored: {why}"),
    "test-no-examples": ("没有示例。", "No examples."),
    "test-examples": ("示例", "Examples"),
    "test-share": ("规则覆盖率", "Rule coverage"),
    "test-counts": ("{share}（{reached} / {counting}）", "{share} ({reached} of {counting})"),
    "test-too-little": ("低于要求的 {least}", "less than the {least} that are wanted"),
    "test-rows": ("应有 {expected} 行，实有 {found} 行", "rows expected: {expected}, found: {found}"),
}
