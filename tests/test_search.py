"""Search: each way in which an owner's words find an item, what comes first, what is left out, and how fast."""

import json
import threading
from itertools import product
from typing import Any

import pytest

from rolesmith.libraries import search as searching
from rolesmith.libraries.search import search
from rolesmith.libraries.search.index import Index
from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped
from tests import search_share

LIBRARIES = list(shipped().libraries.values())


def library(name: str, title: str, *items: Item) -> Library:
    return Library.model_validate({"library": name, "title": title, "items": items})


def duty(name: str, text: str, *aliases: str, **more: Any) -> Item:
    return Item(id=name, text=text, aliases=aliases, **more)


SHELF = (
    library(
        "shop", "店铺运营",
        duty("title", "每两周改写商品标题", "标题优化", "SEO", topic="页面"),
        duty("stock", "核对{平台}后台与仓库的实数", "库存", "超卖", topic="价格与库存", level="执行"),
        duty("stock_safe", "设定预警线", "安全库存", level="独立"),
        duty("counted", "每周清点货架，差异当天更正", "盘点"),
        duty("layout", "更换首页海报"),
    ),
    library(
        "ads", "推广",
        duty("feed", "上线广告前检查落地页", "投流", platforms=("抖音",)),
        duty("search", "给关键词出价", "直通车", platforms=("淘宝", "天猫"), level="带人"),
        duty("roi", "每日核对ROI", "投产比"),
        duty("jd", "核对京东快车消耗", platforms=("京东",), area="shop"),
    ),
    library(
        "service", "客服",
        duty("dispute", "备齐聊天记录与凭证", "纠纷"),
        duty("refund", "逐单审核申请", "退款"),
        duty("refund_report", "统计退款最多的三款"),
        duty("reviews", "公开回复买家的话", "评价"),
        duty("wrong", "受理发错的包裹，当班补发", "错发"),
        Item(id="goal", kind="goal", text="退款率降低"),
        Item(id="kpi", kind="kpi", text="退款时长", definition="从申请到退款的平均小时数"),
        Item(id="want", kind="requirement", text="会用千牛处理退款"),
    ),
    library(
        "store", "仓储",
        duty("load", "两人抬大件，轻拿不抛", "装卸"),
        duty("pick", "照单找货，逐件扫码", "拣货"),
        duty("photo", "布置背景与光线", "商品拍摄"),
        duty("erp", "录入出入库", "ERP"),
        duty("tools", "修去瑕疵", "Photoshop"),
    ),
)  # fmt: skip


def found(words: str, **asked: Any) -> list[str]:
    """Ids of what is found among duties, best first."""
    return [hit.item.id for hit in search(SHELF, words, **{"kind": "duty", **asked}).found]


def first(words: str) -> str:
    return next(iter(found(words)), "")


# each way of matching


@pytest.mark.parametrize(
    ("way", "words", "item"),
    [
        ("exact alias", "退款", "refund"),
        ("part of an alias", "拍摄", "photo"),
        ("text", "首页海报", "layout"),
        ("topic", "页面", "title"),
        ("capitals", "seo", "title"),
        ("wide letters", "ＳＥＯ", "title"),
        ("blank's braces", "核对平台", "stock"),
        ("synonym", "千川", "feed"),
        ("nickname of a tool", "车子", "search"),
        ("nickname in Latin letters", "ztc", "search"),
        ("colloquial word", "扛货", "load"),
        ("colloquial sentence", "有个客人老是吵架怎么处理", "dispute"),
        ("filler between", "吵架的顾客", "dispute"),
        ("order of words", "把快递发错了", "wrong"),
        ("pinyin", "kucun", "stock"),
        ("pinyin with capitals", "KuCun", "stock"),
        ("first letters", "kc", "stock"),
        ("pinyin of what is in a text alone", "huojia", "counted"),
        ("pinyin of some syllables and first letters of others", "anqkc", "stock_safe"),
        ("pinyin half typed", "kuc", "stock"),
        ("pinyin inside an alias", "anquanku", "stock_safe"),
        ("pinyin of two words", "pandianhuojia", "counted"),
        ("pinyin of a synonym", "chaojia", "dispute"),
        ("characters and pinyin", "ku存", "stock"),
        ("slip in pinyin", "tuikaun", "refund"),
        ("slip in a Latin name", "PhotoShpo", "tools"),
        ("half a Latin name", "photosh", "tools"),
        ("half a nickname", "聚水", "erp"),
        ("same sound", "苦存", "stock"),
        ("same sound, another word", "平价", "reviews"),
        ("same sound as an alias", "盘店", "counted"),
        ("n for ng", "纠风", "dispute"),
        ("an for ang", "专卸", "load"),
        ("z for zh", "自通车", "search"),
        ("same sound in a longer word", "商品派摄的布置", "photo"),
        ("same shape", "拣贷", "pick"),
        ("one character wrong in a longer word", "商品怕摄", "photo"),
        ("wrong character in a nickname", "聚水谭", "erp"),
        ("one character", "抛", "load"),
        ("number and Latin letters", "roi", "roi"),
    ],
)  # fmt: skip
def test_an_item_is_found_by(way: str, words: str, item: str) -> None:
    assert first(words) == item


