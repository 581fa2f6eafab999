"""Measures transliteration beside other packages: `compare.py --packages DIR [--locale DIR] [--text FILE]`.

`--packages`: a folder filled by `pip install --no-deps --target DIR uztransliterator alifbo alifbe uzbek_text_tools
uzbek_language uzbekistan fitrat hfstol stransliterator uzbek_latin_cyrillic_converter ctl_convert`. `--locale`: the
`usr/share/locale` of unpacked Debian packages with translations to uz and uz@cyrillic. ICU's transforms are asked
through `uconv` (Debian: icu-devtools).

Lists, by how independent they are of `stems.tsv`:
- dictionary  a third of the Cyrillic dictionary of uzbek_language, where its Latin list has the word, too: the
  stems were made from the Cyrillic half, and the pairs found with our rules for Latin: that way says nothing there
- messages    words of KDE's and GNOME's messages, which exist in both scripts: independent, with slips of their own
- places      districts of Uzbekistan in both scripts (uzbekistan): independent
- names       countries, languages, months and days of CLDR in uz and uz-Cyrl (Babel): independent
- text        words of running Cyrillic text (fitrat's corpus), Latin made by rules: only for the way to Cyrillic
"""

from __future__ import annotations

import argparse
import gettext
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from importlib import import_module, metadata
from pathlib import Path
from types import ModuleType
from typing import Any

from babel import Locale
from make_stems import stems_for  # type: ignore[import-not-found]

from darslik.translit import cyrillic, normalise, to_cyrillic, to_latin

Pair = tuple[str, str]
Convert = Callable[[list[str]], list[str]]
LATIN = re.compile(r"[a-zʻʼ]{2,}")
CYRILLIC = re.compile("[а-яёўқғҳ]{2,}")
NOT_FOREIGN = re.compile(r"c(?!h)|w")


def words(latin: Iterable[str], cyrillic: Iterable[str]) -> Iterable[Pair]:
    """Pairs of words of two texts that have the same number of them."""
    one, other = list(latin), list(cyrillic)
    if len(one) == len(other):
        for word, letters in zip(one, other, strict=True):
            pair = normalise(word.strip('.,:;!?()«»“”"…&_').lower()), letters.strip('.,:;!?()«»“”"…&_').lower()
            if LATIN.fullmatch(pair[0]) and CYRILLIC.fullmatch(pair[1]) and not NOT_FOREIGN.search(pair[0]):
                yield pair


def dictionary() -> list[Pair]:
    """The two lists of uzbek_language, by their common place."""
    cyrillic = import_module("uzbek_language.uzwords").words
    latin = import_module("uzbek_language.uzwords_latin").words
    known = {normalise(word) for word in latin}
    return [(made, word) for word in cyrillic if CYRILLIC.fullmatch(word) and (made := to_latin(word)) in known]


def messages(folder: Path) -> list[Pair]:
    """Words of messages with as many words in both scripts; a spelling counts if it is the usual one for the other."""
    found: Counter[Pair] = Counter()
    for path in sorted((folder / "uz@cyrillic/LC_MESSAGES").glob("*.mo")):
        other = folder / "uz/LC_MESSAGES" / path.name
        if other.is_file():
            ours, theirs = (_messages(file) for file in (other, path))
            for key in ours.keys() & theirs.keys():
                found.update(words(ours[key].split(), theirs[key].split()))
    usual: dict[str, Pair] = {}
    for pair, _ in sorted(found.items(), key=lambda item: (item[1], item[0])):
        usual[pair[0]] = pair
    return [pair for pair in usual.values() if _near(*pair)]


