"""Sources as pages list them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from darslik.locale import direction

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer


def shown_source(page: PageRenderer, key: str, number: int) -> dict[str, Any]:
    """A source by its key, with its number on the page; `lang` and `dir` of its title where they are not the page's.

    A title that no translation changed is in the source language of the course, unless the author named another.
    """
    source = page.plan.languages[0]
    entry = page.plan.references[page.lang][key]
    same = entry.title == page.plan.references[source][key].title
    lang = entry.lang or (source if same else page.lang)
    foreign = {
        "lang": lang if lang != page.lang else None,
        "dir": direction(lang) if direction(lang) != page.dir else None,
    }
    return {"number": number, "id": key, **entry.model_dump(), **foreign}
