// Text as learners type it → text that can be compared, counted or recorded.

const APOSTROPHES = /[\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u2032\u0060\u00b4\uff07]/g;
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const THOUSANDS = /[\s'\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u2032\u0060\u00b4\uff07\u066c]/g;
/** Digits of Arabic and Persian, their signs for decimals and percent, and every stroke that serves as a minus. */
const SIGNS = /[\u0660-\u0669\u06f0-\u06f9\u066b\u060c\u066a\uff05\u2212\u2010-\u2013\ufe63\uff0d]/g;

/** Outer blanks, kinds of blanks and apostrophes, and (unless `keepCase`) case do not matter. */
export function comparable(text: string, keepCase = false): string {
  const folded = text.normalize("NFC").replace(INVISIBLE, "").replace(APOSTROPHES, "'").replace(/\s+/g, " ").trim();
  return keepCase ? folded : folded.toLowerCase();
}

/** A number as people write it, in any language: decimal comma or point, blanks or apostrophes between thousands, a percent sign
 * behind, Arabic digits and signs. */
export function parseNumber(text: string): number | null {
  const plain = decimalPoint(text.replace(INVISIBLE, "").replace(THOUSANDS, "").replace(SIGNS, plainSign).replace(/%$/, ""));
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

function plainSign(sign: string): string {
  const code = sign.charCodeAt(0);
  if (code >= 0x660 && code <= 0x669) return String(code - 0x660);
  if (code >= 0x6f0 && code <= 0x6f9) return String(code - 0x6f0);
  return sign === "\u066b" ? "." : sign === "\u060c" ? "," : sign === "\u066a" || sign === "\uff05" ? "%" : "-";
}

/** The last of `,` and `.` is the decimal sign; one that occurs several times separates thousands. */
function decimalPoint(text: string): string {
  const last = Math.max(text.lastIndexOf(","), text.lastIndexOf("."));
  if (last < 0) return text;
  const sign = text.charAt(last);
  if (text.indexOf(sign) !== last) return text.split(sign).join("").replace(",", ".");
  const other = sign === "," ? "." : ",";
  const whole = text.slice(0, last);
  // "1,2,3" after the other sign would be no number at all: leave it to the caller to refuse it.
  return whole.split(other).join("") + "." + text.slice(last + 1);
}

/** One line, at most `max` UTF-16 units, never half a character. */
export function flat(text: string, max: number): string {
  const line = text.replace(/[\s\u0000-\u001f\u007f]+/g, " ").trim();
  if (line.length <= max) return line;
  const cut = line.slice(0, max);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** FNV-1a over UTF-16 units: short, stable names and a checksum, no secret. */
export function hash(text: string, seed = 0x811c9dc5): number {
  let value = seed >>> 0;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return value;
}

export const shortHash = (text: string): string => hash(text).toString(36);

/** Text → base64url of its UTF-8 bytes. */
export function toBase64(text: string): string {
  const bytes = encodeURIComponent(wellFormed(text)).replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return btoa(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The reverse; throws on what is no base64url of UTF-8. */
export function fromBase64(text: string): string {
  const bytes = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return decodeURIComponent(bytes.replace(/[^]/g, (byte) => "%" + byte.charCodeAt(0).toString(16).padStart(2, "0")));
}

/** encodeURIComponent throws on half characters, which a text field can hold. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) => (found.length === 2 ? found : "\ufffd"));
}

/** Fills `{name}` placeholders. */
export function fill(template: string, values: Record<string, string | number> = {}): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}
