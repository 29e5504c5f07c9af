"""Lines of JSON as anybody may write them: read, or refused with the file, the line and why."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Never, TypeVar

Made = TypeVar("Made")


class BadLine(ValueError):
    """Something that can't be read, and why; from `read_jsonl` with its file and line."""


def read_json(raw: bytes | str) -> Any:
    """What a piece of JSON says, whatever anybody wrote. Raises BadLine."""
    try:
        said = (raw.decode() if isinstance(raw, bytes) else raw).removeprefix("\ufeff")
        found = json.loads(said, parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise BadLine(f"第 {error.pos + 1} 个字起不是 JSON（{error.msg}）") from None
    except UnicodeDecodeError:
        raise BadLine("不是 UTF-8 文本") from None
    except UnicodeEncodeError:
        raise BadLine("有半个字（不成对的 \\ud800–\\udfff）") from None
    except RecursionError:
        raise BadLine("括号套得太深") from None
    except BadLine:
        raise
    except ValueError:  # what Python refuses to count
        raise BadLine("有一个数太长") from None
    return found


def read_jsonl(path: Path, make: Callable[[Any], Made]) -> Iterator[tuple[int, Made]]:
    """What `make` makes of each line that is not blank, with the line's number from 1. Raises BadLine naming the line
    for one that can't be read, or of which `make` complains (a ValueError, KeyError, TypeError or OverflowError)."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            if not raw.strip():
                continue
            try:
                made = make(read_json(raw))
            except KeyError as error:
                raise BadLine(f"{path.name}:{number}: 缺少 {error.args[0]}") from error
            except (ValueError, TypeError, OverflowError) as error:
                raise BadLine(f"{path.name}:{number}: {error}") from error
            yield number, made


def text_of(one: Any) -> str:
    """The text of an object that has one. Raises BadLine."""
    return _named(one, "text")


def labelled(one: Any) -> tuple[str, str]:
    """Text and label of {"text", "label"}; a whole number will do for a label. Raises BadLine."""
    text, label = text_of(one), one.get("label")
    if isinstance(label, int) and not isinstance(label, bool):
        return text, str(label)
    if not _named(one, "label").strip():
        raise BadLine("label 是空的")
    return text, _named(one, "label")


def _named(one: Any, name: str) -> str:
    if not isinstance(one, Mapping) or not isinstance(one.get(name), str):
        raise BadLine(f"应为含 {name} 的对象，{name} 是文字")
    return str(one[name])


def _no_number(said: str) -> Never:
    raise BadLine(f"{said} 不是 JSON 的数")
