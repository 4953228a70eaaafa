/** Small strokes that scenes are made of. All give SVG text; lengths are units of a 960 × 640 picture. */

export const width = 960;
export const height = 640;

/** One palette for all scenes, kin to the pages' colours. */
export const colour = {
  paper: '#faf7f1',
  ink: '#22261f',
  accent: '#9c2f3d',
  rose: '#d9808c',
  blossom: '#f2b8c1',
  ochre: '#d9a441',
  sand: '#e9cf9d',
  green: '#3f7a6b',
  leaf: '#6f9a5f',
  moss: '#4e6b4a',
  blue: '#5b6f9a',
  sky: '#cfe1e6',
  wall: '#efe6d4',
  stone: '#c9bfae',
  grey: '#8b8678',
  wood: '#a4713f',
  night: '#262b3a',
  dusk: '#3b4257',
} as const;

type Attributes = Readonly<Record<string, string | number | undefined>>;

function attributes(values: Attributes): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? Math.round(value * 10) / 10 : value}"`)
    .join('');
}

export function rect(x: number, y: number, w: number, h: number, fill: string, more: Attributes = {}): string {
  return `<rect${attributes({ x, y, width: w, height: h, fill, ...more })}/>`;
}

export function circle(cx: number, cy: number, r: number, fill: string, more: Attributes = {}): string {
  return `<circle${attributes({ cx, cy, r, fill, ...more })}/>`;
}

export function ellipse(cx: number, cy: number, rx: number, ry: number, fill: string, more: Attributes = {}): string {
  return `<ellipse${attributes({ cx, cy, rx, ry, fill, ...more })}/>`;
}

export function path(d: string, fill: string, more: Attributes = {}): string {
  return `<path${attributes({ d, fill, ...more })}/>`;
}

/** A stroke through points, with round ends. */
export function stroke(points: readonly (readonly [number, number])[], colourOf: string, w: number, more: Attributes = {}): string {
  return `<polyline${attributes({ points: points.map((point) => point.join(',')).join(' '), fill: 'none', stroke: colourOf, 'stroke-width': w, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', ...more })}/>`;
}

export function polygon(points: readonly (readonly [number, number])[], fill: string, more: Attributes = {}): string {
  return `<polygon${attributes({ points: points.map((point) => point.join(',')).join(' '), fill, ...more })}/>`;
}

export function group(children: readonly string[], more: Attributes = {}): string {
  return `<g${attributes(more)}>${children.join('')}</g>`;
}

/** A vertical fade from one colour to another. */
export function fade(id: string, from: string, to: string, opacities: readonly [number, number] = [1, 1]): string {
  return `<linearGradient id="${id}" x2="0" y2="1"><stop stop-color="${from}" stop-opacity="${opacities[0]}"/><stop offset="1" stop-color="${to}" stop-opacity="${opacities[1]}"/></linearGradient>`;
}

/** A round glow that ends in nothing. */
export function glow(id: string, from: string, opacity: number): string {
  return `<radialGradient id="${id}"><stop stop-color="${from}" stop-opacity="${opacity}"/><stop offset="1" stop-color="${from}" stop-opacity="0"/></radialGradient>`;
}

/** A whole picture. */
export function picture(children: readonly string[], definitions: readonly string[] = []): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><defs>${definitions.join('')}</defs>${children.join('')}</svg>`;
}

/** Numbers between 0 and 1 that are the same every time, for leaves and blossoms. */
export function scatter(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A crown of leaves or blossoms: many small rounds in a few shades. */
export function crown(cx: number, cy: number, rx: number, ry: number, shades: readonly string[], count: number, seed: number): string {
  const next = scatter(seed);
  const rounds: string[] = [ellipse(cx, cy, rx * 0.88, ry * 0.86, shades[0] ?? colour.leaf)];
  for (let index = 0; index < count; index++) {
    const angle = next() * Math.PI * 2;
    const reach = Math.sqrt(next());
    const shade = shades[Math.floor(next() * shades.length)] ?? colour.leaf;
    rounds.push(circle(cx + Math.cos(angle) * rx * reach, cy + Math.sin(angle) * ry * reach, rx * (0.07 + next() * 0.1), shade));
  }
  return rounds.join('');
}

/** A tree with its trunk's foot at x, y. */
export function tree(x: number, y: number, size: number, shades: readonly string[], seed: number): string {
  return group([
    path(
      `M${x - size * 0.07} ${y}Q${x - size * 0.02} ${y - size * 0.5} ${x - size * 0.05} ${y - size * 0.9}L${x + size * 0.05} ${y - size * 0.9}Q${x + size * 0.02} ${y - size * 0.5} ${x + size * 0.08} ${y}Z`,
      '#7a5a41',
    ),
    stroke(
      [
        [x, y - size * 0.55],
        [x - size * 0.25, y - size * 0.9],
      ],
      '#7a5a41',
      size * 0.045,
    ),
    stroke(
      [
        [x, y - size * 0.6],
        [x + size * 0.24, y - size * 0.95],
      ],
      '#7a5a41',
      size * 0.045,
    ),
    crown(x, y - size * 1.1, size * 0.55, size * 0.42, shades, 70, seed),
  ]);
}
