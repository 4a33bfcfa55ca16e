"""Roles for tests: one that holds every kind, with a marker of its own in each value."""

from rolesmith.presets.library import Library
from rolesmith.role.tree import Node, Role


def every_kind(value: str = "值") -> tuple[Role, list[str]]:
    """A role with each kind of block in each layout, and the markers that its document must show.

    `value` stands in every text before its marker, to carry a nasty string everywhere.
    """
    markers: list[str] = []

    def mark(word: str) -> str:
        markers.append(f"标{len(markers):02d}{word}记")
        return markers[-1]

    def text(word: str) -> str:
        return f"{value}{mark(word)}"

    def lines(prefix: str) -> tuple[Node, ...]:
        return tuple(Node(id=f"{prefix}.{n}", kind="line", text=text("条")) for n in range(2))

    def fields(block: str) -> tuple[Node, ...]:
        return tuple(Node(id=f"{block}.{n}", kind="field", title=mark("名"), text=text("项")) for n in range(2))

    def table(block: str) -> tuple[Node, ...]:
        columns = tuple(Node(id=f"{block}.c{n}", kind="column", title=mark("列")) for n in range(3))
        cells = tuple(Node(id=f"{block}.r:{column.id}", kind="cell", text=text("格")) for column in columns)
        return (*columns, Node(id=f"{block}.r", kind="row", children=cells))

    name = Node(id="name", kind="field", title="岗位名称", text=mark("岗位"), meaning="name")
    sections = (
        Node(
            id="preface", kind="section", title=mark("前言"), numbered=False,
            children=(Node(id="text", kind="text", text=f"{text('首段')}\n{text('次段')}"),),
        ),
        Node(
            id="fields", kind="section", title=mark("项目"),
            children=(
                Node(id="sheet", kind="fields", layout="sheet", children=(name, *fields("sheet"))),
                Node(id="list", kind="fields", layout="list", title=mark("块"), children=fields("list")),
                Node(id="sign", kind="fields", layout="signature", title=mark("签"), children=fields("sign")),
            ),
        ),
        Node(id="items", kind="section", title=mark("逐条"), children=(
            Node(id="lines", kind="items", children=lines("lines")),
        )),
        Node(id="groups", kind="section", title=mark("分组"), children=(
            Node(id="duties", kind="groups", children=tuple(
                Node(id=f"g{n}", kind="group", title=mark("组"), children=lines(f"g{n}")) for n in range(2)
            )),
        )),
        Node(id="table", kind="section", title=mark("表"), children=(
            Node(id="grid", kind="table", children=table("grid")),
        )),
    )  # fmt: skip
    return Role(tree=Node(id="role", kind="role", children=sections)), markers


def without_standards(library: Library) -> Library:
    """A library as the first release could have it."""
    items = tuple(item.model_copy(update={"standard": "", "clause": ()}) for item in library.items)
    return library.model_copy(update={"items": items})
