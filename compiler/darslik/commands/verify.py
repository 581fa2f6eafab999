"""`darslik verify`, `darslik sign`, `darslik keygen`: is this package what was approved?"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from darslik.diff.tracked import Origin
    from darslik.pipeline import Checked
    from darslik.provenance.verify import Verdict

PASSWORD = "DARSLIK_KEY_PASSWORD"  # noqa: S105 - its name, not the password
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_MARK = {"yes": "✓", "no": "✗", "not asked": "–"}


@click.command("verify")
@click.argument("package", metavar="PACKAGE", type=FILE)
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="COURSE",
    help="Also build this course folder and compare, byte by byte.",
)
@click.option(
    "--key", "keys", multiple=True, type=FILE, metavar="KEY.pub", help="Who may have signed it (again for more)."
)
@click.option("--signature", type=FILE, metavar="FILE", help="Default: PACKAGE.sig, if there is one.")
@click.option("--format", "form", type=click.Choice(["human", "json"]), default="human", show_default=True)
def verify(package: Path, source: Path | None, keys: tuple[Path, ...], signature: Path | None, form: str) -> None:
    """Say where PACKAGE comes from, and whether it is as darslik built it, as it was signed, as a source builds it.

    Its own record shows accidents only: whoever changes a package can change that, too. A signature or the source
    shows more.
    """
    from darslik.diff.package import BadPackage
    from darslik.errors import Exit
    from darslik.provenance.signature import ENDING, BadKey
    from darslik.provenance.verify import Asked, checked_source
    from darslik.provenance.verify import verify as run

    beside = package.with_name(package.name + ENDING)
    try:
        asked = Asked(
            _public(keys),
            signature or (beside if beside.is_file() else None),
            _buildable(checked_source(package, source), source) if source else None,
            source.as_posix() if source else "",
        )
        verdict = run(package, asked)
    except BadPackage as error:
        _stop(f"{package} cannot be verified: {error}", Exit.FOUND_ERRORS)
    except BadKey as error:
        _stop(str(error), Exit.USAGE)
    click.echo(_as_json(verdict) if form == "json" else _as_text(verdict), nl=False)
    sys.exit(Exit.OK if verdict.ok else Exit.FOUND_ERRORS)


def _public(paths: tuple[Path, ...]) -> dict[str, Ed25519PublicKey]:
    from darslik.provenance.signature import public_key

    return {path.name: public_key(path) for path in paths}


def _buildable(checked: Checked, course: Path) -> Checked:
    """A source with errors builds nothing, so nothing can be compared."""
    from darslik import pipeline
    from darslik.diagnostics import Severity
    from darslik.errors import Exit
    from darslik.report import Report, formats

    if not checked.ok:
        errors = [one for one in checked.found if one.severity is Severity.ERROR]
        report = Report(errors, pipeline.open_course(course), course.as_posix(), "nothing was compared")
        click.echo(formats()["human"].write(report), nl=False, err=True)
        none = any(one.rule == "no-course" for one in errors)
        sys.exit(Exit.NO_COURSE if none else Exit.FOUND_ERRORS)
    return checked


def _stop(message: str, code: int) -> NoReturn:
    click.echo(f"error: {message}", err=True)
    sys.exit(code)


def _as_text(verdict: Verdict) -> str:
    from darslik.diff.package import shown

    passport = verdict.known.passport
    course, source = passport.course, passport.source
    commit = (
        f"commit {source.commit}{', with later changes' if source.modified else ''}" if source.commit else "unknown"
    )
    lines = [
        verdict.path,
        f"    SHA-256    {verdict.sha256}",
        f"    course     {shown(course.id)}, version {shown(course.version)}",
        f"    package    {shown(course.target)} in {shown(_languages(course))}, by darslik {shown(passport.darslik)}",
        f"    commit     {commit.removeprefix('commit ')}",
    ]
    for answer in verdict.answers:
        lines.append(f"  {_MARK[answer.state]} {answer.question:<10} {answer.text}")
        lines += [f"                 {line}" for line in answer.details[:20]]
        if len(answer.details) > 20:
            lines.append(f"                 and {len(answer.details) - 20} more")
    lines.append(_conclusion(verdict))
    return "\n".join(lines) + "\n"


def _languages(course: Origin) -> str:
    return ", ".join(course.languages) or course.language


def _conclusion(verdict: Verdict) -> str:
    if not verdict.ok:
        return "this is NOT what it should be"
    if any(answer.state == "yes" for answer in verdict.answers if answer.question != "files"):
        return "verified"
    return "not altered by accident; who built it is not shown: ask for a signature (--key) or the source (--source)"


def _as_json(verdict: Verdict) -> str:
    passport = verdict.known.passport
    data = {
        "version": 1,
        "package": verdict.path,
        "sha256": verdict.sha256,
        "ok": verdict.ok,
        "darslik": passport.darslik,
        "course": passport.course.model_dump(exclude=None if passport.course.languages else {"languages"}),
        "source": passport.source.model_dump(exclude_none=True),
        "answers": [
            {"question": one.question, "state": one.state, "text": one.text, "details": list(one.details)}
            for one in verdict.answers
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


@click.command("sign")
@click.argument("packages", nargs=-1, required=True, metavar="PACKAGE…", type=FILE)
@click.option("--key", type=FILE, required=True, metavar="KEY", help="Your private key; see `darslik keygen`.")
def sign(packages: tuple[Path, ...], key: Path) -> None:
    """Sign each PACKAGE: writes PACKAGE.sig beside it, 64 bytes (Ed25519).

    The password of the key, if it has one, is asked for, or taken from DARSLIK_KEY_PASSWORD.
    """
    from darslik.atomic import write_all
    from darslik.errors import Exit
    from darslik.provenance.signature import ENDING, BadKey, fingerprint, private_key
    from darslik.provenance.signature import sign as made

    try:
        private = private_key(key, _password)
    except BadKey as error:
        _stop(str(error), Exit.USAGE)
    for package in packages:
        final = package.with_name(package.name + ENDING)
        write_all({final: made(package, private)})
        click.echo(f"{final}: signed with {fingerprint(private.public_key())}")


@click.command("keygen")
@click.argument("file", metavar="KEY", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--password", is_flag=True, help="Protect it by a password, asked for or from DARSLIK_KEY_PASSWORD.")
def keygen(file: Path, *, password: bool) -> None:
    """Make a new pair of keys: KEY (keep it to yourself) and KEY.pub (give it to those who verify)."""
    from darslik.errors import Exit
    from darslik.provenance.signature import fingerprint, new_key, public_key

    try:
        public = new_key(file, _password(confirm=True) if password else None)
    except FileExistsError as error:
        _stop(f"{error.filename} exists; a key is never written over", Exit.USAGE)
    click.echo(f"{file}: the private key. Keep it to yourself; without it nobody can sign in your name")
    click.echo(f"{public}: the public key, {fingerprint(public_key(public))}")


def _password(*, confirm: bool = False) -> bytes:
    found = os.environ.get(PASSWORD)
    if found is None:
        found = str(click.prompt("Password of the key", hide_input=True, confirmation_prompt=confirm, err=True))
    return found.encode()