def test_of_many_words_with_the_same_first_letters_the_commonest_is_among_them() -> None:
    rare = [
        duty(f"i{at}", "甲", first + second) for at, (first, second) in enumerate(product("刻卡可口哭", "仓从册厂初"))
    ]
    shelf = library("l", "库", *rare, duty("a", "乙", "库存"), duty("b", "丙", "库存"))
    assert {"a", "b"} <= {hit.item.id for hit in search([shelf], "kc").found}


def test_pinyin_finds_what_is_in_a_text_though_an_alias_begins_so_too() -> None:
    shelf = library("l", "库", duty("alias", "甲", "事记本"), duty("text", "核对实际花费"))
    assert {hit.item.id for hit in search([shelf], "shiji").found} == {"alias", "text"}


def test_a_word_that_only_sounds_the_same_comes_after_the_one_that_is_there() -> None:
    shelf = library("l", "库", duty("sound", "甲", "评价"), duty("typed", "下调平价款"))
    assert [hit.item.id for hit in search([shelf], "平价").found] == ["typed", "sound"]


def test_a_longer_word_is_heard_as_a_whole() -> None:
    shelf = library("l", "库", duty("part", "甲", "企业大单"), duty("whole", "乙", "企业微信"))
    assert search([shelf], "企业威信").found[0].item.id == "whole"


def test_of_what_a_slip_may_stand_for_the_nearest_counts_alone() -> None:
    shelf = library("l", "库", duty("far", "甲", "photoshot"), duty("near", "乙", "photoshop"))
    assert [hit.item.id for hit in search([shelf], "photoshpo").found] == ["near"]


def test_characters_and_pinyin_in_one_word_are_one_word() -> None:
    shelf = library("l", "库", duty("apart", "存放苦荞"), duty("one", "核对库存"))
    assert [hit.item.id for hit in search([shelf], "ku存").found] == ["one"]


def test_the_beginning_of_a_nickname_stands_for_it_even_where_it_is_a_word() -> None:
    shelf = library("l", "库", duty("word", "直通上级"), duty("nickname", "乙", "车子"))
    assert [hit.item.id for hit in search([shelf], "直通").found] == ["word", "nickname"]


def test_words_that_say_nothing_do_not_count_with_their_neighbours() -> None:
    shelf = library("l", "库", duty("empty", "写下货架的顾虑"), duty("right", "乙", "纠纷"))
    assert search([shelf], "吵架的顾客").found[0].item.id == "right"


def test_a_word_must_stand_in_one_place() -> None:
    index = Index([library("l", "库", duty("a", "核对进销", "销存"), duty("b", "乙", "进销存"))])
    assert index.held("进销存")[0].tolist() == [1]
    assert index.held("进销")[0].tolist() == [0, 1]


def test_definitions_are_searched_too() -> None:
    assert found("平均小时数", kind="kpi") == ["kpi"]


def test_the_title_of_a_library_finds_its_items_last() -> None:
    assert set(found("仓储")) >= {"load", "pick", "photo", "erp", "tools"}
    assert found("仓库")[0] == "stock"


# what comes first


def test_the_word_itself_comes_before_its_part_its_synonym_and_its_sound() -> None:
    shelf = library(
        "l", "库",
        duty("sound", "甲", "苦存"), duty("synonym", "乙", "存货"), duty("part", "丙", "安全库存"),
        duty("text", "核对库存"), duty("alias", "戊", "库存"),
    )  # fmt: skip
    ranked = [hit.item.id for hit in search([shelf], "库存").found]
    assert ranked[0] == "alias" and ranked.index("part") < ranked.index("synonym")
    assert ranked.index("text") < ranked.index("synonym")
    assert "sound" not in ranked
    assert search([shelf], "苦存").found[0].item.id == "sound"


