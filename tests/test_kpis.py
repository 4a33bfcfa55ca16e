"""Indicators of a shop: what targets say, what a month comes to, which names may mean one, and the year's workbook."""

import csv
import io
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from rolesmith.document.score import MOST, score
from rolesmith.formats.excel import kpi_year
from rolesmith.formats.looks import LOOKS
from rolesmith.role.tree import Node, Role
from rolesmith.shop import kpi_rows
from rolesmith.shop.kpis import shop_kpis
from rolesmith.store.store import PEOPLE, Store
from rolesmith.team import kpis
from rolesmith.team.actuals import ALIKE, BY_HAND, OTHER, REACHED, SAME, Value, by_hand_in, names_kept, reached_in
from rolesmith.team.people import Held, Person, as_text
from rolesmith.team.targets import amount_in, converted, target_in
from tests.conftest import SHOP, Server
from tests.desk import choose, visit
from tests.nasty import NASTY
from tests.office import Office
from tests.office import converted as office_makes
from tests.test_duties import decided, decision, held

NOVEMBER = "2026-11"
NUMBERS = count(100)
TARGETS = Path(__file__).with_name("target_texts.csv")


def measured_post(name: str, *rows: tuple[str, str, str]) -> Role:
    """A post with these indicators: name, target, weight."""
    meanings = ("indicator", "target", "weight", "source")
    columns = [Node(id=f"c{at}", kind="column", title=each, meaning=each) for at, each in enumerate(meanings)]
    made = [
        Node(
            id=f"r{at}",
            kind="row",
            children=tuple(Node(id=f"r{at}:c{n}", kind="cell", text=text) for n, text in enumerate((*row, "店铺后台"))),
        )
        for at, row in enumerate(rows)
    ]
    table = Node(id="t", kind="table", picks="kpi", children=(*columns, *made))
    field = Node(id="name", kind="field", meaning="name", text=name)
    head = Node(id="b", kind="section", children=(Node(id="f", kind="fields", children=(field,)),))
    return Role(tree=Node(id="role", kind="role", children=(head, Node(id="k", kind="section", children=(table,)))))


def typed(store: Store, *values: tuple[str, str, str], block: str = REACHED, month: str = NOVEMBER) -> None:
    """Type values as the page does: indicator, text, and the post whose own it is."""
    for name, text, post in values:
        there = store.own(SHOP, PEOPLE).role.tree.find(block)
        after = there.children[-1].id if there and there.children else ""
        edit = decision(next(NUMBERS), block, month, title=name, text=text, **({"from": post} if post else {}))
        decided(store, edit.model_copy(update={"after": after}))


def shown(store: Store, name: str = "all", post: str = "", sort: str = "post", most: int = 20) -> dict[str, Any]:
    return kpi_rows.shown(shop_kpis(store, SHOP), NOVEMBER, name=name, post=post, sort=sort, most=most)


# targets


def test_sixty_targets_of_owners_are_read_as_they_are_labelled() -> None:
    with TARGETS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        target = target_in(row["target"], row["indicator"])
        read = (f"{target.value:g}", target.unit, "低" if target.lower else "高") if target else ("", "", "")
        assert read == (row["value"], row["unit"], row["direction"]), row
    assert len(rows) == 60


def test_where_the_words_say_no_direction_a_library_does_and_then_the_name() -> None:
    told = [target_in(text, "推广费用控制率", "落在区间") for text in ("不高于100%", "100%")]
    assert told[0] and told[0].lower and told[1] is None
    cases = ("30秒", "首响", ""), ("30秒", "首响", "越高越好"), ("≥ 30秒", "首响", "越低越好"), ("300", "好友数", "")
    assert [(target := target_in(*case)) and target.lower for case in cases] == [True, False, False, False]


def test_whatever_is_written_as_a_target_is_read_or_left() -> None:
    for text in (*(text for _, text in NASTY), "9" * 500, "不低于" * 200, "1" * 400 + "%", "≥ -3", "≥ 1e9"):
        target = target_in(text, text)
        assert target is None or 0 <= target.value < 1e60


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("96", "%", 96.0), ("96％", "%", 96.0), ("3‰", "%", 0.3), ("1.5小时", "分钟", 90.0), ("90 分钟", "小时", 1.5),
        ("32万", "元", 320_000.0), ("1,200", "单", 1_200.0), ("-2.5%", "%", -2.5), ("1:3.2", "", 3.2),
        ("2天", "%", None), ("三", "单", None), ("", "单", None), ("=1+1", "单", None),
    ],
)  # fmt: skip
def test_actual_values_are_taken_into_the_unit_of_the_target(text: str, unit: str, value: float | None) -> None:
    amount = amount_in(text, "销售额")
    assert (converted(amount, unit) if amount else None) == value


