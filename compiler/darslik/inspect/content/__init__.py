"""What the files of a package do, found without running them: one pass, whose notes all rules about content share."""

from __future__ import annotations

from darslik.inspect.content.facts import ContentFacts, facts_of, over_cap
from darslik.inspect.content.index import Content, content_of

__all__ = ["Content", "ContentFacts", "content_of", "facts_of", "over_cap"]
