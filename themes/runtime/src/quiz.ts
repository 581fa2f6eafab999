// A quiz on its page: what it is, the attempt, handing in, the result, and looking back.

import { attemptsLeft, begin, finish, markKnown, orderOf, refsOf, repaired, worth } from "./attempt.ts";
import { clockOf, stopClock } from "./clock.ts";
import { enliven } from "./content.ts";
import { all, announce, element, focusOn, one, put } from "./dom.ts";
import { button } from "./notices.ts";
import type { Place } from "./progress.ts";
import { review, set } from "./questions.ts";
import { opened } from "./secrecy.ts";
import type { Shown } from "./secrecy.ts";
import { keepDraft } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { mark } from "./score.ts";
import type { Session } from "./session.ts";
import { isAnswered } from "./state.ts";
import type { QuizState } from "./state.ts";
import { number, t } from "./texts.ts";
import type { Module, Page, Question, QuestionRef, QuizRef } from "./types.ts";

interface Board {
  session: Session;
  place: Place;
  quiz: QuizRef;
  questions: Map<number, Question>;
  root: HTMLElement;
  panel: HTMLElement;
  muted: boolean;
  changed: () => void;
}

/** Brings the quizzes of a page to life; `changed` is told of everything that may count. */
export function setUpQuizzes(session: Session, place: Place, page: Page, root: HTMLElement, muted: boolean, changed: () => void): void {
  for (const quiz of place.page.quizzes ?? []) {
    const own = all(root, "[data-quiz]").find((found) => found.dataset["quiz"] === quiz.id);
    const panel = own && one(own, ".quiz-panel");
    if (!own || !panel) continue;
    const questions = new Map(place.page.questions.flatMap((ref) => page.questions.filter(({ id }) => id === ref.id).map((question): [number, Question] => [ref.slot, question])));
    show({ session, place, quiz, questions, root: own, panel, muted, changed });
  }
}

const attemptOf = ({ session, quiz }: Board): QuizState | undefined => session.state().quizzes.get(quiz.slot);

function show(board: Board): void {
  const attempt = attemptOf(board);
  const intro = one(board.root, ".quiz-intro");
  if (intro) intro.hidden = attempt !== undefined && !attempt.open;
  if (attempt?.open) work(board, mended(board, attempt));
  else if (attempt?.finished) look(board, attempt, "");
  else start(board);
}

// Before

function start(board: Board): void {
  const { panel, quiz } = board;
  put(panel, element("p", {}, t(`quiz.about.${quiz.mode}`)), facts(board), element("p", { class: "actions" }, beginButton(board, "quiz.begin")));
}

function facts({ session, quiz }: Board): HTMLElement {
  const attempt = session.state().quizzes.get(quiz.slot);
  const asked = quiz.draws.reduce((sum, { from, count }) => sum + Math.min(count, from.length), 0);
  const lines = [
    t("quiz.questions", { n: asked }),
    quiz.minutes ? t("quiz.minutes", { n: quiz.minutes }) : "",
    quiz.pass !== null && quiz.mode !== "pre-test" ? t("quiz.pass", { score: number(quiz.pass, session.course.lang) }) : "",
    quiz.attempts ? t("attempts-left", { n: attemptsLeft(quiz, attempt) }) : "",
  ];
  return element("ul", { class: "quiz-facts" }, ...lines.filter(Boolean).map((line) => element("li", {}, line)));
}

function beginButton(board: Board, label: string): HTMLElement {
  const { session, quiz } = board;
  const made = button(t(label), () => {
    session.change((state) => begin(state, quiz, session.learner));
    show(board);
    focusOn(one(board.panel, ".question legend") ?? board.panel);
    board.changed();
  });
  made.classList.add("quiz-begin");
  return made;
}

/** What was taken out of the course since then has something else in its place, and the learner is told. */
function mended(board: Board, attempt: QuizState): string {
  const { session, quiz } = board;
  const { drawn, replaced, leftOut } = repaired(quiz, attempt);
  if (!replaced && !leftOut) return "";
  session.change((state) => state.quizzes.set(quiz.slot, { ...attempt, drawn }));
  return [replaced ? t("quiz.replaced") : "", leftOut ? t("quiz.left-out") : ""].filter(Boolean).join(" ");
}

// The attempt

