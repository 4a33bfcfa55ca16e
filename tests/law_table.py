"""The table of laws that advice names: `python -m tests.law_table` writes docs/law.md."""

from collections.abc import Iterator
from pathlib import Path

from rolesmith.presets.article import Article
from rolesmith.presets.shipped import shipped
from rolesmith.team.shifts import SOURCES

TABLE = Path(__file__).parents[1] / "docs" / "law.md"
HEAD = """# 用工与经营规则依据的条文

每条规则引用的条文，都在两处公开来源看过原文。只是提示，非法律意见。由 `python -m tests.law_table` 写成，不用手改：
规则在 `presets/rules/law_*.yaml`（排班的在 `rolesmith/team/shifts.py`），条文在 `presets/articles.yaml`。
没能在两处看到条号的，规则只写法名，这里不列。

| 规则 | 条文 | 说了什么 | 施行 | 来源 | 核对 |
|---|---|---|---|---|---|
"""


def rows() -> Iterator[str]:
    """One line for each article of each rule."""
    for book in shipped().rules.values():
        for rule in book.rules if book.family == "law" else ():
            for article in shipped().articles.named_by(rule):
                yield _row(rule.message, article)
    for article in shipped().articles.root:
        if article.article in SOURCES:
            yield _row("大促排班的工时、休息和加班", article)


def _row(what: str, article: Article) -> str:
    sources, checked = "；".join(article.sources), article.checked.isoformat()
    cells = (what, article.article, article.says, article.since, sources, checked)
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"


def table() -> str:
    """The whole document."""
    return HEAD + "\n".join(rows()) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
