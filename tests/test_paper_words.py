"""What papers say: duties in order, a standard where one asks how well, what is lawful; in a post nothing internal."""

import csv
import re

import pytest

from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import OPEN
from rolesmith.role.tree import Node, Role
from tests.conftest import ROOT
from tests.private_duties import PRIVATE, PUBLIC
from tests.test_papers import PAPERS, STARTERS, paper_of, text_of


@pytest.mark.parametrize("starter", STARTERS)
def test_a_post_tells_nothing_internal(starter: str) -> None:
    role = STARTERS[starter].role
    text = text_of(paper_of(role, "post"))
    limits = [cell.text for cell in role.tree.walk() if cell.id.endswith(":authority.authority.limit")]
    weights = [cell.text for cell in role.tree.walk() if cell.id.endswith(":kpis.kpis.weight")]
    work = text.partition("## 岗位职责")[2].partition("##")[0]
    assert weights and "权重" not in text.replace(work, "") and "岗位等级" not in text
    assert limits and not [limit for limit in limits if limit in text]
    assert work.count("\n") >= 8 and not re.search("毛利|进价|供货价|底价|利润(?!款)|家里的钱", work)


def private(duty: str) -> bool:
    lines = next(section for section in PAPERS["post"].sections if section["id"] == "work")["blocks"][0]["lines"]
    return bool(re.search(lines[0]["without"], duty))


def test_what_is_private_stays_out_of_a_post_also_in_other_words() -> None:
    """All that was labelled private stays out; of 26 ordinary duties at most one does."""
    assert [duty for duty in PRIVATE if not private(duty)] == []
    assert len([duty for duty in PUBLIC if private(duty)]) <= 1


def test_so_does_what_another_hand_labelled() -> None:
    """Labelled before their reader had seen the pattern, which then took 21 of the first forty as they were labelled;
    of the twelve private ones that were drawn when it knew those, it took one."""
    rows = list(csv.DictReader((ROOT / "tests" / "private_duties_by_owners.csv").open(encoding="utf-8")))
    wrong = [row["line"] for row in rows if private(row["line"]) != (row["private"] == "yes")]
    assert wrong == ["提现店铺保证金与平台货款"], "which every cashier does"


@pytest.mark.parametrize("starter", STARTERS)
def test_a_post_promises_nothing_that_the_owner_did_not_say(starter: str) -> None:
    text = text_of(paper_of(STARTERS[starter].role, "post"))
    text = re.sub("## (岗位职责|任职要求).*?(?=## )", "", text, flags=re.DOTALL)
    assert not re.search("承诺|答复应聘|工作日内|社会保险|晋升|→", text)
    assert "不收取任何费用" in text, "which the law says"


STANDARD = "每日一次；不超过{首次响应时长}"
TWO_TEXTS = ("接待顾客咨询", "处理{没有值的空}的售后", "整理顾客反馈")


def with_duties(*groups: tuple[Node, ...]) -> Role:
    """A service agent with these duties, group by group, and no others."""
    role = STARTERS["service_agent"].role
    found = iter(groups)

    def put(node: Node) -> Node:
        if node.kind == "group":
            return node.with_(children=next(found, ()))
        return node.with_(children=tuple(map(put, node.children)))

    return role.replace(put(role.tree))


def duty(at: int, text: str, standard: str = "", origin: str = "") -> Node:
    return Node.model_validate({"id": f"d{at}", "kind": "line", "text": text, "standard": standard, "from": origin})


@pytest.mark.parametrize("kind", ["assessment", "probation", "interview", "first_week", "conditions", "training"])
def test_a_paper_that_asks_how_well_takes_the_standard(kind: str) -> None:
    """Its clause with an open blank goes; where it is the only one it stays, and prints a line to write on."""
    only = "首条回复不超过{首次响应时长}"
    role = with_duties((duty(1, "接待顾客咨询", STANDARD), duty(2, "处理退换货申请", only), duty(3, "整理顾客反馈")))
    text = text_of(paper_of(role, kind))
    assert "每日一次" in text and "每日一次；" not in text and f"首条回复不超过{OPEN}" in text
    answered = role.replace(role.tree.with_(values={"首次响应时长": "30"}))
    assert "每日一次；不超过30秒" in text_of(paper_of(answered, kind))
    assert kind == "assessment" or re.search("复核|步骤完整", text), "what is said where there is none"


