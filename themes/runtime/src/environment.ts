// What adapters need of the browser, so that tests can give them something else.

export interface Store {
  read(key: string): string | null;
  /** false = this browser does not keep anything */
  write(key: string, value: string): boolean;
  remove(key: string): void;
}

export interface Environment {
  window: Window;
  /** milliseconds that only go forward: a learner may set the clock */
  now(): number;
  date(): Date;
  wait(ms: number): Promise<void>;
  fetch: typeof fetch;
  store: Store;
  /** Whether the server can be reached; true if there is no telling. Looked into at most once a minute unless `now`. */
  connected(now: boolean): Promise<boolean>;
  random(): number;
}

/** localStorage may be missing, full or forbidden; every access can throw. */
export function localStore(win: Window): Store {
  const attempt = <T>(action: (storage: Storage) => T, otherwise: T): T => {
    try {
      return action(win.localStorage);
    } catch {
      return otherwise;
    }
  };
  return {
    read: (key) => attempt((storage) => storage.getItem(key), null),
    // Some private windows accept everything and keep nothing.
    write: (key, value) => attempt((storage) => { storage.setItem(key, value); return storage.getItem(key) === value; }, false),
    remove: (key) => attempt((storage) => storage.removeItem(key), undefined),
  };
}

/** The longest time for which a machine is believed to have slept. */
const SLEEP_MAX = 7 * 86_400_000;

/**
 * The time of day, for which the clock is read once: whoever sets it meanwhile sets nothing here. Only a page that comes
 * back to the foreground reads it again, since the other clock may stand still while a machine sleeps.
 */
export function steadyDate(doc: Pick<Document, "addEventListener" | "visibilityState">, clock: () => number, ticks: () => number): () => Date {
  let began = clock() - ticks();
  doc.addEventListener("visibilitychange", () => {
    const slept = clock() - ticks() - began;
    if (doc.visibilityState === "visible" && slept > 0 && slept < SLEEP_MAX) began += slept;
  });
  return () => new Date(began + ticks());
}

const PROBE_PAUSE = 60_000;
const PROBE_TIMEOUT = 8_000;

/**
 * Some LMSs answer "saved" with the network down. A request for one byte of the package tells; it counts only where it
 * has worked before (a policy may forbid requests).
 */
function connectionProbe(win: Window): Environment["connected"] {
  let works: boolean | null = null;
  let last = -Infinity;
  return async (now) => {
    if (!/^http/.test(win.location.protocol) || works === false || (!now && performance.now() - last < PROBE_PAUSE)) return true;
    last = performance.now();
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), PROBE_TIMEOUT);
    try {
      await (await fetch("assets/course.js", { cache: "no-store", headers: { Range: "bytes=0-0" }, signal: control.signal })).text();
      return (works = true);
    } catch {
      if (works === null) works = false;
      return !works;
    } finally {
      clearTimeout(timer);
    }
  };
}

export function browserEnvironment(win: Window): Environment {
  return {
    window: win, store: localStore(win),
    now: () => performance.now(), date: steadyDate(win.document, () => Date.now(), () => performance.now()), random: Math.random,
    wait: (ms) => new Promise((resolve) => { setTimeout(resolve, ms); }),
    connected: connectionProbe(win),
    fetch: (input, init) => fetch(input, init),
  };
}
