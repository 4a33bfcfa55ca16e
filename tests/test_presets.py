"""The shipped content: it loads, it holds every clause of the source template, and each starter is a full draft.

The clause words below are the source's own, S0 to S4.3 where it breaks off; ids are those of the presets' `clause`.
"""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path
from time import sleep

import pytest

from rolesmith.document.draw import draw
from rolesmith.document.gaps import open_blanks, role_gaps
from rolesmith.document.progress import progress
from rolesmith.files.problem import Unreadable
from rolesmith.libraries.answers import answers
from rolesmith.libraries.topics import owned, report, topics
from rolesmith.presets.library import Item, Library
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import FOLDER, load, shipped
from rolesmith.presets.starter import REFERENCE, Starter
from rolesmith.presets.synonyms import Synonyms
from rolesmith.role.blanks import Blank, Filling, names
from rolesmith.role.tree import Node

PRESETS = shipped()
TEMPLATE = PRESETS.templates["ecommerce"].role()
STARTERS = list(PRESETS.starters.values())
ITEMS = [(library, item) for library in PRESETS.libraries.values() for item in library.items]

each_starter = pytest.mark.parametrize("starter", STARTERS, ids=[starter.starter for starter in STARTERS])

WHOLE = "whole_template"
"""The starter that holds the whole template in lines of its own, see test_whole_template.py."""

HELD_BY_TEMPLATE = {
    "S0": ("前言", "招聘 绩效管理 员工发展 组织优化 业务模式 平台电商 独立站 社交电商 组织架构 发展阶段 调整 细化"),
    "S1": ("基本信息", "岗位名称 所属部门 直接上级 直接下级 岗位编制 岗位等级 工作地点 岗位概述"),
    "S1.1": ("基本信息/岗位名称", "电商运营专员 主管 推广专员 内容策划 客服专员"),
    "S1.2": ("基本信息/所属部门", "电商部"),
    "S1.3": ("基本信息/直接上级", "电商运营经理 部门负责人"),
    "S1.4": ("基本信息/直接下级", "“无” 岗位名称"),
    "S1.5": ("基本信息/岗位编制", "实际 人数"),
    "S1.6": ("基本信息/岗位等级", "自己的等级"),
    "S1.7": ("基本信息/工作地点", "XX市XX区XX街道XX号"),
    "S1.8": ("基本信息/岗位概述", "价值 主要 方向"),
    "S2": ("岗位目标", "周期 一年 部门 够得着 量得出来"),
    "S3": ("主要工作职责与任务", "日常 定期 重要性 先后 动词 不写空话"),
    "S3.1": ("主要工作职责与任务/店铺运营与管理", ""),
    "S3.2": ("主要工作职责与任务/市场推广与引流", ""),
    "S3.3": ("主要工作职责与任务/内容策划与创作", ""),
    "S3.4": ("主要工作职责与任务/客户服务与关系维护", ""),
    "S3.5": ("主要工作职责与任务/数据分析与优化", ""),
    "S3.6": ("主要工作职责与任务/其他相关职责", ""),
    "S4": ("任职资格要求", "教育背景与专业 工作经验 知识与技能"),
    "S4.1": (
        "任职资格要求/教育背景与专业",
        "学历要求 大专及以上 专业要求 市场营销 电子商务 广告学 传播学 优先 经验",
    ),
    "S4.2": ("任职资格要求/工作经验", "经验年限 平台 运营 推广 内容 项目经验 大促 类目优先"),
    "S4.3": ("任职资格要求/知识与技能", "熟悉至少一个主流电商平台的运营规则"),
}
"""Clause → the path of titles where the template holds it, and the words that stand there."""

