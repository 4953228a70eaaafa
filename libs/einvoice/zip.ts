import { Inflate } from 'fflate';
import { Unreadable } from './read-error.ts';

/** Limits of a package; a real invoice stays far below each. */
const mostEntries = 2_000;
const mostBytesOfEntry = 16 * 1024 * 1024;
const mostBytesInAll = 64 * 1024 * 1024;
/** How much goes into the decompressor at once: it may come out a thousand times as large before we can look. */
const chunkBytes = 4_096;

interface Entry {
  method: number;
  packedBytes: number;
  bytes: number;
  crc: number;
  offset: number;
}

/** A zip package whose entries are unpacked on demand, each checked against its length and checksum. */
export interface Package {
  names: string[];
  /** The bytes of an entry; undefined where there is none of that name. */
  read: (name: string) => Uint8Array | undefined;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Where the directory ends: its record stands in the last 64 KB. */
function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at -= 1) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  throw new Unreadable('truncated');
}

/** A name that stays inside the package, with forward slashes. */
function insideName(raw: Uint8Array): string {
  const name = new TextDecoder('utf-8').decode(raw).replaceAll('\\', '/').replace(/^\.\//, '');
  if (name.startsWith('/') || /^[a-z]:/i.test(name) || name.split('/').includes('..') || name.includes('\0')) throw new Unreadable('unsafe-zip');
  return name;
}

function unpack(bytes: Uint8Array, view: DataView, entry: Entry): Uint8Array {
  if (entry.bytes > mostBytesOfEntry || entry.packedBytes > mostBytesOfEntry) throw new Unreadable('unsafe-zip');
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== 0x04034b50) throw new Unreadable('bad-zip');
  const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  if (start + entry.packedBytes > bytes.length) throw new Unreadable('truncated');
  const packed = bytes.subarray(start, start + entry.packedBytes);
  const out = entry.method === 0 ? packed : inflate(packed, entry.bytes);
  if (out.length !== entry.bytes || crc32(out) !== entry.crc) throw new Unreadable('bad-zip');
  return out;
}

/** Unpacks what the directory promised and not a byte more. */
function inflate(packed: Uint8Array, bytes: number): Uint8Array {
  const out = new Uint8Array(bytes);
  let filled = 0;
  const stream = new Inflate((chunk) => {
    if (filled + chunk.length > bytes) throw new Unreadable('unsafe-zip');
    out.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length; at += chunkBytes) stream.push(packed.subarray(at, at + chunkBytes), at + chunkBytes >= packed.length);
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable('bad-zip');
  }
  if (filled !== bytes) throw new Unreadable('bad-zip');
  return out;
}

/** Opens a zip package. Throws {@link Unreadable}: `truncated`, `encrypted`, `bad-zip`, `unsafe-zip`. */
export function openPackage(bytes: Uint8Array): Package {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  if (count > mostEntries) throw new Unreadable('unsafe-zip');
  let at = view.getUint32(end + 16, true);
  const entries = new Map<string, Entry>();
  let inAll = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw new Unreadable('bad-zip');
    const [nameBytes, extraBytes, noteBytes] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)];
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw new Unreadable('encrypted');
    const method = view.getUint16(at + 10, true);
    if (method !== 0 && method !== 8) throw new Unreadable('bad-zip');
    const name = insideName(bytes.subarray(at + 46, at + 46 + nameBytes));
    const entry = {
      method,
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    inAll += entry.bytes;
    if (inAll > mostBytesInAll) throw new Unreadable('unsafe-zip');
    // Two entries of one name are a way to show one thing and mean another.
    if (entries.has(name)) throw new Unreadable('bad-zip');
    entries.set(name, entry);
    at += 46 + nameBytes + extraBytes + noteBytes;
  }
  return {
    names: [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name.replace(/^\/+/, ''));
      return entry === undefined ? undefined : unpack(bytes, view, entry);
    },
  };
}
