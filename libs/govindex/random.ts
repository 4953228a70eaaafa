/** Numbers drawn one after another; the same seed gives the same numbers on every machine. */
export interface Draw {
  /** Uniform in [0, 1), 32 bits. */
  uniform: () => number;
  /** Whole number in [0, below), every one equally likely. */
  below: (below: number) => number;
  /** Standard normal (Marsaglia's polar method). */
  normal: () => number;
  /** Gamma with the given shape, scale 1 (Marsaglia and Tsang 2000). */
  gamma: (shape: number) => number;
}

/** Four words of a text (FNV-1a over its UTF-16 units, four starting values, finished by the mixer of MurmurHash3). */
function wordsOf(seed: string): [number, number, number, number] {
  const words = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35].map((start) => {
    let hash = start;
    for (let at = 0; at < seed.length; at += 1) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  });
  return [words[0] ?? 1, words[1] ?? 2, words[2] ?? 3, words[3] ?? 4];
}

/** A drawer from a seed: Doty-Humphrey's sfc32. For draws that somebody must be able to repeat; not for secrets. */
export function drawOf(seed: string): Draw {
  let [a, b, c, counter] = wordsOf(seed);
  const word = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 15; round += 1) word();
  const uniform = () => word() / 4_294_967_296;
  let spare = Number.NaN;
  const normal = (): number => {
    if (spare === spare) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    for (;;) {
      const [x, y] = [2 * uniform() - 1, 2 * uniform() - 1];
      const size = x * x + y * y;
      if (size >= 1 || size === 0) continue;
      const stretch = Math.sqrt((-2 * Math.log(size)) / size);
      spare = y * stretch;
      return x * stretch;
    }
  };
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    const e = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + e * x) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  return {
    uniform,
    // Numbers above the last whole multiple are drawn again, so that none comes more often.
    below(limit) {
      const last = 4_294_967_296 - (4_294_967_296 % limit);
      for (;;) {
        const drawn = word();
        if (drawn < last) return drawn % limit;
      }
    },
    normal,
    gamma,
  };
}

/** `size` of the ids without repetition, in the order of the draw. The ids are put in order first, so that only the set and the seed count (Fisher–Yates). */
export function drawIds(ids: Iterable<string>, size: number, seed: string): string[] {
  const pool = [...new Set(ids)].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  const draw = drawOf(seed);
  const count = Math.min(size, pool.length);
  for (let at = 0; at < count; at += 1) {
    const other = at + draw.below(pool.length - at);
    [pool[at], pool[other]] = [pool[other] as string, pool[at] as string];
  }
  return pool.slice(0, count);
}
