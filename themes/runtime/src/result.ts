// How the learner stands: the section on the last page, and the words for the moment a course is finished.

import { element } from "./dom.ts";
import { routeOf } from "./contents.ts";
import { notesSection } from "./note.ts";
import { remaining } from "./progress.ts";
import type { Outcome, Place } from "./progress.ts";
import type { Session } from "./session.ts";
import { number, t } from "./texts.ts";

const MAX_LISTED = 10;

export function statusText(session: Session, outcome: Outcome): string {
  if (!outcome.completed) return t("not-finished");
  if (outcome.success) return t(outcome.success === "passed" ? "result-passed" : "result-failed");
  return t(session.scope ? "result-completed-module" : "result-completed");
}

export function scoreText(session: Session, outcome: Outcome): string {
  const { lang } = session.course;
  const percent = (share: number): string => number(Math.round(share * 1000) / 10, lang);
  const mark = session.mark();
  if (outcome.score === null) return "";
  return [t("score", { score: percent(outcome.score) }), mark === null ? "" : t("pass-mark", { score: percent(mark) })].filter(Boolean).join(" ");
}

export function resultSection(session: Session): HTMLElement {
  const outcome = session.outcome();
  const section = element("section", { class: "result", "aria-labelledby": "result-title" },
    element("h2", { id: "result-title" }, t("result")), element("p", { class: "result-status" }, element("strong", {}, statusText(session, outcome))));
  const score = outcome.completed ? scoreText(session, outcome) : "";
  if (score) section.append(element("p", { class: "result-score" }, score));
  const { pages, questions, again } = remaining(session.course, session.scope, session.places, session.state());
  if (!outcome.completed) section.append(...list("still-pages", pages), ...list("still-questions", questions));
  else if (outcome.success !== "passed") section.append(...list("still-again", again));
  section.append(...notesSection(session));
  return section;
}

/** With links: whoever reaches the end must not have to look for what is missing. */
function list(key: string, places: Place[]): HTMLElement[] {
  if (!places.length) return [];
  const items = places.slice(0, MAX_LISTED).map((place) => element("li", {}, element("a", { href: routeOf(place) }, place.page.title)));
  if (places.length > MAX_LISTED) items.push(element("li", {}, "…"));
  return [element("p", {}, t(key)), element("ul", {}, ...items)];
}
