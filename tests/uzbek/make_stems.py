"""Writes `compiler/darslik/translit/stems.tsv` from words in Cyrillic: `make_stems.py WORDS.txt…`, a word on a line.

A stem is needed where the rules do not lead back from Latin to the word. Words whose Latin form two Cyrillic words
share are left to the rules: no list can tell them apart.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

from darslik.translit import cyrillic
from darslik.translit.latin import to_latin

STEMS = Path(cyrillic.__file__).with_name(cyrillic.STEMS)
HEAD = "# Latin beginnings of words that the rules do not lead back to Cyrillic; the longest that fits counts.\n"
WORD = re.compile("[а-яёўқғҳ]{2,}")


def stems_for(words: list[str]) -> dict[str, str]:
    """The fewest stems with which every word comes back, if one can be told from the others."""
    spellings: dict[str, set[str]] = defaultdict(set)
    for word in words:
        spellings[to_latin(word)].add(word)
    pairs = {latin: next(iter(found)) for latin, found in spellings.items() if len(found) == 1}
    made: dict[str, str] = {}
    cyrillic.stems = lambda: made  # type: ignore[assignment]
    for _ in range(9):
        wrong = [
            (latin, word)
            for latin, word in sorted(pairs.items(), key=lambda one: (len(one[0]), one))
            if not _right(latin, word)
        ]
        if not wrong:
            break
        for latin, word in wrong:
            if not _right(latin, word):
                made[latin] = word  # noqa: PERF403 - what is made changes what is right
    return dict(sorted(made.items()))


def _right(latin: str, word: str) -> bool:
    cyrillic._part.cache_clear()
    return cyrillic.word_to_cyrillic(latin) == word


def main() -> None:
    """From files to the list."""
    text = "\n".join(Path(name).read_text("utf-8") for name in sys.argv[1:])
    words = sorted({word for word in text.lower().replace("-", " ").split() if WORD.fullmatch(word)})
    made = stems_for(words)
    STEMS.write_text(HEAD + "".join(f"{latin}\t{word}\n" for latin, word in made.items()), "utf-8")
    print(f"{len(words)} words, {len(made)} stems")


if __name__ == "__main__":
    main()
