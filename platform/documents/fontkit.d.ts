declare module 'fontkit' {
  /** The parts of fontkit that are used here; the package ships no types. */
  export interface Font {
    /** Code points that the font has a glyph for. */
    characterSet: number[];
  }
  export function openSync(path: string, postscriptName?: string): Font;
}
