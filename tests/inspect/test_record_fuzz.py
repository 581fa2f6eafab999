"""Manifests in which anything may be missing, doubled, moved or nonsense: always a record, words, a picture."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from darslik.inspect import inspect
from darslik.inspect.record.outline import outline
from darslik.inspect.record.picture import picture
from records import record_of

MANIFESTS = Path(__file__).parent / "records"
NONSENSE = [
    "",
    " ",
    "true",
    "false",
    "0",
    "-1",
    "1e9",
    "NaN",
    "Infinity",
    "9" * 400,
    "always",
    "skip",
    "retry",
    "knows-it",
]
NONSENSE += [
    "basics",
    "test",
    "PT",
    "P" + "9" * 30 + "D",
    "00:99:99",
    "{",
    "2*{basics",
    "~" * 40,
    "\u202e",
    "x" * 5000,
    "ä%20 ö",
]
NONSENSE += ["atLeastCount", "atLeastPercent", "any", "none", "once", "onEachNewAttempt", "o", "second", "1.5", "-0.0"]


def damaged(root: etree._Element, random: Random) -> None:
    """One change anywhere."""
    element = random.choice([one for one in root.iter(etree.Element) if one.getparent() is not None])
    parent = element.getparent()
    assert parent is not None
    match random.randrange(7):
        case 0:
            parent.remove(element)
        case 1:
            parent.append(copy.deepcopy(element))
        case 2:
            other = random.choice([one for one in root.iter(etree.Element) if element not in one.iterancestors()])
            if other is not element:
                other.append(copy.deepcopy(element))
        case 3 if element.attrib:
            element.set(random.choice(list(element.attrib)), random.choice(NONSENSE))
        case 4 if element.attrib:
            del element.attrib[random.choice(list(element.attrib))]
        case 5:
            element.text = random.choice(NONSENSE)
        case _:
            parent.append(etree.Comment("between"))


@pytest.mark.parametrize("name", ["sequencing", "prerequisites", "move-on"])
def test_whatever_a_manifest_says(name: str, tmp_path: Path) -> None:
    file = tmp_path / ("cmi5.xml" if name == "move-on" else "imsmanifest.xml")
    for number in range(250):
        random = Random(number)  # noqa: S311 - the same damage every time
        root = etree.fromstring((MANIFESTS / f"{name}.xml").read_bytes())
        for _ in range(random.randint(1, 12)):
            damaged(root, random)
        file.write_bytes(etree.tostring(root))
        record = record_of(tmp_path)
        json.dumps(outline(record), allow_nan=False)
        etree.fromstring(picture(record).encode())
        if number % 10 == 0:
            inspect(tmp_path)