/** A copy of a question as the page has it, numbered. */
function section(board: Board, question: Question, place: string, html?: string): HTMLElement {
  const template = one<HTMLTemplateElement>(board.root, "template.quiz-questions");
  const found = html === undefined ? template && all(template.content, "[data-question]").find((part) => part.dataset["question"] === question.id) : fromHtml(html);
  const copy = (found?.cloneNode(true) ?? element("section")) as HTMLElement;
  const label = one(copy, ".question-label");
  if (label) label.textContent = place;
  return copy;
}

function fromHtml(html: string): HTMLElement | null {
  const holder = element("div");
  holder.innerHTML = html;
  return holder.firstElementChild as HTMLElement | null;
}

interface Item {
  ref: QuestionRef;
  question: Question;
  section: HTMLElement;
  draft?: Draft;
}

function itemsOf(board: Board, attempt: QuizState, openUp: boolean): Item[] {
  const refs = refsOf(board.place.page, orderOf(board.quiz, attempt));
  return refs.flatMap((ref, i) => {
    const plain = board.questions.get(ref.slot);
    if (!plain) return [];
    const { html, ...question }: Shown = openUp ? opened(plain) : plain;
    return [{ ref, question, section: section(board, question, t("quiz.number", { n: i + 1, total: refs.length }), html) }];
  });
}

function work(board: Board, note: string): void {
  const { panel, quiz, session, place, muted } = board;
  const attempt = attemptOf(board);
  if (!attempt) return;
  const items = itemsOf(board, attempt, false);
  const list = element("div", { class: "quiz-list" }, ...items.map((item) => item.section));
  const end = element("div", { class: "quiz-end" });
  const face = element("div", { class: "quiz-time", role: "timer" });
  put(panel, ...(note ? [element("p", { class: "quiz-note" }, note)] : []), ...(quiz.minutes ? [face] : []), list, end);
  enliven(list, muted);
  for (const item of items) {
    const setting = { session, place, question: item.question, ref: item.ref, section: item.section, seed: String(attempt.seed) };
    if (quiz.mode === "practice") set({ ...setting, answered: () => { drawEnd(board, items, end); board.changed(); } });
    else item.draft = keepDraft({ ...setting, answered: () => { drawEnd(board, items, end); } });
  }
  drawEnd(board, items, end);
  if (quiz.minutes) clockOf(session, quiz, attempt).attach(face, () => handIn(board, items, t("quiz.time-up")));
}

const unanswered = ({ session, quiz }: Board, items: Item[]): Item[] => items.filter(({ ref }) => {
  const answer = session.state().answers.get(ref.slot);
  return quiz.mode === "practice" ? !isAnswered(answer) : !(answer?.draft && answer.response);
});

const handInKey = ({ quiz }: Board): string => (quiz.mode === "practice" ? "quiz.finish" : "quiz.hand-in");

/** The way out: first what is missing, then the last word. */
function drawEnd(board: Board, items: Item[], end: HTMLElement): void {
  const summary = one(end, ".quiz-summary");
  if (!summary) {
    put(end, element("p", { class: "actions" }, button(t(handInKey(board)), () => openSummary(board, items, end))));
    return;
  }
  put(summary, ...missing(board, items), element("p", { class: "actions" },
    button(t(board.quiz.mode === "practice" ? "quiz.finish" : "quiz.hand-in-now"), () => handIn(board, items, "")),
    button(t("quiz.back"), () => {
      summary.remove();
      drawEnd(board, items, end);
      focusOn(items[0] ? one(items[0].section, "legend") : end);
    })));
}

function openSummary(board: Board, items: Item[], end: HTMLElement): void {
  items.forEach(({ draft }) => draft?.keep());
  put(end, element("section", { class: "quiz-summary", "aria-label": t(handInKey(board)), tabindex: "-1" }));
  drawEnd(board, items, end);
  focusOn(one(end, ".quiz-summary"));
}

function missing(board: Board, items: Item[]): HTMLElement[] {
  const open = unanswered(board, items);
  if (!open.length) return [element("p", {}, t("quiz.all-answered"))];
  const links = open.map((item) => {
    const link = button(t("quiz.number", { n: items.indexOf(item) + 1, total: items.length }), () => {
      item.section.scrollIntoView();
      focusOn(one(item.section, "legend"));
    });
    link.classList.add("quiz-link");
    return element("li", {}, link);
  });
  return [element("p", {}, t("quiz.unanswered", { n: open.length })), element("ul", { class: "quiz-missing" }, ...links)];
}

