// Moves between pages: routes, loading, what is shown and where focus goes.

import { ask } from "./questions.ts";
import { setUpQuizzes } from "./quiz.ts";
import { countTime } from "./active.ts";
import { closeTerms, enliven, titleOf } from "./content.ts";
import { contents, lockText, routeOf } from "./contents.ts";
import type { Contents } from "./contents.ts";
import { all, announce, byId, element, focusOn, one, put } from "./dom.ts";
import { loadPage, loadedPage, prefetch } from "./loader.ts";
import { standing } from "./keeping.ts";
import { notes } from "./note.ts";
import { button } from "./notices.ts";
import type { Place } from "./progress.ts";
import { resultSection, scoreText, statusText } from "./result.ts";
import { scenarios } from "./scenario.ts";
import type { Session } from "./session.ts";
import { number, t } from "./texts.ts";
import type { Page } from "./types.ts";

export interface Player {
  start(): void;
  /** Shows the page again: the state has changed behind it. */
  reload(): void;
  /** The same page in another language, once its words are there. The cover comes with them. */
  translate(cover: Node[]): void;
  /** Has the page that is shown at hand in another language. */
  prepare(lang: string): Promise<void>;
  /** Replaces everything by a last word. */
  end(text: string): void;
}

const SLOW = 400;

