// A question of an exam while the exam is open: what is entered is kept, nothing is said about it.

import { all, one } from "./dom.ts";
import { fieldsOf } from "./fields.ts";
import type { Fields } from "./fields.ts";
import type { Setting } from "./questions.ts";
import { inOrder } from "./responses.ts";
import { mark } from "./score.ts";
import { freshAnswer } from "./state.ts";
import { t } from "./texts.ts";
import type { Question } from "./types.ts";

export interface Draft {
  /** Keeps what was entered and not kept yet. */
  keep(): void;
  words(): string[];
  /** milliseconds that the learner was at it */
  latency(): number;
}

/** Drafts on the page, for what cannot wait for a pause. */
const kept = new Set<() => void>();

/** Keeps everything that was entered until now: the page is about to be built anew. */
export function keepDrafts(): void {
  kept.forEach((keep) => keep());
  kept.clear();
}

/** Who types is not interrupted by saving at each letter. */
const PAUSE = 1500;

/** Items whose order is right by chance could not be answered: whoever leaves them as they are did nothing. */
function disturb(question: Question, fields: Fields): void {
  const order = question.rule.rule === "sequence" ? fields.read() : [];
  if (Array.isArray(order) && order.length > 1 && mark(question, order).verdict === "right") fields.fill([...order.slice(1), ...order.slice(0, 1)]);
}

export function keepDraft({ session, question, ref, section, seed, answered }: Setting): Draft {
  const fields = fieldsOf(question, section, `${seed} ${question.id}`);
  const status = one(section, ".attempts");
  const check = one(section, ".check");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pending = false;
  let spent = 0;
  let since = 0;

  const stored = (): string[] | null => {
    const answer = session.state().answers.get(ref.slot);
    return answer?.draft ? answer.response : null;
  };
  const tell = (): void => { if (status) status.textContent = t(stored() ? "quiz.kept" : "quiz.empty"); };

  const keep = (): void => {
    clearTimeout(timer);
    if (!pending) return;
    pending = false;
    const read = fields.read();
    const response = Array.isArray(read) ? inOrder(question.rule, read) : null;
    if (JSON.stringify(response) === JSON.stringify(stored())) return;
    session.change((state) => {
      const before = state.answers.get(ref.slot) ?? freshAnswer(ref.rev);
      state.answers.set(ref.slot, { ...before, response, draft: response !== null });
    });
    tell();
    answered();
  };

  const soon = (ms: number) => (): void => {
    pending = true;
    clearTimeout(timer);
    timer = setTimeout(keep, ms);
  };

  section.addEventListener("input", soon(PAUSE));
  section.addEventListener("change", soon(0));
  one(section, ".answer")?.addEventListener("click", (event) => { if ((event.target as Element).closest("button")) soon(0)(); });
  one(section, ".answer")?.addEventListener("pointerup", (event) => { if ((event.target as Element).closest(".handle, .item, [draggable]")) soon(0)(); });
  section.addEventListener("focusin", () => { since ||= performance.now(); });
  section.addEventListener("focusout", () => {
    if (since) spent += performance.now() - since;
    since = 0;
  });
  one(section, "form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    soon(0)();
  });

  kept.add(keep);
  if (check) check.hidden = true;
  const hint = one<HTMLDetailsElement>(section, ".hint");
  if (hint && session.state().answers.get(ref.slot)?.hinted) hint.open = true;
  hint?.addEventListener("toggle", () => {
    if (!hint.open || !question.hintCost || session.state().answers.get(ref.slot)?.hinted) return;
    session.change((state) => state.answers.set(ref.slot, { ...(state.answers.get(ref.slot) ?? freshAnswer(ref.rev)), hinted: true }));
  });
  const before = stored();
  if (before) fields.fill(before);
  else disturb(question, fields);
  tell();
  all(section, ".retry").forEach((button) => { button.hidden = true; });
  return { keep, words: () => fields.words(), latency: () => spent + (since ? performance.now() - since : 0) };
}