@given(st.floats(0, 1e9), st.floats(-1e6, 1e9), st.floats(0, 1e9), st.booleans())
def test_a_score_lies_in_its_bounds_and_better_is_never_less(
    target: float, actual: float, more: float, lower: bool
) -> None:
    first, second = score(target, actual, lower=lower), score(target, actual + more, lower=lower)
    assert 0 <= first <= MOST and 0 <= second <= MOST
    if actual > 0:
        assert (second <= first) if lower else (second >= first)
    if target > 0:
        assert score(target, target, lower=lower) == pytest.approx(100)


# what a month comes to


def test_a_value_is_typed_once_and_each_posts_and_persons_score_follows(store: Store) -> None:
    one = store.create(SHOP, measured_post("客服", ("首次响应时长", "不超过30秒", "40"), ("好评率", "≥ 95%", "60")))
    two = store.create(SHOP, measured_post("客服主管", ("首次响应时长", "1分钟以内", "100")))
    people = Person("p1", "许静", "", False, (Held(one, "", "75"), Held(two, "", "25")))
    held(store, people, Person("p2", "", "", True, (Held(one, "", "100"),)))
    typed(store, ("首次响应时长", "40", ""))
    found = shop_kpis(store, SHOP)
    posts = kpis.by_post(found.measured(NOVEMBER))
    assert posts["score"].to_dict() == {one: pytest.approx(75), two: pytest.approx(120)}
    assert posts.loc[one, "counted"] == 40 and posts.loc[one, "lacking"] == 1
    told = kpi_rows.scores(found, NOVEMBER)
    assert [each["score"] for each in told["posts"]] == [75.0, 120.0]
    assert told["posts"][0]["note"] == "1 个还没有分，先按其余 40% 的权重算" and not told["posts"][1]["note"]
    assert [(each["name"], each["score"]) for each in told["people"]] == [("许静", pytest.approx(86.2, abs=0.1))]
    assert shown(store)["lists"] == {"all": 2, "several": 1, "alike": 0, "empty": 1, "hand": 0, "open": 0}
    assert kpis.by_post(found.measured("2026-10"))["score"].isna().all()


def test_a_posts_own_value_counts_for_it_alone_and_the_last_word_counts(store: Store) -> None:
    one = store.create(SHOP, measured_post("客服甲", ("好评率", "95%", "100")))
    two = store.create(SHOP, measured_post("客服乙", ("好评率", "95%", "100")))
    typed(store, ("好评率", "95", ""), ("好评率", "76%", two))
    posts = kpis.by_post(shop_kpis(store, SHOP).measured(NOVEMBER))
    assert posts["score"].to_dict() == {one: pytest.approx(100), two: pytest.approx(80)}


def test_what_no_number_says_is_scored_by_hand_and_what_lacks_is_told(store: Store) -> None:
    post = store.create(
        SHOP,
        measured_post(
            "运营", ("复购率", "不低于上季度", "30"), ("退款率", "{退款率上限}", "30"), ("发货", "48小时内", "30")
        ),
    )
    typed(store, ("发货", "3 单", ""))
    (first, second, third) = (row["posts"][0] for row in shown(store)["rows"])
    assert first["note"].startswith("目标不是一个数，分由您打") and second["note"].startswith("目标里的空还没填")
    assert third["note"] == "“3 单”算不出分，要和目标一样写成“小时”的数。"
    typed(store, ("复购率", "90", post), block=BY_HAND)
    (row,) = kpi_rows.scores(shop_kpis(store, SHOP), NOVEMBER)["posts"]
    assert row["score"] == 90 and row["note"] == "权重合计 90，要正好 100；2 个还没有分，先按其余 30% 的权重算"


