"""The words of the evaluation report: its seven parts, what it says of the scores, the places that wait for prose."""

from __future__ import annotations

from typing import Final

__all__ = ["EVALUATION"]

#: code -> (Chinese, English)
EVALUATION: Final[dict[str, tuple[str, str]]] = {
    "evaluation-title": ("{project}绩效评价报告", "Evaluation report: {project}"),
    "evaluation-title-alone": ("绩效评价报告", "Evaluation report"),
    "evaluation-place": ("【待撰写：{what}】", "[To write: {what}]"),
    "evaluation-stop": ("。", "."),
    "evaluation-table-number": ("表", "Table "),
    # 1
    "evaluation-basics": ("基本情况", "The project"),
    "evaluation-overview": ("项目概况", "Overview"),
    "evaluation-overview-table": ("项目基本信息", "The project"),
    "evaluation-overview-place": (
        "项目背景、主要内容及实施情况，资金投入和使用情况",
        "background, contents and course of the project, its money and how it was used",
    ),
    "evaluation-goals": ("项目绩效目标", "Goals"),
    "evaluation-goals-place": ("总体目标和阶段性目标", "overall goals, goals of the stages"),
    "evaluation-goals-table": ("绩效目标值", "Targets"),
    "evaluation-target": ("目标值", "Target"),
    # 2
    "evaluation-work": ("绩效评价工作开展情况", "How it was evaluated"),
    "evaluation-purpose": ("绩效评价目的、对象和范围", "Purpose, subject and scope"),
    "evaluation-purpose-place": ("评价目的、评价对象、评价范围和时段", "purpose, subject, scope and period"),
    "evaluation-method": (
        "绩效评价原则、评价指标体系、评价方法和评价标准",
        "Principles, indicators, methods and standards",
    ),
    "evaluation-set": (
        "本次评价采用的指标体系为《{title}》（{version} 版），{parts}共 {count} 项评分指标，满分 {full} 分。",
        "The evaluation uses the indicator set “{title}”, version {version}{parts}. Indicators: {count}. Full marks: {full}.",
    ),
    "evaluation-set-parts": ("由{parts}组成，", ", which consists of {parts}"),
    "evaluation-set-part": ("{title}（{weight} 分）", "{title} ({weight})"),
    "evaluation-grades": ("评价等级分为{grades}。", "The grades are {grades}."),
    "evaluation-grade-from": ("{label}（{least} 分及以上）", "{label} (from {least})"),
    "evaluation-grade-between": (
        "{label}（{least} 分及以上、不足 {above} 分）",
        "{label} (from {least} to below {above})",
    ),
    "evaluation-grade-apart": ("{label}", "{label}"),
    "evaluation-grade-below": ("{label}（不足 {above} 分）", "{label} (below {above})"),
    "evaluation-missing": ("缺少数据的指标，{policy}。", "Missing data: {policy}."),
    "evaluation-not-applicable": ("不适用的指标，{policy}。", "Not applicable: {policy}."),
    "evaluation-coverage-least": (
        "数据完整率不足 {least} 的，不予评级。",
        "There is no grade where less than {least} of the weight has data.",
    ),
    "evaluation-relative": (
        "各项分值由同级指标之间的权重折算而来。",
        "Weights are relative to those of the siblings.",
    ),
    "evaluation-combined": (
        "总分按各部分得分率的{way}计算。",
        "The total is made of the {way} of the parts' shares.",
    ),
    "evaluation-combined-part": (
        "“{title}”按下级指标得分率的{way}计算。",
        "“{title}” is made of the {way} of the shares below it.",
    ),
    "evaluation-way-mean": ("加权平均数", "weighted mean"),
    "evaluation-way-geometric": ("加权几何平均数", "weighted geometric mean"),
    "evaluation-way-harmonic": ("加权调和平均数", "weighted harmonic mean"),
    "evaluation-way-min": ("最低值", "minimum"),
    "evaluation-way-max": ("最高值", "maximum"),
    "evaluation-way-median": ("中位数", "median"),
    "evaluation-way-other": ("合成值（{name}）", "aggregation “{name}”"),
    "evaluation-gates": (
        "另设否决和提示事项：{titles}。",
        "Conditions that limit the result or warn: {titles}.",
    ),
    "evaluation-adjustments": ("另设加减分事项：{titles}。", "Points are added or taken for: {titles}."),
    "evaluation-source": ("指标体系的依据：{source}。", "The indicator set rests on: {source}."),
    "evaluation-method-place": (
        "评价原则、评价方法的选用理由和数据来源",
        "principles, why these methods, where the data comes from",
    ),
    "evaluation-course": ("绩效评价工作过程", "Course of the evaluation"),
    "evaluation-course-place": ("前期准备、组织实施、分析评价", "preparation, field work, analysis"),
    # 3
    "evaluation-result": ("综合评价情况及评价结论", "Result"),
    "evaluation-verdict": (
        "经评价，本项目综合得分 {total} 分（满分 {full} 分），评价等级为“{grade}”。",
        "The project scored {total} of {full} points. Its grade is “{grade}”.",
    ),
    "evaluation-unrated": (
        "经评价，本项目综合得分 {total} 分（满分 {full} 分），不予评级。",
        "The project scored {total} of {full} points. It has no grade.",
    ),
    "evaluation-no-total": (
        "本项目没有总分（满分 {full} 分），不予评级。",
        "The project has no total (of {full} points) and no grade.",
    ),
    "evaluation-why": ("不予评级的原因：{why}。", "Why there is no grade: {why}."),
    "evaluation-complete": ("参评指标数据齐全。", "The data is complete."),
    "evaluation-coverage": (
        "参评指标的数据完整率为 {coverage}。",
        "There is data for {coverage} of the weight.",
    ),
    "evaluation-of-these": ("其中：{parts}。", "Of these: {parts}."),
    "evaluation-part": (
        "{title}得 {score} 分（分值 {weight} 分，得分率 {share}）",
        "{title} {score} of {weight} ({share})",
    ),
    "evaluation-part-aside": ("{title}不计分", "{title} not counted"),
    "evaluation-adjusted": ("{title} {points} 分", "{title} {points}"),
    "evaluation-adjusted-all": ("加减分：{items}。", "Added or taken: {items}."),
    "evaluation-gate": ("触发否决事项“{title}”：{effect}。", "“{title}” applies: {effect}."),
    "evaluation-table": ("评分表", "Scores"),
    "evaluation-fall": ("从满分到总分的逐项增减", "Step by step from full marks to the total"),
    "evaluation-step": ("步骤", "Step"),
    "evaluation-points": ("分数", "Points"),
    "evaluation-result-place": ("综合评价结论", "conclusion"),
    # 4
    "evaluation-analysis": ("绩效评价指标分析", "Analysis by dimension"),
    "evaluation-dimension": (
        "“{title}”分值 {weight} 分，得 {score} 分，得分率 {share}。",
        "“{title}” earned {score} of {weight} points ({share}).",
    ),
    "evaluation-dimension-aside": (
        "“{title}”分值 {weight} 分，不计分。",
        "“{title}”, {weight} points, does not count.",
    ),
    "evaluation-counts": ("共 {count} 项评分指标，其中{parts}。", "Of {count} indicators, {parts}."),
    "evaluation-count-full": ("得满分 {count} 项", "{count} earned full points"),
    "evaluation-count-lost": ("失分 {count} 项", "{count} lost points"),
    "evaluation-count-aside": ("不计分 {count} 项", "{count} did not count"),
    "evaluation-scaled": ("“{title}”：{note}。", "“{title}”: {note}."),
    "evaluation-aside": ("不计分的指标（{word}）：{titles}。", "Not counted ({word}): {titles}."),
    "evaluation-scores-of": ("“{title}”各项指标的得分与分值", "“{title}”: scores against weights"),
    "evaluation-scores-head": ("得分（深色）与分值（全长）", "Score (dark) of weight"),
    "evaluation-score-of": ("得分 / 分值", "Points"),
    "evaluation-lost": ("失分情况如下：", "Points were lost as follows:"),
    "evaluation-loss": (
        "{title}失 {points} 分（分值 {weight} 分）。{rest}",
        "{title}: {points} of {weight} points lost. {rest}",
    ),
    "evaluation-reason": ("失分原因：{text}", "Reason: {text}"),
    "evaluation-remedy": ("改进措施：{text}", "Remedy: {text}"),
    "evaluation-remedy-again": ("改进措施同上。", "Remedy: as above."),
    "evaluation-analysis-place": ("对“{title}”的分析", "analysis of “{title}”"),
    # 5
    "evaluation-problems": ("主要经验及做法、存在的问题及原因分析", "Experience, problems and their causes"),
    "evaluation-experience": ("主要经验及做法", "Experience"),
    "evaluation-experience-place": ("主要经验及做法", "what went well, and why"),
    "evaluation-found": ("存在的问题及原因分析", "Problems and their causes"),
    "evaluation-no-problems": ("评分中没有发现问题。", "Scoring found no problem."),
    "evaluation-no-data": (
        "{count} 项指标没有可用数据（分值共 {points} 分）：{titles}。",
        "Indicators without usable data: {count}, worth {points} points: {titles}.",
    ),
    "evaluation-lost-at": ("“{title}”失分：{items}。", "Points lost in “{title}”: {items}."),
    "evaluation-lost-points": ("{title} {points} 分", "{title} ({points})"),
    "evaluation-problems-place": ("问题产生的原因", "causes of these problems"),
    # 6
    "evaluation-advice": ("有关建议", "Suggestions"),
    "evaluation-no-advice": ("评分中没有提出建议。", "Scoring suggests nothing."),
    "evaluation-suggestion": ("{titles}：{text}", "{titles}: {text}"),
    "evaluation-advice-place": ("进一步的建议", "further suggestions"),
    # 7
    "evaluation-other": ("其他需要说明的问题", "Other remarks"),
    "evaluation-made": (
        "本报告的得分由评分程序按指标体系 {id}（{version} 版）计算，可凭以下版本和校验码复核：{made}。",
        "The scores were computed by the indicator set {id}, version {version}; they can be checked by: {made}.",
    ),
    "evaluation-other-place": ("其他需要说明的问题", "whatever else should be known"),
    "evaluation-signed-place": ("评价单位（盖章）、报告日期", "who evaluated, the date of this report"),
    # files
    "evaluation-no-docx": (
        '写 Word 文件需要 python-docx；请先运行 pip install "scoring-engine[word]"',
        'writing .docx needs python-docx: run pip install "scoring-engine[word]"',
    ),
    "evaluation-template": (
        "{file}：不能作为 Word 模板打开；请在 Word 或 WPS 中另存为 .docx 文件",
        "{file}: cannot be opened as a Word template; save it as .docx in Word or WPS",
    ),
    "evaluation-template-macros": (
        "{file}：模板含有宏，不能使用；请在 Word 或 WPS 中另存为 .docx 文件（不含宏）",
        "{file}: a template with macros is not taken; save it as .docx, without macros, in Word or WPS",
    ),
    "evaluation-template-old": (
        "{file}：是 Word 97-2003 格式，不能作为模板；请在 Word 或 WPS 中另存为 .docx 文件",
        "{file}: a file in the format of Word 97-2003 is no template; save it as .docx in Word or WPS",
    ),
    "evaluation-template-locked": (
        "{file}：模板有密码；请去掉密码后另存为 .docx 文件",
        "{file}: the template is encrypted; save it as .docx without a password",
    ),
    "evaluation-template-large": (
        "{file}：解压后有 {size} MB，不像一个模板；请压缩其中的图片后另存",
        "{file}: {size} MB unpacked are no template; compress its pictures and save it again",
    ),
    "evaluation-template-for": (
        "--template 只用于 docx；请用 -o 指定 .docx 文件",
        "--template is for docx; name a .docx file with -o",
    ),
}
