"""The shop's workbook: summaries that reckon, links that lead there, a job one can watch and call off."""

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from playwright.sync_api import Page, Route, expect
from python_calamine import CalamineWorkbook

from rolesmith.document.posts import DutyGroup, Post, reporting
from rolesmith.formats.excel import shop as excel_shop
from rolesmith.formats.excel.index import INDEX
from rolesmith.formats.excel.shop import write
from rolesmith.formats.excel.style import styles_of
from rolesmith.formats.excel.summaries import SHEETS
from rolesmith.formats.excel.summaries.staff import people
from rolesmith.formats.excel.summaries.staff import summary as staff
from rolesmith.formats.excel.summaries.summary import Listed
from rolesmith.formats.looks import LOOKS
from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Role
from routes.workbooks import Jobs
from tests.conftest import PATIENCE, SHOP, Server
from tests.office import Office, converted
from tests.test_excel_sums import without_values

STAFF, CHART, REPORTS, DUTIES, DUTY_LIST, KPIS = SHEETS

TEAM = ("operations_manager", "operations_specialist", "promotion_specialist", "service_specialist")


def all_on(role: Role) -> Role:
    """With every section in it, also those that a starter leaves out."""
    tree = role.tree
    return role.replace(tree.with_(children=tuple(section.with_(on=True) for section in tree.children)))


def team(count: int = 4) -> list[Role]:
    """Roles of a shop, each with a headcount and a department."""
    keys = [key for key in shipped().starters if key in TEAM] or list(shipped().starters)
    keys = [*keys, *(key for key in shipped().starters if key not in keys)]
    roles = []
    for at in range(count):
        role = all_on(shipped().starters[keys[at % len(keys)]].role)
        values = {"岗位编制人数": f"{at % 3 + 1}", "部门": "运营部" if at % 2 else "客服部"}
        roles.append(role.replace(role.tree.with_(values={**role.tree.values, **values})))
    return roles


def workbook(roles: list[Role], look: str = "brand") -> bytes:
    file = io.BytesIO()
    write(file, (excel_shop.drawn(role, shipped().filling(role, {"店名": "青禾"})) for role in roles), LOOKS[look])
    return file.getvalue()


def post(name: str, superior: str = "") -> Post:
    return Post(name, "", superior, "", (), (), ())


@pytest.mark.parametrize("count", [1, 4, 12])
def test_it_holds_the_summaries_and_a_sheet_a_role(count: int) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(team(count))))
    assert book.sheet_names[: 1 + len(SHEETS)] == [INDEX, *SHEETS]
    assert len(book.sheet_names) == 1 + len(SHEETS) + count
    staff = [row for row in book.get_sheet_by_name(STAFF).to_python() if isinstance(row[0], float)]
    assert [row[0] for row in staff] == [float(at) for at in range(1, count + 1)]


def test_the_same_roles_make_the_same_file() -> None:
    assert workbook(team(3)) == workbook(team(3))


