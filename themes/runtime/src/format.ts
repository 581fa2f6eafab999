// Numbers, moments and spans of time in the forms that the strictest LMSs accept.

const two = (value: number): string => String(value).padStart(2, "0");

/** Plain decimal: no exponent, leading digit, no needless zeros, never "-0". */
export function decimal(value: number, digits = 2): string {
  const text = (Number.isFinite(value) ? Math.max(-1e15, Math.min(1e15, value)) : 0).toFixed(digits);
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return short === "-0" ? "0" : short;
}

const hundredths = (milliseconds: number): number => Math.max(0, Math.round((Number.isFinite(milliseconds) ? milliseconds : 0) / 10));

/** SCORM 1.2 CMITimespan: HHHH:MM:SS.SS, exactly two decimals ("1.5" is read as 1.05 s somewhere). */
export function timespan(milliseconds: number): string {
  const total = Math.min(hundredths(milliseconds), 9999 * 360000 + 359999);
  const seconds = Math.floor(total / 100);
  return `${String(Math.floor(seconds / 3600)).padStart(4, "0")}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${two(total % 100)}`;
}

/** ISO 8601 duration without days and with at most two decimals. */
export function duration(milliseconds: number): string {
  const total = hundredths(milliseconds);
  const seconds = Math.floor(total / 100);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = decimal(seconds % 60 + (total % 100) / 100);
  const text = `${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}${rest !== "0" ? `${rest}S` : ""}`;
  return `PT${text || "0S"}`;
}

/** SCORM 1.2 CMITime, local: HH:MM:SS. */
export const clock = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;

/** SCORM 2004 time, local, without zone and fraction: both are refused in some form by someone. */
export function localTimestamp(at: Date): string {
  const year = Math.max(1970, Math.min(2037, at.getFullYear()));
  return `${year}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${clock(at)}`;
}
