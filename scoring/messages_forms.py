"""The sentences of forms: what stands on the workbook that is filled in, and what is said of one that is read back."""

from __future__ import annotations

from typing import Final

__all__ = ["FORMS"]

#: code -> (Chinese, English)
FORMS: Final[dict[str, tuple[str, str]]] = {
    # the workbook
    "form-sheet": ("填报表", "Form"),
    "form-lists": ("选项", "Choices"),
    "form-set": ("指标体系：{id}　版本：{version}", "Indicator set: {id}, version {version}"),
    "form-instruction": (
        "只填黄色单元格；没有的数据请留空，不要填 0。各附表在后面的工作表中。",
        "Fill in the yellow cells only; leave blank what there is no data for, and do not write 0. Tables have sheets of their own.",
    ),
    "form-instruction-plain": (
        "只填黄色单元格；没有的数据请留空，不要填 0。",
        "Fill in the yellow cells only; leave blank what there is no data for, and do not write 0.",
    ),
    "form-instruction-table": (
        "每行填一条记录，行数不限；只填黄色单元格，没有的数据请留空。",
        "A row for each record, as many as there are; fill in the yellow cells, and leave blank what there is no data for.",
    ),
    "form-label": ("数据", "Data"),
    "form-value": ("填写", "Fill in"),
    "form-unit": ("单位", "Unit"),
    "form-how": ("填写说明", "How"),
    "form-needed": ("用于指标", "For"),
    "form-project": ("项目", "Project"),
    "form-facts": ("评价数据", "Facts"),
    "form-see": ("填在工作表“{sheet}”", "on the sheet “{sheet}”"),
    "form-project-id": ("项目编号", "Project number"),
    "form-project-name": ("项目名称", "Project name"),
    "form-project-department": ("主管部门", "Department"),
    "form-project-unit": ("实施单位", "Implementing unit"),
    "form-project-year": ("年度", "Year"),
    "form-how-project-id": ("用来区分项目；留空时用项目名称", "tells projects apart; if blank, the name does"),
    "form-how-project-year": ("填四位年份，如 2022", "four digits, such as 2022"),
    "form-how-number": ("填数字", "a number"),
    "form-how-integer": ("填整数", "a whole number"),
    "form-how-money": ("填数字", "a number"),
    "form-how-money-unit": ("填数字，按“{unit}”填写", "a number, in {unit}"),
    "form-how-percent": ("填百分数，如 85%", "a percentage, such as 85%"),
    "form-how-boolean": ("选“是”或“否”", "choose yes or no"),
    "form-how-text": ("填文字", "text"),
    "form-how-level": ("填档次", "a level"),
    "form-how-levels": ("从列表中选：{levels}", "choose one: {levels}"),
    "form-how-date": ("填日期，如 2022-12-31", "a date, such as 2022-12-31"),
    "form-how-quantity": (
        "填数字或日期，可带单位，如 90%、120㎡、2022-12-31",
        "a number, with its unit if it has one, or a date: 90%, 120㎡, 2022-12-31",
    ),
    "form-refused": ("请检查填写内容", "Please check"),
    "form-yes": ("是", "yes"),
    "form-no": ("否", "no"),
    # the official form
    "official-sheet": ("自评表", "Self-evaluation"),
    "official-others": ("其他数据", "Other facts"),
    "official-title": ("{title}表", "{title}"),
    "official-year-before": ("（", "Year:"),
    "official-year-behind": ("年度）", ""),
    "official-funds": ("项目资金\n（{unit}）", "Funds\n({unit})"),
    "official-funds-all": ("年度资金总额", "Total of the year"),
    "official-of-these": ("其中：", "of which: "),
    "official-rate": ("执行率", "Rate"),
    "official-score": ("得分", "Score"),
    "official-given": ("单位自评得分", "Given score"),
    "official-goals": ("年度总体目标", "Goal of the year"),
    "official-goals-expected": ("预期目标", "Expected"),
    "official-goals-actual": ("实际完成情况", "Achieved"),
    "official-indicators": ("绩效指标", "Indicators"),
    "official-target": ("指标值", "Target"),
    "official-total": ("总分", "Total"),
    "official-weights-full": ("分值合计 {full}，正确", "weights: {full}, as is due"),
    "official-weights-less": (
        "分值合计应为 {full}，还差 {{gap}}",
        "weights: {{gap}} short of {full}",
    ),
    "official-weights-more": ("分值合计应为 {full}，多出 {{gap}}", "weights: {{gap}} above {full}"),
    "official-note-weights": ("注：分值为{weights}，合计 {full} 分。", "Weights: {weights}; {full} in all."),
    "official-note-weight": ("{title} {points} 分", "{title} {points}"),
    "official-note-fill": (
        "只填黄色单元格，没有的数据请留空，不要填 0。一行填一个三级指标，用不到的行留空；行数不够时，在同类指标的行之间插入行。",
        "Fill in the yellow cells only; leave blank what there is no data for, and do not write 0. A row for each indicator: leave blank what is not needed, and insert rows between those of a sort where there are too few.",
    ),
    "official-note-judged": (
        "定性指标：指标性质选“定性”，选完成程度，并填得分（占分值的比例：{levels}）；定量指标的得分可以不填，评分时按完成值计算。",
        "Indicators in words: choose 定性 as the sign, choose the level, and give the score (as a share of the weight: {levels}). The score of a number may be left blank: it follows from the value.",
    ),
    "official-open": ("（不含）", " (not included)"),
    # writing it
    "form-suffix": (
        "{file}：填报表只能写成 .xlsx；请用 -o form.xlsx",
        "{file}: a form is written as .xlsx: -o form.xlsx",
    ),
    "form-no-facts": (
        "指标体系 {id} 没有声明任何数据，不能生成填报表；请在 [facts] 中声明",
        "the set {id} declares no facts, so there is nothing to fill in; declare them in [facts]",
    ),
    "form-next": (
        "接下来：填写 {file}，再运行 scoring score {rules} {file}",
        "next: fill in {file}, then run: scoring score {rules} {file}",
    ),
    # reading it back
    "form-mixed": (
        "填报表（{forms}）与其他文件（{others}）不能一起评分；请分两次给出",
        "filled forms ({forms}) and other files ({others}) are not scored together: give them one after the other",
    ),
    "form-typed": (
        "{files}：按自评表的样式读取；填写的得分、总分和等级没有核对，请用 scoring audit 核对",
        "{files}: read as filled self-evaluation forms; the scores, total and grade in them were not checked: scoring audit does",
    ),
    "form-other-set": (
        "{file}：这是 {id} 的填报表，现在按 {known} 评分；请核对指标体系",
        "{file}: this is a form of {id}, scored by {known}; make sure that this is the set you mean",
    ),
    "form-other-version": (
        "{file}：这是 {id} {version} 版的填报表，现在按 {known} 版评分；数据可能有增减",
        "{file}: this is a form of version {version} of {id}, scored by version {known}; facts may have come or gone",
    ),
    "form-absent": (
        "{file}：填报表中没有这些数据，按缺少处理：{names}",
        "{file}: the form does not ask for these facts, which count as missing: {names}",
    ),
    "form-unnamed": (
        "{where}：这一格没有标题，未读取",
        "{where}: there is no heading above this cell, which was not read",
    ),
    "form-fact-twice": (
        "{where}：这项数据前面已经填过，这里的未读取",
        "{where}: this fact is filled in further up, and was not read here",
    ),
    "form-sheet-twice": (
        "{file}：一个文件填一个项目，工作表“{sheet}”未读取；请另存为单独的文件",
        "{file}: a file is one project, so the sheet “{sheet}” was not read; save it as a file of its own",
    ),
    "form-table-twice": (
        "{file}：工作表“{sheet}”与前面的工作表是同一附表，未读取",
        "{file}: the sheet “{sheet}” is of the same table as one before it, and was not read",
    ),
}