def test_a_post_takes_the_duty_alone_and_none_goes_for_an_open_blank() -> None:
    role = with_duties(tuple(duty(at, text, STANDARD) for at, text in enumerate(TWO_TEXTS)))
    text = text_of(paper_of(role, "post"))
    assert "每日一次" not in text and f"处理{OPEN}的售后" in text


@pytest.mark.parametrize("starter", STARTERS)
@pytest.mark.parametrize("kind", ["assessment", "probation", "training", "handover"])
def test_a_paper_has_the_duties_in_their_order_and_each_once(kind: str, starter: str) -> None:
    paper = paper_of(STARTERS[starter].role, kind)
    (block,) = (
        node for node in paper.tree.walk() if node.id in ("duties.items", "skills.items", "plan.plan", "work.duties")
    )
    of_role = [line.text for group in STARTERS[starter].role.tree.walk() if group.kind == "group" and group.on
               for line in group.shown()]  # fmt: skip
    if kind in ("probation", "training"):
        of_role = [text for text in of_role if not re.search("临时|交办", text)]
    told = [cell.text for row in block.of("row") for cell in block.cells(row) if cell.text in of_role]
    assert len(told) >= min(16, len(of_role)) and len(set(told)) == len(told)
    if kind != "training":
        assert told == [text for text in of_role if text in told]


def test_where_there_are_too_many_the_groups_give_their_first_in_turns() -> None:
    first = tuple(duty(at, f"处理第{at}类订单") for at in range(30))
    second = tuple(duty(at, f"整理第{at}份资料") for at in range(30, 33))
    text = text_of(paper_of(with_duties(first, second), "post"))
    assert [f"处理第{at}类订单" in text for at in range(30)] == [at < 5 for at in range(30)]
    assert all(line.text in text for line in second)


def test_a_scenario_is_asked_where_the_role_has_the_duty() -> None:
    """What to listen for is the duty with its standard; a certificate is looked at, not tried."""
    picking = duty(1, "扫码拣取订单商品", "依库位顺序，一单一格", "supply/pick.scan")
    role = with_duties((picking, duty(2, "整理货架", "", "supply/none.none")))
    certificate = Node(id="q1", kind="line", text="持有健康证明与叉车操作证书")
    role = role.replace(replaced(role.tree, "qualifications.skills", certificate))
    text = text_of(paper_of(role, "interview"))
    assert "拣货时找不到货，您怎么办？ | 扫码拣取订单商品；依库位顺序，一单一格 |" in text
    assert "怎样处理：整理货架。" in text and "怎样处理：扫码" not in text and "易碎品" not in text
    assert "持有健康证明与叉车操作证书 | 查验证书原件与有效期，当场退还 |" in text