def test_of_items_with_the_word_as_an_alias_those_that_say_it_elsewhere_too_come_first() -> None:
    shelf = library(
        "l", "库", duty("alias", "甲", "提现"), duty("text", "办理货款提现", "提现"), duty("topic", "丙", topic="提现")
    )
    assert [hit.item.id for hit in search([shelf], "提现").found] == ["text", "alias", "topic"]


@pytest.mark.parametrize("words", ["tuikuan", "tuik", "tk", "退宽", "tuikaun"])
def test_of_words_that_sound_the_same_the_common_one_is_meant(words: str) -> None:
    common = [duty(f"i{at}", f"第{at}项", f"退款{at}") for at in range(30)]
    shelf = library("l", "库", duty("rare", "甲", "推款"), *common, duty("common", "乙", "退款"))
    assert search([shelf], words).found[0].item.id == "common"


def test_a_reading_that_hardly_anybody_means_comes_last() -> None:
    shelf = library("l", "库", duty("unusual", "甲", "包装"), duty("usual", "乙", "服装"))
    assert [hit.item.id for hit in search([shelf], "fuzhuang").found] == ["usual", "unusual"]


def test_what_ends_in_the_middle_of_a_known_word_is_not_heard_as_another() -> None:
    shelf = library("l", "库", duty("right", "甲", "社保"), duty("heard", "乙", "校色"))
    assert [hit.item.id for hit in search([shelf], "交社保").found] == ["right"]


def test_two_words_typed_as_one_outweigh_the_best_place_of_one_of_them() -> None:
    shelf = library(
        "l",
        "库",
        duty("one", "甲", "亚马逊"),
        duty("other", "乙", "差评"),
        duty("both", "回访亚马逊", topic="差评分析"),
    )
    assert search([shelf], "亚马逊差评").found[0].item.id == "both"


def test_what_a_part_of_a_long_word_stands_for_is_found_too() -> None:
    others = [duty(f"i{at}", f"第{at}项") for at in range(30)]
    said = (duty("pair", "甲", "来访登记"), duty("part", "乙", "纠纷登记"), duty("whole", "丙", "吵架登记"))
    assert [hit.item.id for hit in search([library("l", "库", *said, *others)], "吵架登记").found][:2] == [
        "whole",
        "part",
    ]


def test_an_item_that_holds_all_words_comes_before_those_that_hold_one() -> None:
    assert found("退款 审核")[0] == "refund"
    assert found("退款 统计")[0] == "refund_report"
    assert found("退款，统计！")[0] == "refund_report"


def test_all_words_somewhere_is_better_than_one_in_the_best_place() -> None:
    shelf = library("l", "库", duty("one", "子", "甲乙"), duty("all", "丑", topic="甲乙与丙丁"), duty("none", "寅"))
    assert search([shelf], "甲乙 丙丁").found[0].item.id == "all"


def test_a_word_that_is_nowhere_does_not_hide_the_others() -> None:
    assert found("退款 犇犇骉")[0] == "refund"
    assert found("犇犇骉") == []


@pytest.mark.parametrize("words", ["甲乙丙丁", "甲乙 丙丁"])
def test_a_word_that_most_hold_says_less_than_a_rare_one(words: str) -> None:
    shelf = library("l", "库", *(duty(f"i{at}", f"甲乙第{at}项") for at in range(30)), duty("rare", "丙丁第九项"))
    assert search([shelf], words).found[0].item.id == "rare"


def test_a_word_that_says_nothing_takes_nothing_from_the_others() -> None:
    alone = [(hit.item.id, hit.score) for hit in search(SHELF, "退款").found]
    assert [(hit.item.id, hit.score) for hit in search(SHELF, "怎么 退款 的").found] == alone


def test_equals_stay_in_the_order_of_the_shelf() -> None:
    shelf = [
        library(
            f"l{at}", "库", *(duty(f"i{n}", "盘点" if n % 3 else "甲", "" if n % 3 else "盘点") for n in range(300))
        )
        for at in range(3)
    ]
    places = [(f"l{at}/i{n}", n % 3 > 0) for at in range(3) for n in range(300)]
    origins = [hit.origin for hit in search(shelf, "盘点").found]
    assert origins == [origin for origin, _ in sorted(places, key=lambda place: place[1])]


