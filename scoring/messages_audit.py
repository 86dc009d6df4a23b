"""The sentences about filled forms and their audit."""

from __future__ import annotations

from typing import Final

__all__ = ["AUDIT"]

#: code -> (Chinese, English)
AUDIT: Final[dict[str, tuple[str, str]]] = {
    "audit-calamine": (
        '读取 Excel 表格需要 python-calamine；请先运行 pip install "scoring-engine[excel]"',
        'reading Excel forms needs python-calamine: run pip install "scoring-engine[excel]"',
    ),
    "audit-docx": (
        '读取 Word 表格需要 python-docx；请先运行 pip install "scoring-engine[word]"',
        'reading Word forms needs python-docx: run pip install "scoring-engine[word]"',
    ),
    "audit-document": (
        "{file}：不是可以读取的 Word 文件，或文件不完整：{why}；请用 Word 或 WPS 打开后另存为 .docx",
        "{file}: this is no Word document, or not a whole one: {why}; open it in Word or WPS and save it as .docx",
    ),
    "audit-table": ("表格{number}", "Table{number}"),
    "audit-workbook": (
        "{file}：不是可以读取的 Excel 文件，或文件不完整：{why}；请用 Excel 或 WPS 打开后另存为 .xlsx",
        "{file}: this is no Excel workbook, or not a whole one: {why}; open it in Excel or WPS and save it as .xlsx",
    ),
    "audit-no-form": (
        "{file}：没有找到自评表；表头一行应有 {known}",
        "{file}: there is no self-evaluation form in it; a row of headings should have {known}",
    ),
    "audit-suffix": (
        "{file}：不能读取 {suffix}；自评表可以是 {known} 文件",
        "{file}: {suffix} cannot be read; forms come in {known} files",
    ),
    "audit-folder": (
        "{file}：文件夹里没有 {known} 文件",
        "{file}: the folder has no {known} files",
    ),
    "audit-set": (
        "{set}：指标体系没有按行填报的绩效指标（targets 表要有 {known} 栏），不能核对自评表",
        "{set}: the set has no rows that units fill in (a table targets with {known}), so it cannot audit forms",
    ),
    # findings; {name} is the indicator, {printed} what stands in the cell, {expected} what should
    "audit-weights-total": (
        "各项分值合计 {printed} 分，应为 {expected} 分；请核对各行分值",
        "the weights add up to {printed} points, {expected} are due; check the weight of each row",
    ),
    "audit-sum-mismatch": (
        "总分填的是 {printed}，各项得分相加是 {expected}；请改正总分或得分",
        "the total says {printed}, the scores add up to {expected}; correct the total or the scores",
    ),
    "audit-score-off-rule": (
        "“{name}”得分填的是 {printed}，按规则应为 {expected}；请改正得分，或核对指标值和完成值",
        "{name}: the score says {printed}, by the rule it is {expected}; correct it, or check the target and actual value",
    ),
    "audit-score-blank": (
        "“{name}”没有填得分，按规则应为 {expected}；请补填",
        "{name}: there is no score, by the rule it is {expected}; fill it in",
    ),
    "audit-score-over-weight": (
        "“{name}”得分 {printed} 超过分值，按规则应为 {expected}；请改正",
        "{name}: the score of {printed} is above the weight, by the rule it is {expected}; correct it",
    ),
    "audit-full-marks-without-data": (
        "“{name}”没有可核对的完成值，却得了满分 {printed}；请填写实际完成值",
        "{name}: there is no actual value to check, and yet full marks, {printed}; fill in what was achieved",
    ),
    "audit-full-marks-unfunded": (
        "“{name}”没有可核对的预算数和执行数，却得了满分 {printed}；请填写金额",
        "{name}: there are no amounts to check, and yet full marks, {printed}; fill in the budget and what was spent",
    ),
    "audit-actual-copies-target": (
        "“{name}”完成值写成“{printed}”，是照抄指标值；请填实际完成了多少，不带符号",
        "{name}: the actual value “{printed}” copies the target; write what was achieved, without a sign",
    ),
    "audit-rate-mismatch": (
        "执行率填的是 {printed}，全年执行数÷全年预算数 = {expected}；请改正",
        "the rate says {printed}, spent / budget = {expected}; correct it",
    ),
    "audit-execution-over-100": (
        "执行数 {printed} 大于预算数 {expected}；请核对口径，预算调整过的填调整后的预算数",
        "{printed} were spent out of a budget of {expected}; check both, and write the adjusted budget if there is one",
    ),
    "audit-rate-over-100": (
        "执行率 {printed} 超过 100%；请核对口径，预算调整过的按调整后的预算数计算",
        "the rate of {printed} is above 100%; check it against the adjusted budget",
    ),
    "audit-over-achievement": (
        "“{name}”完成值“{printed}”远超指标值，没有说明原因；请补充，并核对指标值是否定得过低",
        "{name}: “{printed}” is far above the target; give the reason, and see whether the target was too low",
    ),
    "audit-no-reason-for-lost-points": (
        "“{name}”没有得满分，也没有写偏差原因；请补充原因和改进措施",
        "{name}: points are lost and no reason is given; write why, and what will be done",
    ),
    "audit-grade-mismatch": (
        "等级填的是“{printed}”，按总分应为“{expected}”",
        "the grade says “{printed}”, by the total it is “{expected}”",
    ),
    "audit-unreadable-target": (
        "“{name}”指标值“{printed}”不能核对；请写成 ≥90%、≤30万元 或 2022-12-31",
        "{name}: the target “{printed}” cannot be checked; write it as ≥90%, ≤30万元 or 2022-12-31",
    ),
    "audit-no-weight": (
        "“{name}”有得分，没有分值；请补填分值",
        "{name}: there is a score and no weight; fill in the weight",
    ),
    "audit-no-target": (
        "“{name}”没有填指标值，不能核对；请填写，如 ≥90%、≤30万元 或 2022-12-31",
        "{name}: there is no target to check against; write it as ≥90%, ≤30万元 or 2022-12-31",
    ),
    "audit-unreadable-actual": (
        "“{name}”完成值“{printed}”不能核对；请填数字，可带单位",
        "{name}: the actual value “{printed}” cannot be checked; write a number, with its unit",
    ),
    "audit-unreadable-day": (
        "“{name}”指标值是日期，完成值“{printed}”不能核对；请填完成的日期，如 2022-11-30",
        "{name}: the target is a day, and the actual value “{printed}” cannot be checked; write the day, as in 2022-11-30",
    ),
    "audit-unreadable-level": (
        "“{name}”完成情况“{printed}”不能核对；定性指标请填 {expected} 之一",
        "{name}: “{printed}” cannot be checked; for a qualitative indicator write one of {expected}",
    ),
    "audit-unreadable-weight": (
        "“{name}”分值填的是“{printed}”；请改成数字",
        "{name}: the weight says “{printed}”; write a number",
    ),
    "audit-unreadable-score": (
        "“{name}”得分填的是“{printed}”；请改成数字",
        "{name}: the score says “{printed}”; write a number",
    ),
    "audit-unreadable-total": (
        "总分填的是“{printed}”；请改成数字",
        "the total says “{printed}”; write a number",
    ),
    "audit-unreadable-amount": (
        "金额“{printed}”不能核对；请填数字",
        "the amount “{printed}” cannot be checked; write a number",
    ),
    "audit-duplicate-project": (
        "项目“{name}”在 {first} 中已经填报过；请核对是否重复",
        "the project {name} has a form already, {first}; see whether one of them is a copy",
    ),
    # what the codes are called
    "audit-name-weights-total": ("分值合计不符 weights-total", "weights-total"),
    "audit-name-sum-mismatch": ("总分不符 sum-mismatch", "sum-mismatch"),
    "audit-name-score-off-rule": ("得分与规则不符 score-off-rule", "score-off-rule"),
    "audit-name-score-over-weight": ("得分超过分值 score-over-weight", "score-over-weight"),
    "audit-name-full-marks-without-data": ("无数据得满分 full-marks-without-data", "full-marks-without-data"),
    "audit-name-actual-copies-target": ("照抄指标值 actual-copies-target", "actual-copies-target"),
    "audit-name-rate-mismatch": ("执行率不符 rate-mismatch", "rate-mismatch"),
    "audit-name-execution-over-100": ("执行数超过预算 execution-over-100", "execution-over-100"),
    "audit-name-over-achievement": ("远超指标值 over-achievement", "over-achievement"),
    "audit-name-no-reason-for-lost-points": ("扣分无原因 no-reason-for-lost-points", "no-reason-for-lost-points"),
    "audit-name-grade-mismatch": ("等级不符 grade-mismatch", "grade-mismatch"),
    "audit-name-unreadable-cell": ("无法核对 unreadable-cell", "unreadable-cell"),
    "audit-name-duplicate-project": ("重复填报 duplicate-project", "duplicate-project"),
    # the page
    "audit-title": ("自评表核对", "Audit of self-evaluation forms"),
    "audit-form": ("表格", "Form"),
    "audit-project": ("项目", "Project"),
    "audit-printed": ("自评总分", "Printed"),
    "audit-recomputed": ("复核总分", "Recomputed"),
    "audit-count": ("问题", "Findings"),
    "audit-sheet": ("工作表", "Sheet"),
    "audit-unit": ("单位", "Unit"),
    "audit-difference": ("自评减复核", "Printed less recomputed"),
    "audit-grade": ("复核等级", "Grade"),
    "audit-cell": ("单元格", "Cell"),
    "audit-stands": ("填写", "It says"),
    "audit-due": ("应为", "Due"),
    "audit-message": ("问题和改法", "Finding"),
    "audit-code": ("类别", "Code"),
    "audit-sheet-forms": ("汇总", "Forms"),
    "audit-sheet-findings": ("退回修改", "To send back"),
    "audit-sheet-spread": ("统计", "Statistics"),
    "audit-beside": ("核对意见：{count} 处", "Findings: {count}"),
    "audit-back": ("见清单", "To the list"),
    "audit-more-forms": (
        "有问题的表格有 {count} 份，只为前 {most} 份附了工作表；用 -o 文件夹/ 可以每份写一个文件",
        "{count} forms have findings, the first {most} have a sheet here; with -o FOLDER/ each has a workbook of its own",
    ),
    "audit-folder-written": (
        "{folder}：有问题的表格 {count} 份，每份一个文件；清单在 {file}",
        "{folder}: a workbook for each form with findings ({count}); {file} lists them",
    ),
    "audit-folder-left": (
        "{folder} 中还有以前写的 {left} 个文件，清单中没有",
        "{folder} still has files of earlier runs that the list does not have: {left}",
    ),
    "audit-folder-format": (
        "{folder}：文件夹里写的是 Excel 文件；请去掉 --format {form}",
        "{folder}: a folder is filled with workbooks; leave out --format {form}",
    ),
    "audit-xlsx-file": (
        "Excel 文件要写到文件里；请加上 -o，如 -o audit.xlsx",
        "a workbook goes to a file; name it, as in -o audit.xlsx",
    ),
    "audit-grades": ("等级", "Grade"),
    "audit-by-printed": ("按自评", "Printed"),
    "audit-by-recomputed": ("按复核", "Recomputed"),
    "audit-means": (
        "自评总分平均 {printed}，这些表复核总分平均 {recomputed}；自评高于复核的 {above} 张。",
        "Printed totals are {printed} on average, recomputed {recomputed} for the same forms; printed above recomputed: {above}.",
    ),
    "audit-of-forms": ("涉及表格", "Forms"),
    "audit-fine": ("没有发现问题。", "No findings."),
    "audit-summary": (
        "共 {forms} 张表，{faulty} 张有问题，问题 {findings} 处。",
        "Forms: {forms}, with findings: {faulty}; findings: {findings}.",
    ),
}
