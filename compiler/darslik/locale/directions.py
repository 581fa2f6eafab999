"""The direction of writing."""

from __future__ import annotations


def direction(lang: str) -> str:
    """`rtl` for languages that are written from right to left."""
    script = next((part for part in lang.split("-")[1:] if len(part) == 4), "")
    rtl = lang.split("-", maxsplit=1)[0] in {"ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"}
    return "rtl" if script in {"Arab", "Hebr"} or (rtl and not script) else "ltr"