/** Everything that was answered counts, whether the learner or the clock ended it. */
function handIn(board: Board, items: Item[], why: string): void {
  const { session, place, quiz } = board;
  items.forEach(({ draft }) => draft?.keep());
  stopClock(quiz);
  if (!attemptOf(board)?.open) { // another window was faster
    show(board);
    return;
  }
  for (const { ref, question, draft } of items) {
    const answer = session.state().answers.get(ref.slot);
    if (!draft || !answer?.draft || !answer.response) continue;
    const whole = opened(question);
    session.answer({ place, question: whole, slot: ref.slot, response: answer.response, words: draft.words(), mark: mark(whole, answer.response), latency: draft.latency() }, true);
  }
  const refs = items.map(({ ref }) => ref);
  session.change((state) => {
    if (quiz.mode === "pre-test") markKnown(state, quiz, refs, session.course.modules, place.module.id);
    finish(state, quiz, refs);
  });
  const attempt = attemptOf(board);
  if (attempt) look(board, attempt, why);
  if (board.root.isConnected) focusOn(one(board.panel, ".quiz-result"));
  else announce(why);
  board.changed();
}

// Afterwards

function look(board: Board, attempt: QuizState, why: string): void {
  const { panel, quiz, session, place, muted } = board;
  const intro = one(board.root, ".quiz-intro");
  if (intro) intro.hidden = true;
  const items = itemsOf(board, attempt, true);
  const again = attemptsLeft(quiz, attempt) > 0 ? [element("p", { class: "actions" }, beginButton(board, "retry"))] : [];
  const gone = attempt.drawn.length > items.length ? [element("p", { class: "quiz-note" }, t("quiz.left-out"))] : [];
  const list = element("div", { class: "quiz-list" }, ...items.map((item) => item.section));
  put(panel, result(board, attempt, items, why), ...again, element("h3", {}, t("quiz.your-answers")), ...gone, list);
  enliven(list, muted);
  for (const { ref, question, section: own } of items) {
    review({ session, place, question, ref, section: own, seed: String(attempt.seed), answered: () => undefined });
  }
}

function result({ session, quiz, place }: Board, attempt: QuizState, items: Item[], why: string): HTMLElement {
  const percent = (share: number): string => number(Math.round(share * 1000) / 10, session.course.lang);
  const refs = items.map(({ ref }) => ref);
  const { share, possible } = worth(refs, session.state());
  const passed = quiz.pass === null || quiz.mode === "pre-test" ? "" : t(attempt.best * 100 >= quiz.pass - 1e-9 ? "quiz.passed" : "quiz.failed");
  const lines = [
    possible ? t("quiz.result", { score: percent(share) }) : "",
    attempt.finished > 1 && attempt.best > share ? t("quiz.best", { score: percent(attempt.best) }) : "",
    passed && quiz.pass !== null ? t("quiz.pass", { score: number(quiz.pass, session.course.lang) }) : "",
    quiz.attempts ? t("attempts-left", { n: attemptsLeft(quiz, attempt) }) : "",
  ];
  const box = element("div", { class: "quiz-result", tabindex: "-1", ...(passed ? { "data-passed": String(attempt.best * 100 >= (quiz.pass ?? 0) - 1e-9) } : {}) });
  if (why) box.append(element("p", {}, why));
  if (passed) box.append(element("p", { class: "quiz-verdict" }, element("strong", {}, passed)));
  box.append(...lines.filter(Boolean).map((line) => element("p", {}, line)));
  if (quiz.mode === "pre-test") box.append(...known(session, place, refs));
  return box;
}

/** A pre-test says what may be skipped; nothing is closed by it. */
function known(session: Session, place: Place, refs: QuestionRef[]): HTMLElement[] {
  const about = new Set(refs.map((ref) => ref.objective ?? place.module.id));
  const modules = session.course.modules.filter((module: Module) => about.has(module.id) && session.state().known.has(module.slot));
  if (!modules.length) return [element("p", {}, t("quiz.known-none"))];
  return [element("p", {}, t("quiz.known")), element("ul", {}, ...modules.map(({ title }) => element("li", {}, title))), element("p", {}, t("quiz.may-visit"))];
}
