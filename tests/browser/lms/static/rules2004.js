// SCORM 2004: every element of the data model, who may touch it, and in which form.
"use strict";
var rules2004 = (() => {
  const { match, oneOf, text, all, oneLine, decimal, plainDecimal, identifier, state, parts, unique, optional } = formats;
  // Days are refused by Moodle; an interval without any component is refused by ADL's own model.
  const interval = match(/^PT(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?$/, "not an interval like PT1H2M3.45S");
  const date = "(19[7-9]\\d|20[0-2]\\d|203[0-8])(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01])";
  const zone = "(Z|[+-]([01]\\d|2[0-3])(:[0-5]\\d)?)?";
  const timestamp = match(
    new RegExp(`^${date}(T([01]\\d|2[0-3])(:[0-5]\\d(:[0-5]\\d(\\.\\d{1,2}${zone})?)?)?)?)?)?$`),
    "not a second(10,2) time: zone only after a fraction, fraction of two digits at most");
  const short = all(match(/^[A-Za-z0-9_.]+$/, "not a short identifier of letters, digits, _ and ."), text(250));
  const step = match(/^[A-Za-z0-9_.]*\[\.\][^\r\n]*$/, "not a step like 1[.]answer");
  const pair = (value) => {
    const sides = value.split("[.]");
    return sides.length === 2 ? short(sides[0]) || short(sides[1]) : "not a pair like 1[.]a";
  };
  const language = "\\{lang=([a-zA-Z]{2,3}|[ix])(-[a-zA-Z0-9]{1,8})*\\}";
  const langString = (most) => (value) => {
    const body = value.replace(new RegExp(`^${language}`), "");
    if (body.startsWith("{")) return "starts with a brace that is not a language";
    return oneLine(body) || text(most)(body);
  };
  const ordered = (value) => value.replace(/^(\{(case_matters|order_matters)=(true|false)\})*/, "");
  const responses = {
    "true-false": oneOf("true", "false"),
    choice: all(parts("[,]", short), unique("[,]")),
    "fill-in": parts("[,]", langString(250)),
    "long-fill-in": langString(4000),
    likert: short,
    matching: parts("[,]", pair),
    performance: parts("[,]", step),
    sequencing: parts("[,]", short),
    numeric: plainDecimal,
    other: text(4000),
  };
  const range = (value) => {
    const ends = value.split("[:]");
    if (ends.length !== 2) return "a numeric pattern needs [:] between its ends";
    return optional(plainDecimal)(ends[0]) || optional(plainDecimal)(ends[1]);
  };
  const patterns = {
    ...responses,
    "fill-in": (value) => parts("[,]", langString(250))(ordered(value)),
    "long-fill-in": (value) => langString(4000)(ordered(value)),
    matching: (value) => parts("[,]", pair)(ordered(value)),
    performance: (value) => parts("[,]", step)(ordered(value)),
    numeric: range,
  };
  const byType = (table) => (value, context) => {
    const type = context.value(`${context.record}.type`);
    if (!type) return "type must be set before it";
    return optional(table[type])(value, context);
  };

  const objective = "^cmi\\.objectives\\.\\d+\\.";
  const interaction = "^cmi\\.interactions\\.\\d+\\.";
  const completion = oneOf("completed", "incomplete", "not attempted", "unknown");
  const success = oneOf("passed", "failed", "unknown");
  const result = (value) =>
    ["correct", "incorrect", "unanticipated", "neutral"].includes(value) ? null : plainDecimal(value);
  const arrays = "comments_from_learner|comments_from_lms|objectives|interactions";

  // [element, access (r, w or rw), format]
  const elements = [
    [`^cmi\\.(_version|(${arrays}|learner_preference|score)\\._children)$|${objective}score\\._children$`, "r"],
    [`^cmi\\.(${arrays})\\._count$|${interaction}(objectives|correct_responses)\\._count$`, "r"],
    ["^cmi\\.(completion_threshold|credit|entry|launch_data|learner_id|learner_name|max_time_allowed|mode)$", "r"],
    ["^cmi\\.(scaled_passing_score|time_limit_action|total_time)$", "r"],
    ["^cmi\\.comments_from_lms\\.\\d+\\.(comment|location|timestamp)$", "r"],
    ["^cmi\\.comments_from_learner\\.\\d+\\.comment$", "rw", langString(4000)],
    ["^cmi\\.comments_from_learner\\.\\d+\\.location$", "rw", text(250)],
    ["^cmi\\.comments_from_learner\\.\\d+\\.timestamp$", "rw", timestamp],
    ["^cmi\\.completion_status$", "rw", completion],
    ["^cmi\\.success_status$", "rw", success],
    ["^cmi\\.exit$", "w", oneOf("time-out", "suspend", "normal", "")],
    ["^cmi\\.session_time$", "w", interval],
    ["^cmi\\.location$", "rw", text(1000)],
    ["^cmi\\.suspend_data$", "rw", state(64000)],
    ["^cmi\\.progress_measure$", "rw", decimal(0, 1)],
    ["^cmi\\.score\\.scaled$", "rw", decimal(-1, 1)],
    ["^cmi\\.score\\.(raw|min|max)$", "rw", plainDecimal],
    ["^cmi\\.learner_preference\\.(audio_level|delivery_speed)$", "rw", decimal(0, 99999)],
    ["^cmi\\.learner_preference\\.language$", "rw", text(250)],
    ["^cmi\\.learner_preference\\.audio_captioning$", "rw", oneOf("-1", "0", "1")],
    [`${objective}id$`, "rw", identifier(4000)],
    [`${objective}score\\.scaled$`, "rw", decimal(-1, 1)],
    [`${objective}score\\.(raw|min|max)$`, "rw", plainDecimal],
    [`${objective}completion_status$`, "rw", completion],
    [`${objective}success_status$`, "rw", success],
    [`${objective}progress_measure$`, "rw", decimal(0, 1)],
    [`${objective}description$`, "rw", langString(250)],
    [`${interaction}(id|objectives\\.\\d+\\.id)$`, "rw", identifier(4000)],
    [`${interaction}type$`, "rw", oneOf(...Object.keys(responses))],
    [`${interaction}timestamp$`, "rw", timestamp],
    [`${interaction}weighting$`, "rw", plainDecimal],
    [`${interaction}learner_response$`, "rw", byType(responses)],
    [`${interaction}correct_responses\\.\\d+\\.pattern$`, "rw", byType(patterns)],
    [`${interaction}result$`, "rw", result],
    [`${interaction}latency$`, "rw", interval],
    [`${interaction}description$`, "rw", langString(250)],
    // Moodle answers "false" to Terminate, or throws, after the other navigation requests.
    ["^adl\\.nav\\.request$", "rw", oneOf("suspendAll", "continue", "previous", "_none_")],
    ["^adl\\.nav\\.request_valid\\.(continue|previous|(choice|jump)\\.\\{target=[^}]+\\})$", "r"],
  ];

  return {
    elements,
    version: "1.0",
    methods: {
      initialize: "Initialize", terminate: "Terminate", get: "GetValue", set: "SetValue", commit: "Commit",
      lastError: "GetLastError", errorString: "GetErrorString", diagnostic: "GetDiagnostic",
    },
    codes: {
      general: 351,
      argument: 201, initializedTwice: 103, initializeAfterEnd: 104, terminateBefore: 112, terminateAfter: 113,
      getBefore: 122, getAfter: 123, setBefore: 132, setAfter: 133, commitBefore: 142, commitAfter: 143,
      beyond: 301, undefinedElement: 401, readOnly: 404, keyword: 404, writeOnly: 405, format: 406, order: 351, dependency: 408,
      commitFailed: 391, refused: 102,
    },
    known: [0, 101, 102, 103, 104, 111, 112, 113, 122, 123, 132, 133, 142, 143, 201, 301, 351, 391, 401, 402, 403,
      404, 405, 406, 407, 408],
    unsetIsFine: [403],
  };
})();
