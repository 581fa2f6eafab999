// From the loaded shell to a running course: connect, tell the learner honestly how that went, play.

import { adapterFor } from "./adapters.ts";
import { openForPrint } from "./content.ts";
import { announce, byId, put } from "./dom.ts";
import { browserEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";
import type { Lms, Mode, Start } from "./lms.ts";
import { keepDrafts } from "./draft.ts";
import { firstLanguage, rememberLanguage, setUpLanguages, speak } from "./language.ts";
import { loadLanguage, loadScript, receiveLanguage, receivePage, receiveSearch } from "./loader.ts";
import { notify, notifyAgain, notifyBriefly, withdraw } from "./notices.ts";
import { player } from "./player.ts";
import type { Player } from "./player.ts";
import { setUpScheme } from "./scheme.ts";
import { setUpSearch } from "./search.ts";
import { session } from "./session.ts";
import type { Saving, Session } from "./session.ts";
import { tabs } from "./tabs.ts";
import type { Handed, Tabs } from "./tabs.ts";
import { t, useTexts } from "./texts.ts";
import type { Boot, Course, Language, Page, SearchEntry } from "./types.ts";
import { web } from "./web.ts";

declare global {
  interface Window {
    DARSLIK?: { course(course: Course): void; language(language: Language): void; page(page: Page): void; search(entries: SearchEntry[], lang?: string): void };
  }
}

/** A session left idle is closed by some hosts; half an hour is the shortest known. */
const KEEP_ALIVE = 300_000;

/** Said when there are no texts to say it with. */
const LOST = (): string => byId("notice").dataset["failed"] ?? "This page could not be loaded completely. Load it again.";
const PROBE = "darslik.probe";
/** Another window waits for this one to save. */
const RELEASE_MAX = 4000;

type Usable = Exclude<Start, { state: "absent" }>;

let begun = false;

function bootOf(): Boot {
  const fallback: Boot = { v: 1, target: "web", scope: "" };
  try {
    return { ...fallback, ...(JSON.parse(byId("darslik-boot").textContent ?? "") as Partial<Boot>) };
  } catch {
    return fallback;
  }
}

async function begin(course: Course): Promise<void> {
  if (begun) return;
  begun = true;
  const boot = bootOf();
  const env = browserEnvironment(window);
  if (!course.languages) useTexts(course.strings, course.lang);
  setUpScheme(env.store);
  openForPrint(window);
  const windows = tabs(course, boot.target, boot.scope, env);
  window.addEventListener("pagehide", () => windows.leave());
  const elsewhere = await windows.busy();
  if (elsewhere && course.languages) await speak(course, boot.scope, firstLanguage(course, env, "", "")).catch(unspeakable);
  const handed = elsewhere ? await choose(windows) : null;
  const lms = adapterFor(boot, course, env);
  const start = await lms.start();
  if (start.state !== "absent") {
    await play(course, boot.scope, lms, start, env, windows, handed);
    return;
  }
  // Opened from disk, or from a web server: it works, and says what that means.
  const alone = web(course, env, boot.scope);
  const own = await alone.start();
  if (own.state === "tracked") await play(course, boot.scope, alone, own, env, windows, handed);
  document.body.dataset["state"] = "untracked";
  const keeps = env.store.write(PROBE, "1");
  env.store.remove(PROBE);
  notify("tracking", () => t(keeps ? "untracked" : "untracked-only"));
}

/** The course is open in another window: nothing is begun here until the learner wants that, or the other is closed. */
function choose(windows: Tabs): Promise<Handed | null> {
  return new Promise((resolve) => {
    const end = (handed: Handed | null): void => {
      withdraw("windows");
      resolve(handed);
    };
    notify("windows", () => t("open-elsewhere"), { label: () => t("continue-here"), run: () => void windows.takeOver().then(end) });
    windows.whenFree(end);
  });
}

async function play(course: Course, scope: string, lms: Lms, start: Usable, env: Environment, windows: Tabs, handed: Handed | null): Promise<void> {
  const onSaving = (saving: Saving): void => tell(saving, lms, () => running.retry(), () => played.reload());
  const running = session(course, scope, lms, start, env, (saving) => { setTimeout(() => void spoken.then(() => onSaving(saving)), 0); });
  if (handed) running.receive(handed);
  const ending: Ending = { ended: false };
  shareWithWindows(windows, running, ending);
  const preferred = start.state === "tracked" ? start.language ?? "" : "";
  const spoken = course.languages ? speakFirst(course, scope, firstLanguage(course, env, running.state().language, preferred)) : Promise.resolve([]);
  const cover = course.languages ? await spoken : [];
  setState(start.state === "failed" ? "failed" : start.mode);
  const played = player(running, start.state === "tracked" && start.muted === true);
  if (cover.length) played.translate(cover);
  if (running.damaged) notify("damaged", () => t("state-unreadable"));
  else if (running.incomplete) notify("damaged", () => t("state-incomplete"));
  tellOfUpdate(running);
  setUpSearch(running);
  if (course.languages) setUpLanguages(course, switching(course, scope, lms, env, running, played, ending));
  setUpExit(lms, running, played, ending);
  keepSaving(running, played, windows, ending);
  played.start();
}

/** Without any words nothing can be shown: the source language's are as good as any, and then only another try helps. */
async function speakFirst(course: Course, scope: string, lang: string): Promise<Node[]> {
  const source = course.lang;
  const first = speak(course, scope, lang);
  return (lang === source ? first : first.catch(() => speak(course, scope, source))).catch(unspeakable);
}

function unspeakable(): Promise<never> {
  notify("tracking", LOST(), { label: "↻", run: () => location.reload() });
  return new Promise(() => undefined);
}

/** Another language in place of the one that is shown, in the middle of whatever the learner does. The newest wish counts. */
function switching(course: Course, scope: string, lms: Lms, env: Environment, running: Session, played: Player, ending: Ending): (lang: string) => Promise<void> {
  let wanted = 0;
  return async (lang) => {
    const request = ++wanted;
    try {
      await Promise.all([loadLanguage(lang), played.prepare(lang)]);
    } catch {
      if (request === wanted) notifyBriefly("language", () => t("load-failed"));
      return;
    }
    if (request !== wanted || ending.ended) return;
    keepDrafts();
    const cover = await speak(course, scope, lang);
    played.translate(cover);
    put(byId("search-results"));
    put(byId("search-status"));
    notifyAgain();
    rememberLanguage(course, env, lang);
    lms.prefer?.(lang);
    running.change((state) => { state.language = lang; });
    announce(course.languages?.find((one) => one.lang === lang)?.name ?? lang);
  };
}

/** The course was changed since the learner's last visit, and that touches answers. */
function tellOfUpdate({ updated: { reset, regraded } }: Session): void {
  const texts = (): string[] => [reset ? t("answers-reset", { n: reset }) : "", regraded ? t("answers-regraded", { n: regraded }) : ""].filter(Boolean);
  if (texts().length) notify("updated", () => texts().join(" "));
}

function setState(state: Mode | "failed"): void {
  document.body.dataset["state"] = state === "normal" ? "ready" : state === "failed" ? state : "review";
  if (state === "browse" || state === "review") notify("tracking", () => t("review"));
}

/** Plain words about saving, with a way to do something about it. */
function tell(saving: Saving, lms: Lms, retry: () => void, reload: () => void): void {
  const again = { label: () => t("retry"), run: retry };
  const kept = (yes: boolean): string => t(yes ? "kept-here" : "keep-open");
  switch (saving.kind) {
    case "saved":
      withdraw("saving");
      notifyBriefly("saved", () => t("saved-again"));
      break;
    case "failed":
      if (lms.target === "web") notify("saving", () => t("no-storage"));
      else notify("saving", () => `${t("save-failed")} ${kept(saving.kept)}`, again);
      break;
    case "detached":
      notify("tracking", () => `${t("tracking-failed")} ${kept(saving.kept)}`, again);
      break;
    case "over":
      notify("tracking", () => `${t("session-over")} ${saving.kept ? t("kept-here") : ""}`);
      break;
    case "connected":
      withdraw("tracking");
      setState(saving.mode);
      if (saving.changed) reload();
      break;
    case "dropped":
      notify("dropped", () => t("texts-dropped", { n: saving.count }));
      break;
    case "merged":
      notifyBriefly("merged", () => t("merged"));
  }
}

/** Whether the session is over while its page is still shown. */
interface Ending {
  ended: boolean;
}

function shareWithWindows(windows: Tabs, running: Session, ending: Ending): void {
  const stop = (): void => {
    ending.ended = true;
    disable();
    withdraw("saving");
    notify("windows", () => t("moved-away"));
  };
  windows.hold({
    async release() {
      stop();
      const saved = await Promise.race([running.finish(false), new Promise<null>((resolve) => { setTimeout(() => resolve(null), RELEASE_MAX); })]);
      // Not saved: the other window has everything. This session must be closed, or its page would write once more.
      if (!saved?.ok) void running.finish(true);
      return running.present();
    },
    present: () => running.present(),
    superseded() {
      running.stop();
      stop();
    },
    rival(open) {
      if (open) notify("windows", () => t("opened-again"));
      else withdraw("windows");
    },
  });
}

/** Everything can be read and nothing be done; also where `inert` is not known. */
function disable(): void {
  const parts = ["main", "toc", "toc-button", "search-button", "language-button", "languages", "exit-button"].map((id) => byId(id));
  parts.forEach((part) => part.setAttribute("inert", ""));
  for (const kind of ["click", "submit", "keydown", "input"]) {
    document.addEventListener(kind, (event) => {
      if (!parts.some((part) => part.contains(event.target as Node))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }, true);
  }
}

/** The exit button of standards that know an exit. */
function setUpExit(lms: Lms, running: Session, played: Player, ending: Ending): void {
  const button = byId<HTMLButtonElement>("exit-button");
  let refused = false;
  button.hidden = !lms.exits;
  button.addEventListener("click", () => void leave());
  const leave = async (): Promise<void> => {
    button.disabled = true;
    const result = await running.finish(refused);
    button.disabled = false;
    if (!result.ok && !refused) {
      refused = true; // the second press leaves all the same: a copy is kept here
      notify("exit", () => t("exit-failed"));
      return;
    }
    ending.ended = true;
    withdraw("exit");
    played.end(t(result.ok && document.body.dataset["state"] === "ready" ? "closed" : "closed-only"));
    if (result.returnTo) location.assign(result.returnTo);
  };
}

/** No `unload`, no `beforeunload`: browsers skip the first, learners hate the second. */
function keepSaving(running: Session, played: Player, windows: Tabs, ending: Ending): void {
  let left = false;
  const isEnded = (): boolean => ending.ended;
  document.addEventListener("visibilitychange", () => {
    if (left || isEnded()) return;
    if (document.visibilityState === "hidden") {
      void running.save(true);
      return;
    }
    windows.wake();
    running.retry();
  });
  window.addEventListener("pagehide", (event) => {
    if (left || isEnded()) return;
    if (event.persisted) {
      void running.save(true); // the page may come back with the session as it is
      return;
    }
    left = true;
    void running.finish(true);
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (left) played.end(t("closed-only"));
    else if (persisted) windows.wake();
  });
  window.addEventListener("online", () => running.retry());
  setInterval(() => { if (document.visibilityState === "visible" && !left && !isEnded()) void running.save(); }, KEEP_ALIVE);
}

window.DARSLIK = { course: (course) => void begin(course), language: receiveLanguage, page: receivePage, search: receiveSearch };

// course.js is what everything else comes with: without it there are not even texts to say so in.
window.addEventListener("load", () => {
  if (!begun) loadScript("assets/course.js").catch(unspeakable);
});