def test_every_link_leads_to_a_sheet_that_is_there() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(team(12))))
    links = [
        (sheet.title, cell.value, cell.hyperlink.location)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    targets = {re.fullmatch(r"'(.*)'!A1", location)[1].replace("''", "'") for _, _, location in links}
    assert targets == {INDEX, *book.sheetnames} - set(SHEETS)
    for at, text, location in links:
        if at == INDEX:
            assert str(book[location[1:-4].replace("''", "'")]["A1"].parent.title) == str(text)


@converted("xlsx", "xlsx")
def to_reckon() -> bytes:
    return without_values(workbook(team(4)))


def test_libreoffice_reckons_what_is_written(office: Office) -> None:
    data = workbook(team(4))
    formulas, written, reckoned = (
        openpyxl.load_workbook(source, data_only=values)
        for source, values in ((io.BytesIO(data), False), (io.BytesIO(data), True), (office(to_reckon), True))
    )
    cells = [cell for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert {cell.parent.title for cell in cells} >= {STAFF, KPIS}
    for cell in cells:
        values = [book[cell.parent.title][cell.coordinate].value for book in (written, reckoned)]
        assert values[1] == pytest.approx(values[0]), (cell.parent.title, cell.coordinate)
    total = next(row for row in written[STAFF].iter_rows(values_only=True) if row[0] == "合计")
    assert 1 + 2 + 3 + 1 in total


def test_a_row_a_group_counts_over_roles_and_says_what_is_shared_and_what_is_missing() -> None:
    roles = team(3)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(workbook(roles))).get_sheet_by_name(DUTIES).to_python()
    groups = {row[0]: row[1:] for row in rows}
    for title in {title for role in roles for title, _ in _duties(role)}:
        counts = [sum(len(lines) for name, lines in _duties(role) if name == title) for role in roles]
        *told, shared = [cell for cell in groups[title] if cell != ""]
        assert told == [count or "—" for count in counts]
        having = sum(map(bool, counts))
        assert shared == (f"{having} 个岗位共同" if having > 1 else "只有一个岗位")


@pytest.mark.parametrize("count", [3, 15])
def test_who_does_what_lies_on_its_side_and_every_duty_is_on_a_second_sheet(count: int) -> None:
    roles = team(count)
    data = workbook(roles)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book[DUTIES].page_setup.orientation == "landscape" and book[DUTY_LIST].page_setup.orientation == "portrait"
    counted = sum(cell.value for row in book[DUTIES].iter_rows() for cell in row if isinstance(cell.value, int | float))
    assert counted == sum(len(texts) for role in roles for _, texts in _duties(role))
    listed = {cell.value for row in book[DUTY_LIST].iter_rows() for cell in row}
    assert {line for role in roles for _, duties in _duties(role) for line, _ in duties} <= listed


def test_lists_are_filtered_and_their_heads_stay_in_view() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(team(3))))
    assert [name for name in book.sheetnames if book[name].auto_filter.ref] == [DUTY_LIST, KPIS]
    stays = [INDEX, *(name for name in SHEETS if name != CHART)]  # which is a picture
    assert [name for name in book.sheetnames if book[name].freeze_panes] == stays


def test_no_line_is_drawn_around_nothing() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(team(3), "bordered")))
    for name in (INDEX, *SHEETS):
        for row in book[name].iter_rows():
            if all(cell.value is None for cell in row):
                assert not any(cell.border.left.style or cell.border.top.style for cell in row), (name, row[0].row)


@converted("xlsx", "xlsx")
def sorted_kpis() -> bytes:
    """The table of indicators with its rows the other way round, as sorting leaves their formulas."""
    book = openpyxl.load_workbook(io.BytesIO(without_values(workbook(team(4)))))
    sheet = book[KPIS]
    first = next(row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "岗位") + 1
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first, max_col=5)]
    for at, row in enumerate(reversed(rows)):
        was = first + len(rows) - 1 - at
        for column, value in enumerate(row, 1):
            moved = str(value).replace(f",A{was},", f",A{first + at},") if column == 5 else value
            sheet.cell(first + at, column).value = moved
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_sums_of_weights_stay_their_roles_when_the_list_is_sorted(office: Office) -> None:
    def sums(source: Any) -> dict[str, float]:
        sheet = openpyxl.load_workbook(source, data_only=True)[KPIS]
        return {row[0].value: row[4].value for row in sheet.iter_rows() if isinstance(row[4].value, int | float)}

    assert sums(office(sorted_kpis)) == pytest.approx(sums(io.BytesIO(workbook(team(4)))))
    assert len(sums(office(sorted_kpis))) == 4


def _duties(role: Role) -> tuple[DutyGroup, ...]:
    return excel_shop.drawn(role, shipped().filling(role))[1].duties


@pytest.mark.parametrize(
    ("text", "found"),
    [("3人", (3, '0"人"')), ("３ 名", (3, '0"名"')), ("2", (2, "0")), ("两人", None), ("1-2人", None), ("", None)],
)
def test_people_are_counted_where_they_are_a_plain_number(text: str, found: tuple[int, str] | None) -> None:
    assert people(text) == found


@pytest.mark.parametrize("look", ["bordered", "brand", "compact"])
def test_a_row_of_the_staff_table_is_one_line_high(look: str) -> None:
    stamp = "编号 YY-03", "第 2 版", "2026-12-01"
    posts = [Post("美工（视觉设计）", "电商部", "电商部负责人", "2人", stamp, (), ())]
    styles = styles_of(LOOKS[look])
    found = staff(Listed(posts, ["美工"], "青禾", styles))
    table = [row for row in found.rows if len(row.cells) == 6]
    assert len(table) == 2
    assert [cell.text for row in table for cell in row.cells if cell.lines > 1] == []


def test_who_reports_to_whom() -> None:
    posts = [post("客服专员", "客服主管"), post("店长"), post("客服主管", "店长"), post("主播", "直播主管（暂缺）")]
    shown = [(place.level, place.name) for place in reporting(posts)]
    assert shown == [(1, "店长"), (2, "客服主管"), (3, "客服专员"), (1, "直播主管（暂缺）"), (2, "主播")]


