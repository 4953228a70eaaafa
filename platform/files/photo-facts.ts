import sharp from 'sharp';
import { type PhotoFacts, readExif } from '#libs/exif';

/** Where and when a photo was taken, read before the upload is stored, because what is stored says neither. Both null when the bytes say nothing. */
export async function photoFacts(bytes: Uint8Array): Promise<PhotoFacts> {
  try {
    const { exif } = await sharp(bytes, { limitInputPixels: 100_000_000 }).metadata();
    return exif ? readExif(exif) : { place: null, taken: null };
  } catch {
    return { place: null, taken: null };
  }
}
