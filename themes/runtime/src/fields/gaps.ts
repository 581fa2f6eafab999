// cloze: fields in the middle of a text.

import { all, element, hiddenText, one } from "../dom.ts";
import { t } from "../texts.ts";
import type { MakeFields } from "./fields.ts";
import { optionText, shuffleOptions } from "./parts.ts";

type Control = HTMLInputElement | HTMLSelectElement;

export const gaps: MakeFields = (question, answer, seed) => {
  const rules = question.rule.rule === "gaps" ? question.rule.gaps : [];
  const controls = rules.map((_, place) => one<Control>(answer, `[data-gap="${place + 1}"]`));
  controls.forEach((control, place) => {
    if (control && !control.labels?.length && !control.hasAttribute("aria-label")) control.setAttribute("aria-label", t("gap", { n: place + 1 }));
    if (control instanceof HTMLSelectElement && question.shuffle) shuffleOptions(control, `${seed} ${place}`);
  });
  const words = (value: string, control: Control | null): string => (control instanceof HTMLSelectElement && value ? optionText(control, value) : value);
  const values = (): string[] => controls.map((control) => control?.value.trim() ?? "");
  const entered = (): string[] => (values().some(Boolean) ? values() : []);
  return {
    read: () => (entered().length ? entered() : { missing: "fill-first" }),
    draft: entered,
    fill: (response) => controls.forEach((control, place) => { if (control) control.value = response[place] ?? ""; }),
    words: () => controls.map((control) => words(control?.value.trim() ?? "", control)),
    show: (mark) => controls.forEach((control, place) => { if (control) markGap(control, mark.parts[place + 1] === true); }),
    clear: () => {
      controls.forEach((control) => { if (control) delete control.dataset["mark"]; });
      all(answer, ".gap-mark").forEach((sign) => sign.remove());
    },
    solution: () => rules.map((gap, place) => words(gap.accept[0] ?? "", controls[place] ?? null)),
  };
};

/** Fields cannot hold a sign: it stands behind them. */
function markGap(control: Control, right: boolean): void {
  const kind = right ? "right" : "wrong";
  control.dataset["mark"] = kind;
  control.after(element("span", { class: "gap-mark", "data-mark": kind }, hiddenText(` (${t(`mark-${kind}`)})`)));
}
