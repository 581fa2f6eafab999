"""Search finds what pages say, and does not give answers away."""

from __future__ import annotations

import json

from courses import small_course
from darslik import build, check
from darslik.plan.resolve import make_plan
from darslik.render.scripts import search_script
from darslik.render.site import render_site

LESSON = """Buckets of *water* cool, $a^2$ does not.

:::{choice} What does a lid take away?
:id: lid
:hint: Secret hint.
- [x] Secret answer
  > Secret praise.
- [ ] Secret mistake
  > Secret blame.

> Secret reason.
:::
"""


def test_search_knows_prose_and_prompts_but_no_answers() -> None:
    """Options, feedback, hints and explanations are left out."""
    checked = check(small_course(LESSON))
    assert checked.course
    assert checked.theme
    assert list(build(checked, ["web"], ["en"]))
    script = search_script(render_site(make_plan(checked.course), "en", checked.theme))
    ((page, title, text),) = json.loads(script[script.index("(") + 1 : script.rindex(")")])
    assert (page, title) == ("first/first", "First")
    assert "Buckets of water cool" in text
    assert "What does a lid take away?" in text
    assert "ecret" not in text
