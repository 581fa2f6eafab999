// Rules + state → complete? passed? how far? The twin of compiler/darslik/policy: both run tests/vectors/policy.json.

import { isAnswered } from "./state.ts";
import type { Answer, State } from "./state.ts";
import type { Condition, Course, Module, PageRef, QuestionRef, QuizRef } from "./types.ts";

export interface Outcome {
  /** 0..1; 1 exactly when completed */
  progress: number;
  completed: boolean;
  /** whether this course, or part of it, can be passed or failed at all */
  judged: boolean;
  /** null = not judged (yet): no pass rule, or not complete, or attempts are left */
  success: "passed" | "failed" | null;
  /** 0..1 of all points; null without anything that scores */
  score: number | null;
}

/** What a module, or a quiz, amounts to. Its id names it in every standard. */
export interface Objective extends Outcome {
  id: string;
  title: string;
  /** there is something to report */
  touched: boolean;
}

/** `need` and `done` are in pages, questions and the like. */
interface Judgement {
  need: number;
  done: number;
  holds: boolean;
  /** it will never hold: no attempt is left */
  dead: boolean;
}

/** What the rules are about: the whole course, or one of its modules. */
interface Scope {
  course: Course;
  /** "" = the whole course */
  id: string;
  pages: { page: PageRef; module: Module }[];
  state: State;
}

const CLOSE = 1e-9;
const EVERYTHING: Condition[] = [{ pages: 100 }, { questions: 100 }];

const pagesOf = (module: Module): PageRef[] => module.lessons.flatMap((lesson) => lesson.pages);
const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
const minutesOf = (modules: Module[]): number => sum(modules.flatMap((module) => module.lessons.map((lesson) => lesson.minutes)));
const modulesOf = (course: Course, id: string): Module[] => course.modules.filter((module) => !id || module.id === id);

function scopeOf(course: Course, id: string, state: State): Scope {
  return { course, id, state, pages: modulesOf(course, id).flatMap((module) => pagesOf(module).map((page) => ({ page, module }))) };
}

/** A pre-test makes a module known: it counts as done, with the share that the pre-test gave. */
const knownShare = (state: State, module: Module): number | null => (state.known.has(module.slot) ? state.knownShare.get(module.slot) ?? 0 : null);

interface Part<T> {
  ref: T;
  module: Module;
}
const freeQuestions = ({ pages }: Scope): Part<QuestionRef>[] => pages.flatMap(({ page, module }) => page.questions.filter(({ quiz }) => !quiz).map((ref) => ({ ref, module })));
const quizzesIn = ({ pages }: Scope): Part<QuizRef>[] => pages.flatMap(({ page, module }) => (page.quizzes ?? []).map((ref) => ({ ref, module })));

/** After a change that keeps what was given, the points of then go on to count. */
function pointsOf(ref: QuestionRef, answer: Answer | undefined): number {
  if (ref.scored === false) return 0;
  const since = isAnswered(answer) ? ref.history?.find(({ rev }) => rev > answer.rev) : undefined;
  return since ? since.points : ref.points;
}

const drawnIn = (quiz: QuizRef): number => sum(quiz.draws.map(({ from, count }) => Math.min(count, from.length)));

/** Of the drawn questions, as far as they are answered. */
function openShare({ course, state }: Scope, drawn: number[]): number {
  const refs = course.modules.flatMap(pagesOf).flatMap(({ questions }) => questions).filter(({ slot }) => drawn.includes(slot));
  const weights = refs.map((ref) => pointsOf(ref, state.answers.get(ref.slot)));
  const total = sum(weights);
  return total > 0 ? sum(refs.map(({ slot }, i) => (weights[i] ?? 0) * (state.answers.get(slot)?.score ?? 0))) / total : 0;
}

/** The best finished attempt; before there is one, what the open one is worth so far. */
function quizShare(scope: Scope, { ref, module }: Part<QuizRef>): number {
  const quiz = scope.state.quizzes.get(ref.slot);
  if (quiz?.finished) return quiz.best;
  return knownShare(scope.state, module) ?? (quiz?.open ? openShare(scope, quiz.drawn) : 0);
}

function scoreOf(scope: Scope): number | null {
  const { state } = scope;
  const parts: [weight: number, share: number][] = [
    ...freeQuestions(scope).map(({ ref, module }): [number, number] => {
      const answer = state.answers.get(ref.slot);
      return [pointsOf(ref, answer), isAnswered(answer) ? answer.score : knownShare(state, module) ?? 0];
    }),
    ...quizzesIn(scope).map((part): [number, number] => [part.ref.points, quizShare(scope, part)]),
  ];
  const total = sum(parts.map(([weight]) => weight));
  // Four decimals, and judged on what is reported: no "69.9999 is shown as 70 and failed".
  return total > 0 ? Math.round((sum(parts.map(([weight, share]) => weight * share)) / total) * 10000) / 10000 : null;
}

const isFinished = (state: State, { ref, module }: Part<QuizRef>): boolean => (state.quizzes.get(ref.slot)?.finished ?? 0) > 0 || state.known.has(module.slot);

