/** A place in millionths of a degree, WGS 84; north and east are positive. */
export interface Place {
  latMicro: number;
  lngMicro: number;
}

/** What the photo says; `taken` is the camera's local time `YYYY-MM-DDTHH:MM:SS`, without a zone. */
export interface PhotoFacts {
  place: Place | null;
  taken: string | null;
}

interface Entry {
  type: number;
  count: number;
  /** Where the value is, from the start of the TIFF part. */
  at: number;
}

const sizes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 };
const nothing: PhotoFacts = { place: null, taken: null };

/** Reads an EXIF block, with or without its `Exif\0\0` head. Whatever is broken is left out. */
export function readExif(block: Uint8Array): PhotoFacts {
  const head = block[0] === 0x45 && block[1] === 0x78 ? 6 : 0;
  const view = new DataView(block.buffer, block.byteOffset + head, Math.max(0, block.byteLength - head));
  if (view.byteLength < 8) return nothing;
  const mark = view.getUint16(0);
  if (mark !== 0x4949 && mark !== 0x4d4d) return nothing;
  const little = mark === 0x4949;
  const u16 = (at: number) => (at + 2 <= view.byteLength ? view.getUint16(at, little) : 0);
  const u32 = (at: number) => (at + 4 <= view.byteLength ? view.getUint32(at, little) : 0);
  const folder = (at: number): Map<number, Entry> => {
    const entries = new Map<number, Entry>();
    const count = at > 0 && at + 2 <= view.byteLength ? Math.min(u16(at), 200) : 0;
    for (let n = 0; n < count; n++) {
      const from = at + 2 + n * 12;
      if (from + 12 > view.byteLength) break;
      const [type, length] = [u16(from + 2), u32(from + 4)];
      const bytes = (sizes[type] ?? 0) * length;
      const value = bytes <= 4 ? from + 8 : u32(from + 8);
      if (bytes > 0 && value + bytes <= view.byteLength) entries.set(u16(from), { type, count: length, at: value });
    }
    return entries;
  };
  const text = (entry: Entry | undefined): string => {
    if (!entry || entry.type !== 2 || entry.count > 64) return '';
    return Array.from({ length: entry.count }, (_, n) => String.fromCharCode(view.getUint8(entry.at + n)))
      .join('')
      .replace(/\0.*$/, '');
  };
  const degrees = (entry: Entry | undefined): number | null => {
    if (!entry || entry.type !== 5 || entry.count !== 3) return null;
    const parts = [0, 1, 2].map((n) => u32(entry.at + n * 8) / u32(entry.at + n * 8 + 4));
    const [d = NaN, m = NaN, s = NaN] = parts;
    const all = d + m / 60 + s / 3600;
    return Number.isFinite(all) ? all : null;
  };
  const pointer = (entry: Entry | undefined) => (entry && entry.type === 4 ? u32(entry.at) : 0);
  const main = folder(u32(4));
  const gps = folder(pointer(main.get(0x8825)));
  const photo = folder(pointer(main.get(0x8769)));
  const [lat, lng] = [degrees(gps.get(2)), degrees(gps.get(4))];
  const inRange = lat !== null && lng !== null && lat <= 90 && lng <= 180 && !(lat === 0 && lng === 0);
  const when = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(text(photo.get(0x9003)));
  return {
    place: inRange
      ? {
          latMicro: Math.round(lat * 1e6) * (text(gps.get(1)) === 'S' ? -1 : 1),
          lngMicro: Math.round(lng * 1e6) * (text(gps.get(3)) === 'W' ? -1 : 1),
        }
      : null,
    taken: when && Number(when[2]) >= 1 && Number(when[2]) <= 12 ? `${when[1]}-${when[2]}-${when[3]}T${when[4]}` : null,
  };
}

/** Great-circle distance in whole metres on a sphere of 6,371 km. */
export function distanceMetres(a: Place, b: Place): number {
  const rad = (micro: number) => (micro / 1e6) * (Math.PI / 180);
  const [dLat, dLng] = [rad(b.latMicro - a.latMicro), rad(b.lngMicro - a.lngMicro)];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(rad(a.latMicro)) * Math.cos(rad(b.latMicro)) * Math.sin(dLng / 2) ** 2;
  return Math.round(2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(h))));
}
