"""The house keeps its walls: who may import whom, what nobody may use, and a schema that its migrations make."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from rolesmith.presets.shipped import shipped
from rolesmith.store import migrations, tables
from tests.conftest import ROOT

OURS = ("app", "benchmarks", "pages", "rolesmith", "routes", "run", "server", "tests", "ui")
"""The top names of our own modules."""
ROOMS: dict[str, set[str]] = {
    "role": set(),
    "files": {"role"},
    "document": {"role", "files"},
    "presets": {"document", "files", "role"},
    "formats": {"presets", "document", "role"},
    "advice": {"presets", "document", "role"},
    "libraries": {"formats", "presets", "files", "role"},
    "team": {"presets", "libraries", "document", "role"},
    "readers": {"formats", "presets", "document", "files", "role"},
    "store": {"team", "libraries", "presets", "files", "role"},
    "shop": {"store", "team", "libraries", "advice", "presets", "document", "files", "role"},
    "cli": {"role", "files", "document", "presets", "formats", "advice", "libraries", "readers", "team"},
}
"""The rooms of the core, and which others each may import. docs/architecture.md draws them."""
SCREEN = {"streamlit", "starlette", "uvicorn", "fastapi", "playwright"}
DATABASE = {"sqlalchemy", "alembic", "sqlite3", "psycopg", "psycopg2"}
NO_MODULES = {"pickle", "cPickle", "dill", "marshal", "shelve", "jsonpickle", "cloudpickle"}
NO_CALLS = {"eval", "exec", "__import__"}
NO_ATTRIBUTES = {"download_button", "read_pickle", "to_pickle", "unsafe_allow_html"}
YAML_LOADS = {"load", "load_all", "full_load", "full_load_all", "unsafe_load", "unsafe_load_all"} | {
    prefix + name for prefix in ("", "C") for name in ("Loader", "FullLoader", "UnsafeLoader")
}


def sources(*folders: str) -> list[Path]:
    """Our Python files in folders, or single files."""
    roots = [ROOT / folder for folder in folders]
    found = [path for root in roots for path in (root.rglob("*.py") if root.is_dir() else [root.with_suffix(".py")])]
    assert found
    return sorted(found)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes(), str(path))


@cache
def walked(tree: ast.Module) -> list[ast.AST]:
    """All that stands in a file."""
    return list(ast.walk(tree))


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.Module, package: str = "") -> Iterator[str]:
    """Every module that the source imports, anywhere in it; `from a import b` counts as `a` and `a.b`."""
    for node in walked(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: -node.level + 1 or None] if node.level else []
            module = ".".join(filter(None, [*above, node.module or ""]))
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and "import_module" in vars(node.func).values():
            yield ast.literal_eval(node.args[0]) if isinstance(node.args[0], ast.Constant) else "?"


@cache
def imported(path: Path) -> set[str]:
    return set(imports(parsed(path), ".".join(path.relative_to(ROOT).parent.parts)))


def tops(modules: set[str]) -> set[str]:
    return {module.split(".")[0] for module in modules}


def names_of(tree: ast.Module) -> set[str]:
    """Every name, attribute, keyword and imported name that the source uses."""
    found: set[str] = set()
    for node in walked(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                found.add(name)
            case ast.alias(name=name):
                found.add(name.rpartition(".")[2])
            case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), *_]):
                found.add(name)
            case _:
                pass
    return found


def sins(tree: ast.Module) -> set[str]:
    """What nobody may use."""
    calls = {node.func.id for node in walked(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    used, modules = names_of(tree), set(imports(tree))
    found = (calls & NO_CALLS) | (used & NO_ATTRIBUTES) | (tops(modules) & NO_MODULES)
    if "yaml" in tops(modules):
        attributes = {
            node.attr
            for node in walked(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "yaml"
        }
        from_yaml = {module.removeprefix("yaml.") for module in modules if module.startswith("yaml.")}
        found |= (attributes | from_yaml) & YAML_LOADS
    return found


@pytest.mark.parametrize(
    ("source", "sin"),
    [
        ("eval('1')", "eval"),
        ("def f():\n    exec(x)", "exec"),
        ("import pickle", "pickle"),
        ("from pickle import loads as l", "pickle"),
        ("import yaml\nyaml.load(x, Loader=yaml.SafeLoader)", "load"),
        ("import yaml\nyaml.parse(x, Loader=yaml.CLoader)", "CLoader"),
        ("from yaml import unsafe_load", "unsafe_load"),
        ("st.markdown(x, unsafe_allow_html=True)", "unsafe_allow_html"),
        ("column.download_button('x')", "download_button"),
        ("getattr(st, 'download_button')('x')", "download_button"),
        ("frame.to_pickle(x)", "to_pickle"),
    ],
)
def test_the_check_sees_what_nobody_may_use(source: str, sin: str) -> None:
    assert sin in sins(ast.parse(source))


def test_the_check_takes_harmless_names_for_harmless() -> None:
    lines = ("import yaml, json", "yaml.compose(t, Loader=yaml.CBaseLoader)", "json.load(f)", "page.evaluate('x')")
    assert sins(ast.parse("\n".join(lines))) == set()


def test_the_check_sees_every_way_to_import() -> None:
    lines = ("def f():", " import a.b as c", " from d import e", "importlib.import_module('g.h')", "from . import i")
    found = set(imports(ast.parse("\n".join((*lines, "from ..j import k"))), "top.inner"))
    assert {"a.b", "d", "d.e", "g.h", "top.inner.i", "top.j.k"} <= found


# the walls


def test_nobody_uses_what_runs_text_as_code() -> None:
    """Nor unsafe HTML, pickles, YAML that builds objects, or Streamlit's own download button."""
    everywhere = [path for path in sources(*OURS) if path.is_file()]
    assert {place(path): found for path in everywhere if (found := sins(parsed(path)))} == {}