function quizPassed(scope: Scope, part: Part<QuizRef>): boolean {
  return isFinished(scope.state, part) && (part.ref.pass === null || quizShare(scope, part) * 100 >= part.ref.pass - CLOSE);
}

/** No attempt is left, or none is needed. */
function quizOver(state: State, { slot, attempts }: QuizRef): boolean {
  const quiz = state.quizzes.get(slot);
  return quiz !== undefined && !quiz.open && (quiz.best >= 1 || (attempts > 0 && quiz.finished >= attempts));
}

/** Whether nothing that counts can be tried again. */
function allOver(scope: Scope): boolean {
  const { state } = scope;
  return (
    freeQuestions(scope).every(({ ref }) => pointsOf(ref, state.answers.get(ref.slot)) <= 0 || state.answers.get(ref.slot)?.done === true) &&
    quizzesIn(scope).every(({ ref }) => ref.points <= 0 || quizOver(state, ref))
  );
}

/** So many of so many; `percent` of them are asked for. */
function share(total: number, done: number, percent: number): Judgement {
  const need = Math.ceil((total * percent) / 100 - CLOSE);
  return { need, done: Math.min(done, need), holds: done >= need, dead: false };
}

function judgeQuestions(scope: Scope, percent: number): Judgement {
  const { state } = scope;
  const free = freeQuestions(scope);
  const quizzes = quizzesIn(scope).filter(({ ref }) => ref.mode !== "pre-test");
  const answered = free.filter(({ ref, module }) => isAnswered(state.answers.get(ref.slot)) || state.known.has(module.slot)).length;
  const finished = quizzes.filter((part) => isFinished(state, part));
  return share(free.length + sum(quizzes.map(({ ref }) => drawnIn(ref))), answered + sum(finished.map(({ ref }) => drawnIn(ref))), percent);
}

function judgeQuizzes(scope: Scope, ids: string[], passing: boolean): Judgement {
  const asked = quizzesIn(scope).filter(({ ref }) => ids.includes(ref.id));
  const done = asked.filter((part) => (passing ? quizPassed(scope, part) : isFinished(scope.state, part)));
  const left = asked.filter((part) => !done.includes(part));
  const size = (parts: Part<QuizRef>[]): number => sum(parts.map(({ ref }) => Math.max(1, drawnIn(ref))));
  return { need: size(asked), done: size(done), holds: !left.length, dead: left.some(({ ref }) => passing && quizOver(scope.state, ref)) };
}

function judgeModules({ course, state }: Scope, ids: string[], passing: boolean): Judgement {
  const asked = course.modules.filter(({ id }) => ids.includes(id)).map((module) => ({ size: Math.max(1, pagesOf(module).length), outcome: moduleOutcome(course, module, state) }));
  const fits = ({ completed, judged, success }: Outcome): boolean => (passing && judged ? success === "passed" : completed);
  return {
    need: sum(asked.map(({ size }) => size)), done: sum(asked.map(({ size, outcome: { progress } }) => size * progress)),
    holds: asked.every(({ outcome: one }) => fits(one)), dead: passing && asked.some(({ outcome: { success } }) => success === "failed"),
  };
}

function judge(scope: Scope, condition: Condition, passing: boolean): Judgement {
  const { state, pages } = scope;
  const seen = (of: Scope["pages"]): number => of.filter(({ page, module }) => state.pages.has(page.slot) || state.known.has(module.slot)).length;
  if ("pages" in condition) return share(pages.length, seen(pages), condition.pages);
  if ("page" in condition) {
    const named = pages.filter(({ page }) => condition.page.includes(page.id));
    return share(named.length, seen(named), 100);
  }
  if ("questions" in condition) return judgeQuestions(scope, condition.questions);
  if ("quizzes" in condition) return judgeQuizzes(scope, condition.quizzes, passing);
  if ("objectives" in condition) return judgeModules(scope, condition.objectives, passing);
  if ("score" in condition) {
    const score = scoreOf(scope) ?? 0;
    const holds = score >= condition.score / 100 - CLOSE;
    return { need: 1, done: holds ? 1 : Math.min(1, (score * 100) / condition.score), holds, dead: !holds && allOver(scope) };
  }
  const asked = condition.minutes * 60;
  return { need: 1, done: Math.min(1, state.seconds / asked), holds: state.seconds >= asked, dead: false };
}

/** What a rule for the whole course asks of one module: nothing about other modules, and its part of the time. */
function inModule(condition: Condition, scope: Scope): Condition[] {
  if ("objectives" in condition) return [];
  if ("page" in condition) {
    const page = condition.page.filter((id) => scope.pages.some((one) => one.page.id === id));
    return page.length ? [{ page }] : [];
  }
  if ("quizzes" in condition) {
    const quizzes = condition.quizzes.filter((id) => quizzesIn(scope).some(({ ref }) => ref.id === id));
    return quizzes.length ? [{ quizzes }] : [];
  }
  if (!("minutes" in condition)) return [condition];
  const { course, id } = scope;
  const all = minutesOf(course.modules);
  return all > 0 ? [{ minutes: (condition.minutes * minutesOf(modulesOf(course, id))) / all }] : [];
}

