/** Start of the hash; each byte makes `Math.imul(hash ^ byte, HASH_FACTOR)`. */
export const HASH_START = -2128831035;
/** Factor of the hash. */
export const HASH_FACTOR = 16777619;

/** Hash of bytes. */
export function hashOf(bytes: Uint8Array, begin: number, end: number): number {
  let hash = HASH_START;
  for (let at = begin; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), HASH_FACTOR);
  return hash;
}

/** Ids as bytes, found without making strings: open addressing over a hash that the caller computes while reading. */
export class IdTable {
  readonly bytes: Uint8Array;
  private slots: Int32Array;
  private mask: number;
  private size = 0;
  private begin: Int32Array;
  private end: Int32Array;
  private hash: Int32Array;

  constructor(bytes: Uint8Array, expected: number) {
    this.bytes = bytes;
    let capacity = 64;
    while (capacity < expected * 2) capacity *= 2;
    this.slots = new Int32Array(capacity).fill(-1);
    this.mask = capacity - 1;
    const room = Math.max(16, expected);
    this.begin = new Int32Array(room);
    this.end = new Int32Array(room);
    this.hash = new Int32Array(room);
  }

  /** A table of texts, numbered from 0. */
  static of(ids: readonly string[]): IdTable {
    const texts = ids.map((id) => new TextEncoder().encode(id));
    const all = new Uint8Array(texts.reduce((sum, text) => sum + text.length, 0));
    const table = new IdTable(all, ids.length);
    let at = 0;
    for (const text of texts) {
      all.set(text, at);
      table.add(at, at + text.length);
      at += text.length;
    }
    return table;
  }

  /** Number of the id at `begin … end` of `source`; −1 when there is none. */
  find(source: Uint8Array, begin: number, end: number, hash: number): number {
    const { slots, mask } = this;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const found = slots[slot] as number;
      if (found < 0) return -1;
      if (this.hash[found] === hash && this.isSame(found, source, begin, end)) return found;
    }
  }

  /** As `find`, for a text. */
  findText(id: string): number {
    const text = new TextEncoder().encode(id);
    return this.find(text, 0, text.length, hashOf(text, 0, text.length));
  }

  /** Adds the id at `begin … end` of the table's own bytes; −1 when it is new, else the number it has. */
  add(begin: number, end: number): number {
    const hash = hashOf(this.bytes, begin, end);
    const found = this.find(this.bytes, begin, end, hash);
    if (found >= 0) return found;
    if (this.size === this.begin.length) {
      this.begin = doubled(this.begin);
      this.end = doubled(this.end);
      this.hash = doubled(this.hash);
    }
    this.begin[this.size] = begin;
    this.end[this.size] = end;
    this.hash[this.size] = hash;
    this.place(this.size);
    this.size += 1;
    if (this.size * 2 > this.mask) {
      this.mask = this.mask * 2 + 1;
      this.slots = new Int32Array(this.mask + 1).fill(-1);
      for (let id = 0; id < this.size; id++) this.place(id);
    }
    return -1;
  }

  private place(id: number): void {
    const hash = this.hash[id] as number;
    let slot = (hash ^ (hash >>> 15)) & this.mask;
    while ((this.slots[slot] as number) >= 0) slot = (slot + 1) & this.mask;
    this.slots[slot] = id;
  }

  private isSame(id: number, source: Uint8Array, begin: number, end: number): boolean {
    const own = this.begin[id] as number;
    if ((this.end[id] as number) - own !== end - begin) return false;
    for (let at = 0; at < end - begin; at++) if (this.bytes[own + at] !== source[begin + at]) return false;
    return true;
  }
}

function doubled(old: Int32Array): Int32Array {
  const next = new Int32Array(old.length * 2);
  next.set(old);
  return next;
}
