"""A library as a file: read by what is in it and by its name, written by its ending; its schema is published."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings

from rolesmith.files.problem import Problem, Unreadable
from rolesmith.libraries.columns import COLUMNS, ENTRIES, FIELD_NAMES
from rolesmith.libraries.files import ENDINGS, SIZE_LIMIT, chat_code, json_schema, read, write
from rolesmith.presets.library import Item, Library
from tests.conftest import ROOT, examples
from tests.generated_libraries import LIBRARIES

SMALL = Library(library="mine", title="我的", items=(Item(id="a", text="核对价格", aliases=("查价",)),))


def told(data: bytes, file: str) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        read(data, file)
    assert {problem.file for problem in caught.value.problems} == {file}
    return [problem.what for problem in caught.value.problems]


@pytest.mark.parametrize("ending", [*ENDINGS, "yml"])
def test_what_is_written_is_read(ending: str) -> None:
    assert read(write(SMALL, ending), f"库.{ending.upper()}") == SMALL


def test_another_ending_is_not_written() -> None:
    with pytest.raises(KeyError):
        write(SMALL, "pdf")


@pytest.mark.parametrize(
    ("ending", "file"),
    [("xlsx", "库.yaml"), ("xlsx", "库"), ("txt", "粘贴的文字"), ("txt", "库.md"), ("yaml", "库"), ("yaml", "库.json")],
)
def test_what_is_in_it_counts_more_than_its_name(ending: str, file: str) -> None:
    assert read(write(SMALL, ending), file) == SMALL


def test_a_code_within_yaml_is_only_text() -> None:
    library = SMALL.model_copy(update={"note": chat_code.write(SMALL)})
    assert read(write(library, "yaml"), "库.yaml") == library


@pytest.mark.parametrize(
    ("data", "file", "what"),
    [
        (b"", "库.xlsx", "文件是空的"),
        (b" \n", "库.yaml", "文件是空的"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "库.xlsx", "这是图片或 PDF，不是预设库"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 99, "库.yaml", "这是图片或 PDF，不是预设库"),
        (b"%PDF-1.7", "库", "这是图片或 PDF，不是预设库"),
        (b"library: mine", "库.xlsx", "不是 Excel 文件"),
        ("编号,条目".encode(), "库.csv", "这是一张普通的表，不是预设库"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "库.xls", "这个文件是旧版的 .xls"),
        (b"PK\x03\x04", "库.xlsx", "不是完整的 .xlsx 文件"),
        ("你好".encode(), "库.txt", "这里面没有预设库的文字码"),
        ("标题：甲".encode("gbk"), "库.yaml", "文字编码不对"),
        (b"x" * (SIZE_LIMIT + 1), "库.yaml", "文件太大"),
    ],
)
def test_what_is_no_library_is_told_in_one_sentence(data: bytes, file: str, what: str) -> None:
    assert told(data, file) == [what]


def test_a_problem_says_where() -> None:
    assert Problem("库.yaml", 3, "甲", "乙").location == "库.yaml 第 3 行"
    assert Problem("库.yaml", 0, "甲", "乙").location == "库.yaml"
    assert Problem("库.xlsx", 0, "甲", "乙", "条目", "D7").location == "库.xlsx 工作表“条目” D7"
    assert str(Problem("库.xlsx", 0, "甲", "乙", "条目")) == "库.xlsx 工作表“条目”：甲。乙"


# names and schema


def test_every_field_has_its_name_once() -> None:
    assert {column.field for column in COLUMNS} == set(Item.model_fields)
    assert {entry.field for entry in ENTRIES} | {"items"} == {
        field.alias or name for name, field in Library.model_fields.items()
    } | {"items"}
    assert len(FIELD_NAMES) == len(COLUMNS) + len(ENTRIES)
    assert len(set(FIELD_NAMES.values())) == len(FIELD_NAMES)


SCHEMA = json_schema.json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
HEAD = "library: mine\ntitle: 我的\n"


def faults(text: str) -> list[str]:
    """What a YAML editor would mark: it reads 0571 as a number and no as a switch."""
    return [error.message for error in VALIDATOR.iter_errors(yaml.safe_load(text))]


def test_the_published_schema_is_current() -> None:
    published = (ROOT / "docs" / "library.schema.json").read_text("utf-8")
    assert published == json_schema.text(), "python -m rolesmith library schema > docs/library.schema.json"
    jsonschema.Draft202012Validator.check_schema(json.loads(published))


def test_every_field_is_explained_in_chinese() -> None:
    for properties in (SCHEMA["properties"], SCHEMA["$defs"]["Item"]["properties"]):
        for name, field in properties.items():
            assert field["title"].isascii() is False and len(field["description"]) > 4, name
    assert "duty 职责" in SCHEMA["$defs"]["Item"]["properties"]["kind"]["description"]
    assert "下拉" not in json_schema.text()


@pytest.mark.parametrize("file", sorted((ROOT / "presets" / "duties").glob("*.yaml")), ids=lambda file: file.stem)
def test_the_shipped_libraries_hold_to_the_schema(file: Path) -> None:
    assert faults(file.read_text("utf-8")) == []


@settings(max_examples=examples(50), deadline=None)
@given(LIBRARIES)
def test_what_we_write_holds_to_the_schema(library: Library) -> None:
    assert faults(library.to_yaml()) == []


@pytest.mark.parametrize(
    "items",
    [
        "items: []",
        "items:\n- {id: a, text: 0571}",
        "items:\n- {id: a, text: 甲, tags: [no, 1], topic: }",
        "version: 2\nitems: []",
    ],
)
def test_the_schema_takes_what_we_read(items: str) -> None:
    assert faults(HEAD + items) == []
    Library.read(HEAD + items, "f.yaml")


@pytest.mark.parametrize(
    "items",
    [
        "",
        "items:\n- {id: a}",
        "items:\n- {text: 甲}",
        "items:\n- {id: 大, text: 甲}",
        "items:\n- {id: a, text: 甲, level: 高级}",
        "items:\n- {id: a, text: 甲, price: 5}",
        "items:\n- {id: a, text: 甲, tags: 乙}",
        "shop: 甲\nitems: []",
        "schema: rolesmith/library@3\nitems: []",
        f"items:\n- {{id: a, text: {'长' * 5001}}}",
    ],
)
def test_the_schema_marks_what_we_refuse(items: str) -> None:
    assert faults(HEAD + items)
    with pytest.raises(Unreadable):
        Library.read(HEAD + items, "f.yaml")


def test_the_schema_names_no_host_but_its_dialect() -> None:
    def addresses(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [found for each in value.values() for found in addresses(each)]
        if isinstance(value, list):
            return [found for each in value for found in addresses(each)]
        return [value] if isinstance(value, str) and "://" in value else []

    assert addresses(SCHEMA) == [json_schema.DIALECT]
