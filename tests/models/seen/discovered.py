"""The reads that screens and commands use, found by walking their code: none can be forgotten."""

import ast
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from models.store.engine import Reading

HOUSE = Path(__file__).parents[3]


@cache
def reads() -> dict[str, Callable[..., Any]]:
    """Every function of the models that reads for who looks and is named in a screen or a
    command, by its full name."""
    found: dict[str, Callable[..., Any]] = {}
    for folder in ("screens", "tui"):
        for path in sorted((HOUSE / folder).rglob("*.py")):
            for one in _named_in(ast.parse(path.read_text("utf-8"))):
                if isinstance(one, FunctionType) and _reads(one):
                    found[f"{one.__module__}.{one.__qualname__}"] = one
    return found


def needed(read: Callable[..., Any]) -> list[str]:
    """What must be given beside the session."""
    _, *more = inspect.signature(read).parameters.values()
    return [
        one.name
        for one in more
        if one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
    ]


def may_be_mine(read: Callable[..., Any]) -> bool:
    """Whether it can be narrowed to what is the viewer's own."""
    return "mine" in inspect.signature(read).parameters


def _reads(one: FunctionType) -> bool:
    first = next(iter(inspect.signature(one).parameters.values()), None)
    return first is not None and first.annotation in (Reading, "Reading")


def _named_in(tree: ast.AST) -> Iterator[object]:
    modules: dict[str, ModuleType] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("models"):
            for alias in node.names:
                one = _imported(str(node.module), alias.name)
                if isinstance(one, ModuleType):
                    modules[alias.asname or alias.name] = one
                else:
                    yield one
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("models"):
                    modules[alias.asname or "models"] = import_module(
                        alias.name if alias.asname else "models"
                    )
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield getattr(modules.get(node.value.id), node.attr, None)


def _imported(module: str, name: str) -> object:
    found = import_module(module)
    return getattr(found, name) if hasattr(found, name) else import_module(f"{module}.{name}")