def test_names_that_may_mean_one_are_asked_about_and_joined_only_by_a_word(store: Store) -> None:
    one = store.create(SHOP, measured_post("客服", ("首次响应时长", "≤ 30秒", "100")))
    two = store.create(SHOP, measured_post("售前", ("首响", "≤ 60秒", "100")))
    typed(store, ("首次响应时长", "30", ""))
    rows = shown(store)["rows"]
    assert [(row["name"], row["alike"]) for row in rows] == [("首次响应时长", ["首响"]), ("首响", [])]
    assert kpis.by_post(shop_kpis(store, SHOP).measured(NOVEMBER))["score"].notna().tolist() == [True, False]
    typed(store, ("首响", SAME, ""), block=ALIKE, month="首次响应时长")
    (row,) = shown(store)["rows"]
    assert [each["called"] for each in row["posts"]] == ["", "首响"] and row["several"]
    posts = kpis.by_post(shop_kpis(store, SHOP).measured(NOVEMBER))
    assert posts["score"].to_dict() == {one: pytest.approx(100), two: pytest.approx(120)}
    typed(store, ("首响", OTHER, ""), block=ALIKE, month="首次响应时长")
    assert len(shown(store)["rows"]) == 2 and not shown(store)["lists"]["alike"]


def test_names_that_lead_in_a_circle_lead_somewhere() -> None:
    assert names_kept({("甲", "乙"): True, ("乙", "丙"): True}) == {"乙": "甲", "丙": "甲"}
    kept = names_kept({("甲", "乙"): True, ("乙", "甲"): True, ("丁", "丁"): True})
    assert len(kept) <= 1 and not set(kept) & set(kept.values())


def test_lists_are_of_a_post_and_sorted(store: Store) -> None:
    first = store.create(SHOP, measured_post("甲", ("好评率", "95%", "20"), ("发货", "48小时内", "80")))
    store.create(SHOP, measured_post("乙", ("好评率", "90%", "100"), ("差评", "3个以内", "")))

    def names(**wish: str) -> list[str]:
        return [row["name"] for row in shown(store, **wish)["rows"]]

    assert names() == ["好评率", "发货", "差评"] and names(post=first) == ["好评率", "发货"]
    assert names(sort="name") == ["差评", "发货", "好评率"] and names(sort="weight") == ["好评率", "发货", "差评"]
    assert names(name="several") == ["好评率"] and names(sort="nonsense", name="nonsense") == names()
    typed(store, ("发货", "96", ""), ("好评率", "95", ""))
    assert names(sort="score") == ["发货", "好评率", "差评"]


def test_of_many_posts_with_one_indicator_those_that_aim_differently_are_shown(store: Store) -> None:
    store.create_all(SHOP, [measured_post(f"客服{at}", ("好评率", "95%", "100")) for at in range(20)])
    other = store.create(SHOP, measured_post("主管", ("好评率", "97%", "100")))
    (row,) = shown(store)["rows"]
    assert len(row["posts"]) == kpi_rows.POSTS and row["more"] == 9
    assert {each["target"] for each in row["posts"]} == {"95%", "97%"}
    (row,) = shown(store, post=other)["rows"]
    assert [each["title"] for each in row["posts"]] == ["主管"] and row["more"] == 20


def test_strange_values_count_for_nothing_and_stand_in_versions(store: Store) -> None:
    store.create(SHOP, measured_post("客服", ("好评率", "95%", "100")))
    typed(store, *(("好评率", text[:500], "") for _, text in NASTY if text.strip()))
    typed(store, *(("好评率", text, "r") for text in ("-5", "300", "半")), block=BY_HAND)
    typed(store, ("好评率", "95", ""), month="十一月")
    role = store.own(SHOP, PEOPLE).role
    assert by_hand_in(role.tree) == {} and set(reached_in(role.tree)) <= {Value(NOVEMBER, "好评率", "")}
    assert "好评率：" in "".join(node.text for node in as_text(role).tree.walk())
    assert shown(store)["rows"]


# the workbook of a year


def filled(store: Store) -> None:
    one = store.create(SHOP, measured_post("客服", ("首次响应时长", "≤ 30秒", "40"), ("好评率", "≥ 95%", "60")))
    rows = ("首次响应时长", "1分钟以内", "50"), ("交接", "按时", "30"), ("好评率", "90%", "20")
    two = store.create(SHOP, measured_post("=1+1", *rows))
    held(store, Person("p1", "许静", "", False, (Held(one, "", "60"), Held(two, "", "40"))))
    typed(store, ("首次响应时长", "40秒", ""), ("好评率", "76%", ""), ("好评率", "99%", two))
    typed(store, ("交接", "110", two), block=BY_HAND)
    typed(store, ("好评率", "还没出", ""), month="2026-12")


def year(store: Store) -> bytes:
    return kpi_year.write(kpi_rows.year_of(shop_kpis(store, SHOP), 2026), "青禾", LOOKS["bordered"])


def sums(data: bytes) -> dict[object, list[object]]:
    """The rows of the summary by what they are called; of each its twelve months and their mean."""
    rows = load_workbook(io.BytesIO(data), data_only=True)[kpi_year.SUMMARY].iter_rows(values_only=True)
    return {name: [each or None for each in row[:13]] for name, *row in rows if name}