def _messages(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        texts: dict[Any, Any] = vars(gettext.GNUTranslations(file))["_catalog"]
    return {key: text for key, text in texts.items() if isinstance(key, str) and key and isinstance(text, str)}


def _near(latin: str, cyrillic: str) -> bool:
    """Whether it is the same word at all: messages are translated apart from each other."""
    skeleton = re.sub("[aeiouyʻʼ]", "", latin), re.sub("[aeiouyʻʼ]", "", to_latin(cyrillic))
    return skeleton[0].replace("ts", "s") == skeleton[1].replace("ts", "s")


def places() -> list[Pair]:
    """Names of districts and regions."""
    package = Path(str(import_module("uzbekistan").__file__)).parent
    text = "".join((package / f"fixtures/{name}.yaml").read_text("utf-8") for name in ("districts", "regions"))
    latin, cyrillic = (re.findall(rf"name_{key}: (.+)", text) for key in ("uz", "oz"))
    return sorted(
        {pair for row in zip(latin, cyrillic, strict=True) for pair in words(*(part.split() for part in row))}
    )


def names() -> list[Pair]:
    """Names of CLDR."""
    latin, cyrillic = Locale.parse("uz_Latn"), Locale.parse("uz_Cyrl")
    found: set[Pair] = set()
    for kind in ("territories", "languages"):
        ours, theirs = (dict(getattr(one, kind).items()) for one in (latin, cyrillic))
        for key in ours.keys() & theirs.keys():
            found |= {
                pair for pair in words(re.split("[ -]", ours[key]), re.split("[ -]", theirs[key])) if _near(*pair)
            }
    return sorted(found)


def running(path: Path) -> list[Pair]:
    """Different words of Cyrillic sentences."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.startswith("__label__uz_cyr")]
    found = sorted({word for line in lines for word in re.findall(r"[а-яёўқғҳ]{2,}", line.lower())})
    return [(to_latin(word), word) for word in found if not re.search("[щы]", word)]


def by_word(function: Callable[[str], Any]) -> Convert:
    """A converter that takes text."""
    return lambda many: [str(function(word)) for word in many]


def by_line(function: Callable[[str], str]) -> Convert:
    """A converter that is slow to begin: 500 words at a time, a word on a line."""

    def convert(many: list[str]) -> list[str]:
        parts = ["\n".join(many[at : at + 500]) for at in range(0, len(many), 500)]
        return [word for part in parts for word in function(part).split("\n")]

    return convert


def bare(name: str) -> Any:
    """A module of a package whose own `__init__` wants more than it needs here."""
    package = name.split(".", maxsplit=1)[0]
    stand_in = ModuleType(package)
    stand_in.__path__ = [str(Path(folder, package)) for folder in sys.path if Path(folder, package).is_dir()]
    sys.modules[package] = stand_in
    return import_module(name)


def icu(name: str) -> Convert:
    """A transform of ICU."""

    def convert(many: list[str]) -> list[str]:
        done = subprocess.run(["uconv", "-x", name], input="\n".join(many), capture_output=True, text=True, check=True)
        return done.stdout.split("\n")

    return convert


def systems() -> dict[str, tuple[Convert | None, Convert | None]]:
    """To Cyrillic and to Latin."""
    found: dict[str, tuple[Convert | None, Convert | None]] = {"darslik": (by_word(to_cyrillic), by_word(to_latin))}
    for name, make in PACKAGES.items():
        try:
            found[f"{name} {metadata.version(name)}"] = make()
        except (ImportError, OSError, AttributeError, SyntaxError) as error:
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
    try:
        version = subprocess.run(["uconv", "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
        found[f"ICU {version} (CLDR)"] = icu("uz_Latn-uz_Cyrl"), icu("uz_Cyrl-uz_Latn")
    except OSError as error:
        print(f"ICU: {error}", file=sys.stderr)
    return found


def _uztransliterator() -> tuple[Convert, Convert]:
    made = import_module("UzTransliterator").UzTransliterator()
    return (
        by_word(lambda word: made.transliterate(word, from_="lat", to="cyr")),
        by_word(lambda word: made.transliterate(word, from_="cyr", to="lat")),
    )


def _alifbo() -> tuple[Convert, Convert]:
    it = import_module("alifbo")
    back = by_word(lambda word: it.to_old_latin(it.from_cyrillic(word).text).text)
    return by_word(lambda word: it.to_cyrillic(word).text), back


def _alifbe() -> tuple[Convert, Convert]:
    it = import_module("alifbe.transliterate")
    return by_word(lambda word: it.latin_to_cyrillic(word).text), by_word(lambda word: it.cyrillic_to_latin(word).text)


def _uzbek_language() -> tuple[Convert, Convert]:
    it = import_module("uzbek_language.transliterate")
    return by_line(it.to_cyrillic), by_line(it.to_latin)


def _fitrat() -> tuple[Convert, Convert]:
    it = bare("fitrat.transliterators.Transliterator")
    made = [it.Transliterator(to=way) for way in (it.WritingType.CYR, it.WritingType.LAT)]
    return by_word(made[0].convert), by_word(made[1].convert)


def _text_tools() -> tuple[None, Convert]:
    return None, by_word(bare("uzbek_text_tools.transliterator").transliterate)


def _stransliterator() -> tuple[Convert, Convert]:
    it = import_module("trasnliterator.transliterator")
    return by_word(it.convert_to_cyrillic), by_word(it.convert_to_latin)


def _converter() -> tuple[Convert, None]:
    return by_word(import_module("uzbek_latin_cyrillic_converter.converter").latin_to_cyrillic), None


def _ctl() -> tuple[Convert, Convert]:
    it = import_module("ctlconvert.main")
    return by_word(it.latin_to_cyrillic), by_word(it.cyrillic_to_latin)


PACKAGES: dict[str, Callable[[], tuple[Convert | None, Convert | None]]] = {
    "uztransliterator": _uztransliterator,
    "alifbo": _alifbo,
    "alifbe": _alifbe,
    "uzbek_language": _uzbek_language,
    "fitrat": _fitrat,
    "uzbek_text_tools": _text_tools,
    "stransliterator": _stransliterator,
    "uzbek_latin_cyrillic_converter": _converter,
    "ctl_convert": _ctl,
}


def held_out(pairs: list[Pair], folds: int = 5) -> int:
    """How many words come back to Cyrillic with stems that were made from the other words only."""
    right = 0
    for fold in range(folds):
        made = stems_for([word for number, (_, word) in enumerate(pairs) if number % folds != fold])
        cyrillic.stems = lambda made=made: made  # type: ignore[assignment]
        cyrillic._part.cache_clear()
        right += sum(to_cyrillic(latin) == word for latin, word in pairs[fold::folds])
    return right


def share(convert: Convert | None, pairs: list[Pair], way: int) -> str:
    """The part of a list that a converter spells as the list does, with the apostrophes that it knows best."""
    if convert is None:
        return "–"
    best = 0
    for signs in ("ʻʼ", "‘’", "''")[: 1 if way else 3]:
        made = convert([pair[way].translate(str.maketrans("ʻʼ", signs)) for pair in pairs])
        best = max(best, sum(normalise(one.strip()) == pair[1 - way] for one, pair in zip(made, pairs, strict=False)))
    return f"{best / len(pairs):.2%}"


def main() -> None:
    """The table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--locale", type=Path)
    parser.add_argument("--text", type=Path)
    given = parser.parse_args()
    sys.path.append(str(given.packages))
    whole = dictionary()
    lists = {"dictionary": whole[::3], "places": places(), "names": names()}
    lists |= {"messages": messages(given.locale)} if given.locale else {}
    lists |= {"text": running(given.text)} if given.text else {}
    for name, pairs in lists.items():
        print(f"{name}: {len(pairs):,} words")
    print("\n| |", " | ".join(f"{name} →Cyrl | →Latn" for name in lists), "|")
    print("|---" * (2 * len(lists) + 1) + "|")
    for name, (to, back) in systems().items():
        row = [cell for pairs in lists.values() for cell in (share(to, pairs, 0), share(back, pairs, 1))]
        print(f"| {name} |", " | ".join(row), "|", flush=True)
    right = held_out(whole) / len(whole)
    print(f"\ndarslik, whole dictionary ({len(whole):,} words), stems of the other four fifths: {right:.2%}")


if __name__ == "__main__":
    main()
