"""A role: its JSON, its blanks, the document that it shows, and what it lacks."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolesmith.document.document import Document, Grid, Heading, Numbered, Paragraphs, Sheet, Signatures, em
from rolesmith.document.draw import draw
from rolesmith.document.gaps import open_blanks, role_gaps, summary, used_blanks
from rolesmith.document.kinds import KINDS, Gap
from rolesmith.document.numbering import chinese
from rolesmith.document.progress import progress
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import OPEN, Blank, Filling, Piece, names
from rolesmith.role.text import TEXT_LIMIT, clean, digest, file_stem
from rolesmith.role.tree import BLOCKS, HOLDS, Node, Role
from tests.nasty import NASTY, as_typed
from tests.sample import every_kind

NOTHING = Filling()


def section(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "s", "kind": "section", "title": "节", "children": blocks, **more}


def items(*texts: str, **more: Any) -> dict[str, Any]:
    lines = [{"id": f"l{at}", "kind": "line", "text": text} for at, text in enumerate(texts)]
    return {"id": "b", "kind": "items", "children": lines, **more}


def role(*sections: dict[str, Any], **more: Any) -> Role:
    numbered = [{**each, "id": each["id"] + (f"{at}" if at else "")} for at, each in enumerate(sections)]
    return Role(tree=Node.model_validate({"id": "role", "kind": "role", "children": numbered, **more}))


def table(*rows: dict[str, str], columns: tuple[dict[str, Any], ...] = ({}, {}), **more: Any) -> dict[str, Any]:
    """A table with the columns c0, c1…; a row is its cells by column, in any order."""
    nodes = [{"id": f"c{at}", "kind": "column", "title": f"列{at}", **each} for at, each in enumerate(columns)]
    for at, texts in enumerate(rows):
        cells = [{"id": f"r{at}:{column}", "kind": "cell", "text": text} for column, text in texts.items()]
        nodes.append({"id": f"r{at}", "kind": "row", "children": cells})
    return {"id": "b", "kind": "table", "children": nodes, **more}


def shown(of: Role, filling: Filling = NOTHING) -> Document:
    return draw(of, filling)


def what(of: Role) -> list[str]:
    """All gaps of a role."""
    return [gap.what for gaps in role_gaps(of).values() for gap in gaps]


# JSON


def test_a_role_of_every_kind_reads_back_the_same() -> None:
    sample, _ = every_kind()
    for indent in (None, 2):
        assert Role.from_json(sample.to_json(indent)) == sample


@pytest.mark.parametrize("starter", shipped().starters.values(), ids=list(shipped().starters))
def test_a_starter_reads_back_the_same_without_presets(starter: Any) -> None:
    assert Role.from_json(starter.role.to_json().encode()) == starter.role


@pytest.mark.parametrize("text", [text for _, text in NASTY], ids=[name for name, _ in NASTY])
def test_a_nasty_text_reads_back_the_same(text: str) -> None:
    tree = role(section(items(text), title=text[:100], hint=text), values={"空": text})
    assert Role.from_json(tree.to_json()) == tree
    line = tree.tree.find("l0")
    assert line and line.text == text


@given(st.text(st.characters(exclude_categories=()), max_size=50))
@settings(deadline=None)
def test_any_text_is_cleaned_once_and_reads_back_the_same(text: str) -> None:
    tree = role(section(items(text), title=text))
    assert Role.from_json(tree.to_json()) == tree
    assert clean(clean(text)) == clean(text)


def test_json_says_its_schema_and_only_what_is_not_the_default() -> None:
    written = json.loads(role(section()).to_json())
    tree = {"id": "role", "kind": "role", "children": [{"id": "s", "kind": "section", "title": "节"}]}
    assert written == {"schema": "rolesmith/role@1", "tree": tree}


def test_the_second_schema_is_written_only_for_standards_and_both_are_read() -> None:
    plain, deep = role(section(items("查库存"))), role(section(items("查库存", standard="每周一次")))
    assert [json.loads(each.to_json())["schema"] for each in (plain, deep)] == ["rolesmith/role@1", "rolesmith/role@2"]
    for each in (plain, deep):
        assert Role.from_json(each.to_json()) == each
        assert Role.from_json(each.to_json().replace("@1", "@2")).to_json() == each.to_json()


@pytest.mark.parametrize(
    "tree",
    [
        {"id": "a", "kind": "section"},
        {"id": "a", "kind": "role", "children": [{"id": "b", "kind": "line"}]},
        {"id": "a", "kind": "role", "children": [{"id": "a", "kind": "section"}]},
        {"id": "a", "kind": "role", "colour": "red"},
        {"id": "a/../b", "kind": "role"},
        {"id": "", "kind": "role"},
        {"kind": "role"},
        {"id": "a", "kind": "role", "title": "长" * 101},
        {"id": "a", "kind": "role", "text": "长" * (TEXT_LIMIT + 1)},
        {"id": "a", "kind": "role", "children": [{"id": f"s{at}", "kind": "section"} for at in range(501)]},
    ],
)
def test_a_tree_that_cannot_be_is_refused(tree: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Role.from_json(json.dumps({"tree": tree}))


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_fresh_block_of_each_kind_is_ready_to_be_written_in(kind: str) -> None:
    block = KINDS[kind].fresh("new")
    assert block.kind == kind and block.id == "new" and KINDS[kind].LABEL
    fresh = Role(tree=Node(id="role", kind="role", children=(Node(id="s", kind="section", children=(block,)),)))
    assert Role.from_json(fresh.to_json()) == fresh
    assert shown(fresh).parts[0].id == "s"


def test_every_kind_of_block_can_be_drawn_and_held() -> None:
    assert set(BLOCKS) == set(KINDS) == set(HOLDS["section"])


# texts


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a\r\nb\rc\u2028d\x0be\x85f", "a\nb\nc\nd\ne\nf"),
        ("a\x00\x1b[1m\x7f\ufffe\ud800b", "a[1mb"),
        ("\t甲　", "\t甲　"),
    ],
)
def test_line_ends_are_one_and_what_no_document_holds_is_dropped(text: str, same: str) -> None:
    assert clean(text) == same


def test_a_digest_tells_texts_apart_and_is_what_the_browser_computes() -> None:
    assert digest("") == "00000000-0"
    assert digest("123456789") == "cbf43926-9"
    assert digest("甲") != digest("乙") and digest("甲").endswith("-3")


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("客服专员", "客服专员"),
        ("a/b\\c:d*e?f", "a_b_c_d_e_f"),
        ("../../x", "x"),
        (" . ", "岗位职责说明书"),
        ("长" * 90, "长" * 60),
    ],
)
def test_a_title_becomes_a_file_name_that_every_system_takes(title: str, stem: str) -> None:
    assert file_stem(title) == stem


# blanks

KNOWN = {
    "平台": Blank(name="平台", label="主营平台", type="choices", choices=("淘宝", "抖音")),
    "增长": Blank(name="增长", label="增长率", type="number", unit="%"),
    "部门": Blank(name="部门", label="部门", default="电商部"),
}


def fill(text: str, own: dict[str, str] | None = None, **values: str) -> str:
    return Filling(KNOWN, values).fill(text, own)


def test_blanks_are_filled_in_one_pass() -> None:
    """A value that looks like a blank is not filled again, and braces in it stay."""
    assert fill("在{平台}和{甲}", 平台="{甲}{{", 甲="{平台}") == "在{甲}{{和{平台}"


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{平台}", "{平台}"),
        ("{{{平台}}}", "{抖音}}"),
        ("{{{{", "{{"),
        ("}} }", "}} }"),
        ("{平台", "{平台"),
        ("{}", "{}"),
        ("{平\n台}", "{平\n台}"),
        ("{" + "长" * 31 + "}", "{" + "长" * 31 + "}"),
        ("{平{平台}", "{平抖音"),
        ("{0} %s {平台.upper} {平台!r}", f"{OPEN} %s {OPEN} {OPEN}"),
    ],
)
def test_braces_that_make_no_blank_stay(text: str, filled: str) -> None:
    assert fill(text, 平台="抖音") == filled


@pytest.mark.parametrize("text", [text for _, text in NASTY], ids=[name for name, _ in NASTY])
def test_what_is_typed_with_doubled_braces_shows_as_it_is(text: str) -> None:
    assert fill(as_typed(text)) == text


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("20", "20%"),
        (" 20 ", "20%"),
        ("20%", "20%"),
        ("1,000.5", "1,000.5%"),
        ("２０", "２０%"),
        ("5–8", "5–8%"),
        ("5至8", "5至8%"),
        ("约20", "约20"),
        ("两成", "两成"),
        ("", OPEN + "%"),
        ("  ", OPEN + "%"),
    ],
)
def test_a_number_carries_its_unit_once(value: str, printed: str) -> None:
    assert fill("{增长}", 增长=value) == printed


def test_an_open_blank_prints_a_line_and_a_default_is_not_open() -> None:
    filling = Filling(KNOWN)
    assert filling.pieces("在{平台}的{部门}") == (
        Piece("在"),
        Piece(OPEN, "平台", open=True),
        Piece("的"),
        Piece("电商部", "部门"),
    )
    assert [filling.value(name) for name in ("平台", "部门", "没人知道")] == ["", "电商部", ""]


def test_a_lines_own_value_goes_before_the_roles_the_shops_and_the_default() -> None:
    filling = Filling(KNOWN, {"平台": "淘宝", "部门": " "}, {"平台": "京东", "部门": "运营部"})
    assert filling.fill("{平台}{部门}", {"平台": "抖音"}) == "抖音运营部"
    assert filling.fill("{平台}", {"平台": " "}) == "淘宝"
    assert Filling(KNOWN, {}, {"平台": "京东"}).fill("{平台}") == "京东"


def test_blanks_are_named_in_order_each_once() -> None:
    assert names("{乙}{{丙}{甲}{乙}") == ["乙", "甲"]


def test_a_role_lists_the_blanks_that_its_document_shows() -> None:
    """Those of titles too, in reading order; what is switched off asks for nothing."""
    of = role(
        section(items("{甲}{乙}", "{丙}"), title="{题}"),
        section({**items("{关}"), "id": "x", "children": []}, on=False, title="{隐}"),
    )
    assert used_blanks(draw(of, NOTHING)) == ["题", "甲", "乙", "丙"]
    assert open_blanks(draw(of, Filling({}, {"甲": "1"}, {"丙": "2"}))) == ["题", "乙"]


def test_a_blank_that_a_line_fills_for_itself_is_open_elsewhere_only() -> None:
    lines = [
        {"id": "l0", "kind": "line", "text": "{平台}", "values": {"平台": "抖音"}},
        {"id": "l1", "kind": "line", "text": "{平台}"},
    ]
    of = role(section({"id": "b", "kind": "items", "children": lines[:1]}))
    assert open_blanks(draw(of, NOTHING)) == [] and used_blanks(draw(of, NOTHING)) == ["平台"]
    assert open_blanks(draw(role(section({"id": "b", "kind": "items", "children": lines})), NOTHING)) == ["平台"]


# the document


def test_chinese_numbers() -> None:
    told = {
        1: "一",
        2: "二",
        9: "九",
        10: "十",
        11: "十一",
        19: "十九",
        20: "二十",
        21: "二十一",
        99: "九十九",
        100: "100",
    }
    assert {number: chinese(number) for number in told} == told
    assert len({chinese(number) for number in range(1, 101)}) == 100


def test_sections_are_numbered_as_shown_and_keep_their_heading_when_empty() -> None:
    of = role(section(numbered=False), section(), section(on=False), section(table(on=False)))
    assert [(part.number + str(part.title), part.elements) for part in shown(of).parts] == [
        ("节", ()),
        ("一、节", ()),
        ("二、节", ()),
    ]


def test_blocks_with_a_title_are_headings_counted_within_their_section() -> None:
    sample, _ = every_kind()
    parts = {part.id: part for part in shown(sample).parts}
    assert [each.number for each in parts["fields"].elements if isinstance(each, Heading)] == ["（一）", "（二）"]
    assert [each.number for each in parts["groups"].elements if isinstance(each, Heading)] == ["（一）", "（二）"]
    kinds = [type(each) for part in parts.values() for each in part.elements if not isinstance(each, Heading)]
    assert kinds == [Paragraphs, Sheet, Numbered, Signatures, Numbered, Numbered, Numbered, Grid]


def test_groups_that_are_off_or_empty_are_left_out_and_not_counted() -> None:
    def group(at: int, text: str, **more: Any) -> dict[str, Any]:
        return {
            "id": f"g{at}",
            "kind": "group",
            "title": f"组{at}",
            "children": [{**LINE, "id": f"t{at}", "text": text}],
            **more,
        }

    groups = [group(0, "甲"), group(1, "乙", on=False), group(2, " "), group(3, "丁")]
    (part,) = shown(role(section({"id": "b", "kind": "groups", "children": groups}))).parts
    headings = [f"{each.number}{each.title}" for each in part.elements if isinstance(each, Heading)]
    assert headings == ["（一）组0", "（二）组3"]


LINE = {"kind": "line"}


def test_lines_are_counted_as_shown_with_their_marks() -> None:
    lines = [
        {**LINE, "id": "l0", "text": "甲", "mark": "必备"},
        {**LINE, "id": "l1", "text": "乙", "on": False},
        {**LINE, "id": "l2", "text": "  "},
        {**LINE, "id": "l3", "text": "在{平台}"},
    ]
    (part,) = shown(role(section({"id": "b", "kind": "items", "children": lines}))).parts
    (numbered,) = part.elements
    assert isinstance(numbered, Numbered)
    assert [(entry.number, str(entry)) for entry in numbered.entries] == [(1, "甲（必备）"), (2, f"在{OPEN}")]
    assert [entry.phrase.id for entry in numbered.entries] == ["l0", "l3"]


def test_off_blocks_and_fields_and_paragraphs_without_text_beside_others_are_left_out() -> None:
    field = {"id": "f", "kind": "field", "title": "项", "on": False}
    blocks = [
        {"id": "x", "kind": "fields", "title": "块", "children": [field]},
        {"id": "y", "kind": "text", "title": "文", "text": " \n "},
        {**items("甲"), "on": False},
        {"id": "z", "kind": "text", "text": "写了的"},
    ]
    assert [element.id for element in shown(role(section(*blocks))).parts[0].elements] == ["z"]


def grid(of: Role) -> Grid:
    (found,) = shown(of).parts[0].elements
    assert isinstance(found, Grid)
    return found


def test_a_tables_cells_stand_below_their_columns_whatever_their_order() -> None:
    columns = ({}, {"on": False}, {"title": "{题}"})
    found = grid(role(section(table({"c2": "丙", "c1": "乙", "c0": "甲"}, {"c2": "己"}, columns=columns))))
    assert [str(column) for column in found.columns] == ["列0", OPEN]
    assert [[str(cell) for cell in row] for row in found.rows] == [["甲", "丙"], ["", "己"]]
    assert [cell.id for cell in found.rows[1]] == ["r1:c0", "r1:c2"]


def test_a_row_without_text_in_a_shown_column_is_left_out_and_so_is_a_table_without_columns() -> None:
    hidden = ({}, {"on": False})
    found = grid(role(section(table({"c1": "藏"}, {"c0": " "}, {"c0": "甲"}, columns=hidden))))
    assert [[str(cell) for cell in row] for row in found.rows] == [["甲"]]
    assert all(not str(cell) for row in grid(role(section(table({"c1": "藏"}, columns=hidden)))).rows for cell in row)
    assert shown(role(section(table({"c0": "甲"}, columns=({"on": False},))))).parts[0].elements == ()


@given(st.lists(st.integers(0, 100), min_size=1, max_size=100))
@settings(deadline=None)
def test_widths_sum_to_100_and_no_column_vanishes(wished: list[int]) -> None:
    columns = tuple({"width": width} for width in wished)
    widths = grid(role(section(table({"c0": "甲"}, columns=columns)))).widths
    assert sum(widths) == 100 and min(widths) >= 1 and len(widths) == len(wished)


def test_widths_that_sum_to_100_are_kept_and_even_ones_are_even() -> None:
    def widths(*wished: int) -> tuple[int, ...]:
        return grid(role(section(table({"c0": "甲"}, columns=tuple({"width": each} for each in wished))))).widths

    assert widths(22, 12, 66) == (22, 12, 66)
    assert widths(0, 0, 0, 0) == (25, 25, 25, 25)
    assert widths(10, 30) == (25, 75)


def test_columns_fit_what_they_hold() -> None:
    indicators = (
        ("净销售额目标完成率", "当月实付金额减退款金额除以目标", "不低于100%", "35", "月度", "平台后台成交与退款报表"),
        ("支付转化率", "当月成交人数除以访客人数，均按顾客去重", "不低于2.6%", "20", "月度", "平台后台经营月报"),
        ("店铺综合评分", "月末各店铺综合评分合计除以店铺数", "不低于4.8分", "15", "月度", "平台后台店铺评分页截图"),
    )  # fmt: skip
    columns = tuple({"width": width} for width in (16, 30, 16, 11, 10, 17))
    rows = [{f"c{at}": text for at, text in enumerate(row)} for row in indicators]
    found = grid(role(section(table(*rows, columns=columns)))).widths
    assert sum(found) == 100
    for at, text in ((0, "店铺综合评分"), (2, "不低于4.8分"), (4, "月度")):
        assert em(text) <= 43 * found[at] / 100 - 1.4, found
    short = [{f"c{at}": "短" for at in range(6)}]
    assert grid(role(section(table(*short, columns=columns)))).widths == (16, 30, 16, 11, 10, 17)


def test_a_column_to_write_in_keeps_its_width() -> None:
    columns = tuple({"width": width} for width in (20, 60, 20))
    found = grid(role(section(table({"c0": "长" * 40, "c1": "短"}, columns=columns)))).widths
    assert found[0] > 20 and found[2] == 20


def test_a_table_of_more_columns_than_percents_is_drawn() -> None:
    widths = grid(role(section(table({"c0": "甲"}, columns=({},) * 150)))).widths
    assert sum(widths) == 100 and min(widths) >= 0


def test_the_document_says_its_name_and_its_stamp_filled() -> None:
    def field(meaning: str, text: str) -> dict[str, Any]:
        return {"id": meaning, "kind": "field", "title": meaning, "meaning": meaning, "text": text}

    fields = [field("name", "{平台}客服"), field("number", "YY-03"), field("version", "2"), field("date", "2026-11-23")]
    of = role(section({"id": "b", "kind": "fields", "children": fields}))
    document = shown(of, Filling({}, {"平台": "抖音"}))
    assert (document.name, document.title) == ("抖音客服", "抖音客服岗位职责说明书")
    assert document.stamp == ("编号 YY-03", "第 2 版", "2026-11-23")
    nameless = shown(role(section({"id": "b", "kind": "fields", "children": [field("name", " ")]})))
    assert (nameless.name, nameless.stamp) == ("未命名岗位", ())


def test_all_that_is_on_is_in_the_document() -> None:
    sample, markers = every_kind()
    text = repr(shown(sample))
    assert [marker for marker in markers if marker not in text] == []


# completeness


def test_required_fields_and_least_lines_are_what_lacks() -> None:
    fields = [
        {"id": "f0", "kind": "field", "title": "名称", "required": True},
        {"id": "f1", "kind": "field", "title": "等级"},
        {"id": "f2", "kind": "field", "title": "部门", "required": True, "text": "{部门}"},
        {"id": "f3", "kind": "field", "title": "隐", "required": True, "on": False},
    ]
    of = role(
        section({"id": "x", "kind": "fields", "children": fields}),
        section({**items("甲", " ", "{增长}"), "title": "目标", "least": 4}, id="t"),
    )
    assert what(of) == ["“名称”还没填", "“目标”还差 2 条"]
    assert [gap.node for gaps in role_gaps(of).values() for gap in gaps] == ["f0", "b"]


def test_an_open_blank_counts_once_where_it_is_filled() -> None:
    """However often it is shown; what every page says in all is the sum of what it says of each."""
    of = role(
        section(items("{增长}、{平台}", "{增长}", least=3)),
        section({"id": "x", "kind": "text", "text": "{增长}"}, id="t"),
    )
    far = progress(of, Filling(KNOWN))
    assert (far.blanks, [step.gaps for step in far.steps], far.lacking) == (2, [1, 0], 3)
    assert [step.done for step in far.steps] == [False, False], "a section with an open blank is not done"
    filled = progress(of, Filling(KNOWN, {"增长": "5", "平台": "淘宝"}))
    assert (filled.blanks, filled.lacking) == (0, 1)
    assert [step.done for step in filled.steps] == [False, True]


def test_all_that_lacks_is_one_sentence_with_each_name_once() -> None:
    gaps = [Gap("a", "“甲”还没填"), Gap("b", "还差 2 条"), Gap("c", "“乙”还没填"), Gap("d", "“甲”还没填")]
    assert summary(gaps) == "还没填：甲、乙；还差 2 条"
    assert summary(gaps[1:2]) == "还差 2 条"
    assert summary([]) == ""


def test_what_is_off_lacks_nothing() -> None:
    lacking = items("{甲}", least=3)
    assert what(role(section(lacking))) == ["还差 2 条"]
    assert what(role(section({**lacking, "on": False}))) == []
    assert role_gaps(role(section(lacking, on=False))) == {}


def test_groups_lack_a_group_or_lines_in_one_that_is_on() -> None:
    group = {"id": "g", "kind": "group", "title": "组", "least": 2, "children": [{**LINE, "id": "l", "text": "甲"}]}
    assert what(role(section({"id": "b", "kind": "groups", "children": [group]}))) == ["“组”还差 1 条"]
    assert what(role(section({"id": "b", "kind": "groups", "children": [{**group, "on": False}]}))) == [
        "还没有启用任何一组"
    ]


def test_a_table_lacks_rows_and_required_cells_of_rows_begun() -> None:
    columns = ({"required": True}, {}, {"required": True, "on": False})
    begun = table({"c1": "乙"}, {}, {"c0": "甲"}, columns=columns, least=3)
    assert what(role(section(begun))) == ["第 1 行的“列0”还没填", "还差 1 行"]


def test_a_text_lacks_its_words_only_where_some_are_asked_for() -> None:
    text = {"id": "b", "kind": "text"}
    assert what(role(section(text))) == []
    assert what(role(section({**text, "least": 1}))) == ["还没有写内容"]
    assert what(role(section({**text, "least": 1, "text": "甲"}))) == []


def test_an_empty_role_of_the_template_lacks_something_in_every_chapter() -> None:
    template = shipped().templates["ecommerce"].role()
    gaps = role_gaps(template)
    assert [key for key, found in gaps.items() if found] == ["basics", "goals", "duties", "qualifications"]
