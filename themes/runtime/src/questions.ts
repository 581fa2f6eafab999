// The questions of a page: from the learner's press on "check" to what is said about it, and back again after a resume.

import { all, element, focusOn, one, put } from "./dom.ts";
import { fieldsOf } from "./fields.ts";
import type { Fields, Missing } from "./fields.ts";
import type { Place } from "./progress.ts";
import { mark } from "./score.ts";
import type { Mark } from "./score.ts";
import type { Session } from "./session.ts";
import { inOrder } from "./responses.ts";
import { freshAnswer, isAnswered } from "./state.ts";
import type { Answer } from "./state.ts";
import { number, t } from "./texts.ts";
import type { Page, Question, QuestionRef } from "./types.ts";

interface Asked {
  session: Session;
  place: Place;
  question: Question;
  slot: number;
  section: HTMLElement;
  fields: Fields;
  /** revision of the question */
  rev: number;
  /** when the learner could begin to think about it */
  since: number;
  answered: () => void;
}

/** Brings the questions of a page to life. `answered` is told of every answer. */
export function ask(session: Session, place: Place, page: Page, root: HTMLElement, answered: () => void): void {
  for (const question of page.questions) {
    const section = all(root, "[data-question]").find((found) => found.dataset["question"] === question.id);
    const ref = place.page.questions.find(({ id }) => id === question.id);
    if (section && ref) set({ session, place, question, ref, section, seed: session.learner, answered });
  }
}

/** One question, where it stands, and what its options are shuffled by. */
export interface Setting {
  session: Session;
  place: Place;
  question: Question;
  ref: QuestionRef;
  section: HTMLElement;
  seed: string;
  answered: () => void;
}

const begun = ({ ref, seed, ...rest }: Setting): Asked =>
  ({ ...rest, slot: ref.slot, rev: ref.rev ?? 1, fields: fieldsOf(rest.question, rest.section, `${seed} ${rest.question.id}`), since: performance.now() });

/** A question of a quiz that is over: what was answered, what is right, and nothing to be done any more. */
export function review(setting: Setting): void {
  const asked = begun(setting);
  const answer = setting.session.state().answers.get(asked.slot);
  if (isAnswered(answer)) {
    restore(asked, { ...answer, done: true });
    return;
  }
  const { section, fields } = asked;
  section.toggleAttribute("data-done", true);
  enable(asked, false, false);
  put(verdictOf(asked), element("strong", {}, t("quiz.not-answered")), ...solution(fields));
  const explanation = one(section, ".explanation");
  if (explanation) explanation.hidden = !explanation.textContent?.trim();
}

/** Brings a question to life that is answered and judged at once. */
export function set(setting: Setting): void {
  const { session, place, question, section } = setting;
  const asked = begun(setting);
  const { slot } = asked;
  one(section, "form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(asked);
  });
  one(section, ".retry")?.addEventListener("click", () => again(asked));
  const hint = one<HTMLDetailsElement>(section, ".hint");
  if (session.state().answers.get(slot)?.hinted && hint) hint.open = true;
  const opened = (): void => { if (question.hintCost) session.hint(place, slot); };
  hint?.addEventListener("toggle", () => { if (hint.open) opened(); }); // also when a search in the page opens it
  // The browser tells of the toggle later; whoever closes the window at once has seen the hint.
  hint?.querySelector("summary")?.addEventListener("click", () => { if (!hint.open) opened(); });
  const before = session.state().answers.get(slot);
  if (before?.draft && before.response) resume(asked, before.response, before.attempts);
  else if (isAnswered(before)) restore(asked, before);
  else attemptsLeft(asked, 0);
  keepEntered(asked);
}

/** What was entered, but not checked, when the page was left. */
function resume(asked: Asked, response: string[], attempts: number): void {
  asked.fields.fill(response);
  enable(asked, true, false);
  attemptsLeft(asked, attempts);
}

/** What is entered stays with the state from now on; the LMS gets it with what is saved next, at the latest when the page is left or hidden. */
function keepEntered(asked: Asked): void {
  const { session, slot, section, question, fields } = asked;
  const keep = (): void => {
    if (one<HTMLFieldSetElement>(section, "fieldset")?.disabled) return;
    const entered = inOrder(question.rule, fields.draft());
    session.change((state) => {
      const before = state.answers.get(slot) ?? freshAnswer(asked.rev);
      if (entered.length) state.answers.set(slot, { ...before, response: entered, draft: true });
      else if (before.draft && !before.attempts && !before.hinted) state.answers.delete(slot);
      else if (before.draft) state.answers.set(slot, { ...before, response: null, draft: false });
    }, true);
  };
  section.addEventListener("input", keep);
  section.addEventListener("change", keep);
  // Moving an item by a button or a pointer is neither.
  one(section, ".answer")?.addEventListener("click", (event) => { if ((event.target as Element).closest("button")) setTimeout(keep, 0); });
  one(section, ".answer")?.addEventListener("pointerup", (event) => { if ((event.target as Element).closest(".handle, .item, [draggable]")) setTimeout(keep, 0); });
}

