"""What advice says of a role on the page where one takes it away, and what the shop wants to hear of it."""

import streamlit as st

from rolesmith.advice import DISCLAIMER, Finding, score
from rolesmith.advice.finding import GRAVEST
from rolesmith.shop import advice
from rolesmith.store.store import Saved, opened
from ui.component import mount
from ui.navigation import address, link, plain
from ui.state import Current

LOOKS = {"红": "red", "黄": "orange", "提示": "gray"}
LEAST = 30
"""A score below is not told."""
MOST = 12
"""Findings of one section that are told; one mends them one after another."""


def before_taking(current: Current) -> None:
    """The findings by section, gravest first, each section with the way to it; gaps aside, which stand above."""
    saved = current.opened
    found = advice.findings(opened(), current.shop, saved.role)
    shown = [each for each in found if each.rule not in advice.GAPS]
    told, lost = points(saved, score(found)), 100 - score(each for each in found if each.rule in advice.GAPS)
    if not shown and not told:
        st.caption("写法、用工与平台规则都没有要提的。")
        return
    st.header("写得怎么样" + told, anchor=False)
    gaps = f"没填的地方扣了 {lost} 分。" if told and lost else ""
    if not shown:
        st.caption(f"写法、用工与平台规则都没有要提的。{gaps}")
        return
    counts = " · ".join(f"{name} {n} 处" for name in GRAVEST if (n := sum(each.severity == name for each in shown)))
    st.caption(f"{counts}。{gaps}{DISCLAIMER}；点开那一章，提示就在那一条下面，可以一键改。")
    for section in saved.role.tree.shown():
        ids = {node.id for node in section.walk()}
        here = sorted((each for each in shown if each.node in ids), key=lambda each: GRAVEST.index(each.severity))
        if here:
            with st.container(border=True, key=f"card-advice-{address(section)}"):
                link(address(section), f"{plain(current.filling.fill(section.title))}：{len(here)} 处", saved.id)
                st.markdown("\n".join(_line(each, current.filling.fill(each.text)) for each in here[:MOST]))


def points(saved: Saved, score: int) -> str:
    """The score; none for what nobody here has written in yet, nor where it is low."""
    untouched = saved.revision <= 1 and not saved.role.starter
    return "" if untouched or score < LEAST else f"：{score} 分"


def _line(finding: Finding, filled: str) -> str:
    text = plain(filled[:40] + ("…" if len(filled) > 40 else ""))
    return f"- :{LOOKS[finding.severity]}[{plain(finding.message)}] :small[:gray[{text}]]"


def choices(current: Current) -> None:
    """The rules that were switched off, to be switched on again, and the shop's own words."""
    options, rules = advice.chosen(opened(), current.shop), advice.rules()
    off = [(rule, rules[rule].message if rule in rules else "本店自己的词") for rule in sorted(options.off)]
    words = [word.model_dump() for word in options.words]
    if not advice.readable(opened(), current.shop):
        st.warning("停用的规则和本店自己的词读不出来了，先按没有设过来提示；请再设一次，或从备份恢复。")
    mount("advice_choices", {"off": off, "words": words}, key="advice-choices")