def test_no_words_find_everything_in_the_order_of_the_shelf() -> None:
    everything = [item.id for each in SHELF for item in each.items if item.kind == "duty"]
    assert found("") == found(" 　\n") == everything
    assert len(search(SHELF, "").found) == len(everything) + 3


def test_scores_fall_and_lie_between_nought_and_one() -> None:
    for words in ("退款", "有个客人老是吵架怎么处理", "kc", "退款 统计"):
        scores = [hit.score for hit in search(SHELF, words).found]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)


def test_the_best_are_told_with_how_many_there_are_in_all() -> None:
    whole = search(SHELF, "退款")
    best = search(SHELF, "退款", most=2)
    assert best.total == whole.total == len(whole.found) > 2
    assert list(best.found) == list(whole.found[:2])


# what is left out


@pytest.mark.parametrize(
    "nonsense", ["qqqqzzzz", "犇骉猋", "😀😀", "。。。", "!!!", "xkcdvw", "93847561", "的", "\x00\x1b"]
)
def test_nonsense_finds_nothing(nonsense: str) -> None:
    assert found(nonsense) == []
    assert search(LIBRARIES, nonsense).total == 0


def test_a_long_tail_is_left_out_but_not_the_first_ten() -> None:
    """Where many hold the word by name, those that say it in a standard are no answers; where few do, they are."""
    named = [duty(f"named{at}", "甲", "库存") for at in range(12)]
    mentioned = [duty(f"mentioned{at}", "乙", standard="账上库存有误的更正") for at in range(30)]
    assert {hit.item.id for hit in search([library("l", "库", *named, *mentioned)], "库存").found} == {
        item.id for item in named
    }
    few = search([library("l", "库", named[0], *mentioned)], "库存").found
    assert len(few) == 10 and few[0].item.id == "named0"
    assert search([library("l", "库", *mentioned)], "库存").total == 30


@pytest.mark.parametrize("typed", ["IP", "ip", "主播IP"])
def test_latin_words_match_whole(typed: str) -> None:
    shelf = library("l", "库", duty("ip", "打造主播IP"), duty("ipi", "改善库存绩效IPI", "IPI"), duty("vip", "维护VIP"))
    assert [hit.item.id for hit in search([shelf], typed).found] == ["ip"]


@pytest.mark.parametrize("typed", ["SHEIN", "shein", "Shein"])
def test_a_latin_name_stands_for_no_pinyin(typed: str) -> None:
    shelf = library("l", "库", duty("name", "上架SHEIN新款"), duty("pinyin", "写明谁能查看", "谁能看"))
    assert [hit.item.id for hit in search([shelf], typed).found] == ["name"]
    assert search([library("l", "库", shelf.items[1])], "SHEIN").total == 0


@pytest.mark.parametrize("words", ["", "核对", "hedui"])
def test_a_search_is_narrowed(words: str) -> None:
    whole = set(found(words))
    assert set(found(words, area="ads")) == whole & {"feed", "search", "roi", "jd"}
    assert set(found(words, area="shop")) == whole & {"title", "stock", "stock_safe", "counted", "layout", "jd"}
    assert set(found(words, platform="京东")) == whole - {"feed", "search"}
    assert set(found(words, platform="天猫")) == whole - {"feed", "jd"}
    assert set(found(words, level="执行")) == whole - {"stock_safe", "search"}
    assert set(found(words, level="执行", area="shop", platform="京东")) == whole & {
        "title", "stock", "counted", "layout", "jd",
    }  # fmt: skip
    assert found(words, area="nowhere") == found(words, kind="nothing") == []


def test_each_kind_is_found_apart_and_all_together() -> None:
    assert found("退款", kind="goal") == ["goal"]
    assert found("退款", kind="kpi") == ["kpi"]
    assert found("退款", kind="requirement") == ["want"]
    assert {"goal", "kpi", "want", "refund"} <= set(found("退款", kind=""))


def test_a_filter_does_not_change_what_an_item_scores() -> None:
    whole = {hit.item.id: hit.score for hit in search(SHELF, "退款").found}
    assert {hit.item.id: hit.score for hit in search(SHELF, "退款", kind="goal").found} == {"goal": whole["goal"]}