@pytest.mark.parametrize(
    ("starter", "asked"),
    [
        ("instant_retail", "高峰时段骑手已到店而商品尚未拣齐，您怎样安排？ | 监控即时订单接单"),
        ("creator_partnerships", "达人收到样品后迟迟不发布内容，您怎么处理？ | 受理达人寄样申请"),
        ("creator_partnerships", "达人坚持使用夸大功效的说法，您怎么处理？ | 提供达人产品要点与禁用说法"),
        ("ai_designer", "需求人要求去掉AI生成标识，您怎么处理？ | 标注AI生成素材"),
        ("wholesale_1688", "一位批发客户要求低于起批价拿货，并承诺长期返单，您怎么答复？ | 维护1688店铺起批量"),
        ("wholesale_1688", "同行熟人打听供货价与活动方案，您怎么回应？ | 保守供货价"),
        ("kuaishou_weixin", "开播后发现商品链接与口播价格不一致，您怎么处理？ | 上架快手小店商品"),
        ("pdd_operator", "平台体验评分下降，您怎样找出扣分原因并改进？ | 整改拼多多店铺体验星级扣分商品"),
        ("hr_admin", "员工对加班时数有异议，不肯在考勤表上签字，您怎么处理？ | 统计考勤"),
        ("cashier_admin", "有人以店主名义在群里要求立即向新账户转账，您怎么办？ | 办理店铺现金与银行收付"),
        ("operations_assistant", "活动已经结束，页面仍显示活动价并有顾客下单，您怎么处理？ | 撤下活动优惠"),
        ("operations_assistant", "新品发布后发现规格填错，已有顾客下单，您怎么处理？ | 复核商品发布信息"),
        ("operations_assistant", "录入调价单时，发现一款商品的新价低于以往活动价，您怎么办？ | 录入获批的商品调价单"),
        ("private_domain", "社群里有顾客公开抱怨商品质量，您怎么回应？ | 维护社群秩序"),
        ("private_domain", "顾客接龙下单后来改地址，订单已经录入待发，您怎么处理？ | 核对小程序与群接龙订单"),
        ("new_media", "账号突然限流，您怎样判断原因并处理？ | 排查小红书笔记低曝光原因"),
        ("video_maker", "拍摄当天样品有瑕疵、主角临时缺席，您怎么安排？ | 组织短视频现场拍摄"),
        ("live_operator", "直播中商品价格设置错误，已有订单产生，您怎么办？ | 负责直播商品链接上架"),
        ("live_host", "观众停留较久而没有关注账号，您怎样引导？ | 引导观众关注账号"),
        ("designer", "大促前两天活动主题临时更换，您怎样安排页面修改？ | 设计大促专题页"),
        ("buyer", "供应商在旺季前要求涨价，您怎样应对？ | 开发备选货源"),
    ],
)
def test_a_trade_is_asked_what_happens_in_it(starter: str, asked: str) -> None:
    assert asked in text_of(paper_of(STARTERS[starter].role, "interview"))


def replaced(tree: Node, block: str, *lines: Node) -> Node:
    if tree.id == block:
        return tree.with_(children=lines)
    return tree.with_(children=tuple(replaced(child, block, *lines) for child in tree.children))


@pytest.mark.parametrize("starter", STARTERS)
def test_conditions_hold_one_person_to_what_can_be_proved(starter: str) -> None:
    text = text_of(paper_of(STARTERS[starter].role, "conditions"))
    assert "拒绝订立书面劳动合同" in text and "不提交入职材料" in text
    assert "优先" not in text.partition("## 二、录用条件")[2].partition("## 三、")[0]
    assert not re.search("净销售额目标完成率|净利润率", text)


def test_experience_that_is_not_asked_for_is_no_condition_and_is_not_checked() -> None:
    """A post says so; 录用条件 does not hold anybody to it."""
    role = STARTERS["operations_assistant"].role
    assert "经验：不限" in text_of(paper_of(role, "post"))
    assert [kind for kind in ("conditions", "interview") if "经验：不限" in text_of(paper_of(role, kind))] == []


def test_indicators_that_one_person_cannot_answer_for_leave_their_weight_to_the_others() -> None:
    text = text_of(paper_of(STARTERS["owner_operator"].role, "probation"))
    weights = re.findall(r"\| (?:越高越好|越低越好) \| (\d+) \|", text)
    assert 1 < len(weights) < 5 and sum(map(int, weights)) == 100


def test_a_duty_fits_one_scenario_of_its_topic_so_that_their_order_decides_nothing() -> None:
    asked = next(section for section in PAPERS["interview"].sections if section["id"] == "duties")["blocks"][0]["rows"]
    twice = []
    for name, library in shipped().libraries.items():
        for item in (item for item in library.items if item.kind == "duty"):
            topic = f"{name}/{item.id.partition('.')[0]}"
            entries = (
                entry for entry in asked if entry.get("of") == topic and re.search(entry.get("with", ""), item.text)
            )
            fitting = [each for each in entries if not re.search(each.get("without", "$^"), item.text)]
            if len(fitting) > 1:
                twice.append(item.text)
    assert twice == []


