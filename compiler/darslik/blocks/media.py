"""`:::{video} path` and `:::{audio} path`: with captions and transcript, because not every learner hears or sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup

from darslik.blocks import Block, FileRef, Options, file_argument, file_option
from darslik.source.markdown import Directive
from darslik.source.media_types import media_type

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer


class VideoOptions(Options):
    """Options of a video."""

    title: str
    captions: str = ""
    transcript: str = ""
    poster: str = ""


class AudioOptions(Options):
    """Options of a sound."""

    title: str
    transcript: str = ""


def _video_files(directive: Directive) -> Iterable[FileRef]:
    yield from file_argument(directive, "video")
    yield from file_option(directive, "captions", "captions")
    yield from file_option(directive, "transcript", "transcript")
    yield from file_option(directive, "poster", "poster")


def _audio_files(directive: Directive) -> Iterable[FileRef]:
    yield from file_argument(directive, "audio")
    yield from file_option(directive, "transcript", "transcript")


def _transcript(directive: Directive, page: PageRenderer) -> Markup:
    options: VideoOptions | AudioOptions = directive.data
    if options.transcript:
        return page.markdown_file(options.transcript, directive.span.file)
    return page.body(directive.body) if directive.body else Markup("")


def _media(directive: Directive, page: PageRenderer) -> dict[str, object]:
    asset = page.asset(directive.argument, directive.argument_span.file)
    return {
        "src": asset.href,
        "mime": media_type(asset.href),
        "title": directive.data.title,
        "transcript": _transcript(directive, page),
    }


def _video(directive: Directive, page: PageRenderer) -> Markup:
    options: VideoOptions = directive.data
    here = directive.span.file
    captions = []
    if options.captions:
        track = page.asset(options.captions, here)
        captions = [{"src": track.href, "lang": page.lang, "label": page.t["ui.captions"]}]
    poster = page.asset(options.poster, here).href if options.poster else None
    block = {**_media(directive, page), "captions": captions, "poster": poster}
    return page.block("video", block, None)


def _audio(directive: Directive, page: PageRenderer) -> Markup:
    return page.block("audio", _media(directive, page), None)


BLOCKS = [
    Block("video", _video, VideoOptions, "required", "the path of a video", files=_video_files),
    Block("audio", _audio, AudioOptions, "required", "the path of a sound", files=_audio_files),
]
