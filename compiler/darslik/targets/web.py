"""`web`: a static site that installs and works offline; progress stays in the browser."""

from __future__ import annotations

import hashlib
import json

from markupsafe import Markup

from darslik.diagnostics import Sink
from darslik.model.tree import Course
from darslik.package.tree import PackageTree
from darslik.render.site import Site
from darslik.targets import Target
from darslik.targets.content import content

MAX_PRECACHED = 2_000_000
"""Larger files (films) are kept when they are first played, not before."""

_HEAD = Markup(
    '<link rel="manifest" href="app.webmanifest"><link rel="icon" href="assets/icon.svg" type="image/svg+xml">'
    '<script defer src="assets/offline.js"></script>'
)
_REGISTER = """\
try {
  if (location.protocol.indexOf("http") === 0) navigator.serviceWorker.register("sw.js").catch(function () {});
} catch (error) { /* a sandboxed frame or an old browser: the course works without */ }
"""
# Cache first, under a name that changes with the content; old caches go when the new one is complete.
_WORKER = """\
const CACHE = "darslik-%(key)s-%(version)s";
const FILES = %(files)s;
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith("darslik-%(key)s-") && name !== CACHE).map((name) => caches.delete(name))
  )).then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  event.respondWith(caches.open(CACHE).then((cache) => cache.match(request, { ignoreSearch: true }).then((hit) => {
    if (hit) return hit;
    return fetch(request).then((response) => {
      if (response.status === 200) cache.put(request, response.clone());
      return response;
    });
  })));
});
"""
_ICON = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="12" fill="#0b5563"/>\
<path d="M14 16h14c3 0 4 2 4 4v30c0-2-1-4-4-4H14zM50 16H36c-3 0-4 2-4 4v30c0-2 1-4 4-4h14z" fill="#fff"/></svg>
"""


class Web:
    """A site for any web server."""

    name = "web"
    summary = "static web site: installable, works offline, progress in the browser, no LMS"
    statements = False

    def losses(self, course: Course, split: bool, sink: Sink) -> None:
        """None: a site is always whole, so darslik keeps every gate itself."""

    def lower(self, site: Site, split: bool) -> PackageTree:
        """Content, app manifest and service worker."""
        del split  # a site has one entrance
        tree = content(site, "web", head=_HEAD)
        tree.add("assets/icon.svg", _ICON)
        tree.add("assets/offline.js", _REGISTER)
        tree.add("app.webmanifest", _app_manifest(site))
        tree.add("sw.js", _worker(site, tree))
        return tree


def _app_manifest(site: Site) -> str:
    title = site.plan.title[site.lang]
    manifest = {
        "name": title,
        "short_name": title[:30],
        "description": site.plan.description[site.lang],
        "lang": site.lang,
        "start_url": "index.html",
        "display": "standalone",
        "background_color": site.theme.tokens.get("light", {}).get("bg", "#ffffff"),
        "theme_color": site.theme.tokens.get("light", {}).get("accent", "#0b5563"),
        "icons": [{"src": "assets/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1)


def _worker(site: Site, tree: PackageTree) -> str:
    digest = hashlib.sha256()
    for path, body in tree.items():
        digest.update(path.encode() + b"\0" + hashlib.sha256(body).digest())
    files = ["./", *(path for path, body in tree.items() if len(body) <= MAX_PRECACHED)]
    key = hashlib.sha256(site.plan.iri.encode()).hexdigest()[:12]
    return _WORKER % {"key": key, "version": digest.hexdigest()[:12], "files": json.dumps(files)}


TARGETS: list[Target] = [Web()]
