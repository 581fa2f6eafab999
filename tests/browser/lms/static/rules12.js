// SCORM 1.2: every element of the data model, who may touch it, and in which form.
"use strict";
var rules12 = (() => {
  const { match, oneOf, text, all, oneLine, decimal, plainDecimal, identifier, state, parts, unique, optional } = formats;
  // One decimal place is read as hundredths by Moodle, so two or none.
  const timespan = match(/^\d{2,4}:[0-5]\d:[0-5]\d(\.\d\d)?$/, "not HHHH:MM:SS or HHHH:MM:SS.SS");
  const time = match(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/, "not a time of day HH:MM:SS");
  const score = decimal(0, 100);
  const single = match(/^[0-9a-z]$/, "not a single letter or digit");
  const braced = (check) => (value) => check(value.replace(/^\{(.*)\}$/, "$1"));
  const number = (value) => parts(/\[?:\]?/, plainDecimal)(value);
  const feedback = all(text(255), oneLine);
  const responses = {
    "true-false": match(/^[tf01]$/, "not t, f, 0 or 1"),
    choice: braced(all(parts(",", single), unique(","))),
    "fill-in": feedback,
    matching: braced(parts(",", match(/^[0-9a-z]\.[0-9a-z]$/, "not a pair like 1.a"))),
    performance: feedback,
    sequencing: parts(",", single),
    likert: single,
    numeric: plainDecimal,
  };
  const patterns = { ...responses, numeric: number };
  const byType = (table) => (value, context) => {
    const type = context.value(`${context.record}.type`);
    if (!type) return "type must be set before it";
    return all(text(255), optional(table[type]))(value, context);
  };

  const record = (array) => `^cmi\\.${array}\\.\\d+\\.`;
  const objective = record("objectives");
  const interaction = record("interactions");
  const status = oneOf("passed", "completed", "failed", "incomplete", "browsed");
  const result = (value) =>
    ["correct", "wrong", "unanticipated", "neutral"].includes(value) ? null : plainDecimal(value);

  // [element, access (r, w or rw), format]
  const elements = [
    ["^cmi\\.(_version|(core|core\\.score|objectives|interactions|student_data|student_preference)\\._children)$", "r"],
    [`${objective}score\\._children$`, "r"],
    [`^cmi\\.(objectives|interactions)\\._count$|${interaction}(objectives|correct_responses)\\._count$`, "r"],
    ["^cmi\\.core\\.(student_id|student_name|credit|entry|total_time|lesson_mode)$", "r"],
    ["^cmi\\.(launch_data|comments_from_lms)$", "r"],
    ["^cmi\\.student_data\\.(mastery_score|max_time_allowed|time_limit_action)$", "r"],
    ["^cmi\\.core\\.lesson_location$", "rw", text(255)],
    ["^cmi\\.core\\.lesson_status$", "rw", status],
    ["^cmi\\.core\\.score\\.(raw|min|max)$", "rw", score],
    ["^cmi\\.core\\.exit$", "w", oneOf("time-out", "suspend", "logout", "")],
    ["^cmi\\.core\\.session_time$", "w", timespan],
    ["^cmi\\.suspend_data$", "rw", state(4096)],
    ["^cmi\\.comments$", "rw", text(4096)],
    ["^cmi\\.student_preference\\.(audio|speed)$", "rw", decimal(-100, 100)],
    ["^cmi\\.student_preference\\.text$", "rw", decimal(-1, 1)],
    ["^cmi\\.student_preference\\.language$", "rw", text(255)],
    [`${objective}id$`, "rw", identifier(255)],
    [`${objective}status$`, "rw", status],
    [`${objective}score\\.(raw|min|max)$`, "rw", score],
    [`${interaction}(id|objectives\\.\\d+\\.id)$`, "w", identifier(255)],
    [`${interaction}time$`, "w", time],
    [`${interaction}type$`, "w", oneOf(...Object.keys(responses))],
    [`${interaction}weighting$`, "w", decimal(-100, 100)],
    [`${interaction}student_response$`, "w", byType(responses)],
    [`${interaction}correct_responses\\.\\d+\\.pattern$`, "w", byType(patterns)],
    [`${interaction}result$`, "w", result],
    [`${interaction}latency$`, "w", timespan],
  ];

  return {
    elements,
    methods: {
      initialize: "LMSInitialize", terminate: "LMSFinish", get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit",
      lastError: "LMSGetLastError", errorString: "LMSGetErrorString", diagnostic: "LMSGetDiagnostic",
    },
    codes: {
      general: 101,
      argument: 201, initializedTwice: 101, initializeAfterEnd: 101, terminateBefore: 301, terminateAfter: 301,
      getBefore: 301, getAfter: 301, setBefore: 301, setAfter: 301, commitBefore: 301, commitAfter: 301,
      beyond: 201, undefinedElement: 201, readOnly: 403, keyword: 402, writeOnly: 404, format: 405, order: 201, dependency: 201,
      commitFailed: 101, refused: 101,
    },
    known: [0, 101, 201, 202, 203, 301, 401, 402, 403, 404, 405],
    unsetIsFine: [],
  };
})();
