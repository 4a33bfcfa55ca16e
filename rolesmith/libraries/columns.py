"""The Chinese names of the fields of a library and its items, for the sheet, comparisons and the JSON Schema."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from rolesmith.presets.library import Kind, Level

KINDS: Mapping[Kind, str] = {"duty": "职责", "goal": "目标", "requirement": "任职要求", "kpi": "考核指标"}
LEVELS = tuple(level for level in get_args(Level) if level)
WAYS = ("越高越好", "越低越好", "落在区间")
BASES = ("有出处", "常用名", "凭经验")
FREQUENCIES = ("每日", "每周", "每两周", "每月", "每季", "每半年", "每年", "每单", "每场", "每次", "每款", "按需")


@dataclass(frozen=True)
class Column:
    """A field of an item as a column. `width` in pixels."""

    field: str
    head: str
    width: int
    note: str
    """An explanation: a sentence without its full stop."""
    filling: str = ""
    """More to know for filling in the sheet."""
    choices: tuple[str, ...] = ()
    free: bool = False
    """Other texts than the choices are allowed."""
    listed: bool = False
    """Several words in one cell."""
    needed: bool = False
    """Every sheet must have it."""
    also: tuple[str, ...] = ()
    """Other names for the head."""


@dataclass(frozen=True)
class Entry:
    """A field of the library itself as a row of the sheet 库信息."""

    field: str
    head: str
    note: str
    filling: str = ""
    needed: bool = False


COLUMNS: Sequence[Column] = (
    Column(
        "id", "编号", 150, "别人更新时靠它认出同一条，写好后不要改",
        "新加的行空着，导入时自动编", needed=True, also=("id",),
    ),
    Column(
        "kind", "类别", 84, "职责、目标、任职要求还是考核指标；不写算职责",
        choices=tuple(KINDS.values()), needed=True, also=("kind", "类型"),
    ),
    Column("topic", "小组", 120, "页面上归在哪一组，例如 售后处理", also=("topic", "分组", "组")),
    Column(
        "text", "条目", 380, "一条只写一件事，动词开头；店与店不同的地方写成 {填空}",
        needed=True, also=("text", "内容"),
    ),
    Column(
        "standard", "工作标准", 300, "这一条做到什么程度：多久一次、量到多少、留下什么；不写也行",
        also=("standard", "标准"),
    ),
    Column("level", "层级", 64, "做到哪一级的人来做；不写是都行", choices=LEVELS, also=("level",)),
    Column("platforms", "平台", 130, "只有这些平台才用得上；不写是都用得上", listed=True, also=("platforms",)),
    Column(
        "frequency", "频率", 72, "多久做一次，例如 每周", "下拉里没有的也可以自己写",
        choices=FREQUENCIES, free=True, also=("frequency",),
    ),
    Column("output", "成果", 130, "做完留下的、别人看得到的东西，例如 活动复盘表", also=("output",)),
    Column(
        "kpis", "关联指标", 150, "用哪些考核指标看做得好不好，写那一条指标的条目原文",
        listed=True, also=("kpis", "指标"),
    ),
    Column(
        "aliases", "搜索词", 240, "店里人会打什么字来找它：俗称、行话、错别字",
        listed=True, also=("aliases", "别名"),
    ),
    Column("tags", "标签", 110, "自己分类用的词", listed=True, also=("tags",)),
    Column("clause", "条款", 100, "出自哪一条制度或范本，没有就不写", listed=True, also=("clause",)),
    Column(
        "area", "所属领域", 110, "放进岗位时归到另一个预设库的组，写那个库的编号；一般不写", also=("area", "领域"),
    ),
    Column("definition", "算法", 260, "只有考核指标写：怎么算出来", also=("definition",)),
    Column("unit", "单位", 64, "只有考核指标写：%、元、分钟", also=("unit",)),
    Column(
        "better", "方向", 88, "只有考核指标写：高了好、低了好，还是在一个区间里好",
        choices=WAYS, also=("better",),
    ),
    Column("source", "数据来源", 150, "只有考核指标写：在哪里读到这个数", also=("source", "来源")),
    Column(
        "basis", "依据", 76, "只有考核指标写：定义查得到出处、只有名字常用，还是凭经验",
        choices=BASES, also=("basis",),
    ),
)  # fmt: skip
ENTRIES: Sequence[Entry] = (
    Entry("schema", "格式", "这个文件按哪一版写的，不要改"),
    Entry("library", "库编号", "小写英文、数字、下划线；别人更新时靠它认出是同一个库，写好后不要改", needed=True),
    Entry("title", "库名", "页面上看到的名字", needed=True),
    Entry("author", "作者", "谁写的，可以写店名"),
    Entry("version", "版本", "改过再发给别人时加一，例如 2"),
    Entry("licence", "许可", "别人可以怎样使用，例如 随便用"),
    Entry("checked", "最后核对日期", "最近一次逐条核对的日子，例如 2026-11-23"),
    Entry("order", "书架顺序", "一个整数，小的排在前面"),
    Entry("note", "说明", "给谁用、收了什么"),
    Entry("changes", "更新内容", "哪一版改了什么，一条一句，新的在上", "不够就在下面加行，左边也写“更新内容”"),
)
FIELD_NAMES: Mapping[str, str] = {
    **{entry.field: entry.head for entry in ENTRIES},
    **{column.field: column.head for column in COLUMNS},
}
"""The Chinese name of every field of a library and of an item; no field is in both."""


def key(head: str) -> str:
    """A head for comparing, without regard to width, case, spaces, colons, stars and brackets."""
    return re.sub(r"\(.*?\)|[\s*:]", "", unicodedata.normalize("NFKC", head[:100])).casefold()
