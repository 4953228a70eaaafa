import { circle, colour, ellipse, group, path, polygon, rect, stroke } from './draw.ts';

/** A point relative to a figure's feet; a grown-up is about 210 units tall. */
type Point = readonly [number, number];

/** How a simple figure looks and stands. */
export interface Figure {
  x: number;
  y: number;
  size?: number;
  /** Looks to the left; or away from us. */
  turned?: 'left' | 'away';
  hair: 'short' | 'bob' | 'bun' | 'bald' | 'cap' | 'tails';
  hairColour?: string;
  skin?: string;
  top: string;
  legs?: string;
  skirt?: boolean;
  /** Elbow and hand of the arm in front and the one behind. */
  front?: readonly [Point, Point];
  back?: readonly [Point, Point];
  /** A vest over the top; a red band on the front arm. */
  vest?: string;
  band?: boolean;
  glasses?: boolean;
  /** Only head and trunk, for people behind a table. */
  seated?: boolean;
  walking?: boolean;
  /** Drawn after the figure, in its own units. */
  holding?: string;
}

const skins = { warm: '#edc3a0', tan: '#dca77d' };

function head(figure: Figure): string {
  const skin = figure.skin ?? skins.warm;
  const hair = figure.hairColour ?? '#2c2723';
  const parts: string[] = [];
  if (figure.hair === 'bob') parts.push(path('M-25-182Q-27-150-19-148L19-148Q27-150 25-182Q22-210 0-210Q-22-210-25-182Z', hair));
  if (figure.hair === 'tails') parts.push(circle(-23, -172, 8, hair), circle(23, -172, 8, hair));
  parts.push(rect(-7, -166, 14, 18, skin), ellipse(0, -181, 21, 23, skin));
  if (figure.turned === 'away') parts.push(path('M-22-178Q-24-207 0-207Q24-207 22-178Q21-163 0-162Q-21-163-22-178Z', hair));
  else if (figure.hair === 'bald') parts.push(path('M-21-183Q-25-176-20-170Q-18-178-18-186ZM21-183Q25-176 20-170Q18-178 18-186Z', hair));
  else parts.push(path('M-22-180Q-25-208 0-208Q25-208 22-180Q19-194 8-196Q-8-196-14-192Q-20-190-22-180Z', hair));
  if (figure.hair === 'bun') parts.push(circle(figure.turned === 'away' ? 0 : -8, -209, 10, hair));
  if (figure.hair === 'cap')
    parts.push(
      path('M-23-188Q-22-212 0-212Q22-212 23-188Z', figure.hairColour ?? colour.blue),
      rect(-2, -191, 34, 6, figure.hairColour ?? colour.blue, { rx: 3 }),
    );
  if (figure.turned !== 'away') {
    parts.push(circle(-3, -181, 2.3, colour.ink), circle(12, -181, 2.3, colour.ink));
    parts.push(
      path('M-1-171Q5-165 11-171', 'none', {
        stroke: '#8a4a3a',
        'stroke-width': 2.2,
        'stroke-linecap': 'round',
      }),
    );
    parts.push(circle(-9, -173, 4, '#e59a86', { opacity: 0.45 }), circle(16, -173, 4, '#e59a86', { opacity: 0.45 }));
    if (figure.glasses)
      parts.push(`<g fill="none" stroke="${colour.ink}" stroke-width="1.6"><circle cx="-3" cy="-181" r="6.5"/><circle cx="12" cy="-181" r="6.5"/></g>`);
  }
  return parts.join('');
}

function arm(points: readonly [Point, Point], shoulder: Point, sleeve: string, skin: string): string {
  const [elbow, hand] = points;
  return stroke([shoulder, elbow, hand], sleeve, 16) + circle(hand[0], hand[1], 8.5, skin);
}

