"""The sentences about Spark: what a cluster reads, what it writes, and what it says when it fails."""

from __future__ import annotations

from typing import Final

__all__ = ["SPARK"]

#: code -> (Chinese, English)
SPARK: Final[dict[str, tuple[str, str]]] = {
    "spark-start": (
        "Spark 没有启动：{why}；请确认已安装 Java 17 以上版本，Spark 的设置（spark-defaults.conf、SPARK_REMOTE）无误",
        "Spark did not start: {why}; see that there is Java 17 or later, and that its settings (spark-defaults.conf, SPARK_REMOTE) are right",
    ),
    "spark-failed": ("Spark 没有算完：{why}", "Spark did not finish: {why}"),
    "spark-library": (
        '用 Spark 评分需要 PySpark；请先运行 pip install "scoring-engine[spark]"',
        'scoring by Spark needs PySpark: run pip install "scoring-engine[spark]"',
    ),
    "spark-mixed": (
        "{address} 是地址，{file} 是本机文件；请都给地址，或都给本机文件",
        "{address} is an address and {file} a file of this machine; give addresses only, or files only",
    ),
    "spark-backend": (
        "{address} 是集群读取的地址；请加上 --backend spark，或给本机文件",
        "{address} is an address that a cluster reads; add --backend spark, or give a file of this machine",
    ),
    "spark-writes": (
        "{address} 是集群写入的地址，只用于对表格的评分；请加上 --backend spark，或写到本机文件",
        "{address} is an address that a cluster writes to, for tables; add --backend spark, or write to a file of this machine",
    ),
    "spark-parquet": (
        "{address}：集群只写 Parquet，不写 {form}；请用 .parquet 结尾的地址，或加上 --format parquet",
        "{address}: a cluster writes Parquet, not {form}; end the address with .parquet, or add --format parquet",
    ),
    "spark-there": (
        "{address} 已有内容，未作改动；请换一个地址，或先移走原有的结果",
        "there is something at {address} already, and it is left as it is; give another address, or move it away first",
    ),
    "spark-no-key": (
        "{file}：没有项目编号列；集群不按行号区分项目，请加一列 project",
        "{file}: no column tells the projects apart, and a cluster does not number rows; add a column project",
    ),
    "spark-keys": (
        "{file}：有的项目没有编号，或编号不止一次出现：{keys}；每个项目须有自己的编号",
        "{file}: projects without a key of their own: {keys}; each needs one, and no two the same",
    ),
    "spark-orphans": (
        "{file}：{count} 行不属于任何项目，未计入",
        "{file}: rows that belong to no project: {count}; they are not counted",
    ),
    "spark-unit": (
        "{file}：集群不换算标题“{heading}”中的单位；请把该列改名为 {name}，数值用它的单位",
        "{file}: a cluster does not convert the unit in the heading “{heading}”; call the column {name}, with values in its unit",
    ),
}