HELD_BY_ITEMS = {
    "S2.1": "平台 销售额 同比 增长",
    "S2.2": "精细化用户运营 复购率 提高到",
    "S2.3": "优化推广策略 获客成本 降低",
    "S2.4": "内容矩阵 影响力 品牌 知名度 美誉度 目标群体",
    "S3.1.1": "规划 搭建 日常运营 管理 平台 淘宝 天猫 京东 拼多多 抖音小店",
    "S3.1.2": "策划 执行 平台大促 店铺日常活动 节日营销 活动效果 转化率",
    "S3.1.3": "上架 下架 标题优化 详情页优化 价格体系 库存监控",
    "S3.1.4": "店铺评分 好评率 违规处理 投诉",
    "S3.2.1": "制定 执行 推广策略 搜索推广 场景推广 内容推广 社交媒体推广",
    "S3.2.2": "预算 分配 投放 监控 效果跟踪 分析 优化 提升ROI",
    "S3.2.3": "开发渠道 渠道维护 合作伙伴 引流新方式",
    "S3.2.4": "行业动态 竞争对手 竞品推广 及时调整 策略",
    "S3.3.1": "品牌定位 产品特点 平台内容 社交内容 内容方向 主题",
    "S3.3.2": "图文 短视频 直播 创意 文案撰写 拍摄 剪辑 组织拍摄",
    "S3.3.3": "吸引力 传播力 互动性 品牌形象 转化",
    "S3.3.4": "排期 发布 按时发布 质量",
    "S3.4.1": "标准话术 服务流程 标准化 咨询 订单 售后 及时 专业 满意度",
    "S3.4.2": "监控 服务质量 响应速度 客服团队 定期培训 定期考核",
    "S3.4.3": "收集反馈 反馈整理 产品优化 运营优化 依据",
    "S3.4.4": "客户关系 满意度 忠诚度",
    "S3.5.1": "每日监控 周监控 月监控 核心数据 流量 访客数 转化率 客单价 销售额 DSR 汇总",
    "S3.5.2": "发现问题 机会 优化建议 推动改进 分析",
    "S3.5.3": "运营分析报告 周报 月报 上级",
    "S3.6.1": "上级交办 电商 临时任务",
    "S3.6.2": "设计部门 产品部门 仓储部门 各部门协作 沟通",
}
"""Clause → words that stand in the text or an alias of an item that names it."""

VAGUE = (
    "相关工作 等工作 各项工作 日常工作 积极主动 认真负责 吃苦耐劳 责任心强 一定的 较强的 较好的 "
    "尽量 尽快 适当 适时 若干 大力 不断 高质量 有效提升"
)
"""What says nothing that anybody could check."""
UNLAWFUL = (
    "男性 女性优先 限男 限女 未婚 已婚 已育 婚育 生育 怀孕 周岁 岁以下 岁以内 户籍 户口 本地人 籍贯 民族 宗教 "
    "乙肝 残疾 身高 五官 形象气质 星座 属相 血型 985 211 第一学历 全日制 抗压 服从安排 押金 "
    "无偿加班 刷单 返现 代写好评 改差评"
)
"""What law or a platform's rule forbids to ask for; only a line that forbids it may say it."""
FORBIDS = re.compile("^不|不得|不要|不做|不提|不以|不附|不含|不收|剔除|禁")


def node_at(path: str) -> Node:
    """The template's node at a path of titles; a block without a title stands for nothing in it."""
    node = TEMPLATE.tree
    for title in path.split("/"):
        node = next(each for each in node.walk() if each.title == title)
    return node


def said(node: Node) -> str:
    """All that a node and those below it say to an owner, blanks as they are asked for."""
    filling = PRESETS.filling(TEMPLATE)
    texts = (text for each in node.walk() for text in (each.title, filling.fill(each.text), each.hint, *each.examples))
    return "\n".join(texts)


def owners_texts(starter: Starter) -> Iterator[tuple[Node, str]]:
    """Every text of a starter that a document can show, switched off or not."""
    for node in starter.role.tree.walk():
        if node.text:
            yield node, node.text


def is_short(node: Node) -> bool:
    """Whether a text is one line: no paragraph and no long field."""
    return node.kind != "text" and not node.long


def full() -> Filling:
    """A shop that has filled every blank with something usual."""

    def usual(blank: Blank) -> str:
        return blank.default or {"number": "20", "choices": (*blank.choices, "")[0]}.get(blank.type, "某某")

    return Filling(PRESETS.blanks, {name: usual(blank) for name, blank in PRESETS.blanks.items()})


# everything


def test_everything_loads_without_a_problem() -> None:
    assert [str(problem) for problem in PRESETS.problems] == []


