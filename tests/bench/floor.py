"""The least that a Python compiler of the same course must do: parse, render, template, zip.

    python floor.py COURSE OUT.zip

The same libraries as the compiler, page by page, nothing checked and nothing read back. What the
compiler costs beyond this is its own doing.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from pathlib import Path

import deflate
import jinja2
import yaml
from lxml import etree
from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

TEMPLATE = """<header><p>{{ module }}</p><h1>{{ title }}</h1></header>
<div class="body">{{ body }}</div>
<nav>{% for number in range(1, 11) %}<a href="#p{{ number }}">{{ number }}</a> {% endfor %}</nav>
"""
OPTION = re.compile(r"^:[a-z-]+:.*\n", re.MULTILINE)


def parser() -> MarkdownIt:
    """CommonMark with the compiler's extensions; the body of a directive is Markdown again."""
    markdown = MarkdownIt("commonmark").enable("table")
    for plugin in (front_matter_plugin, colon_fence_plugin, deflist_plugin, footnote_plugin,
                   attrs_plugin, attrs_block_plugin):  # fmt: skip
        markdown.use(plugin)

    def directive(_self: object, tokens: list, index: int, *_rest: object) -> str:  # type: ignore[type-arg]
        body = OPTION.sub("", tokens[index].content)
        return f"<section>{tokens[index].info}{markdown.render(body)}</section>"

    markdown.add_render_rule("colon_fence", directive)
    return markdown


def main(course: Path, target: Path) -> None:
    """Compile `course` into `target`."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template, markdown = environment.from_string(TEMPLATE), parser()
    files: dict[str, bytes] = {}
    structure = yaml.load((course / "course.yaml").read_text("utf-8"), yaml.CSafeLoader)
    for module in structure["modules"]:
        for lesson in module["lessons"]:
            _, head, text = (course / lesson).read_text("utf-8").split("---\n", 2)
            title = yaml.load(head, yaml.CSafeLoader)["title"]
            for number, source in enumerate(text.split("\n---\n")):
                body = Markup(markdown.render(source))
                html = template.render(module=module["title"], title=title, body=body)
                name = f"pages/{Path(lesson).stem}--{number}.js"
                files[name] = f"page({json.dumps({'html': html}, ensure_ascii=False)})".encode()
    files |= {f"media/{path.name}": path.read_bytes() for path in sorted(course.glob("media/*"))}
    write(target, {"imsmanifest.xml": manifest(files), **files})


def manifest(files: dict[str, bytes]) -> bytes:
    """A manifest that lists every file."""
    root = etree.Element("manifest")
    resource = etree.SubElement(etree.SubElement(root, "resources"), "resource")
    for name in files:
        etree.SubElement(resource, "file", href=name)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def write(target: Path, files: dict[str, bytes]) -> None:
    """Zip with the compiler's own compressor; the container is the standard library's."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, bytes(deflate.deflate_compress(content, 9)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
