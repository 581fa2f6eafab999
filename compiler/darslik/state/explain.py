"""`darslik build --explain-state`: the worst case in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from darslik.plan.plan import Plan
from darslik.state.budget import LIMITS, Budget, Item, budgets

SHOWN = 15


def explain(plan: Plan, targets: Iterable[str], *, split: bool = False) -> str:
    """What each target must keep at most, and the costliest items of the first one."""
    made = {target: budgets(plan, target, split=split) for target in targets}
    lines = [line for target, parts in made.items() for line in _target(target, parts)]
    first = next(iter(made.values()), {})
    for module, budget in first.items():
        lines += ["", f"costliest items{f' of module {module}' if module else ''}:", *_items(budget)]
    return "\n".join([*lines, ""])


def _target(target: str, parts: dict[str, Budget]) -> Iterator[str]:
    for module, budget in parts.items():
        limit = LIMITS.get(target)
        name = f"{target} {module}".rstrip()
        room = f"{budget.characters} / {limit} characters" if limit else f"{budget.characters} characters (no limit)"
        typed = f", and {budget.typed} for typed texts" if budget.typed else ""
        yield f"state {name:<12} {room} in the worst case{typed}"


def _items(budget: Budget) -> Iterator[str]:
    shown = budget.items[:SHOWN]
    for item in shown:
        yield f"  {item.bits / 6:7.1f}  {item.what} {item.id}{_place(item)}{_typed(item)}"
    left = budget.items[SHOWN:]
    if left:
        yield f"  {sum(item.bits for item in left) / 6:7.1f}  {len(left)} more"


def _place(item: Item) -> str:
    return f"  {item.span.file}:{item.span.line}" if item.span else ""


def _typed(item: Item) -> str:
    return f", typed text {item.typed // 6}" if item.typed else ""