def test_every_file_of_the_presets_is_read() -> None:
    files = Counter(path.parent.name for path in FOLDER.rglob("*.yaml"))
    read = {
        "templates": PRESETS.templates,
        "duties": PRESETS.libraries,
        "roles": PRESETS.starters,
        "papers": PRESETS.papers,
        "rules": PRESETS.rules,
    }
    assert topics(), "presets/topics.yaml"
    assert owned(), "presets/owned.yaml"
    assert answers("拣货配货"), "presets/shares.yaml"
    assert PRESETS.person_paper, "presets/person.yaml"
    assert files == {"presets": 13, "ideas": 4, **{folder: len(found) for folder, found in read.items()}}
    assert all(files.values())


def test_a_broken_file_is_told_and_stops_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "presets"
    for path in FOLDER.rglob("*.yaml"):
        copy = folder / path.relative_to(FOLDER)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    content = folder / "duties" / "content.yaml"
    content.write_text(content.read_text("utf-8").replace("library: content", "library：content"), "utf-8")
    (folder / "roles" / "wrong.yaml").write_bytes("starter: 错".encode("gbk"))
    found = load(folder)
    unhurt = {s.starter for s in STARTERS if not any(each.startswith("content/") for each in references(s))}
    assert set(found.libraries) == set(PRESETS.libraries) - {"content"}
    assert set(found.heads) == set(PRESETS.heads)
    assert set(found.starters) == unhurt and 0 < len(unhurt) < len(STARTERS)
    told = "\n".join(map(str, found.problems))
    assert "presets/duties/content.yaml 第 1 行" in told and "全角冒号" in told
    assert "presets/roles/wrong.yaml" in told and "UTF-8" in told
    assert "presets/roles/content_planner.yaml" in told and "预设库里没有“content/" in told


def test_heads_say_of_every_starter_what_its_card_says_and_read_nothing_else() -> None:
    found = load()
    told = [(head.starter, head.title, head.summary, head.area, head.order) for head in found.heads.values()]
    assert told == [(s.starter, s.title, s.summary, s.area, s.order) for s in STARTERS]
    assert set(found.templates) == set(PRESETS.templates)
    assert not found.all_read


def test_a_head_behind_its_content_is_told(tmp_path: Path) -> None:
    """Nobody would ever see the card."""
    folder = tmp_path / "presets"
    shutil.copytree(FOLDER, folder)
    file = folder / "roles" / "buyer.yaml"
    head, fill, rest = file.read_text("utf-8").partition("fill:")
    lines = head.splitlines(keepends=True)
    file.write_text("".join(lines[1:]) + fill + rest.rstrip() + "\n" + lines[0], "utf-8")
    found = load(folder)
    assert "buyer" not in found.heads and "buyer" not in found.starters
    assert [problem.file for problem in found.problems] == ["presets/roles/buyer.yaml"]


def test_whoever_asks_while_it_is_read_waits_and_it_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def slowly(data: bytes, file: str) -> Library:
        read.append(file)
        sleep(0.01)
        return Library(library=Path(file).stem, title="慢", items=())

    monkeypatch.setattr(Library, "read", slowly)
    found = load()
    with ThreadPoolExecutor(4) as four:
        asked = list(four.map(lambda _: found.libraries, range(4)))
    assert len(read) == len(set(read)) == len(PRESETS.libraries)
    assert all(each is asked[0] for each in asked)


def test_every_blank_used_is_known_and_every_blank_known_is_used() -> None:
    texts = [text for _, item in ITEMS for text in (item.text, item.standard)]
    papers = (make_paper(paper, TEMPLATE, PRESETS.filling(TEMPLATE)) for paper in PRESETS.papers.values())
    trees = [TEMPLATE.tree, *(starter.role.tree for starter in STARTERS), *(paper.tree for paper in papers)]
    texts += [text for tree in trees for node in tree.walk() for text in (node.title, node.text, node.standard)]
    assert {name for text in texts for name in names(text)} == set(PRESETS.blanks)


def test_every_blank_can_be_asked_for() -> None:
    """It has a label of its own and a hint; a number has a unit unless it is a ratio; choices are offered."""
    blanks = PRESETS.blanks.values()
    assert max(Counter(blank.label for blank in blanks).values()) == 1
    for blank in blanks:
        assert blank.label and blank.hint and not blank.hint.endswith("。"), blank.name
        assert bool(blank.choices) == (blank.type == "choices"), blank.name
        assert not blank.unit or blank.type == "number", blank.name