/** A score cannot be asked for where nothing scores. */
const possible = (conditions: Condition[], scope: Scope): Condition[] => (scoreOf(scope) === null ? conditions.filter((one) => !("score" in one)) : conditions);

function completeRules(scope: Scope): Condition[] {
  const { course, id } = scope;
  const own = modulesOf(course, id)[0]?.complete;
  if (!id) return course.complete;
  const found = possible(own ?? course.complete.flatMap((one) => inModule(one, scope)), scope);
  return found.length || !(own ?? course.complete).length ? found : EVERYTHING;
}

/** `mark` takes the place of the author's pass mark; null: there is none. */
function passRules(scope: Scope, mark: number | null): Condition[] | null {
  const { course, id } = scope;
  const own = id ? modulesOf(course, id)[0]?.pass : undefined;
  const asked = own ?? (id ? course.pass?.flatMap((one) => inModule(one, scope)) : course.pass) ?? [];
  const others = asked.filter((one) => !("score" in one));
  const found = possible(mark === null ? others : [...others, { score: mark * 100 }], scope);
  return found.length ? found : null;
}

/** The author's pass mark, 0..1; null if there is none. */
export function passMark(course: Course, scope = ""): number | null {
  const own = scope ? modulesOf(course, scope)[0]?.pass : undefined;
  const scores = (own ?? course.pass ?? []).flatMap((one) => ("score" in one ? [one.score] : []));
  return scores.length ? Math.max(...scores) / 100 : null;
}

/** `mark` is the pass mark in force, 0..1, or null: an LMS may have set its own. */
export function outcome(course: Course, id: string, state: State, mark: number | null): Outcome {
  const scope = scopeOf(course, id, state);
  const asked = completeRules(scope).map((condition) => judge(scope, condition, false));
  const completed = state.completed || (scope.pages.length > 0 && asked.every(({ holds }) => holds));
  const rules = passRules(scope, mark);
  const judgements = rules?.map((condition) => judge(scope, condition, true)) ?? [];
  const passed = state.passed || judgements.every(({ holds }) => holds);
  const failed = judgements.some(({ holds, dead }) => !holds && dead);
  const need = sum(asked.map((one) => one.need));
  const done = sum(asked.map((one) => one.done));
  return {
    progress: completed ? 1 : need > 0 ? Math.min(0.99, Math.round((done / need) * 100) / 100) : 0,
    completed, judged: rules !== null, success: !rules || !completed ? null : passed ? "passed" : failed ? "failed" : null, score: scoreOf(scope),
  };
}

/** What one module amounts to, judged by itself. */
export function moduleOutcome(course: Course, module: Module, state: State): Outcome {
  const seconds = sum(pagesOf(module).map(({ slot }) => state.pages.get(slot) ?? 0));
  return outcome(course, module.id, { ...state, completed: false, passed: false, seconds }, passMark(course, module.id));
}

/** The modules of the scope, then its quizzes. */
export function objectives(course: Course, id: string, state: State): Objective[] {
  const scope = scopeOf(course, id, state);
  const modules = modulesOf(course, id).map((module): Objective => ({
    ...moduleOutcome(course, module, state), id: module.id, title: module.title,
    touched: state.known.has(module.slot) || pagesOf(module).some(({ slot }) => state.pages.has(slot)),
  }));
  const quizzes = quizzesIn(scope).map((part): Objective => {
    const completed = isFinished(state, part);
    const passed = quizPassed(scope, part);
    const judged = part.ref.pass !== null;
    const success = !judged || !completed ? null : passed ? "passed" : quizOver(state, part.ref) ? "failed" : null;
    const score = completed ? Math.round(quizShare(scope, part) * 10000) / 10000 : null;
    return { id: quizObjective(part.ref.id), title: part.ref.title, progress: completed ? 1 : 0, completed, judged, success, score, touched: completed || state.quizzes.has(part.ref.slot) };
  });
  return [...modules, ...quizzes];
}

/** No module can have this id: their ids have no dots. */
export const quizObjective = (quiz: string): string => `quiz.${quiz}`;

export interface Open {
  pages: boolean;
  /** pages that are asked for by name */
  named: string[];
  questions: boolean;
  quizzes: string[];
  modules: string[];
  /** minutes that are still missing */
  minutes: number;
}

/** What completing still asks for. */
export function open(course: Course, id: string, state: State): Open {
  const scope = scopeOf(course, id, state);
  const missing = completeRules(scope).filter((condition) => !judge(scope, condition, false).holds);
  const found: Open = { pages: false, named: [], questions: false, quizzes: [], modules: [], minutes: 0 };
  for (const one of missing) {
    if ("pages" in one) found.pages = true;
    else if ("page" in one) found.named.push(...one.page);
    else if ("questions" in one) found.questions = true;
    else if ("quizzes" in one) found.quizzes.push(...one.quizzes);
    else if ("objectives" in one) found.modules.push(...one.objectives);
    else if ("minutes" in one) found.minutes = Math.max(found.minutes, Math.ceil(one.minutes - state.seconds / 60));
  }
  return found;
}
