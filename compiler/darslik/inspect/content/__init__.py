"""What the files of a package do, found without running them: one pass, whose notes all rules about content share."""

from __future__ import annotations

from darslik.inspect.content.index import Content, content_of

__all__ = ["Content", "content_of"]