# the libraries that are shipped


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("千川", "投流"), ("吵架的顾客", "纠纷"), ("拍照", "拍摄"), ("kucun", "库存"), ("报活动", "活动报名"),
        ("直通车", "关键词"), ("差评", "评价"), ("剪辑", "剪辑"), ("日报", "日报"), ("仓库", "仓"),
        ("公告", "公告"), ("投前评估", "达人"), ("快递单留底", "快递"), ("客服架构", "客服编制"), ("直播氛围", "互动"),
        ("供数", "取数"), ("故障", "故障"), ("辅料", "包材"), ("取件", "快递"), ("调度", "工位"), ("报损", "损耗"),
        ("主播IP", "主播"), ("引力魔方", "人群推广"), ("视频号小店", "微信小店"), ("京东购物触点", "推荐广告"),
    ],
)  # fmt: skip
def test_an_owners_word_finds_the_shipped_item_among_the_first(typed: str, word: str) -> None:
    best = search(LIBRARIES, typed, kind="duty", most=5).found
    assert any(word in "\n".join((hit.item.text, hit.item.topic, *hit.item.aliases)) for hit in best)


@pytest.mark.parametrize(
    ("typed", "most"), [("库存", 40), ("数据台账", 10), ("专属活动", 10), ("退款", 45), ("SHEIN", 4), ("shein", 4)]
)
def test_a_word_finds_what_is_about_it_and_no_long_tail(typed: str, most: int) -> None:
    assert 1 < search(LIBRARIES, typed, kind="duty").total <= most


def test_every_duty_is_found_by_its_topic_and_its_shortest_alias() -> None:
    """However short: the tail that is left out holds no right answer."""
    named: dict[str, set[str]] = {}
    for each in LIBRARIES:
        for item in each.items:
            for word in {item.topic, min(item.aliases, key=len, default="")} - {""}:
                if item.kind == "duty":
                    named.setdefault(word, set()).add(f"{each.library}/{item.id}")
    missed = {word: owners - {hit.origin for hit in search(LIBRARIES, word).found} for word, owners in named.items()}
    assert len(named) > 500 and not {word: owners for word, owners in missed.items() if owners}


@pytest.mark.parametrize(("part", "share"), [("1", 0.97), ("2", 0.9)])
def test_what_strangers_to_the_libraries_type_is_answered_among_the_first_ten(part: str, share: float) -> None:
    asked = [query for query in search_share.strangers() if query.part == part]
    assert len(asked) >= 60
    missed = [query.query for query in asked if not 0 < query.rank(LIBRARIES) <= 10]
    assert len(missed) <= (1 - share) * len(asked), missed


@pytest.mark.parametrize(("held_out", "share"), [(False, 0.98), (True, 0.98)], ids=["all", "held out"])
def test_nearly_all_that_owners_type_is_answered_among_the_first_ten(held_out: bool, share: float) -> None:
    """And of the third that nothing was tuned on, which is small, nearly as many."""
    asked = [
        query for query in search_share.possible(LIBRARIES, search_share.queries()) if query.held_out or not held_out
    ]
    assert len(asked) >= (80 if held_out else 250)
    missed = [query.query for query in asked if not 0 < query.rank(LIBRARIES) <= 10]
    assert len(missed) <= (1 - share) * len(asked), missed


def test_every_query_of_a_stranger_has_an_answer_in_the_libraries() -> None:
    asked = search_share.strangers()
    assert search_share.possible(LIBRARIES, asked) == asked


def test_queries_are_of_every_area_and_none_is_there_twice() -> None:
    asked = search_share.queries()
    areas = [query.area for query in asked]
    typed = [query.query for query in (*asked, *search_share.strangers())]
    assert len(set(typed)) == len(typed)
    assert min(areas.count(area) for area in set(areas)) >= 16 and len(set(areas)) == 12


# what is typed to do harm, and what is asked at once


@pytest.mark.parametrize(
    "hostile",
    [
        "退" * 100_000, "a" * 100_000, "退款 " * 30_000, "a1" * 50_000, "ku存" * 30_000, ".*(" * 30_000, "(a+)+$", "[",
        "\\", "退款\x00", "👪" * 50_000, "\ud800退款", "ﷺ" * 1000, "i̇" * 1000, "{{{{", "zhi" * 33, "重行长了差" * 20,
        "一 二 三 四 五 六 七 八 九 十 " * 10,
    ],
    ids=lambda typed: f"{typed[:6]!a} {len(typed)}",
)  # fmt: skip
def test_whatever_is_typed_is_answered(hostile: str) -> None:
    answer = search(LIBRARIES, hostile, most=10)
    assert len(answer.found) <= 10