def test_two_that_report_to_each_other_are_all_shown_and_one_is_marked() -> None:
    places = reporting([post("甲", "乙"), post("乙", "甲"), post("丙", "丙")])
    assert sorted(place.name for place in places) == ["丙", "乙", "甲"]
    assert {place.name for place in places if place.circle} == {"甲", "丙"}
    assert REPORTS in SHEETS


def test_it_stops_where_it_is_told_to(tmp_path: Path) -> None:
    seen = []

    def told(done: int) -> None:
        seen.append(done)
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write(io.BytesIO(), (excel_shop.drawn(role, shipped().filling(role)) for role in team(5)), report=told)
    assert seen == [1, 2]


HEADERS = {"x-rolesmith": "1"}


@pytest.fixture(scope="module")
def shop(server: Server) -> list[str]:
    """A shop of thirty roles."""
    store = server.store()
    try:
        return [store.create(SHOP, role) for role in team(30)]
    finally:
        store.close()


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=server.url, headers={**HEADERS, "origin": server.url}, timeout=PATIENCE / 1000
    ) as client:
        yield client


def test_what_cannot_be_made_is_refused_in_a_sentence(client: httpx.Client, shop: list[str]) -> None:
    for sent in ({}, {"roles": []}, {"roles": [3]}, {"roles": "all"}, [], {"roles": [f"r{at}" for at in range(1001)]}):
        answer = client.post("/workbooks", json=sent)
        assert answer.status_code in (413, 422) and answer.json()["message"].endswith("。")
    assert (
        httpx.post(client.base_url.join("/workbooks"), json={"roles": shop}, timeout=PATIENCE / 1000).status_code == 403
    )
    for address in ("/workbooks/unknown", "/workbooks/unknown/file"):
        assert client.get(address).status_code == 404


def ended(client: httpx.Client, roles: list[str]) -> httpx.Response:
    """How far a job is when nothing more happens."""
    job = client.post("/workbooks", json={"roles": roles}).json()["job"]
    answer = client.get(f"/workbooks/{job}")
    while answer.is_success and not answer.json()["ready"]:
        answer = client.get(f"/workbooks/{job}")
    return answer


def test_roles_that_are_gone_in_the_meantime_are_not_counted(client: httpx.Client, shop: list[str]) -> None:
    assert ended(client, ["r-gone", shop[0], "r-gone-too"]).json() == {"done": 1, "total": 3, "ready": True}


def test_a_workbook_of_roles_that_are_all_gone_says_so(client: httpx.Client) -> None:
    answer = ended(client, ["r-gone", "r-gone-too"])
    assert (answer.status_code, answer.json()["message"][:12]) == (404, "选的岗位都已经被删掉了，")


def test_a_job_that_is_called_off_leaves_nothing(client: httpx.Client, shop: list[str]) -> None:
    job = client.post("/workbooks", json={"roles": shop}).json()["job"]
    assert client.post(f"/workbooks/{job}/cancel", json={}).status_code == 200
    assert client.get(f"/workbooks/{job}").status_code == 404
    assert client.get(f"/workbooks/{job}/file").status_code == 404


def test_only_so_many_are_made_at_once() -> None:
    assert Jobs(at_once=0).begin(SHOP, ["r"], "brand", date(2026, 11, 25)) is None


def unheard(_: Route) -> None:
    """Nobody answers how far it is: for the page it is under way until it is called off, however fast it is made."""


@pytest.mark.browser
def test_one_watches_it_being_made_and_takes_it(page: Page, server: Server, shop: list[str], tmp_path: Path) -> None:
    page.goto(server.url)
    card = page.locator(".whole-shop")
    for at in (0, 1):
        page.locator(".rows li").nth(at).get_by_role("checkbox").check()
    with page.expect_download() as waiting:
        card.get_by_role("button", name="导出这 2 份").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert len(openpyxl.load_workbook(file).sheetnames) == 1 + len(SHEETS) + 2
    expect(card.get_by_role("status")).to_have_text("已下载，里面有 2 个岗位。")
    card.get_by_role("button", name="不选了").click()
    page.route(re.compile(r"/workbooks/[^/]+$"), unheard)
    with page.expect_request(lambda request: request.url.endswith("/cancel")):
        card.get_by_role("button", name="下载全店 Excel").click()
        card.get_by_role("button", name="取消").click()
    expect(card.get_by_role("status")).to_have_text("已取消，没有生成文件。")