def test_the_workbook_says_with_formulas_what_the_page_says(store: Store) -> None:
    filled(store)
    data = year(store)
    found, book = sums(data), load_workbook(io.BytesIO(data))
    assert book.sheetnames == [kpi_year.SUMMARY, *(f"{month}月" for month in range(1, 13))]
    told = kpi_rows.scores(shop_kpis(store, SHOP), NOVEMBER)
    for each in told["posts"] + told["people"]:
        months = found[each["name"]]
        assert months[10] == months[12] == pytest.approx(each["score"], abs=0.06) and months[0] is None
    sheet = book["11月"]
    texts = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert texts["A9"] == "=1+1" and sheet["A9"].data_type == "s"
    assert [texts[place] for place in ("B7", "D7", "E7")] == [30, 0.4, 40] and sheet["B7"].number_format == '"≤ "0"秒"'
    assert str(texts["F7"]).startswith('=IF(COUNT(B7,E7)<2,""') and texts["E10"] == '=IF(E7="","",E7)'
    assert texts["E12"] == 0.99 and texts["F11"] == 110 and "E11" not in texts
    wells = list(sheet.data_validations.dataValidation)
    assert {rule.type for rule in wells} == {"decimal"} and all("写" in rule.error for rule in wells)
    assert sheet.freeze_panes == "A6" and book["12月"]["E8"].value == "还没出"


@office_makes("xlsx", "xlsx")
def typed_in_by_hand() -> bytes:
    """The workbook, in which somebody has typed for October and changed November."""
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/shop.db")
        filled(store)
        book = load_workbook(io.BytesIO(year(store)))
        store.close()
    book["10月"]["E7"], book["11月"]["E8"] = 60, 0.95
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_what_is_typed_in_the_workbook_is_scored_by_the_same_rule(office: Office) -> None:
    found = sums(office(typed_in_by_hand).read_bytes())
    assert [found[name][9] for name in ("客服", "=1+1", "许静")] == [pytest.approx(each) for each in (50, 100, 70)]
    first, second = (75 * 40 + 100 * 60) / 100, (120 * 50 + 110 * 30 + 110 * 20) / 100
    assert [found[name][10] for name in ("客服", "=1+1")] == [pytest.approx(first), pytest.approx(second)]
    assert found["许静"][10] == pytest.approx(first * 0.6 + second * 0.4)


@pytest.mark.browser
def test_a_value_typed_in_the_shop_is_scored_downloaded_and_undone(page: Page, server: Server) -> None:
    server.clear()
    store = server.store()
    store.create_all(
        SHOP, [measured_post("客服", ("好评率", "95%", "100")), measured_post("售前", ("好评率", "≥ 80%", "100"))]
    )
    store.close()
    visit(page, server, "/team")
    card = page.locator(".kpis")
    card.scroll_into_view_if_needed()
    expect(card.locator("tbody")).to_have_count(1)
    expect(card.get_by_role("button", name="目标不一样 1")).to_be_visible()
    month = date.today().replace(day=1) - timedelta(days=40)
    choose(page, "看哪个月", called := f"{month.year} 年 {month.month} 月")
    value = page.get_by_role("textbox", name=f"好评率：{called}的实际值")
    value.click()
    page.keyboard.type("76")
    page.keyboard.press("Tab")
    expect(card.locator("td.score")).to_contain_text(["80.0", "95.0"])
    choose(page, "指标怎样排", "得分低的在前")
    card.get_by_role("button", name="按岗位").click()
    expect(card.locator(".scored")).to_contain_text(["80.0 分", "95.0 分"])
    with page.expect_download() as waiting:
        card.get_by_role("button", name="下载全年 Excel").click()
    data = Path(waiting.value.path()).read_bytes()
    assert [row[month.month - 1] for name, row in sums(data).items() if name in ("客服", "售前")] == [
        80,
        pytest.approx(95),
    ]
    sheet = load_workbook(io.BytesIO(data))[f"{month.month}月"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "0.76" in texts and any("MIN(120," in text for text in texts)
    card.get_by_role("button", name="按指标").click()
    page.get_by_role("button", name="撤销").click()
    expect(value).to_have_value("")
    expect(card.locator("td.score")).to_contain_text(["—", "—"])
    page.get_by_role("button", name="重做").click()
    expect(card.locator("td.score")).to_contain_text(["80.0", "95.0"])
