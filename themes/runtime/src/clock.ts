// The time limit of a quiz: it runs while the course is open, asks before it ends, and can be extended with one press.

import { MAX_EXTENSIONS, allowed, warningAt } from "./attempt.ts";
import { announce, element } from "./dom.ts";
import { button } from "./notices.ts";
import type { Session } from "./session.ts";
import type { QuizState, State } from "./state.ts";
import { t } from "./texts.ts";
import type { QuizRef } from "./types.ts";

export interface Clock {
  /** Where the time is shown from now on, and who is told that it is up. */
  attach(face: HTMLElement, up: () => void): void;
  stop(): void;
}

const TICK = 1000;
/** Seconds after which the time is saved though nothing else happened. */
const SAVE = 30;

const running = new Map<number, { seed: number; clock: Clock }>();

/** The one clock of an attempt: it goes on while the learner looks at another page. */
export function clockOf(session: Session, quiz: QuizRef, { seed }: QuizState): Clock {
  const known = running.get(quiz.slot);
  if (known?.seed === seed) return known.clock;
  known?.clock.stop();
  const clock = start(session, quiz, seed);
  running.set(quiz.slot, { seed, clock });
  return clock;
}

export function stopClock(quiz: QuizRef): void {
  running.get(quiz.slot)?.clock.stop();
  running.delete(quiz.slot);
}

export function timeText(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  return left > 60 ? t("quiz.minutes-left", { n: Math.ceil(left / 60) }) : t("quiz.seconds-left", { n: left });
}

function start(session: Session, quiz: QuizRef, seed: number): Clock {
  let face: HTMLElement | null = null;
  let up = (): void => undefined;
  let last = performance.now();
  let rest = 0; // parts of a second not yet counted
  let sinceSave = 0;
  let warned = -1; // the extension whose end was warned of
  let dialog: HTMLDialogElement | null = null;

  const attempt = (): QuizState | undefined => {
    const now = session.state().quizzes.get(quiz.slot);
    return now?.open && now.seed === seed ? now : undefined;
  };

  const show = (left: number): void => {
    const text = timeText(left);
    if (face && face.textContent !== text) face.textContent = text;
    const shown = dialog?.querySelector(".quiz-time");
    if (shown && shown.textContent !== text) shown.textContent = text;
  };

  const close = (): void => {
    dialog?.close();
    dialog?.remove();
    dialog = null;
  };

  const extend = (): void => {
    close();
    session.change((state) => {
      const now = state.quizzes.get(quiz.slot);
      if (now) now.extended = Math.min(now.extended + 1, MAX_EXTENSIONS);
    });
    tick();
    announce(t("quiz.extended"));
  };

  const warn = (now: QuizState): void => {
    warned = now.extended;
    dialog = warning(quiz, timeText(allowed(quiz, now) - now.used), now.extended < MAX_EXTENSIONS ? extend : null, close);
  };

  const count = (now: QuizState, seconds: number): void => {
    const whole = Math.floor(seconds);
    rest = seconds - whole;
    if (!whole) return;
    sinceSave += whole;
    const save = sinceSave >= SAVE;
    if (save) sinceSave = 0;
    const counted = (state: State): void => void state.quizzes.set(quiz.slot, { ...now, used: now.used + whole });
    if (save) session.change(counted);
    else counted(session.state()); // no reason of its own to save: what is lost with a window is lost in the learner's favour
  };

  const tick = (): void => {
    const passed = (performance.now() - last) / 1000 + rest;
    last = performance.now();
    const before = attempt();
    if (!before) {
      halt();
      return;
    }
    // Nobody's time ends without having been asked: up to the warning in an unseen window, not beyond.
    const limit = allowed(quiz, before);
    const asked = warned === before.extended;
    const most = asked ? limit : Math.max(before.used, limit - warningAt(quiz));
    count(before, Math.min(passed, most - before.used));
    const now = attempt();
    if (!now) return;
    const left = limit - now.used;
    show(left);
    if (left <= 0) {
      halt();
      up();
    } else if (left <= warningAt(quiz) && !asked && document.visibilityState === "visible") {
      warn(now);
    }
  };

  const timer = setInterval(tick, TICK);
  const halt = (): void => {
    clearInterval(timer);
    close();
  };
  return {
    attach(shown, then) {
      [face, up] = [shown, then];
      tick();
    },
    stop: halt,
  };
}

/** Over everything else, with the focus on the way out: whoever writes must not have to look for it. */
function warning(quiz: QuizRef, left: string, extend: (() => void) | null, close: () => void): HTMLDialogElement {
  const more = extend ? [button(t("quiz.more-time", { n: quiz.minutes }), extend)] : [];
  const enough = button(t("quiz.enough-time"), close);
  const dialog = element("dialog", { class: "quiz-warning", "aria-labelledby": "quiz-warning-title", "aria-describedby": "quiz-warning-why" },
    element("h2", { id: "quiz-warning-title" }, extend ? t("quiz.time-warning") : t("quiz.last-time-warning")),
    element("p", { id: "quiz-warning-why" }, element("span", { class: "quiz-time" }, left), ". ", t("quiz.time-warning-why")),
    element("p", { class: "actions" }, ...more, enough));
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  document.body.append(dialog);
  if (typeof dialog.showModal === "function") dialog.showModal();
  else dialog.setAttribute("open", "");
  (more[0] ?? enough).focus();
  return dialog;
}
