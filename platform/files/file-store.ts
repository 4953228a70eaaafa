import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { err, ok, type Result } from '#libs/result';

/** What may be uploaded, by what the bytes are, not by what the name says. */
const accepted: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/zip': 'zip',
  'application/ofd': 'ofd',
  'application/xml': 'xml',
};
const maxBytes = 20 * 1024 * 1024;

/** Bytes that are stored: their hash, size and real type. */
export interface StoredBytes {
  sha256: string;
  sizeBytes: number;
  mediaType: string;
}

/** `empty` no bytes · `too-large` over 20 MB · `wrong-type` not one of the accepted kinds · `broken-image` cannot be read as the picture it claims to be. */
export type FileError = 'empty' | 'too-large' | 'wrong-type' | 'broken-image';

/** Files on disk, once by hash. Throws on a full disk (ENOSPC): nothing is half-saved. */
export class FileStore {
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
  }
  #path(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256);
  }

  /**
   * Stores an upload. Pictures are turned upright, cut to 2,000 pixels and written anew without EXIF, so that a photo
   * does not tell where it was taken; other files are kept to the byte.
   */
  async put(bytes: Uint8Array, options: { keepOriginal?: boolean } = {}): Promise<Result<StoredBytes, FileError>> {
    if (bytes.length === 0) return err('empty');
    if (bytes.length > maxBytes) return err('too-large');
    const detected = await fileTypeFromBuffer(bytes);
    const mediaType = detected?.mime ?? (looksLikeXml(bytes) ? 'application/xml' : undefined);
    if (!mediaType || !accepted[mediaType]) return err('wrong-type');
    if (mediaType.startsWith('image/') && !options.keepOriginal) {
      try {
        const clean = await sharp(bytes, { limitInputPixels: 100_000_000 })
          .rotate()
          .resize({ width: 2000, height: 2000, fit: 'inside', withoutEnlargement: true })
          .jpeg({ quality: 82 })
          .toBuffer();
        return ok(await this.#write(clean, 'image/jpeg'));
      } catch (error) {
        if (error instanceof Error && 'code' in error) throw error;
        return err('broken-image');
      }
    }
    return ok(await this.#write(bytes, mediaType));
  }

  /** Stores bytes the platform made itself (a printed dossier). */
  async putOwn(bytes: Uint8Array, mediaType: string): Promise<StoredBytes> {
    return this.#write(bytes, mediaType);
  }

  async #write(bytes: Uint8Array, mediaType: string): Promise<StoredBytes> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = this.#path(sha256);
    const known = await stat(path).catch(() => null);
    if (known?.size !== bytes.length || (await this.check(sha256)) !== null) {
      await mkdir(dirname(path), { recursive: true });
      const temporary = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`;
      try {
        const handle = await open(temporary, 'wx', 0o600);
        try {
          await handle.writeFile(bytes);
          await handle.sync(); // a row must never point at bytes that a power cut can still lose
        } finally {
          await handle.close();
        }
        await rename(temporary, path);
        const folder = await open(dirname(path), 'r');
        await folder.sync().finally(() => folder.close());
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {});
        throw error;
      }
    }
    return { sha256, sizeBytes: bytes.length, mediaType };
  }

  /** The bytes, or null when they are not there. */
  async get(sha256: string): Promise<Uint8Array | null> {
    return readFile(this.#path(sha256)).catch(() => null);
  }

  /** `missing`, `changed` or null when the stored bytes still have their hash. */
  async check(sha256: string): Promise<'missing' | 'changed' | null> {
    const bytes = await this.get(sha256);
    if (!bytes) return 'missing';
    return createHash('sha256').update(bytes).digest('hex') === sha256 ? null : 'changed';
  }
}

function looksLikeXml(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 200))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  return start.startsWith('<?xml');
}
