"""The browser's half of the core, run in a browser beside Python's: texts, limits, blanks, pasted lines, edits."""

import unicodedata
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolesmith.document.posts import TITLES
from rolesmith.presets.shipped import shipped
from rolesmith.role import text as core
from rolesmith.role.blanks import Blank, Filling
from rolesmith.role.edit import CHANGEABLE, Edit, Gone, Refused, apply
from rolesmith.role.tree import CHILD_LIMIT, HOLDS, Node
from tests.conftest import Modules
from tests.nasty import NASTY
from tests.sample import every_kind

pytestmark = pytest.mark.browser
batches = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example]
)


def paired(text: str) -> str:
    """The text as JavaScript has it: two halves of a character that stand together are that character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


SPECIAL = (
    "\x00\x07\x08\t\n\x0b\x0c\r\x0e\x1f \x7f\x80\x84\x85\x86\x9f\xa0\xad\u1680\u180e\u2000\u200a\u200b\u200d\u2028"
    "\u2029\u202e\u202f\u205f\u2060\u3000\ufdd0\ufdef\ufeff\ufffd\ufffe\uffff\ud800\udbff\udc00\udfff"
    "{}%~～-–—至.,，0９५#一字aZ👪𠮷🇨\U0001fffe\U000e0100"
)
strings = st.text(st.one_of(st.sampled_from(SPECIAL), st.characters()), max_size=40)


# —— Texts ——


def by_browser(modules: Modules, texts: list[str]) -> Any:
    """Each text as the page cleans it, its length and its digest."""
    measure = "return v.map((t) => { const c = m.clean(t); return [c, m.lengthOf(c), m.digest(c)]; });"
    return modules.run("shared/text", measure, texts)


def by_core(texts: list[str]) -> Any:
    return [[cleaned, len(cleaned), core.digest(cleaned)] for cleaned in map(core.clean, texts)]


def test_nasty_texts_are_cleaned_and_measured_alike(modules: Modules) -> None:
    texts = ["", "a\r\nb\rc\n\rd", *SPECIAL, SPECIAL, SPECIAL * 50, "长" * 100_000, "👨‍👩‍👧" * 20_000]
    texts = [*map(paired, texts), *(paired(text) for _, text in NASTY)]
    assert by_browser(modules, texts) == by_core(texts)


@batches
@given(st.lists(strings, max_size=60))
def test_any_text_is_cleaned_and_measured_alike(modules: Modules, texts: list[str]) -> None:
    texts = [*map(paired, texts)]
    assert by_browser(modules, texts) == by_core(texts)


@batches
@given(st.lists(strings, max_size=60))
def test_white_space_around_a_text_is_the_same(modules: Modules, texts: list[str]) -> None:
    texts = [core.clean(paired(text)) for text in texts]
    assert modules.run("shared/text", "return v.map(m.strip);", texts) == [text.strip() for text in texts]


def test_the_limits_are_the_cores(modules: Modules) -> None:
    assert modules.run("shared/limits", "return {...m};") == {
        "TEXT_LIMIT": core.TEXT_LIMIT,
        "TITLE_LIMIT": core.TITLE_LIMIT,
        "CHILD_LIMIT": CHILD_LIMIT,
    }
    assert {name for name, rule in CHANGEABLE.items() if rule == core.TITLE_LIMIT} == {"title", "mark"}, (
        "outbox/boxes.js knows these two"
    )


# —— Blanks ——

NAMES = [
    "平台", "销售额增长率", "人数", "不认识的", "a b", " ", "名" * 30, "名" * 31, "👪" * 15, "👪" * 16, "👪" * 30,
    "constructor", "__proto__", "toString", "hasOwnProperty", "length", "7*7", "% if %", "\ufeff", "$1",
]  # fmt: skip
BLANKS = {
    blank.name: blank
    for blank in (
        Blank(name="平台", label="主营平台", type="choices", choices=("淘宝", "抖音"), default="淘宝"),
        Blank(name="销售额增长率", label="增长率", type="number", unit="%"),
        Blank(name="人数", label="人数", type="number", unit="人", default="1"),
        Blank(name="名" * 30, label="长名", unit="个"),
        Blank(name="👪" * 30, label="三十人", unit="家"),
    )
}
values = st.one_of(
    st.sampled_from([
        "", " ", "\u3000", "\ufeff", "\ufeff 5", "5", "3-5", "５～８", "1,000.5", "٣", "५%", "5人", "约5",
        "{平台}", "{{", "\n5\n", "抖音小店", "客服部", "每周三", "24小时", "店铺",
    ]),
    strings.map(core.clean),
)  # fmt: skip
fillings = st.dictionaries(st.sampled_from(NAMES), values, max_size=8)
blanked = st.lists(
    st.one_of(
        st.sampled_from(NAMES).map(lambda name: f"{{{name}}}"),
        st.sampled_from(["{{", "}}", "{", "}", "{}", "{\n}", "\n", "字", "店铺", "部门", "每周", "小时", "抖音小店"]),
        strings.map(core.clean),
    ),
    max_size=12,
).map("".join)

DESK = """
const { Desk } = await import("/ui/components/editor/desk.js");
const trees = { tree: { values: v.role }, shop: { values: v.shop } };
const desk = new Desk({ box: null, facts: {}, known: v.known });
desk.lay({ ...trees, data: {} });
return v.texts.map((text) => m.pieces(text, v.known, (name) => desk.valueOf(name, { values: v.own })));
"""


def otherwise(
    modules: Modules, texts: list[str], role: dict[str, str], shop: dict[str, str], own: dict[str, str]
) -> list[str]:
    """The texts that the page and the core fill otherwise."""
    known = {name: blank.model_dump(mode="json") for name, blank in BLANKS.items()}
    texts = [core.clean(text) for text in texts]
    found = modules.run("shared/text", DESK, {"texts": texts, "known": known, "role": role, "shop": shop, "own": own})
    filling = Filling(BLANKS, role, shop)
    ours = [[(piece.text, piece.blank, piece.open) for piece in filling.pieces(text, own)] for text in texts]
    theirs = [[(p["text"], p.get("blank", ""), p.get("open", False)) for p in pieces] for pieces in found]
    return [ascii(text) for text, one, other in zip(texts, ours, theirs, strict=True) if one != other]


def test_every_kind_of_blank_is_filled_alike(modules: Modules) -> None:
    texts = [*(f"前{{{name}}}后" for name in NAMES), *(text for _, text in NASTY), "{{平台}} {{{平台}}} {平台}}}"]
    texts += [f"每周{{平台}}{word}{{平台}}店铺" for word in ("店铺", "部门", "每周", "周三", "小时")]
    for value in ("", "5", "3～5", "五", "\ufeff", "抖音小店", "客服部", "每周三", "店铺"):
        filled = dict.fromkeys(NAMES, value)
        for role, shop, own in ((filled, {}, {}), ({}, filled, {}), ({}, {}, filled), ({"平台": " "}, filled, {})):
            assert otherwise(modules, texts, role, shop, own) == []


@batches
@given(st.lists(blanked, max_size=30), fillings, fillings, fillings)
def test_any_text_with_blanks_is_filled_alike(
    modules: Modules, texts: list[str], role: dict[str, str], shop: dict[str, str], own: dict[str, str]
) -> None:
    assert otherwise(modules, texts, role, shop, own) == []


@batches
@given(st.lists(values, max_size=60))
def test_a_value_is_printed_alike(modules: Modules, texts: list[str]) -> None:
    for blank in (BLANKS["销售额增长率"], BLANKS["平台"]):
        body = "return v.texts.map((text) => m.printed(v.blank, text));"
        printed = modules.run("shared/text", body, {"blank": blank.model_dump(mode="json"), "texts": texts})
        assert printed == [blank.printed(text) for text in texts]


def test_every_digit_that_python_takes_gets_its_unit(modules: Modules) -> None:
    digits = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Nd"]
    blank = BLANKS["销售额增长率"]
    body = "return v.texts.map((text) => m.printed(v.blank, text));"
    printed = modules.run("shared/text", body, {"blank": blank.model_dump(mode="json"), "texts": digits})
    assert printed == [blank.printed(digit) for digit in digits] == [f"{digit}%" for digit in digits]


# —— Pasted lines ——


@pytest.mark.parametrize(
    "mark",
    [
        "1.", "1. ", "12. ", "1、", "1) ", "2）", "（1）", "(1)", "(12) ", "（一）", "(十二)", "一、", "十二、",
        "①", "⑳ ", "⑴", "⒈", "㈠", "•", "• ", "· ", "●", "■", "- ", "-", "– ", "— ", "* ", "\t1.\t", "　　1、",
        "１．", "３、", "  ",
    ],
)  # fmt: skip
def test_a_pasted_number_or_bullet_is_stripped(modules: Modules, mark: str) -> None:
    assert modules.run("shared/pasted", "return m.pastedLines(v);", f"{mark}负责店铺\n\n  \n{mark}跟进订单\r\n") == [
        "负责店铺",
        "跟进订单",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "3-5天内发货", "1.5倍以上的客单价", "2026年完成", "10%以上的复购率", "24小时内回复", "100元以下自主决定",
        "一周三次盘点", "双11大促前备货", "1688平台铺货", "3C类目选品", "7×12小时在线", "（含节假日）轮班",
        "（10分钟内）回复", "三天无理由退货",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number_stays(modules: Modules, line: str) -> None:
    for before in ("", "1. ", "（2）", "• ", "①"):
        assert modules.run("shared/pasted", "return m.pastedLines(v);", before + line) == [line]


@pytest.mark.parametrize(
    "lines",
    [
        ["100件以内自主决定", "365天在线", "100、200元两档优惠券"],
        ["100、200元两档优惠券", "300. 以上的另议", "（500）元以内"],
        ["10、20、30元三档优惠券", "88、99元两档礼盒", "1、2、3月盘点"],
        ["100. 件以上包邮", "1. 件起发"],
    ],
)  # fmt: skip
def test_a_number_of_the_lines_own_stays(modules: Modules, lines: list[str]) -> None:
    """From 100 on one counts lines only where the next goes on from it; 10、20 are no count but two numbers."""
    stay = [line.removeprefix("1. ") for line in lines]
    assert modules.run("shared/pasted", "return m.pastedLines(v);", "\n".join(lines)) == stay


@pytest.mark.parametrize("form", ["{}. ", "{}、", "（{}）", "{}) "])
def test_the_numbers_of_a_list_of_hundreds_of_lines_go(modules: Modules, form: str) -> None:
    written = [f"{at % 7}天内办结" if at % 3 else "跟进订单" for at in range(1, 251)]
    pasted = "\n".join(form.format(at) + line for at, line in enumerate(written, 1))
    assert modules.run("shared/pasted", "return m.pastedLines(v);", pasted) == written


TEN = [f"第{at}件活" for at in range(1, 11)]


@pytest.mark.parametrize(
    ("text", "is_sheet", "lines"),
    [
        ("\n".join(f"{at}. {line}" for at, line in enumerate(TEN, 1)), False, [(line, None) for line in TEN]),
        ("\r\n".join(f"{line}\t当天完成" for line in TEN), True, [(line, "当天完成") for line in TEN]),
        ("工作职责\t工作标准\n清点到货\t当天\n贴单\t", True, [("清点到货", "当天"), ("贴单", None)]),
        ("序号\t标准\t职责\n1\t当天\t清点到货\n2\t每单\t贴单", True, [("清点到货", "当天"), ("贴单", "每单")]),
        ("1\t清点到货\t当天\t拍照\n2\t贴单\t\t", True, [("清点到货", "当天；拍照"), ("贴单", None)]),
        ("清点到货\t当天\n\t拍照留底\n贴单\t", True, [("清点到货", "当天；拍照留底"), ("贴单", None)]),
        ('"清点\n到货"\t当天\n""', True, [("清点\n到货", "当天")]),
        ("1.\t清点到货\n2.\t贴单", False, [("清点到货", None), ("贴单", None)]),
        ("•\t清点到货\n•\t贴单", False, [("清点到货", None), ("贴单", None)]),
        ('说"好"\t"当天""内"\n"没关上\t每单', True, [('说"好"', '当天"内'), ('"没关上', "每单")]),
        ("\t当天\n\t每单", True, [("当天", None), ("每单", None)]),
        ("清点到货", False, [("清点到货", None)]),
        ("", True, []),
    ],
)
def test_what_is_pasted_is_lines_or_cells_of_a_sheet_with_their_standards(
    modules: Modules, text: str, is_sheet: bool, lines: list[tuple[str, str | None]]
) -> None:
    found = modules.run("shared/pasted", "return m.pasted(v.text, v.sheet);", {"text": text, "sheet": is_sheet})
    assert [(each["text"], each.get("standard")) for each in found] == lines


@pytest.mark.parametrize(
    ("value", "choice", "listed", "then"),
    [
        ("", "执行", False, "执行"), ("执行", "执行", False, ""), ("每日", "每周", False, "每周"),
        ("", "淘宝", True, "淘宝"), ("淘宝，抖音", "京东", True, "淘宝、抖音、京东"),
        ("淘宝、抖音", "淘宝", True, "抖音"),
        ("a\\、b、淘宝", "淘宝", True, "a\\、b"),
    ],
)  # fmt: skip
def test_a_chip_puts_its_word_in_or_takes_it_out(
    modules: Modules, value: str, choice: str, listed: bool, then: str
) -> None:
    body = "return m.chosen(v.value, v.choice, v.listed);"
    assert modules.run("editor/details", body, {"value": value, "choice": choice, "listed": listed}) == then


# —— Edits ——


def drawn_edit(random: Random, tree: Node, number: int) -> Edit:
    """An edit of any kind on a tree; some of them no good."""
    nodes = list(tree.walk())
    cells = [f"{row.id}:{column.id}" for table in nodes for row in table.of("row") for column in table.of("column")]
    ids = [*(node.id for node in nodes), *cells, "nowhere", "g0:c0", "grid.r:nowhere", "nowhere:grid.c0"]
    target = random.choice(ids)
    kind = next((node.kind for node in nodes if node.id == target), "")
    siblings = ["", "nowhere", *ids]
    spec: dict[str, Any] = {"id": f"edit-{number:05}", "target": target, "op": random.choice(
        ["set", "set", "fill", "add", "add", "add", "move", "move", "move", "remove"]
    )}  # fmt: skip
    match spec["op"]:
        case "set":
            name = random.choice(list(CHANGEABLE))
            value: Any = random.choice(["", "字", "{平台}\n二"])
            if name in ("on", "required"):
                value = random.choice([True, False])
            spec |= {"name": name, "value": random.choice([0, 80, 5000]) if name == "target" else value}
        case "fill":
            spec |= {"name": random.choice(NAMES), "value": random.choice(["", "", "淘宝"])}
        case "add":
            if target in cells or not HOLDS.get(kind):
                spec["target"] = random.choice([node.id for node in nodes if HOLDS.get(node.kind)])
            kind = next(node.kind for node in nodes if node.id == spec["target"])
            held = random.choice(HOLDS[kind])
            new = [
                {"id": f"n{number}-{at}", "kind": held, "text": "新", **({"standard": "常"} if held == "line" else {})}
                for at in range(random.randint(1, 3))
            ]
            if held == "row":
                new[0] |= {"children": [{"id": f"n{number}-0:grid.c1", "kind": "cell", "text": "格"}]}  # type: ignore[dict-item]
            spec |= {"value": new, "after": random.choice(siblings)}
        case "move":
            fitting = [node.id for node in nodes if kind in HOLDS.get(node.kind, ())]
            spec |= {"parent": random.choice([*fitting, *ids]), "after": random.choice(siblings)}
            if spec["after"] == target:
                spec["after"] = ""
        case "remove" if kind in ("role", "section", "table", "groups"):
            spec["target"] = random.choice(ids)
    return Edit.model_validate(spec)


def bare(tree: Any) -> Any:
    """A tree as the model keeps it; a blank that was emptied is one that was never filled."""
    node = Node.model_validate(tree)

    def tidy(each: Node) -> Node:
        filled = {name: value for name, value in each.values.items() if value}
        return each.model_copy(update={"values": filled, "children": tuple(map(tidy, each.children))})

    return tidy(node).model_dump(mode="json", by_alias=True, exclude_defaults=True)


APPLY = """
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const before = JSON.stringify(v.tree);
const trees = [];
let tree = v.tree;
for (const { edit, fate } of v.edits) {
  const next = m.apply(tree, edit);
  if (fate === "gone" && !same(next, tree)) throw new Error("changed by " + JSON.stringify(edit));
  if (fate !== "saved") continue;
  if (!same(m.apply(next, edit), next)) throw new Error("changed twice by " + JSON.stringify(edit));
  trees.push(tree = next);
}
if (JSON.stringify(v.tree) !== before) throw new Error("the tree it was given has changed");
return trees;
"""


@settings(parent=batches, max_examples=60)
@given(st.integers(0, 2**32))
def test_the_browser_lays_edits_over_a_tree_as_the_server_applies_them(modules: Modules, seed: int) -> None:
    """After each of a row of random edits both have the same tree; one that has been applied changes nothing again."""
    random = Random(seed)
    role, _ = every_kind()
    start = role.tree.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    sent: list[dict[str, Any]] = []
    trees: list[Node] = []
    for number in range(30):
        edit = drawn_edit(random, role.tree, number)
        try:
            role = apply(role, edit)
            fate = "saved"
            trees.append(role.tree)
        except Gone:
            fate = "gone"
        except Refused:
            fate = "refused"
        sent.append({"edit": edit.model_dump(mode="json", exclude_defaults=True), "fate": fate})
    theirs = modules.run("shared/tree", APPLY, {"tree": start, "edits": sent})
    saved = [each["edit"] for each in sent if each["fate"] == "saved"]
    for edit_sent, ours, tree in zip(saved, trees, theirs, strict=True):
        assert bare(tree) == bare(ours.model_dump(by_alias=True)), edit_sent


def test_enough_of_the_random_edits_are_good() -> None:
    """The comparison above would hold of edits that are all refused."""
    random = Random(7)
    role, _ = every_kind()
    done: dict[str, int] = {}
    for number in range(300):
        edit = drawn_edit(random, role.tree, number)
        try:
            role = apply(role, edit)
        except Refused:
            continue
        done[edit.op] = done.get(edit.op, 0) + 1
        if number % 30 == 29:
            role, _ = every_kind()
    assert min(done.get(op, 0) for op in ("set", "fill", "add", "move", "remove")) > 5, done


def test_a_copied_block_has_ids_of_its_own(modules: Modules) -> None:
    role, _ = every_kind()
    block = role.tree.children[-1].children[0]
    copy = modules.run(
        "shared/tree", 'return m.copyWithNewIds(v, "mine");', block.model_dump(mode="json", exclude_defaults=True)
    )
    old = {node.id for node in block.walk()}
    new = [node["id"] for node in _walk(copy)]
    assert copy["id"] == "mine"
    assert len(new) == len(set(new)) == len(old)
    assert not old & set(new)


def test_what_comes_anew_keeps_all_that_is_as_before(modules: Modules) -> None:
    """Told by identity, which is what the editor draws by; the content is what came."""
    role, _ = every_kind()
    before = role.tree.model_dump(mode="json", exclude_defaults=True)
    assert modules.run("shared/tree", "return m.shared(v, structuredClone(v)) === v;", before)
    same, kept, content = modules.run(
        "shared/tree",
        """
        const now = structuredClone(v);
        const [first, ...others] = now.children;
        now.children = [others[0], { id: "new", kind: "section" }, { ...first, title: "别的" }, ...others.slice(1)];
        now.values = JSON.parse('{"__proto__": "甲", "constructor": "乙"}');
        const next = m.shared(v, now);
        const old = new Map(v.children.map((child) => [child.id, child]));
        const kept = next.children.filter((child) => old.get(child.id) === child).map((child) => child.id);
        return [next === v, kept, JSON.stringify(next) === JSON.stringify(now)];
        """,
        before,
    )
    assert not same and content
    assert kept == [child["id"] for child in before["children"][1:]]


@pytest.mark.parametrize("older", [False, True])
def test_an_indicator_goes_into_the_columns_that_mean_its_parts(modules: Modules, older: bool) -> None:
    """Whatever their ids, and whatever their titles; of tables whose columns say no meaning, by the titles."""
    table = next(iter(shipped().templates.values())).role().tree.find("kpis.kpis")
    assert table
    columns = [
        {"id": f"c{at}", "kind": "column", **({"title": each.title} if older else {"meaning": each.meaning})}
        for at, each in enumerate(table.of("column"))
    ]
    texts = modules.run(
        "editor/placing",
        'const item = { text: "转化率", definition: "付款除以访客", source: "后台" };'
        "return v.map((column) => m.cellText(column, item));",
        columns,
    )
    assert texts == ["转化率", "付款除以访客", "", "", "", "后台"]


def _walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("children", []):
        yield from _walk(child)


def test_the_shipped_texts_are_filled_alike(modules: Modules) -> None:
    for starter in shipped().starters.values():
        texts = [node.text for node in starter.role.tree.walk() if "{" in node.text]
        known = {name: blank.model_dump(mode="json") for name, blank in shipped().blanks.items()}
        found = modules.run(
            "shared/text",
            DESK,
            {"texts": texts, "known": known, "role": starter.role.tree.values, "shop": {}, "own": {}},
        )
        filling = shipped().filling(starter.role)
        assert ["".join(piece["text"] for piece in pieces) for pieces in found] == [
            filling.fill(text) for text in texts
        ]


# —— Undo ——


def test_what_was_deleted_is_no_longer_offered_once_undo_has_brought_it_back(modules: Modules) -> None:
    tree = every_kind()[0].tree.model_dump(mode="json", exclude_defaults=True)
    offered = modules.run(
        "shared/history",
        """
        const { Desk } = await import("/ui/components/editor/desk.js");
        const { outboxOf } = await import("/ui/components/outbox/boxes.js");
        const { find } = await import("/ui/components/shared/tree.js");
        const history = m.historyOf("r0");
        history.show({ r0: { tree: v, revision: 1 } });
        const desk = new Desk({ box: outboxOf("r0"), history, facts: null, known: {} });
        desk.lay({ tree: v, shop: { values: {} }, data: {} });
        desk.remove(find(v, "lines.0"));
        const offered = [Boolean(history.deleted)];
        history.undo();
        return [...offered, Boolean(history.deleted), Boolean(find(history.tree("r0"), "lines.0"))];
        """,
        tree,
    )
    assert offered == [True, False, True]


# —— Drawing ——


def test_a_change_between_drawing_and_the_next_frame_is_not_missed(modules: Modules) -> None:
    shown = modules.run(
        "shared/html",
        """
        const source = { value: "正在保存…" };
        source.subscribe = (hear) => { source.hear = hear; return () => { source.hear = null; }; };
        const View = () => { m.useChanges([source]); return m.html`<p>${source.value}</p>`; };
        const root = document.createElement("div");
        m.render(m.html`<${View} />`, root);
        source.value = "已保存";
        source.hear?.();
        await new Promise((done) => setTimeout(done, 300));
        return root.textContent;
        """,
    )
    assert shown == "已保存"


# —— Asking Streamlit for a drawing ——


def test_no_drawing_of_the_old_page_is_asked_for_until_the_page_that_was_clicked_last_is_there(
    modules: Modules,
) -> None:
    """The page before it may be drawn late, when one has clicked on already: that ends nothing."""
    asked = modules.run(
        "frame/redraw",
        """
        const asked = [];
        const rest = () => new Promise((done) => setTimeout(done, 300));
        m.arrive("duties");
        m.turn("qualifications");
        m.turn("duties");
        m.redrawWhenCalm(() => asked.push("for the sake of what was typed"));
        m.arrive("qualifications");
        await rest();
        const early = asked.length;
        m.arrive("duties");
        await rest();
        m.turn("duties");
        m.redrawWhenCalm(() => asked.push("a link to this very page turns nothing"));
        await rest();
        return [early, asked.length];
        """,
    )
    assert asked == [0, 2]


def test_a_link_that_is_clicked_while_a_drawing_is_on_its_way_is_followed_behind_it(modules: Modules) -> None:
    """Streamlit sends what was asked for a moment later: behind the click, and would stay on the page."""
    clicks = modules.run(
        "frame/redraw",
        """
        const rest = () => new Promise((done) => setTimeout(done, 400));
        let clicks = 0;
        const link = () => {
          const made = Object.assign(document.createElement("a"), { href: "/duties" });
          made.addEventListener("click", (event) => { event.preventDefault(); clicks += 1; });
          document.body.append(made);
          return made;
        };
        const first = link();
        m.arrive("goals");
        await rest();
        m.redrawWhenCalm(() => {});
        first.click();
        const atOnce = clicks;
        first.remove();
        link(); // what the drawing put in its place
        await rest();
        const behind = clicks;
        m.arrive("duties");
        document.querySelector("a").click();
        return [atOnce, behind, clicks];
        """,
    )
    assert clicks == [0, 1, 2]


def test_the_same_fields_name_posts(modules: Modules) -> None:
    """Those that the page suggests the shop's roles for are those that the chart is drawn from, and no others."""
    titles = [title for meaning in TITLES for title in TITLES[meaning]]
    found = modules.run("editor/suggestions", "return v.filter((title) => m.namesPosts({ title }));", titles)
    assert found == [*TITLES["superior"], *TITLES["subordinates"]]
