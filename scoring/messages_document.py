"""The words of documents of one project: the page, the report, the workbook."""

from __future__ import annotations

from typing import Final

__all__ = ["DOCUMENT"]

#: code -> (Chinese, English)
DOCUMENT: Final[dict[str, tuple[str, str]]] = {
    "document-title": ("{project}：{title}", "{project}: {title}"),
    "document-of": ("{score} / {full}", "{score} / {full}"),
    "document-one": (
        "{form} 每个文件写一个项目的评分表，而数据中有 {count} 个项目；请用 --sheet 指定一个，例如 --sheet {key}",
        "one {form} file holds the sheet of one project, and there are {count}: choose one, as in --sheet {key}",
    ),
    # the page
    "document-scores": ("各项指标得分", "Scores by indicator"),
    "document-scores-note": (
        "框长为分值，填充为得分；虚线框为不计分的指标。",
        "The frame is the weight, the filling is the score; a dashed frame is an indicator that does not count.",
    ),
    "document-waterfall": ("从满分到总分", "From full marks to the total"),
    "document-waterfall-note": ("失分由大到小排列。", "The biggest losses come first."),
    "document-scaled": ("不计分指标的折算", "Scaled for what does not count"),
    "document-unbalanced": ("各行分值合计与上级分值之差", "Rows whose weights do not add up"),
    "document-aggregated": ("按合成方法汇总", "By the way scores are combined"),
    "document-table": ("评分表", "Score table"),
    "document-lost": ("失分原因及改进措施", "Lost points: reasons and remedies"),
    "document-reason": ("失分原因", "Reason"),
    "document-remedy": ("改进措施", "Remedy"),
    "document-provenance": ("评分依据", "Made by"),
    # the workbook
    "workbook-level": ("{number}级指标", "Level {level}"),
    "workbook-subtotal": ("小计", "Subtotal"),
    "workbook-self": ("自评得分", "Self-evaluation"),
    "workbook-review": ("复核得分", "Review"),
    "workbook-note": ("偏差原因分析及改进措施", "Reason given"),
    "workbook-losses": ("失分和提示", "Losses and findings"),
}
