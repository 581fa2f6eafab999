// A layer over an LMS's API object that accepts only what the strictest LMS accepts, and keeps a list of what it refused.
"use strict";
var strict = (() => {
  /** Counts of the arrays in a flat data model: {"cmi.interactions": 3, "cmi.interactions.0.objectives": 1}. */
  function countsOf(values) {
    const counts = {};
    for (const element of Object.keys(values)) {
      for (const found of element.matchAll(/\.(\d+)(?=\.)/g)) {
        const array = element.slice(0, found.index);
        counts[array] = Math.max(counts[array] || 0, Number(found[1]) + 1);
      }
    }
    return counts;
  }

  /** The innermost record an element belongs to: cmi.interactions.0 for cmi.interactions.0.type. */
  const recordOf = (element) => (element.match(/^cmi\.[a-z_]+\.\d+(?=\.)/) || [""])[0];

  class Refusal {
    constructor(rule, code, why) {
      Object.assign(this, { rule, code, why });
    }
  }

  /**
   * @param standard rules12 or rules2004
   * @param inner the API object that does the work
   * @param options restored: flat data model at launch; faults: see the server; report(call): told of every call
   */
  return function strict(standard, inner, { restored, faults, report }) {
    const { codes, methods } = standard;
    const elements = standard.elements.map(([pattern, access, check]) => [new RegExp(pattern), access, check]);
    const values = { ...restored };
    const counts = countsOf(values);
    let state = "before";
    let own = null; // our last error; null: ask the API behind us
    let number = 0;
    let lies = faults.commit_lies || 0;
    let leaving = false;
    if (faults.leaving_lost) addEventListener("pagehide", () => { leaving = true; });

    const refuse = (rule, code, why) => { throw new Refusal(rule, code, why); };
    const context = (element) => ({ record: recordOf(element), value: (name) => values[name] });

    function emptyArgument(args) {
      if (args.length !== 1 || args[0] !== "") refuse("T2", codes.argument, "the argument must be the empty string");
    }

    function running(what) {
      if (state === "before") refuse("T3", codes[`${what}Before`], `${what} before initialize`);
      if (state === "after") refuse("T3", codes[`${what}After`], `${what} after terminate`);
    }

    function find(element) {
      if (typeof element !== "string") refuse("T4", codes.argument, "the element's name is not a string");
      const found = elements.find(([pattern]) => pattern.test(element));
      if (!found) refuse(/^(cmi|adl)\b/.test(element) ? "T4" : "T5", codes.undefinedElement, "no such element, or a container");
      return found;
    }

    /** Indices follow one another without gaps; a record begins with its id. */
    function checkOrder(element) {
      for (const found of element.matchAll(/\.(\d+)\.([a-z_]+)/g)) {
        const array = element.slice(0, found.index);
        const count = counts[array] || 0;
        const index = Number(found[1]);
        if (index > count) refuse("T4", codes.order, `index ${index} while ${array} has ${count}`);
        const first = /correct_responses$/.test(array) ? "pattern" : /comments_from/.test(array) ? null : "id";
        if (index === count && first && found[2] !== first) refuse("T4", codes.dependency, `${found[2]} before ${first}`);
      }
    }

    /** Reading beyond the end of an array. */
    function checkIndex(element) {
      for (const found of element.matchAll(/\.(\d+)\./g)) {
        const array = element.slice(0, found.index);
        if (Number(found[1]) >= (counts[array] || 0)) refuse("T4", codes.beyond, `${array} has no index ${found[1]}`);
      }
    }

    function checkObjectiveId(element, value) {
      if (!/^cmi\.objectives\.\d+\.id$/.test(element)) return;
      if (element in values && values[element] !== value) refuse("T4", codes.order, "an objective's id cannot change");
      for (const [other, taken] of Object.entries(values)) {
        if (other !== element && /^cmi\.objectives\.\d+\.id$/.test(other) && taken === value) {
          refuse("T4", codes.order, "two objectives with one id");
        }
      }
    }

    function checkSet(element, value) {
      const [, access, check] = find(element);
      if (/\._(children|count|version)$/.test(element)) refuse("T4", codes.keyword, "a keyword cannot be set");
      if (access === "r") refuse("T4", codes.readOnly, "read-only");
      if (typeof value !== "string") refuse("T4", codes.format, `a ${typeof value}, not a string`);
      checkOrder(element);
      const why = check(value, context(element));
      if (why) refuse("T4", codes.format, why);
      checkObjectiveId(element, value);
    }

    /** What this LMS alone does not take. */
    function checkTaste(element, value) {
      if (faults.state_limit && element === "cmi.suspend_data" && value.length > faults.state_limit) {
        refuse("LMS", codes.format, `${value.length} characters of state; this LMS takes ${faults.state_limit}`);
      }
      for (const [part, pattern] of faults.refuse_values || []) {
        if (element.includes(part) && new RegExp(pattern).test(value)) refuse("LMS", codes.format, `this LMS refuses ${pattern}`);
      }
    }

    function remember(element, value) {
      values[element] = value;
      for (const [array, count] of Object.entries(countsOf({ [element]: value }))) {
        counts[array] = Math.max(counts[array] || 0, count);
      }
    }

    /** An error of the API behind us is a violation too, except the harmless "not set yet". */
    function innerError(harmless = []) {
      const code = Number(inner[methods.lastError]());
      if (code !== 0 && !harmless.includes(code)) refuse("T4", code, inner[methods.errorString](String(code)));
    }

    const actions = {
      initialize(args) {
        emptyArgument(args);
        if (faults.init_false) return "false";
        if (faults.init_refused) {
          state = "running";
          inner[methods.initialize]("");
          own = codes.initializedTwice;
          return "false";
        }
        if (state === "running") refuse("T3", codes.initializedTwice, "initialised twice");
        if (state === "after") refuse("T3", codes.initializeAfterEnd, "initialised again after terminate");
        const answer = inner[methods.initialize]("");
        if (String(answer) === "true") state = "running";
        return answer;
      },
      terminate(args) {
        emptyArgument(args);
        running("terminate");
        state = "after";
        if (leaving) return "true";
        return inner[methods.terminate]("");
      },
      commit(args) {
        emptyArgument(args);
        running("commit");
        if (leaving) return "true";
        if (lies > 0) {
          lies -= 1;
          return "true";
        }
        return inner[methods.commit]("");
      },
      get(args) {
        if (args.length !== 1) refuse("T4", codes.argument, "needs exactly one argument");
        running("get");
        const [, access] = find(args[0]);
        if (access === "w") refuse("T4", codes.writeOnly, "write-only");
        checkIndex(args[0]);
        if (faults.empty && /\b(credit|entry|mode|lesson_mode|_count)$/.test(args[0])) return "";
        const answer = inner[methods.get](args[0]);
        innerError(standard.unsetIsFine);
        return answer;
      },
      set(args) {
        if (args.length !== 2) refuse("T4", codes.argument, "needs exactly two arguments");
        running("set");
        checkSet(args[0], args[1]);
        checkTaste(args[0], args[1]);
        if (faults.refuse && args[0].includes(faults.refuse)) {
          own = codes.general;
          return "false";
        }
        const answer = inner[methods.set](args[0], args[1]);
        innerError();
        remember(args[0], args[1]);
        return faults.set_false ? "false" : answer;
      },
      lastError() {
        return own === null ? inner[methods.lastError]() : String(own);
      },
      errorString(args) {
        if (args.length !== 1) refuse("T7", codes.argument, "needs an error code");
        if (!standard.known.includes(Number(args[0]))) refuse("T7", codes.argument, "unknown error code");
        return inner[methods.errorString](String(args[0]));
      },
      diagnostic(args) {
        if (args.length !== 1) refuse("T7", codes.argument, "needs an argument");
        return inner[methods.diagnostic](String(args[0]));
      },
    };

    const speaksOfErrors = new Set(["lastError", "errorString", "diagnostic"]);
    const failed = { get: "", lastError: "0", errorString: "", diagnostic: "" };

    function call(what, args) {
      if (faults.throws && !speaksOfErrors.has(what)) throw new Error("the LMS is broken");
      const entry = { n: number++, at: Date.now(), fn: what, args: args.map(String), violation: null };
      if (!speaksOfErrors.has(what)) own = null;
      try {
        entry.result = String(actions[what](args));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        entry.violation = { rule: error.rule, code: error.code, why: error.why };
        if (!speaksOfErrors.has(what)) own = error.code;
        entry.result = failed[what] ?? "false";
      }
      entry.error = own ?? Number(inner[methods.lastError]());
      report(entry);
      return entry.result;
    }

    const api = { values };
    for (const [what, name] of Object.entries(methods)) api[name] = (...args) => call(what, args);
    if (standard.version) api.version = standard.version;
    return api;
  };
})();