# the source template


@pytest.mark.parametrize("clause", HELD_BY_TEMPLATE)
def test_the_template_holds_the_clause(clause: str) -> None:
    path, words = HELD_BY_TEMPLATE[clause]
    text = said(node_at(path))
    assert [word for word in words.split() if word not in text] == []


def test_the_document_numbers_the_sources_chapters_as_the_source_does() -> None:
    parts = draw(TEMPLATE, PRESETS.filling(TEMPLATE)).parts
    assert [part.number + str(part.title) for part in parts] == [
        "前言",
        "一、基本信息",
        "二、岗位目标",
        "三、主要工作职责与任务",
        "四、任职资格要求",
    ]


def test_basic_information_is_a_sheet_in_the_sources_order() -> None:
    block = node_at("基本信息").children[0]
    assert (block.kind, block.layout) == ("fields", "sheet")
    assert [field.title for field in block.children] == HELD_BY_TEMPLATE["S1"][1].split()
    overview = block.children[-1]
    assert overview.long and overview.target == 150


def test_the_six_groups_stand_in_order_and_two_are_as_applicable() -> None:
    groups = node_at("主要工作职责与任务").children[0].children
    paths = [path for clause, (path, _) in HELD_BY_TEMPLATE.items() if re.fullmatch(r"S3\.\d", clause)]
    assert [group.title for group in groups] == [path.partition("/")[2] for path in paths]
    assert [group.title for group in groups if group.optional] == ["内容策划与创作", "客户服务与关系维护"]


def items_of(clause: str) -> list[Item]:
    return [item for _, item in ITEMS if clause in item.clause]


@pytest.mark.parametrize("clause", HELD_BY_ITEMS)
def test_items_hold_the_clause(clause: str) -> None:
    items = items_of(clause)
    assert any(item.kind == ("goal" if clause.startswith("S2") else "duty") for item in items)
    text = "\n".join(part for item in items for part in (item.text, item.standard, *item.aliases))
    assert [word for word in HELD_BY_ITEMS[clause].split() if word not in text] == []


def test_the_libraries_speak_of_every_topic_of_real_role_descriptions() -> None:
    found = report(PRESETS.libraries.values(), topics())
    assert found.total > 370 and [topic.topic for topic in found.lacking] == []


def test_the_report_names_a_topic_that_no_item_of_its_kind_speaks_of() -> None:
    asked = [topic for topic in topics() if topic.area == "live" and topic.kind == "duty"]
    without = [library for library in PRESETS.libraries.values() if library.library not in ("live", "content")]
    found = report([*without, PRESETS.libraries["live"].model_copy(update={"items": ()})], asked)
    assert 0 < len(found.lacking) <= len(asked) == found.total
    assert found.areas["直播"] == {"duty": (len(asked) - len(found.lacking), len(asked))}


def test_items_name_only_clauses_of_the_source() -> None:
    assert {clause for _, item in ITEMS for clause in item.clause} == set(HELD_BY_ITEMS)


# libraries


def test_no_two_items_say_the_same() -> None:
    texts = Counter(re.sub(r"\W", "", item.text) for _, item in ITEMS)
    assert [text for text, count in texts.items() if count > 1] == []


def test_items_are_one_checkable_lawful_line() -> None:
    assert [problem for _, item in ITEMS for text in (item.text, item.standard) for problem in faults(text)] == []


def faults(text: str) -> list[str]:
    """What a line must not be."""
    found = [f"{text}：句末有标点" for _ in [0] if text.endswith(("。", "；", "，", ".", "、"))]
    found += [f"{text}：两行" for _ in [0] if "\n" in text or text != text.strip()]
    found += [f"{text}：空话“{word}”" for word in VAGUE.split() if word in text]
    return found + unlawful(text)


def unlawful(text: str) -> list[str]:
    return [f"{text}：“{word}”" for word in UNLAWFUL.split() if word in text and not FORBIDS.search(text)]


# starters