def test_no_script_of_ours_runs_text_as_code() -> None:
    scripts = sorted((ROOT / "ui").rglob("*.js"))
    assert scripts
    risky = re.compile(r"\beval\(|new Function\(|document\.write\(|set(?:Timeout|Interval)\(\s*['\"`]")
    assert [place(path) for path in scripts if risky.search(path.read_text("utf-8"))] == []


def test_scripts_and_styles_keep_to_the_width_and_length_of_a_page() -> None:
    """Biome's formatter leaves templates and comments as they are."""
    files = [
        *(ROOT / "ui" / "components").rglob("*.js"),
        *(ROOT / "ui").rglob("*.css"),
        *(ROOT / "tests" / "outbox_model").glob("*.js"),
    ]
    lines = {place(path): path.read_text("utf-8").splitlines() for path in files}
    assert {name: wide for name, those in lines.items() if (wide := [line for line in those if len(line) > 120])} == {}
    scripts = {name: those for name, those in lines.items() if name.endswith(".js")}
    assert [name for name, those in scripts.items() if len(those) > 350] == []
    assert [name for name, those in scripts.items() if those[0] != "// @ts-check"] == []


def test_the_core_imports_no_screen_and_nothing_above_it() -> None:
    above = SCREEN | set(OURS) - {"rolesmith"}
    assert {place(path): found for path in sources("rolesmith") if (found := tops(imported(path)) & above)} == {}


def test_the_core_holds_its_rooms_and_nothing_else() -> None:
    listed = {path.name for path in (ROOT / "rolesmith").iterdir() if path.is_file() or list(path.rglob("*.py"))}
    assert listed == {"__init__.py", "__main__.py", *ROOMS}


def test_no_room_imports_another_against_the_arrows() -> None:
    wrong = {
        place(path): found
        for room, others in ROOMS.items()
        for path in sources(f"rolesmith/{room}")
        if (found := {other for other in rooms_in(imported(path)) - {room} if other not in others})
    }
    assert wrong == {}


def rooms_in(modules: set[str]) -> set[str]:
    """The rooms that modules lie in."""
    return {parts[1] for module in modules if (parts := module.split("."))[0] == "rolesmith" and len(parts) > 1}


def test_the_arrows_run_in_no_circle() -> None:
    assert list(TopologicalSorter(ROOMS).static_order())


