declare module 'fontkit' {
  /** The parts of fontkit that are used here; the package ships no types. */
  export interface Font {
    /** Code points that the font has a glyph for. */
    characterSet: number[];
    unitsPerEm: number;
    layout(text: string): {
      glyphs: readonly { path: { toSVG(): string } }[];
      positions: readonly { xAdvance: number }[];
    };
  }
  export function openSync(path: string, postscriptName?: string): Font;
}