def test_starters_have_a_name_and_a_summary_of_their_own() -> None:
    for texts in ([s.title for s in STARTERS], [s.summary for s in STARTERS]):
        assert len(set(texts)) == len(texts)
        assert all(text and "\n" not in text and "\t" not in text for text in texts)


def lines_of(starter: Starter) -> list[Node]:
    """The goals, duties and further lines that a starter begins with."""
    return [node for node in starter.role.tree.walk() if node.kind == "line"]


@each_starter
def test_a_starter_has_goals_groups_and_duties_enough(starter: Starter) -> None:
    goals = starter.role.tree.find("goals.goals")
    duties = starter.role.tree.find("duties.duties")
    assert goals and duties
    assert len(goals.shown()) >= 4
    assert len(duties.shown()) >= 4
    count = sum(len(group.shown()) for group in duties.shown())
    assert 8 <= count <= 16 or (starter.starter == WHOLE and count == 21)
    assert all(len(group.shown()) >= 1 for group in duties.shown())


@each_starter
def test_a_starter_fills_every_block_of_the_qualifications(starter: Starter) -> None:
    section = starter.role.tree.find("qualifications")
    assert section
    for block in section.children:
        texts = [node.text for node in block.walk() if node.kind in ("field", "line", "cell")]
        assert texts and all(text.strip() for text in texts), block.title


@each_starter
def test_a_starters_overview_is_as_long_as_the_template_asks(starter: Starter) -> None:
    overview = starter.role.tree.find("basics.info.overview")
    assert overview and overview.target == 150
    assert 120 <= len(full().fill(overview.text)) <= 180


@each_starter
def test_a_starters_weights_sum_to_100(starter: Starter) -> None:
    weights = [
        int(node.text)
        for node in starter.role.tree.walk()
        if node.kind == "cell" and node.id.endswith(":kpis.kpis.weight")
    ]
    assert 4 <= len(weights) <= 6
    assert sum(weights) == 100 and min(weights) >= 5


@each_starter
def test_a_starter_lacks_nothing_but_a_few_facts(starter: Starter) -> None:
    """With every blank filled nothing is open; without, at most 12, those of the standards among them."""
    role = starter.role
    assert progress(role, full()).lacking == 0
    assert len(open_blanks(draw(role, PRESETS.filling(role, standards=True)))) <= 12


@each_starter
def test_a_starter_still_lacks_nothing_when_every_section_is_on(starter: Starter) -> None:
    """The stamps aside, which publishing fills, and what only the signers know."""
    tree = starter.role.tree
    sections = tuple(section.with_(on=True) for section in tree.children)
    gaps = role_gaps(starter.role.replace(tree.with_(children=sections)))
    assert {section: [gap.what for gap in found] for section, found in gaps.items() if found} == {}


@each_starter
def test_a_starters_references_resolve_to_the_same_text(starter: Starter) -> None:
    copied = [node for node in lines_of(starter) if REFERENCE.match(node.origin)]
    assert len(copied) >= 12 or starter.starter == WHOLE
    for node in copied:
        library, _, item_id = node.origin.partition("/")
        item = PRESETS.libraries[library].item(item_id)
        assert item is not None and (item.text, item.standard) == (node.text, node.standard)
        assert item.kind == ("goal" if node.id.startswith("goals.") else "duty")


def references(starter: Starter) -> list[str]:
    """The library items that its lines were copied from, and those that it offers further."""
    offered = [reference for group in starter.more.values() for reference in group]
    return [node.origin for node in lines_of(starter) if node.origin] + offered


@each_starter
def test_a_starter_offers_further_duties_of_its_own_kind(starter: Starter) -> None:
    """Each is in a library, and none is chosen or offered already."""
    offered = [reference.partition("/") for group in starter.more.values() for reference in group]
    assert offered
    items = [PRESETS.libraries[library].item(item_id) for library, _, item_id in offered]
    assert all(item and item.kind == "duty" for item in items)
    assert max(Counter(references(starter)).values()) == 1


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ("  store: [store_operations/nothing]", "more/store：预设库里没有“store_operations/nothing”"),
        ("  store: [巡查店铺]", "more/store：预设库里没有“巡查店铺”"),
        ("  store: [store_operations/daily.open]", "“store_operations/daily.open”写了两次"),
        ("  store: [other/temp.report]\n  other: [other/temp.report]", "“other/temp.report”写了两次"),
    ],
)
def test_further_duties_with_a_mistake_are_told(more: str, word: str) -> None:
    written = (FOLDER / "roles" / "operations_specialist.yaml").read_text("utf-8").partition("\nmore:")[0]
    with pytest.raises(Unreadable) as caught:
        Starter.read(f"{written}\nmore:\n{more}\n".encode(), "f.yaml", PRESETS.templates, PRESETS.libraries)
    assert [str(problem) for problem in caught.value.problems if word in str(problem)]


