"""The kinds of file that a role can be written as. Each format is a module; none of them knows a section by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from rolesmith.document.draw import draw
from rolesmith.document.gaps import used_blanks
from rolesmith.document.shown import only_shown
from rolesmith.formats.looks import LOOKS, Look, look_named
from rolesmith.role.blanks import Filling
from rolesmith.role.tree import Role

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Writer(Protocol):
    """Writes a role as a file."""

    def __call__(
        self, role: Role, filling: Filling, look: str = "", *, revision: int = 0, whole: bool = False
    ) -> bytes:
        """`look` is a name in LOOKS, the usual one where it is empty; formats without looks ignore it.

        A file that can be read back says of which `revision` it is, and holds what it shows; `whole`: all of the role.
        """


@dataclass(frozen=True)
class Format:
    """A kind of file that a role can be written as."""

    ending: str
    label: str
    note: str
    """What it is good for, in a few words."""
    media_type: str
    write: Writer
    looks: Mapping[str, Look] = field(default_factory=dict)
    """The looks to choose from, by name."""


def _markdown(role: Role, filling: Filling, look: str = "", **_: Any) -> bytes:
    from rolesmith.formats import markdown

    return markdown.write(draw(role, filling)).encode()


def _excel(role: Role, filling: Filling, look: str = "", *, revision: int = 0, whole: bool = False) -> bytes:
    from rolesmith.formats.excel import workbook
    from rolesmith.formats.excel.carried import Carried

    document = draw(role, filling)
    carried = Carried(role.beside() if whole else only_shown(role, document, filling), revision, whole)
    return workbook.write([document], look_named(look), carried)


def _word(role: Role, filling: Filling, look: str = "", **_: Any) -> bytes:
    from rolesmith.formats import word

    return word.write(draw(role, filling), look_named(look))


def _pdf(role: Role, filling: Filling, look: str = "", **_: Any) -> bytes:
    from rolesmith.formats import pdf

    return pdf.write(draw(role, filling), look_named(look))


def _html(role: Role, filling: Filling, look: str = "", **_: Any) -> bytes:
    from rolesmith.formats import html

    return html.page(draw(role, filling), look_named(look)).encode()


def _json(role: Role, filling: Filling, look: str = "", **_: Any) -> bytes:
    """The role itself, with the shop's facts that it uses, so that it shows the same texts in another shop."""
    used = used_blanks(draw(role, replace(filling, standards=True)))
    lent = {name: filling.shop[name] for name in used if name in filling.shop}
    return (role.beside().model_copy(update={"shop": lent}).to_json(indent=2) + "\n").encode()


FORMATS: Mapping[str, Format] = {
    format.ending: format
    for format in (
        Format("md", "Markdown", "文本，放进知识库", "text/markdown; charset=utf-8", _markdown),
        Format("xlsx", "Excel", "打印签字，改了能读回来", SPREADSHEET, _excel, LOOKS),
        Format("docx", "Word", "接着改，发给同事", WORD, _word, LOOKS),
        Format("pdf", "PDF", "发出去，到哪都一样", "application/pdf", _pdf, LOOKS),
        Format("html", "网页", "浏览器打开、打印", "text/html; charset=utf-8", _html, LOOKS),
        Format("json", "备份", "换台电脑再导入", "application/json", _json),
    )
}
