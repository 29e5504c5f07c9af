"""The house rules that no linter knows."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("actions", "bot", "community", "sandbox", "schedules", "storage")
SPEAKS_CHINESE = (
    "bot/texts/",
    "bot/nlp/",
    "bot/town/",
    "bot/commands/",  # 命令行的帮助
    "bot/__main__.py",
    "bot/cli.py",
    "sandbox/",  # 虚拟手机和控制接口的话
    "community/",  # 词汇本身：节日、农历、默认称呼
)
HAN = re.compile(r"[\u4e00-\u9fff]")


def modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def docstrings(tree: ast.AST) -> set[int]:
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    } | {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


@pytest.mark.parametrize("path", list(modules()), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_people_read_is_written_in_texts(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    if name.startswith(SPEAKS_CHINESE):
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = docstrings(tree)
    spoken = [
        f"{name}:{node.lineno} {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in skipped
        and HAN.search(node.value)
    ]
    assert spoken == []


@pytest.mark.parametrize("path", list(modules()), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_raised_in_an_except_star(path: Path) -> None:
    """Before Python 3.11.4, which Debian does not have yet, it comes out as a group that nobody expects."""
    stars = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.TryStar)]
    handlers = [handler for star in stars for handler in star.handlers]
    assert [node.lineno for handler in handlers for node in ast.walk(handler) if isinstance(node, ast.Raise)] == []


def test_every_module_is_named_by_a_layer() -> None:
    contracts = project()["tool"]["importlinter"]["contracts"]  # type: ignore[index]
    layers = [name.strip(" ()") for layer in contracts[0]["layers"] for name in layer.split("|")]
    homeless = []
    for path in modules():
        dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if dotted != "bot" and not any(dotted == layer or dotted.startswith(f"{layer}.") for layer in layers):
            homeless.append(dotted)
    assert homeless == []


def test_the_words_of_the_context_page_are_where_it_says() -> None:
    rows = re.findall(r"^\| [^|]+\| [^|]+\| [^|]+\| ([^|]+)\|$", (ROOT / "CONTEXT.md").read_text("utf-8"), re.MULTILINE)
    missing = []
    for where in re.findall(r"`([^`]+)`", " ".join(rows)):
        file, _, name = where.partition(":")
        path = ROOT / file
        if not path.exists() or (name and not re.search(rf"\b{re.escape(name)}\b", path.read_text("utf-8"))):
            missing.append(where)
    assert rows
    assert missing == []


@pytest.mark.parametrize("page", ["README.md", "docs/one-message.md", "docs/operations.md", "docs/sizing.md"])
def test_a_page_names_only_files_that_are_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    named = re.findall(r"`([a-z_]+/[a-z_/]+\.(?:py|md|toml))`", text) + re.findall(r"\]\(([^)#:]+)\)", text)
    missing = [
        name for name in named if not (ROOT / name).exists() and not (ROOT / page).parent.joinpath(name).exists()
    ]
    assert named
    assert missing == []


def test_the_whole_tree_is_pinned() -> None:
    pinned = subprocess.run(
        [sys.executable, str(ROOT / "tools/pin.py"), "--check"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert pinned.returncode == 0, "run tools/pin.py and commit pyproject.toml" + pinned.stderr


def test_no_file_names_the_machine_it_was_written_on() -> None:
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    forbidden = re.compile(
        r"/work/(main|shared|\.library)|pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian\.org"
    )
    here = Path(__file__).relative_to(ROOT).as_posix()
    named = []
    for name in tracked:
        path = ROOT / name
        if (
            name != here
            and path.is_file()
            and path.suffix in {".py", ".md", ".toml", ".js", ".css", ".html", ".sh", ""}
        ):
            named += [name] if forbidden.search(path.read_text("utf-8", errors="ignore")) else []
    assert named == []


def test_the_wheel_holds_the_data_that_the_program_reads(tmp_path: Path) -> None:
    subprocess.run(["uv", "build", "--wheel", "--quiet", "--out-dir", str(tmp_path)], check=True, cwd=ROOT)
    wheel = next(tmp_path.glob("*.whl"))
    listed = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", str(wheel)], capture_output=True, text=True, check=True
    )
    for needed in (
        "bot/nlp/lexicon/taxonomy.toml",
        "bot/nlp/model/",
        "bot/town/",
        "sandbox/page/index.html",
        "sandbox/botapi.json",
        "storage/migrations/",
    ):
        assert needed in listed.stdout
