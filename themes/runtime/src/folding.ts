// What search compares: texts that a learner would not tell apart, or types in the other script of Uzbek.

import { comparable } from "./text.ts";

/** Uzbek Cyrillic as Uzbek Latin without apostrophes, sign by sign; `ye` and `ts` are taken for `e` and `s` below. */
const UZBEK: Record<string, string> = Object.fromEntries(
  ("а=a б=b в=v г=g д=d е=e ё=yo ж=j з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=x ц=s ч=ch ш=sh щ=sh ъ= ы=i ь= э=e ю=yu я=ya ў=o қ=q " +
    "ғ=g ҳ=h").split(" ").map((pair) => pair.split("=") as [string, string]));
const ARABIC: Record<string, string> = { "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي" };
/** Vowel signs and the stretching sign of Arabic. */
const UNREAD = /[\u0640\u064b-\u0652\u0670]/;

export interface Folded {
  text: string;
  /** place of each folded sign in the text as it was given, and its end */
  at: number[];
}

/** The text (in Unicode's composed form) folded for comparing. */
export function folded(text: string, lang: string): Folded {
  const uzbek = /^(uz|kaa)\b/.test(lang);
  const at: number[] = [];
  let result = "";
  for (let i = 0; i < text.length; i++) {
    const fold = /\s/.test(text.charAt(i)) ? (result.endsWith(" ") ? "" : " ") : sign(text.charAt(i), text.charAt(i + 1), uzbek);
    for (let j = 0; j < fold.length; j++) at.push(i);
    result += fold;
  }
  at.push(text.length);
  return { text: result, at };
}

export const searchable = (text: string, lang = ""): string => folded(text.normalize("NFC"), lang).text.trim();

function sign(char: string, next: string, uzbek: boolean): string {
  const plain = comparable(char).replace(/'/g, "");
  if (UNREAD.test(plain)) return "";
  if (uzbek) return inUzbek(plain, next.toLowerCase());
  return plain === "ё" ? "е" : ARABIC[plain] ?? unmarked(plain);
}

function inUzbek(plain: string, next: string): string {
  if (/[yй]/.test(plain) && /[eе]/.test(next)) return "";
  if (/[tт]/.test(plain) && /[sс]/.test(next)) return "";
  return UZBEK[plain] ?? unmarked(plain);
}

/** Latin letters without their marks. */
const unmarked = (plain: string): string => (/[\u00c0-\u024f]/.test(plain) ? plain.normalize("NFD").replace(/[\u0300-\u036f]/g, "") : plain);
