// How the learner stands: the section on the last page, and the words for the moment a course is finished.

import { element } from "./dom.ts";
import { routeOf } from "./contents.ts";
import { notesSection } from "./note.ts";
import { objectives, remaining } from "./progress.ts";
import type { Objective, Outcome, Place } from "./progress.ts";
import type { Session } from "./session.ts";
import { number, t } from "./texts.ts";

const MAX_LISTED = 10;

export function statusText(session: Session, outcome: Outcome): string {
  if (!outcome.completed) return t("not-finished");
  if (outcome.success) return t(outcome.success === "passed" ? "result-passed" : "result-failed");
  return t(session.scope ? "result-completed-module" : "result-completed");
}

const percentText = (share: number, lang: string): string => number(Math.round(share * 1000) / 10, lang);

export function scoreText(session: Session, outcome: Outcome): string {
  const { lang } = session.course;
  const percent = (share: number): string => percentText(share, lang);
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
  section.append(...parts(session));
  const { pages, questions, quizzes, minutes, again } = remaining(session.course, session.scope, session.places, session.state());
  if (!outcome.completed) {
    section.append(...list("still-pages", pages), ...list("still-questions", questions), ...list("still-quizzes", quizzes.map(({ place }) => place), quizzes.map(({ quiz }) => quiz.title)));
    if (minutes > 0) section.append(element("p", {}, t("still-minutes", { n: minutes })));
  } else if (outcome.success !== "passed") section.append(...list("still-again", again));
  section.append(...notesSection(session));
  return section;
}

/** Each module and quiz with its status and score; a course of one part says it all above. */
function parts(session: Session): HTMLElement[] {
  const { course, scope } = session;
  const state = session.state();
  const all = objectives(course, scope, state);
  if (all.length < 2) return [];
  const known = new Set(course.modules.filter(({ slot }) => state.known.has(slot)).map(({ id }) => id));
  const rows = all.map((one) => element("tr", {},
    element("th", { scope: "row" }, one.title), element("td", {}, t(known.has(one.id) ? "part-known" : `part-${partStatus(one)}`)),
    element("td", {}, one.completed && one.score !== null ? t("percent", { n: percentText(one.score, course.lang) }) : "–")));
  const heads = ["part", "part-status", "part-score"].map((key) => element("th", { scope: "col" }, t(key)));
  return [element("table", { class: "result-parts" },
    element("caption", {}, t("result-parts")), element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows))];
}

const partStatus = ({ success, completed, touched }: Objective): string => success ?? (completed ? "completed" : touched ? "begun" : "open");

/** With links: whoever reaches the end must not have to look for what is missing. */
function list(key: string, places: Place[], titles: string[] = []): HTMLElement[] {
  if (!places.length) return [];
  const items = places.slice(0, MAX_LISTED).map((place, i) => element("li", {}, element("a", { href: routeOf(place) }, titles[i] ?? place.page.title)));
  if (places.length > MAX_LISTED) items.push(element("li", {}, "…"));
  return [element("p", {}, t(key)), element("ul", {}, ...items)];
}