def core_modules() -> list[str]:
    """All modules of the core but alembic's own scripts, which run only within alembic."""
    paths = [path.relative_to(ROOT).with_suffix("") for path in sources("rolesmith")]
    names = [".".join(path.parts).removesuffix(".__init__") for path in paths]
    return [name for name in names if not re.match(r"rolesmith\.store\.migrations\.(env|versions)", name)]


@pytest.mark.parametrize(
    "modules", [["rolesmith.cli.app", "rolesmith.__main__"], core_modules()], ids=["command", "all"]
)
def test_the_core_stays_free_of_the_screen_when_it_is_imported(modules: list[str]) -> None:
    """In a fresh interpreter, with all that its own imports bring."""
    code = f"import sys, {', '.join(modules)}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "rolesmith" in loaded and "pydantic" in loaded
    assert loaded & (SCREEN | set(OURS) - {"rolesmith"}) == set()


@pytest.mark.parametrize(("folder", "known"), [("server", "rolesmith|server"), ("routes", "rolesmith|routes|server")])
def test_server_and_routes_know_the_core_and_the_assets_alone(folder: str, known: str) -> None:
    for path in sources(folder):
        ours = {module for module in imported(path) if module.split(".")[0] in OURS}
        strange = [module for module in ours if not re.match(rf"({known})(\.|$)|ui\.assets(\.|$)|ui$", module)]
        assert strange == [] and "streamlit" not in tops(imported(path)), place(path)
        assert "ui" not in ours or "ui.assets" in ours, place(path)


def test_the_assets_that_routes_know_import_no_streamlit() -> None:
    for path in (ROOT / "ui" / "assets.py", ROOT / "ui" / "__init__.py"):
        assert not tops(imported(path)) & (SCREEN | set(OURS)), place(path)


def test_the_screen_knows_neither_pages_nor_routes() -> None:
    assert {
        place(path) for path in sources("ui") if tops(imported(path)) & {"pages", "routes", "server", "app", "run"}
    } == set()


def test_pages_draw_and_call() -> None:
    """No SQL, no formats, no files: pages know the core and `ui` alone."""
    for path in sources("pages"):
        modules = imported(path)
        assert not tops(modules) & (DATABASE | {"routes", "server", "starlette", "pages"}), place(path)
        assert not any(module.startswith("rolesmith.formats") for module in modules), place(path)
        strings = [node.value for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant)]
        sql = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|PRAGMA)\b")
        assert not [text for text in strings if isinstance(text, str) and sql.search(text)], place(path)


def test_only_the_store_speaks_with_a_database() -> None:
    speakers = {place(path) for path in sources(*OURS[2:]) if tops(imported(path)) & DATABASE}
    allowed = ("rolesmith/store/", "tests/", "benchmarks/")
    assert [speaker for speaker in speakers if not speaker.startswith(allowed)] == []
    assert "rolesmith/store/store.py" in speakers


def test_only_one_file_touches_the_session() -> None:
    touching = {
        place(path)
        for path in sources("app", "pages", "ui", "server", "routes")
        if "session_state" in names_of(parsed(path))
    }
    assert touching == {"ui/state.py"}


def test_the_shop_is_decided_where_a_request_or_a_page_enters() -> None:
    """From there it is carried as a value."""
    naming = {place(path) for path in sources(*OURS) if path.is_file() and "LOCAL_SHOP" in names_of(parsed(path))}
    outside = {"tests/conftest.py", "benchmarks/shop.py"}
    assert naming == {"rolesmith/store/store.py", "routes/handler.py", "ui/shell.py"} | outside


def test_one_file_answers_for_all_routes_that_fail() -> None:
    """Handlers raise, and are given models: none looks at a request's JSON itself."""
    answering = {place(path) for path in sources("routes") if names_of(parsed(path)) & {"refusal", "unreadable"}}
    assert answering == {"routes/failure.py"}
    reading = {place(path) for path in sources("routes") if names_of(parsed(path)) & {"body", "json"}}
    assert reading == {"routes/handler.py"}