const verdictOf = ({ section }: Asked): HTMLElement => one(section, ".verdict") ?? section;

function submit(asked: Asked): void {
  const { session, place, question, slot, fields } = asked;
  if (one<HTMLFieldSetElement>(asked.section, "fieldset")?.disabled) return;
  const response = fields.read();
  if (!Array.isArray(response)) {
    demand(asked, response);
    return;
  }
  const marked = mark(question, response);
  session.answer({ place, question, slot, response, words: fields.words(), mark: marked, latency: performance.now() - asked.since });
  const answer = session.state().answers.get(slot);
  if (answer) show(asked, marked, answer);
  focusOn(verdictOf(asked));
  asked.answered();
}

/** Nothing was answered: no attempt is lost. */
function demand(asked: Asked, { missing, focus }: Missing): void {
  put(verdictOf(asked), t(missing));
  focusOn(focus ?? one(asked.section, ".answer input, .answer select"));
}

function restore(asked: Asked, answer: Answer): void {
  const changed = answer.rev !== asked.rev;
  if (answer.response && !changed) {
    asked.fields.fill(answer.response);
    show(asked, mark(asked.question, answer.response), answer);
    return;
  }
  const survey = asked.question.rule.rule === "survey";
  const verdict = survey ? "noted" : answer.score >= 1 ? "right" : answer.score > 0 ? "partly" : "wrong";
  show(asked, { score: answer.score, verdict, feedback: [], parts: {} }, answer, changed ? "answer-kept" : "text-lost");
}

/** Nobody but the learner says how right it is. */
const isUnjudged = ({ rule }: Question): boolean => rule.rule === "survey" || rule.rule === "self";

function show(asked: Asked, marked: Mark, answer: Answer, lost = ""): void {
  const { section, fields, question } = asked;
  section.dataset["result"] = isUnjudged(question) ? "noted" : marked.verdict;
  section.toggleAttribute("data-done", answer.done);
  enable(asked, false, !answer.done);
  if (!lost || question.rule.rule === "self") fields.show(marked, answer.done);
  const said = showFeedback(section, marked.feedback);
  const verdict = verdictOf(asked);
  put(verdict, element("strong", {}, t(question.rule.rule === "self" ? "judged" : marked.verdict)), " ", points(asked, answer.score));
  if (lost) verdict.append(" ", t(lost));
  if (answer.done && marked.verdict !== "right") verdict.append(...solution(fields));
  if (said) verdict.setAttribute("aria-describedby", said);
  else verdict.removeAttribute("aria-describedby");
  const explanation = one(section, ".explanation");
  if (explanation) explanation.hidden = !answer.done || !explanation.textContent?.trim();
  attemptsLeft(asked, answer.attempts, answer.done);
}

const points = ({ question, session }: Asked, score: number): string =>
  question.points ? t("points", { score: number(score * question.points, session.course.lang), points: question.points }) : "";

function solution(fields: Fields): HTMLElement[] {
  const texts = fields.solution();
  if (!texts.length) return [];
  const box = element("div", { class: "solution" }, element("span", {}, t("right-answer")), " ");
  box.append(texts.length > 1 ? element("ol", {}, ...texts.map((text) => element("li", {}, text))) : texts[0] ?? "");
  return [box];
}

/** The ids of the feedback that is now shown. */
function showFeedback(section: HTMLElement, wanted: string[]): string {
  const shown = all(section, ".feedback").filter((part) => {
    const code = part.dataset["for"] ?? "";
    part.hidden = !wanted.includes(code);
    part.id ||= `${section.id}-feedback-${code}`;
    return !part.hidden;
  });
  return shown.map(({ id }) => id).join(" ");
}

function enable(asked: Asked, answering: boolean, more: boolean): void {
  const { section } = asked;
  const fieldset = one<HTMLFieldSetElement>(section, "fieldset");
  if (fieldset) fieldset.disabled = !answering;
  const [check, retry] = [one(section, ".check"), one(section, ".retry")];
  if (check) check.hidden = !answering;
  if (retry) retry.hidden = answering || !more;
}

function attemptsLeft(asked: Asked, used: number, done = false): void {
  const { question, section } = asked;
  const left = question.attempts - used;
  const note = one(section, ".attempts");
  if (note) note.textContent = question.attempts > 0 && !done && !isUnjudged(question) ? t("attempts-left", { n: Math.max(0, left) }) : "";
}

function again(asked: Asked): void {
  const { section, fields } = asked;
  delete section.dataset["result"];
  enable(asked, true, false);
  fields.clear();
  showFeedback(section, []);
  put(verdictOf(asked));
  asked.since = performance.now();
  focusOn(one(section, ".answer input, .answer select, .answer textarea, .answer button:not(:disabled)"));
}

