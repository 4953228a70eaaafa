import { circle, colour, group, path, polygon, rect, stroke } from './draw.ts';
import { write } from './lettering.ts';

const steps = 9;

const run = 62;

const rise = 31;

const foot: readonly [number, number] = [70, 606];

/** Height of the landing in the picture. */
export const landingY = foot[1] - steps * rise;

const landingX = foot[0] + steps * run;

/** The colours of the stairs in one light. */
export interface Mood {
  wall: string;
  dado: string;
  step: string;
  tread: string;
  slab: string;
  rail: string;
  door: string;
}

/** The same stairs in any light: wall with its green dado, steps, landing with a door, window, the flight above. */
export function stairs(mood: Mood): string {
  const profile: [number, number][] = [
    [0, 640],
    [0, foot[1]],
    [foot[0], foot[1]],
  ];
  const treads: string[] = [];
  for (let index = 0; index < steps; index++) {
    const x = foot[0] + index * run;
    const y = foot[1] - index * rise;
    profile.push([x, y - rise], [x + run, y - rise]);
    treads.push(rect(x - 3, y - rise, run + 3, 6, mood.tread));
  }
  profile.push([960, landingY], [960, 640]);
  const dado: [number, number][] = [
    [0, foot[1] - 150],
    [foot[0], foot[1] - 150],
    [landingX, landingY - 150],
    [960, landingY - 150],
    [960, 640],
    [0, 640],
  ];
  const posts = Array.from({ length: 5 }, (_, index) => {
    const x = foot[0] + 36 + index * run * 2;
    const y = foot[1] - rise - index * rise * 2;
    return stroke(
      [
        [x, y],
        [x, y - 92],
      ],
      mood.rail,
      6,
    );
  });
  return group([
    rect(0, 0, 960, 640, mood.wall),
    polygon(dado, mood.dado),
    stroke(
      [
        [0, foot[1] - 150],
        [foot[0], foot[1] - 150],
        [landingX, landingY - 150],
        [960, landingY - 150],
      ],
      mood.slab,
      5,
    ),
    // The flight that goes on above our heads.
    polygon(
      [
        [960, 0],
        [960, 62],
        [700, 20],
        [560, 0],
      ],
      mood.slab,
    ),
    // Door on the landing.
    rect(792, landingY - 212, 118, 212, mood.door, { rx: 3 }),
    rect(804, landingY - 200, 94, 90, 'none', { stroke: mood.slab, 'stroke-width': 3, opacity: 0.5 }),
    rect(804, landingY - 98, 94, 86, 'none', { stroke: mood.slab, 'stroke-width': 3, opacity: 0.5 }),
    circle(806, landingY - 104, 5, colour.ochre),
    polygon(profile, mood.step),
    ...treads,
    rect(landingX - 3, landingY, 960 - landingX, 6, mood.tread),
    ...posts,
    stroke(
      [
        [foot[0] + 20, foot[1] - rise - 84],
        [foot[0] + 36 + run * 8, landingY - 92 + rise * 0.2],
        [landingX + 30, landingY - 92],
      ],
      mood.rail,
      9,
    ),
  ]);
}

/** The window of the stairwell, with the night behind it. */
export function window(sky: string, frame: string, moon: boolean): string {
  return group([
    rect(330, 66, 128, 150, frame, { rx: 2 }),
    rect(338, 74, 54, 134, sky),
    rect(396, 74, 54, 134, sky),
    moon ? circle(424, 108, 15, '#f3e7bd') : '',
    moon ? circle(432, 103, 13, sky) : '',
    rect(324, 212, 140, 9, frame),
  ]);
}

/** The meter boxes, their wires loose or in a duct. */
export function meters(box: string, dial: string, dark: boolean): string {
  const boxes = [0, 1, 2].map((index) =>
    group([rect(110 + index * 58, 214, 46, 64, box, { rx: 3 }), circle(133 + index * 58, 238, 13, dial), rect(122 + index * 58, 260, 22, 8, dial)]),
  );
  const wires = dark
    ? [
        path('M133 214Q150 150 210 158T330 60', 'none', { stroke: '#141720', 'stroke-width': 4 }),
        path('M190 214Q240 180 232 96T120 30', 'none', { stroke: '#141720', 'stroke-width': 3 }),
        path('M250 214Q300 260 300 330', 'none', { stroke: '#141720', 'stroke-width': 3 }),
      ]
    : [
        stroke(
          [
            [133, 214],
            [133, 196],
            [249, 196],
            [249, 214],
          ],
          '#d6c7a6',
          7,
        ),
        stroke(
          [
            [191, 196],
            [191, 0],
          ],
          '#d6c7a6',
          7,
        ),
      ];
  return [...wires, ...boxes].join('');
}

/** A ceiling lamp whose shade begins at x, y. */
export function lamp(x: number, y: number, shining: boolean): string {
  return group([
    shining ? circle(x, y + 16, 330, 'url(#lamplight)') : '',
    rect(x - 4, 0, 8, y - 12, '#8b7a5e'),
    path(`M${x - 44} ${y}Q${x - 40} ${y - 20} ${x} ${y - 20}Q${x + 40} ${y - 20} ${x + 44} ${y}Z`, '#7a6a50'),
    path(`M${x - 38} ${y}Q${x - 34} ${y + 34} ${x} ${y + 34}Q${x + 34} ${y + 34} ${x + 38} ${y}Z`, shining ? '#fff3c4' : '#f3f0e6'),
  ]);
}

/** The red 福 on a door. */
export function diamond(x: number, y: number): string {
  return group([
    polygon(
      [
        [x, y - 30],
        [x + 30, y],
        [x, y + 30],
        [x - 30, y],
      ],
      '#c1272d',
    ),
    write('福', x, y + 13, 34, '#f3c65f', { weight: 'bold', anchor: 'middle' }),
  ]);
}