def with_indicators_on(role: Role) -> Role:
    return role.replace(role.tree.with_(children=tuple(node.with_(on=True) for node in role.tree.children)))


@pytest.mark.parametrize("kind", ["conditions", "probation"])
def test_nobody_on_probation_is_held_to_a_whole_year(kind: str) -> None:
    """Nor to half of one; the weights of the other indicators sum up to 100 again, and their tests go on as before."""
    periods: set[str] = set()
    for starter in STARTERS.values():
        table = next(node for node in starter.role.tree.walk() if node.picks == "kpi")
        told = {cells[0].text: cells for cells in map(table.cells, table.of("row"))}
        made = paper_of(with_indicators_on(starter.role), kind)
        block = next(node for node in made.tree.walk() if node.kind == "table" and node.id.endswith(".kpis"))
        taken = [[cell.text for cell in block.cells(row)] for row in block.of("row")]
        at = next(n for n, column in enumerate(table.of("column")) if column.id.endswith("period"))
        periods |= {cells[at].text for cells in told.values()}
        yearly = {name for name, cells in told.items() if "年" in cells[at].text}
        assert yearly.isdisjoint(row[0] for row in taken), starter.title
        weight = next(n for n, column in enumerate(block.of("column")) if column.meaning == "weight")
        assert not taken or sum(int(row[weight]) for row in taken) == 100
    assert periods >= {"月度", "年度"}


def test_an_indicator_that_says_in_words_that_it_counts_a_year_is_left_out_too() -> None:
    role = with_indicators_on(STARTERS["service_agent"].role)

    def worded(node: Node) -> Node:
        text = "全年客诉件数合计" if node.id.endswith("kpis.kpis.definition") and "首条" in node.text else node.text
        return node.with_(text=text, children=tuple(map(worded, node.children)))

    text = text_of(paper_of(role.replace(worded(role.tree)), "conditions"))
    assert "首次响应时长" not in text.partition("量化指标")[2] and "询单转化率" in text


def test_the_first_week_counts_working_days_and_begins_with_what_the_law_asks() -> None:
    text = text_of(paper_of(STARTERS["service_agent"].role, "first_week"))
    assert re.search("前七个工作日.*规章制度.*社会保险登记.*消防", text, re.DOTALL)


def test_a_handover_lists_relations_and_falls_back_where_there_are_none_or_they_are_off() -> None:
    role = STARTERS["service_agent"].role
    sections = role.tree.children
    on = role.replace(role.tree.with_(children=tuple(node.with_(on=True) for node in sections)))
    assert "| 客服主管 | 接待日报、顾客反馈、超权限退款与升级投诉（每日） |" in text_of(paper_of(on, "handover"))
    without = role.replace(role.tree.with_(children=tuple(node for node in sections if node.id != "relations")))
    for other in (role, without):
        text = text_of(paper_of(other, "handover"))
        assert re.search("平台对接人.*供应商与服务商.*店内协作岗位", text, re.DOTALL) and "升级投诉" not in text


def test_a_posts_file_tells_nothing_internal_either() -> None:
    """What it carries out of sight, so that it can be read back, is the post and not the role."""
    role = STARTERS["service_agent"].role
    secret = role.replace(role.tree.with_(values={"补偿审批上限": "八百八十八", "部门": "客服部"}))
    paper = paper_of(secret, "post")
    assert "八百八十八" not in paper.to_json() and "authority" not in paper.to_json()


def test_a_post_asks_for_all_that_a_post_must_say() -> None:
    """Whose it is, how many, what for, where, pay, and until when: the points of the notice of 2026."""
    paper = paper_of(shipped().templates["ecommerce"].role(), "post")
    required = {node.title for node in paper.tree.walk() if node.required}
    assert {"招聘岗位", "招聘人数", "薪资", "工作地点", "有效期", "联系人", "电话或微信"} <= required
    assert "{店名}" in "".join(node.text for node in paper.tree.walk())