export function player(session: Session, muted: boolean): Player {
  const article = byId("page");
  let cover: Node[] = [...article.childNodes];
  let translating = false;
  const { places } = session;
  let current: Place | null = null;
  let toc: Contents | null = null;
  let wanted = 0; // the newest request wins over slow older ones
  let routed: string | null = null; // the route that is shown or being loaded
  let ended = false;
  let wasComplete = session.outcome().completed;

  const placeOf = (hash: string): Place | undefined => places.find((place) => routeOf(place) === decodeRoute(hash));
  /** Without waiting for the event: whoever closes the window now has seen the page. */
  const go = (target: Place | "cover" | undefined): void => {
    if (!target) return;
    location.hash = target === "cover" ? "#/" : routeOf(target);
    route(true);
  };

  const show = (place: Place | null, focus: boolean, ...nodes: Node[]): void => {
    current = place;
    byId("main").removeAttribute("aria-busy");
    put(article, ...nodes);
    byId("pager").hidden = !place;
    document.title = place ? `${place.page.title} · ${session.course.title}` : session.course.title;
    if (!focus) return;
    window.scrollTo(0, 0);
    focusOn(titleOf(article) ?? byId("main"));
  };

  const showCover = (focus: boolean): void => {
    show(null, focus, ...cover);
    const start = byId<HTMLButtonElement>("start");
    const label = session.state().page >= 0 ? t("resume") : t("start");
    if (start.textContent?.trim() !== label) start.textContent = label;
    start.disabled = !places.length;
    update();
  };

  const showPage = (place: Place, page: Page, focus: boolean): void => {
    const holder = element("div");
    holder.innerHTML = page.html;
    if (page.names) place.page.names = page.names;
    show(place, focus, ...holder.childNodes);
    enliven(article, muted);
    if (!translating) session.visit(place); // it is the same visit
    ask(session, place, page, article, update);
    notes(session, place.page, article, update);
    scenarios(session, place.page, article);
    setUpQuizzes(session, place, page, article, muted, update);
    pager(place);
    update();
    prefetch(places[place.index + 1]?.page);
  };

  const pager = (place: Place): void => {
    byId<HTMLButtonElement>("next").disabled = place.index + 1 >= places.length;
    byId("position").textContent = t("position", { n: place.index + 1, total: places.length });
  };

  const showMessage = (place: Place, focus: boolean, text: string, ...more: Node[]): void => {
    show(place, focus, element("h1", {}, place.page.title), element("p", { class: "message" }, text), ...more);
    pager(place);
    toc?.refresh(place);
  };

  const open = async (place: Place, focus: boolean): Promise<void> => {
    const request = ++wanted;
    const lock = lockText(session, place);
    if (lock) {
      showMessage(place, focus, lock);
      return;
    }
    const here = loadedPage(place.page);
    if (here) showPage(place, here, focus);
    else await load(place, focus, request);
  };

  const load = async (place: Place, focus: boolean, request: number): Promise<void> => {
    byId("main").setAttribute("aria-busy", "true");
    const slow = setTimeout(() => { if (request === wanted) announce(t("loading")); }, SLOW);
    try {
      const page = await loadPage(place.page);
      if (request === wanted && !ended) showPage(place, page, focus);
    } catch {
      if (request === wanted && !ended) failed(place, focus, request);
    } finally {
      clearTimeout(slow);
    }
  };

  const failed = (place: Place, focus: boolean, request: number): void => {
    const retry = (): void => { if (request === wanted) void open(place, true); };
    showMessage(place, focus, t("load-failed"), button(t("retry"), retry));
    announce(t("load-failed"));
    window.addEventListener("online", retry, { once: true });
  };

  const route = (focus: boolean, again = false): void => {
    if (ended || (location.hash === routed && !again)) return;
    routed = location.hash;
    const place = placeOf(location.hash);
    if (place) {
      void open(place, focus);
    } else {
      wanted++;
      showCover(focus);
    }
  };

  /** Everything that depends on what the learner has done. */
  const update = (): void => {
    const outcome = session.outcome();
    progress(outcome.progress);
    toc?.refresh(current);
    one(article, ".result")?.remove();
    if (current && current.index === places.length - 1) article.append(resultSection(session));
    if (outcome.completed && !wasComplete) {
      wasComplete = true;
      announce([statusText(session, outcome), scoreText(session, outcome)].filter(Boolean).join(" "));
    }
  };

  const progress = (share: number): void => {
    const bar = byId("progress");
    const percent = Math.round(share * 100);
    bar.setAttribute("aria-valuenow", String(percent));
    bar.setAttribute("aria-valuetext", t("percent", { n: number(percent, session.course.lang) }));
    const fill = one(bar, "span");
    if (fill) fill.style.inlineSize = `${percent}%`;
  };

  const listen = (): void => {
    window.addEventListener("hashchange", () => route(true));
    byId("previous").addEventListener("click", () => {
      if (current) go(current.index ? places[current.index - 1] : "cover");
    });
    byId("next").addEventListener("click", () => go(places[(current?.index ?? -1) + 1]));
    article.addEventListener("click", (event) => {
      if ((event.target as Element).closest("#start")) go(bookmarked() ?? places[0]);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      const open = one(document, ".term[aria-expanded=true]");
      if (closeTerms()) open?.focus();
    });
  };

  const bookmarked = (): Place | undefined => places.find(({ page }) => page.slot === session.state().page);

  return {
    start() {
      listen();
      countTime((seconds) => {
        session.spend(seconds, current);
        if (!wasComplete && session.state().completed) update(); // the last that was missing was time
      });
      const place = placeOf(location.hash) ?? bookmarked();
      if (place) history.replaceState(null, "", routeOf(place));
      route(false);
      if (place && session.resumed) announce(t("resumed", { page: place.page.title }));
      // Long contents take a while to lay out: the page comes first.
      setTimeout(() => {
        toc = contents(session);
        toc.refresh(current);
      }, 0);
    },
    reload: () => route(false, true),
    prepare: async (lang) => {
      if (current) await loadPage(current.page, lang);
    },
    translate(words) {
      cover = words;
      const stand = standing(article);
      toc?.rewrite();
      if (routed === null) return; // nothing is shown yet
      translating = true;
      route(false, true);
      translating = false;
      stand.restore();
    },
    end(text) {
      ended = true;
      show(null, true, element("h1", {}, session.course.title), element("p", { class: "message" }, text));
      all(document, "#toc, #toc-button, #search-button, #language-button, #exit-button").forEach((part) => { part.hidden = true; });
      announce(text);
    },
  };
}

/** Some hosts escape what they put behind the "#". */
function decodeRoute(hash: string): string {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}