FUNCTIONS = {
    "after_sales_agent": "售后",
    "ai_designer": "设计 美工",
    "buyer": "采购",
    "cashier_admin": "出纳 财务 行政",
    "content_planner": "内容策划",
    "creator_partnerships": "达人商务",
    "cross_border_operator": "跨境运营",
    "data_analyst": "数据分析专员",
    "department_head": "部门负责人 电商部负责人",
    "designer": "设计 美工",
    "designer_content": "设计 美工 内容 文案 拍摄 剪辑",
    "hr_admin": "人事 行政",
    "instant_retail": "即时零售运营",
    "kuaishou_weixin": "快手运营 微信小店运营",
    "live_host": "主播",
    "live_operator": "场控 中控 直播运营",
    "marketing_specialist": "推广 投放 投手",
    "new_media": "新媒体",
    "operations_assistant": "运营助理",
    "operations_specialist": "店铺运营 运营专员",
    "operations_supervisor": "运营主管",
    "operator_and_service": "运营 客服 售后",
    "owner_operator": "店主 店长 上级 运营 推广 投放 投手 采购 财务",
    "pdd_operator": "拼多多运营",
    "private_domain": "私域 社群",
    "service_agent": "客服",
    "service_and_packing": "客服 售后 仓储 仓库 打包",
    "service_supervisor": "客服主管",
    "video_maker": "拍摄 剪辑 编导",
    "whole_template": "运营主管",
    "warehouse": "仓储 仓库 打包",
    "wholesale_1688": "批发运营",
}
"""Starter → the functions that it holds."""

HANDS = (
    "(?:转|交|提交|反馈|通知|告知|提请|(?<![填申])报(?!表|酬)|请(?!假)|由|会同|协同|发(?:至|给)|约|征得|经|向)"
    r"(?:[^，；、。]{0,4}(?:、|与|和|或))?(?:直接)?"
)
"""Hands work to, asks leave of, reports to."""


def hands_to_itself(starter: Starter) -> re.Pattern[str]:
    """What a line must not say: the work goes to a function of the same role. Its superior may bear its name."""
    return re.compile(
        f"{HANDS}(?:{'|'.join(FUNCTIONS[starter.starter].split())})(?!主管|经理|负责人|会话|话术|订单|草稿)"
    )


def test_each_starter_says_what_functions_it_holds() -> None:
    assert set(FUNCTIONS) == set(PRESETS.starters)


@each_starter
def test_no_line_hands_work_to_the_role_itself(starter: Starter) -> None:
    """Duties with their standards, those that it offers further, and partners inside the shop."""
    duties = starter.role.tree.find("duties.duties")
    assert duties
    items = {f"{library.library}/{item.id}": item for library, item in ITEMS}
    lines: list[Node | Item] = [node for node in duties.walk() if node.kind == "line"]
    lines += [items[reference] for group in starter.more.values() for reference in group]
    pattern = hands_to_itself(starter)
    assert [(line.text, line.standard) for line in lines if pattern.search(f"{line.text}；{line.standard}")] == []
    table = starter.role.tree.find("relations.relations")
    assert table
    partners = [table.cells(row) for row in table.of("row")]
    held = FUNCTIONS[starter.starter].split()
    inside = [cells[0].text for cells in partners if cells[1].text in ("内部协作", "管理")]
    assert [partner for partner in inside if partner in held or partner.removesuffix("人员") in held] == []


def test_a_line_that_hands_work_to_the_role_itself_is_found() -> None:
    pattern = hands_to_itself(PRESETS.starters["service_and_packing"])
    for text in ("附录像，当日转客服", "逐单注明原因，转采购或仓库后复查", "提请客服核对", "会同仓储清点"):
        assert pattern.search(text), text
    assert not pattern.search("超出权限的报客服主管；转采购处理")