function shade(hex: string, by: number): string {
  const value = Number.parseInt(hex.slice(1), 16);
  const part = (shift: number) => Math.max(0, Math.min(255, Math.round(((value >> shift) & 255) * by)));
  return `#${[16, 8, 0].map((shift) => part(shift).toString(16).padStart(2, '0')).join('')}`;
}

/** Draws a figure. */
export function person(figure: Figure): string {
  const skin = figure.skin ?? skins.warm;
  const legs = figure.legs ?? '#4a4f5c';
  const size = figure.size ?? 1;
  const front = figure.front ?? [
    [27, -112],
    [24, -82],
  ];
  const back = figure.back ?? [
    [-27, -112],
    [-24, -82],
  ];
  const parts: string[] = [];
  if (!figure.seated) parts.push(ellipse(0, 0, 42, 7, '#000', { opacity: 0.13 }));
  parts.push(arm(back, [-20, -138], shade(figure.top, 0.86), skin));
  if (!figure.seated) {
    const stride = figure.walking ? 15 : 0;
    parts.push(
      stroke(
        [
          [-9, -78],
          [-11 - stride * 0.4, -40],
          [-11 - stride, -6],
        ],
        shade(legs, 0.88),
        18,
      ),
    );
    parts.push(
      stroke(
        [
          [9, -78],
          [11 + stride * 0.6, -40],
          [11 + stride, -6],
        ],
        legs,
        18,
      ),
    );
    parts.push(ellipse(-8 - stride, -3, 14, 6, '#35302b'), ellipse(15 + stride, -3, 14, 6, '#35302b'));
  }
  parts.push(path('M-24-146Q-24-152-10-153L10-153Q24-152 24-146L27-76Q27-70 20-70L-20-70Q-27-70-27-76Z', figure.top));
  if (figure.skirt && !figure.seated) parts.push(path('M-26-82L26-82L34-36L-34-36Z', legs));
  if (figure.vest !== undefined) {
    parts.push(path('M-23-150L-8-152L0-128L8-152L23-150L26-78L-26-78Z', figure.vest));
    parts.push(rect(-25, -106, 50, 7, '#f4ead2', { opacity: 0.9 }));
  } else if (figure.turned !== 'away') parts.push(path('M-9-153L0-140L9-153Z', shade(figure.top, 0.8)));
  parts.push(head(figure));
  parts.push(arm(front, [20, -138], shade(figure.top, 0.94), skin));
  if (figure.band) {
    const [elbow] = front;
    const at: Point = [(20 + elbow[0]) / 2, (-138 + elbow[1]) / 2];
    parts.push(
      polygon(
        [
          [at[0] - 10, at[1] - 6],
          [at[0] + 10, at[1] - 6],
          [at[0] + 10, at[1] + 8],
          [at[0] - 10, at[1] + 8],
        ],
        '#c1272d',
      ),
    );
  }
  if (figure.holding !== undefined) parts.push(figure.holding);
  const flip = figure.turned === 'left' ? -size : size;
  return group(parts, { transform: `translate(${figure.x} ${figure.y}) scale(${flip} ${size})` });
}

/** The back of a person who sits in front of us: shoulders and head only. */
export function listener(x: number, y: number, size: number, top: string, hairColour: string, hair: 'short' | 'bob' | 'bun' = 'short'): string {
  const parts = [
    path('M-62 0Q-60-62-22-70L22-70Q60-62 62 0Z', top),
    rect(-9, -84, 18, 22, skins.tan),
    hair === 'bob' ? path('M-34-92Q-36-148 0-148Q36-148 34-92Q30-72 0-72Q-30-72-34-92Z', hairColour) : ellipse(0, -108, 29, 33, hairColour),
  ];
  if (hair === 'bun') parts.push(circle(0, -143, 13, hairColour));
  if (hair === 'short') parts.push(path('M-20-86Q0-74 20-86L16-78Q0-70-16-78Z', skins.tan));
  return group(parts, { transform: `translate(${x} ${y}) scale(${size})` });
}
