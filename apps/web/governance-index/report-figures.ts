/** Figures of the report as SVG text: for the PDF as they are, for the word processor as pictures. Colours are the paper's: they copy in black and white. */
const ink = '#22261f';
const soft = '#5a5f54';
const line = '#b8b0a0';
const accent = '#9c2f3d';
const round = (value: number): number => Math.round(value * 10) / 10;
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** What a figure is drawn with where its text needs a font of its own. */
export interface FigureFont {
  family: string;
}
const open = (width: number, height: number, font?: FigureFont) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"${font ? ` font-family="${escape(font.family)}"` : ''}>`;

/** The eight aspects: own solid, the kind dashed. */
export function radarSvg(of: { axes: readonly string[]; own: readonly number[]; kind: readonly number[] }, font?: FigureFont): string {
  const [cx, cy, radius] = [170, 135, 88];
  const at = (index: number, share: number) => {
    const angle = (2 * Math.PI * index) / of.axes.length - Math.PI / 2;
    return [round(cx + radius * share * Math.cos(angle)), round(cy + radius * share * Math.sin(angle))] as const;
  };
  const shape = (values: readonly number[]) =>
    values.map((value, index) => at(index, Number.isFinite(value) ? Math.min(100, Math.max(0, value)) / 100 : 0).join(',')).join(' ');
  const rings = [0.25, 0.5, 0.75, 1].map(
    (share) => `<polygon points="${of.axes.map((_, index) => at(index, share).join(',')).join(' ')}" fill="none" stroke="${line}" stroke-width="0.6"/>`,
  );
  const names = of.axes.map((name, index) => {
    const [x, y] = at(index, 1.14);
    const anchor = Math.abs(x - cx) < 10 ? 'middle' : x > cx ? 'start' : 'end';
    const value = of.own[index] ?? Number.NaN;
    return `<text x="${x}" y="${y + 4}" font-size="10.5" fill="${ink}" text-anchor="${anchor}">${escape(name)} ${Number.isFinite(value) ? Math.round(value) : '—'}</text>`;
  });
  return [
    open(340, 270, font),
    ...rings,
    `<polygon points="${shape(of.kind)}" fill="none" stroke="${soft}" stroke-width="1.2" stroke-dasharray="4 3"/>`,
    `<polygon points="${shape(of.own)}" fill="${accent}" fill-opacity="0.14" stroke="${accent}" stroke-width="1.8"/>`,
    ...names,
    '</svg>',
  ].join('');
}

/** A score over months. */
export function lineSvg(of: { labels: readonly string[]; values: readonly number[] }, font?: FigureFont): string {
  const known = of.values.filter((value) => Number.isFinite(value));
  if (known.length === 0) return `${open(520, 20, font)}</svg>`;
  const [low, high] = [Math.min(...known) - 1, Math.max(...known) + 1];
  const x = (index: number) => round(36 + (474 * index) / Math.max(1, of.values.length - 1));
  const y = (value: number) => round(120 - (104 * (value - low)) / (high - low));
  const pieces: string[][] = [[]];
  of.values.forEach((value, index) => {
    if (Number.isFinite(value)) pieces.at(-1)?.push(`${x(index)},${y(value)}`);
    else if ((pieces.at(-1)?.length ?? 0) > 0) pieces.push([]);
  });
  const grid = [low + 1, (low + high) / 2, high - 1].map(
    (value) =>
      `<line x1="36" x2="510" y1="${y(value)}" y2="${y(value)}" stroke="${line}" stroke-width="0.5"/><text x="31" y="${y(value) + 3}" font-size="8.5" fill="${soft}" text-anchor="end">${value.toFixed(1)}</text>`,
  );
  const months = of.labels.flatMap((label, index) =>
    index % 12 === 0 || index === of.labels.length - 1
      ? [
          `<text x="${x(index)}" y="137" font-size="8.5" fill="${soft}" text-anchor="${index === 0 ? 'start' : index === of.labels.length - 1 ? 'end' : 'middle'}">${escape(label)}</text>`,
        ]
      : [],
  );
  return [
    open(520, 142, font),
    ...grid,
    ...pieces.filter((piece) => piece.length > 0).map((piece) => `<polyline points="${piece.join(' ')}" fill="none" stroke="${accent}" stroke-width="1.6"/>`),
    ...months,
    '</svg>',
  ].join('');
}

/** Points lost, as bars with their names. */
export function barsSvg(bars: readonly { name: string; value: number }[], font?: FigureFont): string {
  const most = Math.max(0.1, ...bars.map((bar) => bar.value));
  const rows = bars.map(({ name, value }, index) => {
    const y = 4 + index * 22;
    const width = round((250 * value) / most);
    return `<text x="190" y="${y + 12}" font-size="10" fill="${ink}" text-anchor="end">${escape([...name].slice(0, 16).join(''))}</text><rect x="198" y="${y}" width="${width}" height="15" fill="${accent}"/><text x="${204 + width}" y="${y + 12}" font-size="10" fill="${ink}">−${value.toFixed(1)}</text>`;
  });
  return [open(520, 8 + bars.length * 22, font), ...rows, '</svg>'].join('');
}
