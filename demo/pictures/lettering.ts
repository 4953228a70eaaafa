import { openSync } from 'fontkit';
import { inPackage } from '#platform/root';

/**
 * Writing inside pictures, as outlines, so that they look the same on machines without a Chinese font.
 */

type Weight = 'normal' | 'bold';

const fonts = new Map<Weight, ReturnType<typeof openSync>>();

function font(weight: Weight) {
  const known = fonts.get(weight);
  if (known) return known;
  const file = weight === 'bold' ? '700Bold/NotoSansSC_700Bold.ttf' : '400Regular/NotoSansSC_400Regular.ttf';
  const opened = openSync(inPackage('node_modules/@expo-google-fonts/noto-sans-sc', file));
  fonts.set(weight, opened);
  return opened;
}

/** Writes a line of text: `x`, `y` is the start (or middle, or end) of its base line, `size` in picture units. */
export function write(
  text: string,
  x: number,
  y: number,
  size: number,
  fill: string,
  options: {
    weight?: Weight;
    anchor?: 'start' | 'middle' | 'end';
    turn?: number;
    opacity?: number;
    down?: boolean;
  } = {},
): string {
  const face = font(options.weight ?? 'normal');
  const scale = size / face.unitsPerEm;
  const run = face.layout(text);
  const length = run.positions.reduce((sum, position) => sum + position.xAdvance, 0);
  const shift = options.anchor === 'middle' ? -length / 2 : options.anchor === 'end' ? -length : 0;
  const parts: string[] = [];
  let at = options.down ? -face.unitsPerEm / 2 : shift;
  let row = 0;
  for (const [index, glyph] of run.glyphs.entries()) {
    const d = glyph.path.toSVG();
    const advance = run.positions[index]?.xAdvance ?? 0;
    const dx = options.down ? at : Math.round(at);
    const dy = options.down ? -row * face.unitsPerEm * 1.15 : 0;
    if (d !== '') parts.push(`<path transform="translate(${dx} ${Math.round(dy)})" d="${d}"/>`);
    if (options.down) row += 1;
    else at += advance;
  }
  const turn = options.turn === undefined ? '' : ` rotate(${options.turn})`;
  const opacity = options.opacity === undefined ? '' : ` opacity="${options.opacity}"`;
  return `<g fill="${fill}"${opacity} transform="translate(${x} ${y})${turn} scale(${scale.toFixed(5)} ${(-scale).toFixed(5)})">${parts.join('')}</g>`;
}