def test_a_library_may_hold_whatever_is_valid() -> None:
    odd = library("odd", "()", duty("a", "👪", "[", "\\", "。", " "), duty("b", "ﷺ\n\t甲"), Item(id="c", text="{}"))
    assert [hit.item.id for hit in search([odd], "甲").found] == ["b"]
    assert search([odd], "").total == 3
    assert search([], "甲").total == search([library("none", "空")], "").total == 0


def test_the_same_content_is_made_ready_once_and_other_content_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    engine = searching._Engine
    monkeypatch.setattr(searching, "_Engine", lambda *given: made.append(1) or engine(*given))
    shelf = library("mine", "我的", *(duty(f"i{at}", f"盘点甲{at}") for at in range(1000)))
    threads = [threading.Thread(target=search, args=([shelf], "盘点")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    search([Library.model_validate_json(shelf.model_dump_json(by_alias=True))], "盘点")
    assert len(made) == 1
    assert search([library("mine", "我的", duty("a", "盘点乙"))], "乙").total == 1
    assert len(made) == 2


def test_many_ask_at_once_and_get_what_each_would_alone() -> None:
    words = ["退款", "kucun", "吵架的顾客", "kc", "苦存", "聚水", "PhotoShpo", "退款 统计"]
    alone = [found(each) for each in words]
    together: dict[int, list[str]] = {}
    threads = [
        threading.Thread(target=lambda at=at: together.update({at: found(words[at % len(words)])})) for at in range(32)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[at] for at in range(32)] == [alone[at % len(words)] for at in range(32)]


def test_an_entry_of_an_answer_is_written_as_json() -> None:
    hit = search(SHELF, "退款").found[0]
    assert 0 < json.loads(json.dumps(hit.score)) == hit.score < 1


def test_what_is_remembered_stays_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolesmith.libraries.search.index.KEPT", 40)
    monkeypatch.setattr("rolesmith.libraries.search.FILTERS", 2)
    shelf = [library("l", "库", *(duty(f"i{at}", f"盘点甲{at}", platforms=(f"平台{at}",)) for at in range(20)))]
    whole = [hit.item.id for hit in search(shelf, "盘点").found]
    engine = searching._engine(tuple(shelf), shipped().synonyms)
    for at in range(20):
        assert [hit.item.id for hit in search(shelf, "盘点", platform=f"平台{at}").found] == [f"i{at}"]
        assert [hit.item.id for hit in search(shelf, "盘点").found] == whole
        search(shelf, f"甲{at} panddian")
        assert len(engine._filters) <= 2 and sum(len(ids) for ids, _ in engine._index._held.values()) <= 40


# Latin words, and standards


def test_a_latin_word_matches_whole() -> None:
    shelf = library(
        "l", "库", duty("ipi", "改善库存绩效", "IPI"), duty("ip", "打造人设", "主播IP"), duty("r", "分配权限")
    )
    assert [hit.item.id for hit in search([shelf], "IP").found] == ["ip"]
    assert [hit.item.id for hit in search([shelf], "IPI").found] == ["ipi"]
    assert "ipi" not in [hit.item.id for hit in search([shelf], "主播IP").found]


def test_a_name_in_capitals_is_no_mistyped_pinyin() -> None:
    assert search(LIBRARIES, "QUANXAIN").total == 0 and search(LIBRARIES, "quanxain").total > 0
    held = [hit.item for hit in search(LIBRARIES, "SHEIN").found]
    assert all("shein" in item.model_dump_json().lower() for item in held)


def test_a_standard_is_searched_behind_the_text() -> None:
    shelf = library(
        "l", "库",
        Item(id="standard", text="制作商品图", standard="颜色、套餐各一张，差异返修"),
        Item(id="text", text="返修退货商品"),
    )  # fmt: skip
    assert [hit.item.id for hit in search([shelf], "返修").found] == ["text", "standard"]


@pytest.mark.parametrize(
    "words",
    [
        "公告",
        "投前评估",
        "人设",
        "快递单留底",
        "客服团队",
        "客服架构",
        "直播氛围",
        "供数",
        "故障",
        "辅料",
        "取件",
        "调度",
        "报损",
    ],
)
def test_a_word_of_postings_finds_duties(words: str) -> None:
    assert search(LIBRARIES, words, kind="duty").total > 0


@pytest.mark.parametrize("words", ["数据台账", "专属活动", "主播IP"])
def test_a_common_half_of_what_is_typed_does_not_bring_the_whole_shelf(words: str) -> None:
    assert 0 < search(LIBRARIES, words, kind="duty").total <= 30
