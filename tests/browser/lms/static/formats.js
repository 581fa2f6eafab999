// Value formats, as the strictest readers of each standard accept them.
// A format is a function from a value to null (fine) or the reason why it is refused.
"use strict";
var formats = (() => {
  const match = (pattern, why) => (value) => (pattern.test(value) ? null : why);
  const oneOf = (...words) => (value) => (words.includes(value) ? null : `not one of ${words.join(", ")}`);
  const text = (most) => (value) =>
    value.length <= most ? null : `${value.length} characters, at most ${most} are kept`;
  const all = (...checks) => (value, context) => {
    for (const check of checks) {
      const why = check(value, context);
      if (why) return why;
    }
    return null;
  };
  const oneLine = match(/^[^\r\n]*$/, "has a line break");

  const plainDecimal = match(/^-?\d{1,5}(\.\d{1,18})?$/, "not a plain decimal number");
  const decimal = (least, most) =>
    all(plainDecimal, (value) =>
      Number(value) < least || Number(value) > most ? `outside ${least}..${most}` : null);

  // Identifiers end up in URIs and in report columns: printable ASCII, no blanks.
  const identifier = (most) => all(match(/^[\x21-\x7e]+$/, "not printable ASCII without blanks"), text(most));
  // State travels through LMSs that mangle quotes and every other encoding than ASCII.
  const state = (most) => all(match(/^[\x20\x21\x23-\x7e]*$/, "state is not plain ASCII without quotes"), text(most));

  const parts = (separator, item) => (value) => {
    for (const part of value.split(separator)) {
      const why = item(part);
      if (why) return `${JSON.stringify(part)}: ${why}`;
    }
    return null;
  };
  const unique = (separator) => (value) => {
    const items = value.split(separator);
    return new Set(items).size === items.length ? null : "names an item twice";
  };
  const optional = (check) => (value, context) => (value === "" ? null : check(value, context));

  return { match, oneOf, text, all, oneLine, plainDecimal, decimal, identifier, state, parts, unique, optional };
})();
