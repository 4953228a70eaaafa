import { unzipSync, zipSync } from 'fflate';
import { crc16 } from './qr.ts';
import { edrmOfd, edrmXml, einvoiceXml, notedOfd, sample, taggedOfd, xbrlOfd, xbrlXml } from './samples.fixture.ts';

/** Whole numbers from 0 below `limit`, the same for the same seed (xorshift32). */
export function drawer(seed: number): (limit: number) => number {
  let state = seed >>> 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % limit;
  };
}

const code = '01,10,031002600111,00001234,123.89,20260309,12345678901234567890,';

/** One file of every structure that is read without a rendering library. */
export const seeds: readonly (readonly [string, Uint8Array])[] = [
  ['einvoice.xml', einvoiceXml()],
  ['edrm.xml', edrmXml(sample, `${code}${crc16(code)}`)],
  ['xbrl.xml', xbrlXml()],
  ['edrm.ofd', edrmOfd()],
  ['xbrl.ofd', xbrlOfd()],
  ['tags.ofd', taggedOfd()],
  ['noted.ofd', notedOfd()],
];

/** A mutated file; of a package every second time a file inside it, packed again, so that its checksums hold. */
export function mutate(file: Uint8Array, draw: (limit: number) => number): Uint8Array {
  if (file[0] !== 0x50 || draw(2) === 0) return changed(file, draw);
  const inside = unzipSync(file);
  const names = Object.keys(inside);
  const name = names[draw(names.length)] ?? '';
  return zipSync({ ...inside, [name]: changed(inside[name] ?? new Uint8Array(), draw) }, { mtime: '2026-03-09' });
}

/** One to eight random changes: bytes turned, figures swapped, and every fourth time pieces cut out, doubled or broken off. */
function changed(file: Uint8Array, draw: (limit: number) => number): Uint8Array {
  let bytes = new Uint8Array(file);
  const kinds = draw(4) === 0 ? 6 : 3;
  for (let change = 1 + draw(8); change > 0 && bytes.length > 1; change -= 1) {
    const at = draw(bytes.length);
    const length = 1 + draw(Math.min(64, bytes.length - at));
    switch (draw(kinds)) {
      case 0:
        bytes[at] = draw(2) === 0 ? (bytes[at] ?? 0) ^ (1 << draw(8)) : draw(256);
        break;
      case 1:
      case 2:
        // A figure for a figure: what a hand that cheats would change.
        for (let look = at; look < bytes.length; look += 1) {
          const byte = bytes[look] ?? 0;
          if (byte >= 48 && byte <= 57) {
            bytes[look] = 48 + draw(10);
            break;
          }
        }
        break;
      case 3:
        bytes = new Uint8Array([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
        break;
      case 4:
        bytes = new Uint8Array([...bytes.subarray(0, at + length), ...bytes.subarray(at)]);
        break;
      default:
        bytes = bytes.slice(0, at + length);
    }
  }
  return bytes;
}
