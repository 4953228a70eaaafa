/** What a photo says of its place and time: EXIF as cameras write it (CIPA DC-008), GPS and DateTimeOriginal only. */
export { distanceMetres, type Place, type PhotoFacts, readExif } from './read-exif.ts';