@each_starter
def test_a_starters_texts_are_checkable_lawful_lines(starter: Starter) -> None:
    """Paragraphs are held to the law alone."""
    found = [(faults if is_short(node) else unlawful)(text) for node, text in owners_texts(starter)]
    assert [problem for problems in found for problem in problems] == []


@each_starter
def test_a_starter_says_nothing_twice(starter: Starter) -> None:
    lines = Counter(node.text for node in lines_of(starter))
    assert [text for text, count in lines.items() if count > 1] == []


def own_lines(starter: Starter) -> set[str]:
    """Goals, duties (the group 其他相关职责 aside) and skills, without blanks, figures and punctuation."""
    blocks = [starter.role.tree.find(block) for block in ("goals.goals", "duties.duties", "qualifications.skills")]
    lines = [
        line.text
        for block in blocks
        if block
        for group in (block.shown() if block.kind == "groups" else (block,))
        if group.title != "其他相关职责"
        for line in group.shown()
    ]
    return {re.sub(r"\{[^}]*\}|[\W\d_]", "", text) for text in lines}


def test_no_two_starters_share_more_than_two_fifths_of_their_lines() -> None:
    """Counted as the lines that both have, over the lines of the one that has fewer."""
    shares = {}
    for one, other in combinations(STARTERS, 2):
        mine, theirs = own_lines(one), own_lines(other)
        assert len(mine) > 15 and len(theirs) > 15
        shares[one.title, other.title] = len(mine & theirs) / min(len(mine), len(theirs))
    assert {pair: share for pair, share in shares.items() if share > 0.4} == {}


# synonyms


def told(text: str) -> str:
    with pytest.raises(Unreadable) as caught:
        Synonyms.read(text, "f.yaml")
    return str(caught.value)


def test_synonyms_are_many_and_of_every_field_of_work() -> None:
    fields = PRESETS.synonyms.words
    assert sum(map(len, fields.values())) >= 250
    assert {"店铺运营", "市场推广", "私域", "内容", "客服", "数据", "直播", "视觉", "仓储采购", "跨境", "团队"} <= set(
        fields
    )
    assert all(len(groups) >= 15 for groups in fields.values())


def test_no_synonym_says_nothing() -> None:
    assert not PRESETS.synonyms.empty & PRESETS.synonyms.groups.keys()


@pytest.mark.parametrize(
    ("word", "proper"),
    [("扛货", "装卸"), ("车子", "关键词推广"), ("猫店", "天猫"), ("PDD", "拼多多"), ("旺旺", "旺旺"), ("吵架", "纠纷")],
)
def test_a_nickname_leads_to_the_proper_word(word: str, proper: str) -> None:
    groups = PRESETS.synonyms.groups
    assert groups[word.lower()][0] == proper


def test_characters_that_look_alike_stand_for_one_another() -> None:
    assert PRESETS.synonyms.lookalikes["贷"] == "货" and "贷" in PRESETS.synonyms.lookalikes["货"]
    assert all(len(set(alike)) == len(alike) for alike in PRESETS.synonyms.shapes)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("words: {甲: [[装卸, 搬货], [扛货, 搬 货]]}", "这些词写了不止一次：搬货"),
        ("words: {甲: [[装卸, ERP], [系统, Ｅrp]]}", "这些词写了不止一次：erp"),
        ("words: {甲: [[装卸]]}", "“甲”的写法不对"),
        ("words: {甲: [[装卸, 扛]]}", "写法不对"),
        ("shapes: [货]", "写法不对"),
        ("nicknames: []", "没有“nicknames”这一项"),
    ],
)
def test_synonyms_with_a_mistake_are_refused(text: str, word: str) -> None:
    assert word in told(text)


def test_synonyms_that_cannot_be_read_stop_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "synonyms.yaml").write_text("words: {甲: [[装卸, 装卸]]}", "utf-8")
    loaded = load(tmp_path)
    assert loaded.synonyms == Synonyms()
    assert [problem.file.rpartition("/")[2] for problem in loaded.problems] == ["synonyms.yaml"]
