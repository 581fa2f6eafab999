"""`web`: a static site that installs and works offline; progress stays in the browser."""

from __future__ import annotations

import hashlib
import json

from markupsafe import Markup

from darslik.diagnostics import Sink
from darslik.locale import direction
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
# In a package of several languages the worker keeps the one that is read, and another one when the learner switches.
_REGISTER_SEVERAL = """\
try {
  if (location.protocol.indexOf("http") === 0) {
    navigator.serviceWorker.register("sw.js").catch(function () {});
    var keep = function () {
      navigator.serviceWorker.ready.then(function (ready) {
        ready.active.postMessage({ language: document.documentElement.lang });
      }).catch(function () {});
    };
    new MutationObserver(keep).observe(document.documentElement, { attributeFilter: ["lang"] });
    keep();
  }
} catch (error) { /* a sandboxed frame or an old browser: the course works without */ }
"""
_WORKER_SEVERAL = """\
const LANGUAGES = %(languages)s;
self.addEventListener("message", (event) => {
  const files = LANGUAGES[event.data && event.data.language];
  if (!files) return;
  event.waitUntil(caches.open(CACHE).then((cache) => Promise.all(files.map((file) =>
    cache.match(file).then((hit) => hit || cache.add(file).catch(() => {}))
  ))));
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
        tree.add("assets/offline.js", _REGISTER_SEVERAL if site.variants else _REGISTER)
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
        "dir": direction(site.lang),
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
    small = [path for path, body in tree.items() if len(body) <= MAX_PRECACHED]
    own = _by_language(site, small)
    files = ["./", *(path for path in small if not any(path in paths for paths in own.values()))]
    key = hashlib.sha256(site.plan.iri.encode()).hexdigest()[:12]
    worker = _WORKER % {"key": key, "version": digest.hexdigest()[:12], "files": json.dumps(files)}
    return worker + (_WORKER_SEVERAL % {"languages": json.dumps(own)} if own else "")


def _by_language(site: Site, paths: list[str]) -> dict[str, list[str]]:
    """The files that belong to one language of several: nobody needs all of them."""
    assets = {lang: {f"assets/course.{lang}.js", f"assets/search.{lang}.js"} for lang in site.languages}
    return {
        variant.lang: [
            path for path in paths if path.startswith(f"pages/{variant.lang}/") or path in assets[variant.lang]
        ]
        for variant in site.variants
    }


TARGETS: list[Target] = [Web()]
