// SHA-256 (FIPS 180-4) at once: the browser's own works only over https, and only later.

const words = (hex: string): number[] => hex.match(/.{8}/g)?.map((word) => parseInt(word, 16)) ?? [];
const START = words("6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19");
const ROUND = words(
  "428a2f9871374491b5c0fbcfe9b5dba53956c25b59f111f1923f82a4ab1c5ed5d807aa9812835b01243185be550c7dc372be5d7480deb1fe9bdc06a7c19bf174" +
  "e49b69c1efbe47860fc19dc6240ca1cc2de92c6f4a7484aa5cb0a9dc76f988da983e5152a831c66db00327c8bf597fc7c6e00bf3d5a7914706ca635114292967" +
  "27b70a852e1b21384d2c6dfc53380d13650a7354766a0abb81c2c92e92722c85a2bfe8a1a81a664bc24b8b70c76c51a3d192e819d6990624f40e3585106aa070" +
  "19a4c1161e376c082748774c34b0bcb5391c0cb34ed8aa4a5b9cca4f682e6ff3748f82ee78a5636f84c878148cc7020890befffaa4506cebbef9a3f7c67178f2",
);
const BLOCK = 64;

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** The message, a one, zeros, and its length in bits at the end of the last block. */
function padded(message: Uint8Array): DataView {
  const view = new DataView(new ArrayBuffer(Math.ceil((message.length + 9) / BLOCK) * BLOCK));
  new Uint8Array(view.buffer).set(message);
  view.setUint8(message.length, 0x80);
  view.setUint32(view.byteLength - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(view.byteLength - 4, message.length * 8);
  return view;
}

function schedule(view: DataView, offset: number): number[] {
  const w: number[] = [];
  for (let i = 0; i < 64; i++) {
    const [two, fifteen] = [w[i - 2] ?? 0, w[i - 15] ?? 0];
    const low = turned(fifteen, 7) ^ turned(fifteen, 18) ^ (fifteen >>> 3);
    const high = turned(two, 17) ^ turned(two, 19) ^ (two >>> 10);
    w.push(i < 16 ? view.getUint32(offset + i * 4) : ((w[i - 16] ?? 0) + low + (w[i - 7] ?? 0) + high) >>> 0);
  }
  return w;
}

function compress(sums: number[], w: number[]): number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = sums;
  for (let i = 0; i < 64; i++) {
    const chosen = (e & f) ^ (~e & g);
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + chosen + (ROUND[i] ?? 0) + (w[i] ?? 0)) >>> 0;
    const most = (a & b) ^ (a & c) ^ (b & c);
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + most) >>> 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) >>> 0, c, b, a, (one + two) >>> 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + (sums[i] ?? 0)) >>> 0);
}

export function sha256(message: Uint8Array): Uint8Array {
  const view = padded(message);
  let sums = START;
  for (let offset = 0; offset < view.byteLength; offset += BLOCK) sums = compress(sums, schedule(view, offset));
  const result = new DataView(new ArrayBuffer(32));
  sums.forEach((word, i) => result.setUint32(i * 4, word));
  return new Uint8Array(result.buffer);
}