def test_presets_hold_no_code() -> None:
    kinds = {
        path.suffix for path in (ROOT / "presets").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    assert kinds == {".yaml", ".npz"}
    for path in (ROOT / "presets").rglob("*.npz"):
        with np.load(path, allow_pickle=False) as arrays:
            assert {arrays[name].dtype.kind for name in arrays} <= set("iuf"), "numbers alone"


# the schema


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty file, brought to the newest schema."""
    engine = sa.create_engine(f"sqlite:///{tmp_path}/new.db")
    migrations.upgrade(engine)
    yield engine
    engine.dispose()


def test_the_schemas_are_those_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "rolesmith" / "store" / "migrations"))
    found = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(found)) == tables.SCHEMAS


def test_migrations_import_nothing_of_the_model() -> None:
    """What they once did to a database they do for ever, while the model goes on changing."""
    for path in (ROOT / "rolesmith" / "store" / "migrations" / "versions").glob("*.py"):
        assert not tops(imported(path)) & set(OURS), place(path)


def test_migrations_make_the_schema(migrated: sa.Engine) -> None:
    with migrated.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalars().all() == [tables.HEAD]


def test_the_comparison_sees_a_missing_column(migrated: sa.Engine) -> None:
    with migrated.begin() as connection:
        connection.execute(sa.text("ALTER TABLE roles DROP COLUMN deleted_at"))
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata)


def test_every_table_keeps_shops_apart() -> None:
    """Each has the shop in its primary key."""
    assert all("shop" in table.primary_key.columns for table in tables.metadata.tables.values())


def test_every_file_that_the_documents_name_is_there() -> None:
    for document in (*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"(?:\]\(|src=\")(?!https?:)([^)#\"]+)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_picture_in_docs_is_shown_and_none_is_large() -> None:
    shown = "".join(path.read_text("utf-8") for path in ROOT.glob("README*.md"))
    pictures = list((ROOT / "docs").glob("*.png"))
    assert [each.name for each in pictures if f"docs/{each.name}" not in shown] == []
    assert all(each.stat().st_size <= 2_000_000 for each in pictures)


def test_readme_says_how_to_begin_and_what_there_is() -> None:
    """The two commands; every starter in its area; how many there are."""
    told = (ROOT / "README.md").read_text("utf-8")
    assert re.search(r"^python3 run\.py  ", told, re.MULTILINE) and "\npython3 run.py test  " in told
    areas: dict[str, list[str]] = {}
    for starter in shipped().starters.values():
        areas.setdefault(starter.area, []).append(starter.title)
    listed = [f"- **{area}**：{'、'.join(titles)}" for area, titles in areas.items()]
    assert "\n\n## 有哪些岗位\n\n" + "\n".join(listed) + "\n\n" in told
    count = sum(len(library.items) for library in shipped().libraries.values())
    lines, starters = count // 100 * 100, len(shipped().starters)
    assert f"{starters} 个岗位，十二个预设库里 {lines} 多条" in told and len(shipped().libraries) == 12
    assert f"one of {starters} posts" in (ROOT / "README.en.md").read_text("utf-8")
    assert all(paper.title in told for paper in shipped().papers.values()) and len(shipped().papers) == 9


def test_every_path_in_the_architecture_is_there() -> None:
    told = re.findall(r"`([\w./]+(?:/|\.\w+))`", (ROOT / "docs" / "architecture.md").read_text("utf-8"))
    paths = [path for path in told if "/" in path.strip("/") or path.endswith("/")]
    assert len(paths) > 30
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_top_level_holds_what_a_reader_expects() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    found = {line.split("/")[0].strip('"') for line in listed.splitlines()} - {"", ".ci", ".streamlit"}
    expected = {
        "app.py", "run.py", "pages", "presets", "requirements.txt", "tests", "ui", "routes", "rolesmith", "server",
        "benchmarks", "docs", "README.md", "README.en.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", "biome.json",
        ".gitignore", ".gitattributes",
    }  # fmt: skip
    assert {name for name in found if name.isascii() and not name.startswith("\\")} <= expected
