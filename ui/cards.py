"""The cards of 我的岗位: roles, starters, kept templates, the trash."""

from collections.abc import Callable, Sequence
from math import ceil
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from rolesmith.document.draw import text_of
from rolesmith.document.progress import progress
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit, apply
from rolesmith.role.text import copied
from rolesmith.role.tree import Role
from rolesmith.store.store import Saved, opened
from ui.component import mount
from ui.navigation import first_page, go, link, plain
from ui.state import Current, deleted, stay_within
from ui.writing import choices

ALL = "全部"
HOME = "Asia/Shanghai"
AT_ONCE = 24
"""Roles on a page of them; what a browser draws without making one wait, and whole rows of two or three cards."""


def roles(current: Current, saved: Sequence[Saved], words: str) -> None:
    """A card a role whose name holds the words."""
    named = [(each, _name(each.role, current)) for each in saved]
    found = [(each, name) for each, name in named if words.strip().lower() in name.lower()]
    if not found:
        st.caption("没有名字里带这几个字的岗位。")
    grid = st.container(key="grid-roles")
    turned = _page_of(len(found), f"page-roles-{words}")
    with grid:
        for each, name in found[turned]:
            with st.container(border=True, height="stretch", key=f"card-{each.id}"):
                _role(current, each, name)


def _page_of(count: int, key: str) -> slice:
    """Which of so many stand on the page that was turned to; draws how to turn it, where there are more than fit."""
    pages = ceil(count / AT_ONCE)
    stay_within(key, pages)  # the last one on the last page may have gone
    first = (st.pagination(pages, key=key) - 1) * AT_ONCE if pages > 1 else 0
    return slice(first, first + AT_ONCE)


def _role(current: Current, saved: Saved, name: str) -> None:
    filling = shipped().filling(saved.role, current.facts.role.tree.values, standards=current.standards)
    lacking = progress(saved.role, filling).lacking
    state = f"已发布第 {saved.version} 版" if saved.published else "草稿"
    st.markdown(f"**{plain(name)}**")
    when = saved.saved_at.astimezone(_zone()).strftime("%m-%d %H:%M")
    st.caption(f"{state} · {f'还差 {lacking} 处' if lacking else '已填完'} · {when}")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        with st.container(key=f"open-{saved.id}", width="content"):
            link("blanks" if lacking else "finish", "打开", saved.id)
        if st.button("复制", key=f"copy-{saved.id}", type="tertiary"):
            opened().create(current.shop, _copied(saved.role))
            st.rerun()
        if st.button("删除", key=f"trash-{saved.id}", type="tertiary", help="放进回收站，可以恢复"):
            opened().trash(current.shop, saved.id)
            deleted().append(saved.id)
            st.rerun()


def whole(current: Current, saved: Sequence[Saved]) -> None:
    """All of the shop's roles, or some, as one Excel file."""
    named = [{"id": each.id, "name": _name(each.role, current)} for each in saved]
    mount("whole_shop", {"roles": named, **choices(current, [each.role for each in saved])}, key="whole")


def starters(current: Current) -> None:
    """A card a starter, of one area or of all; one click opens a filled draft."""
    heads = shipped().heads
    areas = list(dict.fromkeys(head.area for head in heads.values() if head.area))
    area = st.pills("方向", [ALL, *areas], default=ALL, required=True, label_visibility="collapsed")
    entries = [(key, head.title, head.summary) for key, head in heads.items() if area in (ALL, head.area)]
    entries += [(key, "空白岗位", "只有模板的章节和提示，从头写起") for key in shipped().templates]
    _offers(current, "starter", entries, _begun)


def _begun(key: str) -> Role | None:
    """The role that a starter or an empty template begins with; None where its file cannot be read."""
    if key in shipped().templates:
        return shipped().templates[key].role()
    starter = shipped().starters.get(key)
    return starter.role if starter else None


def templates(current: Current) -> None:
    """A card a template that the shop has kept."""
    kept = opened().templates(current.shop)
    if kept:
        st.caption("本店模板")
        entries = [(key, title, "本店存下的结构和内容") for key, (title, _) in kept.items()]
        _offers(current, "template", entries, lambda key: kept[key][1])


