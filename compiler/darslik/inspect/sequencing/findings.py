"""What the rules about sequencing say in the same way: names as in the books, values out of a list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from lxml import etree

from darslik.inspect.manifest import ADLCP, ADLNAV, ADLSEQ, SS
from darslik.inspect.rule import Finding
from darslik.inspect.subject import Subject
from darslik.suggest import did_you_mean

_PREFIXES = {SS: "imsss:", ADLSEQ: "adlseq:", ADLCP: "adlcp:", ADLNAV: "adlnav:"}
_FEW, _SHORT = 40, 100


def shown(name: etree._Element | str) -> str:
    """An element or tag with the prefix that it has in the books."""
    qualified = etree.QName(name)
    return f"{_PREFIXES.get(str(qualified.namespace), '')}{qualified.localname}"


def listed(names: Iterable[str], last: str = "or") -> str:
    """Names in backquotes: `a`, `b` or `c`."""
    quoted = [f"`{name}`" for name in names]
    return f" {last} ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def missing(subject: Subject, elements: Iterable[etree._Element], attribute: str, help: str) -> Iterator[Finding]:  # noqa: A002
    """Elements that do not have an attribute at all."""
    for one in elements:
        if one.get(attribute) is None:
            yield Finding(f"`{shown(one)}` has no `{attribute}`", subject.xml.span(one), help=help)


def not_among(
    subject: Subject, elements: Iterable[etree._Element], attribute: str, allowed: tuple[str, ...], label: str = ""
) -> Iterator[Finding]:
    """Elements whose attribute is there, but none of the values that it may have, letter by letter."""
    for one in elements:
        value = one.get(attribute)
        if value is not None and value not in allowed:
            yield Finding(
                f"`{attribute}` is `{value}`, but can only be {listed(allowed)}",
                subject.xml.span(one, attribute),
                label=label,
                help=instead(value, allowed),
                evidence=value,
            )


@lru_cache(maxsize=4096)
def instead(value: str, allowed: tuple[str, ...]) -> str:
    """What to type for a value that is none of a list."""
    same = next((one for one in allowed if one.lower() == value.strip().lower()), None)
    return f"write `{same}`" if same else suggested(value, allowed) or f"write {listed(allowed)}"


def suggested(word: str, names: Collection[str]) -> str:
    """The name that was probably meant; no long search, as it is done for each finding."""
    return did_you_mean(word, names) if len(names) <= _FEW and len(word) <= _SHORT else ""
