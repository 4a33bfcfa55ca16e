"""The starter 按模板全部: all that the template says stands in its documents, as programs of others read them."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rolesmith.document.draw import draw
from rolesmith.formats import FORMATS
from rolesmith.formats.excel.carried import EDGE
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import OPEN, Filling
from rolesmith.role.tree import Node
from tests.conftest import Server
from tests.desk import Desk, begin, home_of, new_desk, role_in
from tests.outside import squeezed, text_in
from tests.test_old_document import by_place

pytestmark = pytest.mark.one_visit

ROLE = shipped().starters["whole_template"].role
FACTS = {"平台": "天猫", "工作地址": "杭州市", "主营类目": "女装", "岗位编制人数": "2", "岗位等级": "M1"}
FILLING = Filling(shipped().blanks, FACTS, standards=True)

FIELDS = tuple(
    node.title
    for block in ("basics.info", "qualifications.education", "qualifications.experience")
    if (found := shipped().templates["ecommerce"].tree.find(block))
    for node in found.children
)
"""S1.1 to S1.8, S4.1 and S4.2: that the template has them, test_presets.py says."""
GOALS = {
    "S2.1": "平台 净销售额 同比增长",
    "S2.2": "精细化用户运营 复购率",
    "S2.3": "优化推广策略 获客成本 降低",
    "S2.4": "内容矩阵 影响力 知名度 美誉度 目标群体",
}
GROUPS = {
    "S3.1": "（一）店铺运营与管理",
    "S3.2": "（二）市场推广与引流",
    "S3.3": "（三）内容策划与创作",
    "S3.4": "（四）客户服务与关系维护",
    "S3.5": "（五）数据分析与优化",
    "S3.6": "（六）其他相关职责",
}
CLAUSES = {
    "S3.1.1": "店铺 整体规划 搭建 日常运营 管理",
    "S3.1.2": "平台大促 日常活动 节日营销 效果 转化率",
    "S3.1.3": "上下架 标题优化 详情页 价格体系 库存监控",
    "S3.1.4": "店铺评分 好评率 违规 投诉",
    "S3.2.1": "推广策略 搜索 场景 内容 社交媒体",
    "S3.2.2": "预算 分配 投放 监控 跟踪 分析 优化 ROI",
    "S3.2.3": "渠道 合作伙伴 引流新方式",
    "S3.2.4": "行业动态 竞争对手 及时调整",
    "S3.3.1": "品牌定位 产品特点 平台 社交内容 方向 主题",
    "S3.3.2": "图文 短视频 直播 创意 文案 拍摄 剪辑 组织",
    "S3.3.3": "吸引力 传播力 互动性 品牌形象 转化",
    "S3.3.4": "发布排期 按时 质量",
    "S3.4.1": "标准话术 服务流程 咨询 订单 售后 及时 专业 满意度",
    "S3.4.2": "客服团队 服务质量 响应速度 定期 培训 考核",
    "S3.4.3": "收集整理 反馈 产品 运营 依据",
    "S3.4.4": "客户关系 满意度 忠诚度",
    "S3.5.1": "每日 每周 每月 核心数据 流量 访客数 转化率 客单价 销售额 DSR 汇总",
    "S3.5.2": "发现问题 机会 建议 推动改进",
    "S3.5.3": "定期 运营分析报告 上级",
    "S3.6.1": "上级交办 电商 临时",
    "S3.6.2": "设计 产品 仓储 部门 沟通 协作",
}
"""The 21 clauses, each with the words that its line must hold."""


def document(ending: str) -> str:
    """What a program of others reads, without white space."""
    text = text_in(ending, FORMATS[ending].write(ROLE, FILLING)).replace("\\", "").partition(EDGE + "{")[0]
    return squeezed(text)


@pytest.fixture(scope="module", params=["xlsx", "docx", "md", "pdf", "html"])
def text(request: pytest.FixtureRequest) -> str:
    read = document(request.param)
    return squeezed(re.sub(r"<[^>]*>", "", read)) if request.param == "html" else read


def between(text: str, begin: str, end: str) -> str:
    """The part of a document between two titles, the first of each behind the one before."""
    at = text.index(squeezed(begin))
    return text[at : text.index(squeezed(end), at)]


def test_every_field_is_there_and_filled(text: str) -> None:
    nodes = {node.title: node for node in ROLE.tree.walk() if node.kind == "field"}
    for name in FIELDS:
        value = squeezed(FILLING.fill(nodes[name].text))
        assert value and OPEN not in value and name in text and value in text, name


def test_the_goals_are_there_in_order(text: str) -> None:
    part = between(text, "岗位目标", "主要工作职责与任务")
    lines = [squeezed(FILLING.fill(line.text)) for line in goals()]
    places = [part.index(line) for line in lines]
    assert places == sorted(places) and len(lines) == len(GOALS)
    for (clause, words), line in zip(GOALS.items(), lines, strict=True):
        wanted = [FACTS.get(word, word) for word in words.split()]
        assert [word for word in wanted if word not in line] == [], clause


def test_every_group_holds_its_clauses_in_order(text: str) -> None:
    heads = [head if head in text else head[3:] for head in GROUPS.values()]
    duties = text[text.index("主要工作职责与任务") :]
    at = [duties.index(head) for head in heads]
    assert at == sorted(at)
    parts = dict(zip(GROUPS, (duties[a:b] for a, b in pairwise([*at, duties.index("教育背景与专业")])), strict=True))
    lines = [line for group in ROLE.tree.find("duties.duties").shown() for line in group.shown()]  # type: ignore[union-attr]
    assert len(lines) == len(CLAUSES)
    last = dict.fromkeys(GROUPS, 0)
    for (clause, words), line in zip(CLAUSES.items(), lines, strict=True):
        group, shown = clause[:4], squeezed(FILLING.fill(line.text))
        place = parts[group].index(shown)
        assert place > last[group], clause
        last[group] = place
        assert [word for word in words.split() if word not in shown] == [], clause
        assert squeezed(FILLING.fill(line.standard)) in parts[group][place:], clause


def test_the_rest_of_the_qualifications_is_rounded_out(text: str) -> None:
    part = text[text.index("教育背景与专业") :]
    skills = ROLE.tree.find("qualifications.skills")
    assert skills and len(skills.shown()) >= 5
    assert "熟悉至少一个主流电商平台的运营规则" in part
    for line in skills.shown():
        assert f"{squeezed(FILLING.fill(line.text))}（{line.mark}）" in part


def goals() -> tuple[Node, ...]:
    found = ROLE.tree.find("goals.goals")
    assert found
    return found.shown()


def test_the_groups_that_the_template_marks_so_are_on_and_applicable() -> None:
    block = ROLE.tree.find("duties.duties")
    assert block and len(draw(ROLE, FILLING).parts) == 5
    assert [group.title for group in block.children if group.optional and group.on] == [
        "内容策划与创作",
        "客户服务与关系维护",
    ]


@pytest.mark.browser
def test_one_takes_the_whole_template_with_standards_and_reads_it_back(
    page: Page, server: Server, tmp_path: Path
) -> None:
    page.goto(server.url)
    begin(page, shipped().heads["whole_template"].title)
    desk = Desk(page, server, role_in(page)).open("duties")
    groups = page.locator("section.group")
    expect(groups).to_have_count(len(GROUPS))
    applicable = groups.filter(has=page.locator("header .from", has_text="如适用"))
    expect(applicable).to_have_count(2)
    expect(applicable.get_by_role("switch")).to_have_count(2)

    desk.open("finish")
    page.get_by_role("group", name="文件里写不写工作标准").get_by_role("button", name="职责和标准").click()
    expect(desk.paper.locator(".standard").first).to_be_visible()
    lines = [node for node in ROLE.tree.walk() if node.kind == "line" and node.standard]
    asked = shipped().filling(ROLE, standards=True)
    excel, word = (
        desk.download(label, tmp_path) for label in ("下载 Excel 打印签字，改了能读回来", "下载 Word 接着改，发给同事")
    )
    for file in (excel, word):
        text = squeezed(text_in(file.suffix[1:], file.read_bytes()).partition(EDGE + "{")[0])
        shown = [squeezed(asked.fill(each)) for line in lines for each in (line.text, line.standard)]
        assert [each for each in shown if each not in text] == []
    before = desk.stored()

    desk.open("versions")
    page.get_by_label("读回改过的文件").set_input_files(excel)
    expect(page.get_by_text("文件里的和现在一个字也不差。")).to_be_visible()
    assert desk.stored() == before
    page.goto(f"{server.url}/bring")
    page.get_by_label("选一个文件").set_input_files(excel)
    desk.button("另存一份新的").click()
    expect(page.get_by_role("heading", name="预览与导出", exact=True)).to_be_visible()
    again = Desk(page, server, role_in(page))
    assert again.role != desk.role
    was, now = (list(role.tree.walk()) for role in (before, again.stored()))
    assert [node for node, then in zip(now, was, strict=True) if node != then] == []

    page.goto(server.url)
    home_of(page).get_by_role("button", name="拿进来…").click()
    page.get_by_label("选一个文件").set_input_files(word)
    expect(page.locator(".told")).to_have_text(re.compile(r"读到 (\d+) 条，归位 \1 条。"))
    page.get_by_role("button", name="收下，生成岗位").click()
    expect(page.get_by_role("heading", name="预览与导出", exact=True)).to_be_visible()
    brought = Desk(page, server, role_in(page))
    assert brought.role != desk.role
    assert by_place(brought.stored()) == by_place(before, asked), "nothing is lost, and all stands where it stood"


@pytest.mark.browser
def test_a_blank_role_shows_lines_to_fill_and_what_belongs_there(page: Page, server: Server) -> None:
    desk = new_desk(page, server, "").open("duties")
    groups = page.locator("section.group")
    for group in (node for node in desk.stored().tree.walk() if node.kind == "group"):
        shown = groups.filter(has=page.locator(f"[data-edit='{group.id}#title']"))
        expect(shown.locator("p.hint")).to_have_text(group.hint)
    drawn = desk.paper.locator("[data-section=duties]")
    expect(drawn.locator(".line .text .room")).to_have_count(4 * len(GROUPS))
    groups.first.locator("textarea[placeholder^=写一条]").click()
    page.keyboard.type("策划店铺活动")
    expect(drawn.locator(".line .text")).to_have_text(["策划店铺活动"])
    expect(drawn.locator("h3")).to_have_count(1)
    expect(groups.first.locator("p.hint")).to_have_count(0)
