// How long a learner is at the course: while it can be seen, and something was done in it not long ago.

/** Who reads a long page without touching anything is still there; who went for a coffee is not. */
const IDLE = 180_000;
const TICK = 5_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "scroll", "touchstart", "wheel", "input", "play", "timeupdate"];

/** Tells the active seconds as they pass. */
export function countTime(spend: (seconds: number) => void): void {
  let since = performance.now();
  let active = since;
  const seen = (): boolean => document.visibilityState === "visible";
  const count = (): void => {
    const now = performance.now();
    // A sleeping computer fires no timers: what is longer than a few ticks was no activity.
    const spent = Math.min(now, active + IDLE) - since;
    if (spent > 0) spend(Math.min(spent, 4 * TICK) / 1000);
    since = now;
  };
  for (const sign of SIGNS) document.addEventListener(sign, () => { active = performance.now(); }, { capture: true, passive: true });
  document.addEventListener("visibilitychange", () => {
    if (!seen()) count();
    since = active = performance.now();
  }, true);
  setInterval(() => { if (seen()) count(); }, TICK);
}