def _offers(
    current: Current, what: str, entries: Sequence[tuple[str, str, str]], begun: Callable[[str], Role | None]
) -> None:
    """Cards of key, title and summary each, as many in a row as have room; a card is a button: one element of the page,
    where frame, heading, text and button of their own would be five.
    """
    with st.container(key=f"grid-offers-{what}"):
        for key, title, summary in entries:
            card = f"**{plain(title)}** *从这里开始* :small[{plain(summary)}]"
            if st.button(card, key=f"card-{what}-{key}", width="stretch"):
                if role := begun(key):
                    go(first_page(role), opened().create(current.shop, role))
                st.warning("这个起点的文件里有错，暂时用不了；错在哪里，写在这一页的最下面。")


def problems() -> None:
    """What is wrong with the files of the presets; while a server that starts has not read them all, it looks again.

    Were they read first, the first page would take 1.09 times as long (1.00–1.16, benchmarks/README.md).
    """
    if shipped().all_read:
        for problem in shipped().problems:
            st.warning(plain(str(problem)))
    else:
        _look_again()


@st.fragment(run_every=1.0)
def _look_again() -> None:
    if shipped().all_read:
        st.rerun()


def trash(current: Current) -> None:
    """What lies in the trash, with the way back; drawn once it is opened, since few ever empty it. What went there last
    while the page stands is said, with a way back of its own.
    """
    trashed = opened().roles(current.shop, trashed=True)
    lying = {saved.id: saved.role for saved in trashed}
    last = next(({"id": key, "name": _name(lying[key], current)} for key in reversed(deleted()) if key in lying), {})
    undone = mount("deleted_role", last, key="deleted").redraw
    if undone and undone.get("id") in lying:
        opened().restore(current.shop, undone["id"])
        st.rerun()
    if not trashed:
        return
    with (folder := st.expander("回收站", key="trash", on_change="rerun")):
        st.caption(f"{len(trashed)} 份岗位")
        if folder.open:
            rows = st.container(key="trashed")  # so that what stands below keeps its place when one of them goes
            turned = _page_of(len(trashed), "page-trashed")
            with rows:
                for saved in trashed[turned]:
                    _trashed(current, saved, _name(saved.role, current))
            if len(trashed) > 1:
                with st.container(horizontal=True, horizontal_alignment="right"):
                    every = [saved.id for saved in trashed]
                    _purge(current, "清空回收站", every, f"{len(every)} 份岗位和它们的全部版本会被彻底删除，找不回来。")


def _trashed(current: Current, saved: Saved, name: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"trashed-{saved.id}"):
        st.markdown(plain(name), width="stretch")
        if st.button("恢复", key=f"restore-{saved.id}", type="tertiary"):
            opened().restore(current.shop, saved.id)
            st.rerun()
        _purge(current, "彻底删除", [saved.id], f"“{name}”和它的全部版本会被彻底删除，找不回来。")


def _purge(current: Current, label: str, role_ids: Sequence[str], warning: str) -> None:
    """Deletes for good what lies in the trash, when somebody has read what goes."""
    with st.popover(label, type="tertiary"):
        st.write(plain(warning))
        if st.button("确定彻底删除", key=f"purge-{label}-{role_ids[0]}"):
            opened().purge(current.shop, role_ids)
            st.rerun()


def _name(role: Role, current: Current) -> str:
    return text_of(role, shipped().filling(role, current.facts.role.tree.values), "name") or "未命名岗位"


def _copied(role: Role) -> Role:
    """The role with a name that says so; the name's own blanks stay blanks."""
    node = role.meaning("name")
    if node is None:
        return role
    return apply(
        role, Edit(id="copy-name", op="set", target=node.id, name="text", value=copied(node.text or "未命名岗位"))
    )


def _zone() -> ZoneInfo:
    """The visitor's time zone, as far as this machine knows it."""
    try:
        return ZoneInfo(st.context.timezone or HOME)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(HOME)
