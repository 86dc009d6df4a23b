"""The words of the evaluation report: its seven parts, what it says of the scores, the places that wait for prose."""

from __future__ import annotations

from typing import Final

__all__ = ["EVALUATION"]

#: code -> (Chinese, English)
EVALUATION: Final[dict[str, tuple[str, str]]] = {
    "evaluation-title": ("{project}绩效评价报告", "Evaluation report: {project}"),
    "evaluation-project": ("项目", "the project"),
    "evaluation-place": ("【待撰写：{what}】", "[To write: {what}]"),
    # 1
    "evaluation-basics": ("基本情况", "The project"),
    "evaluation-overview": ("项目概况", "Overview"),
    "evaluation-overview-place": (
        "项目背景、主要内容及实施情况，资金投入和使用情况",
        "background, contents and course of the project, its money and how it was used",
    ),
    "evaluation-goals": ("项目绩效目标", "Goals"),
    "evaluation-goals-place": ("总体目标和阶段性目标", "overall goals, goals of the stages"),
    "evaluation-goals-table": ("各项指标的目标值和实际完成值见下表。", "Targets and actual values:"),
    "evaluation-target": ("目标值", "Target"),
    "evaluation-actual": ("实际完成值", "Actual value"),
    # 2
    "evaluation-work": ("绩效评价工作开展情况", "How it was evaluated"),
    "evaluation-purpose": ("绩效评价目的、对象和范围", "Purpose, subject and scope"),
    "evaluation-purpose-place": ("评价目的、评价对象、评价范围和时段", "purpose, subject, scope and period"),
    "evaluation-method": (
        "绩效评价原则、指标体系、评价方法和评价标准",
        "Principles, indicators, methods and standards",
    ),
    "evaluation-method-set": (
        "评价采用《{title}》（{id}，{version}版）。{terms}。",
        "The evaluation uses “{title}” ({id}, version {version}). {terms}.",
    ),
    "evaluation-method-source": ("依据：{source}。", "Source: {source}."),
    "evaluation-term": ("{label}：{value}", "{label}: {value}"),
    "evaluation-method-place": (
        "评价原则、方法的选用理由和数据来源",
        "principles, why these methods, where the data comes from",
    ),
    "evaluation-course": ("绩效评价工作过程", "Course of the evaluation"),
    "evaluation-course-place": ("前期准备、组织实施、分析评价", "preparation, field work, analysis"),
    # 3
    "evaluation-result": ("综合评价情况及评价结论", "Result"),
    "evaluation-verdict": (
        "经评价，总分 {total} 分（满分 {full} 分），等级为“{grade}”，数据完整率 {coverage}。",
        "The total is {total} of {full} points, the grade “{grade}”, the coverage of data {coverage}.",
    ),
    "evaluation-unrated": (
        "经评价，总分 {total}（满分 {full} 分），不予评级，数据完整率 {coverage}。",
        "The total is {total} of {full} points, without a grade; the coverage of data is {coverage}.",
    ),
    "evaluation-table": ("评分情况见下表。", "The scores:"),
    "evaluation-result-place": ("综合评价结论", "conclusion"),
    # 4
    "evaluation-analysis": ("绩效评价指标分析", "Analysis by dimension"),
    "evaluation-dimension": (
        "本部分分值 {weight} 分，得分 {score} 分，得分率 {share}。",
        "{score} of {weight} points, {share}.",
    ),
    "evaluation-dimension-aside": ("本部分分值 {weight} 分，不计分。", "{weight} points, not counted."),
    "evaluation-lost": ("失分情况：", "Points lost:"),
    "evaluation-none-lost": ("本部分没有失分。", "No points were lost."),
    "evaluation-loss": ("{title}，失 {points} 分。{rest}", "{title}: {points} lost. {rest}"),
    "evaluation-reason": ("计算：{text}。", "Reason: {text}. "),
    "evaluation-remedy": ("改进措施：{text}", "Remedy: {text}"),
    "evaluation-analysis-place": ("对“{title}”的分析", "analysis of “{title}”"),
    # 5
    "evaluation-problems": ("主要经验及做法、存在的问题及原因分析", "Experience, problems and their causes"),
    "evaluation-experience": ("主要经验及做法", "Experience"),
    "evaluation-experience-place": ("主要经验及做法", "what went well, and why"),
    "evaluation-found": ("存在的问题及原因分析", "Problems and their causes"),
    "evaluation-no-problems": ("评分中没有发现问题。", "Scoring found no problem."),
    "evaluation-problem": ("{title}失分 {points} 分", "{title} lost {points} points"),
    "evaluation-problems-place": ("问题产生的原因", "causes of these problems"),
    # 6
    "evaluation-advice": ("有关建议", "Suggestions"),
    "evaluation-no-advice": ("评分中没有提出建议。", "Scoring suggests nothing."),
    "evaluation-advice-place": ("进一步的建议", "further suggestions"),
    # 7
    "evaluation-other": ("其他需要说明的问题", "Other remarks"),
    "evaluation-made": ("评分依据：{made}。", "Made by: {made}."),
    "evaluation-other-place": ("其他需要说明的问题", "whatever else should be known"),
    # files
    "evaluation-no-docx": (
        '写 Word 文件需要 python-docx；请先运行 pip install "scoring-engine[word]"',
        'writing .docx needs python-docx: run pip install "scoring-engine[word]"',
    ),
    "evaluation-template": (
        "{file}：不能作为 Word 模板打开；请给出 .docx 文件",
        "{file}: cannot be opened as a Word template; give a .docx file",
    ),
    "evaluation-template-for": (
        "--template 只用于 docx；请用 -o 指定 .docx 文件",
        "--template is for docx; name a .docx file with -o",
    ),
}
