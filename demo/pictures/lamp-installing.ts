import { colour, group, path, picture, rect, stroke } from './draw.ts';
import { write } from './lettering.ts';
import { person } from './people.ts';
import { diamond, lamp } from './stairwell.ts';

/** The last lamp goes up; residents watch and write down. */
export function installingLamp(): string {
  const rungs = Array.from({ length: 9 }, (_, index) => {
    const t = (index + 1) / 10;
    return stroke(
      [
        [556 - t * 40 + 8, 590 - t * 380],
        [646 - t * 40 - 8, 590 - t * 380],
      ],
      '#b98a4e',
      7,
    );
  });
  return picture([
    rect(0, 0, 960, 640, '#f3e8d2'),
    rect(0, 372, 960, 268, '#a9cbb0'),
    rect(0, 368, 960, 6, '#e4d6ba'),
    rect(0, 584, 960, 56, '#c5b9a4'),
    rect(0, 0, 960, 34, '#e6d9c0'),
    // Door and window give the daylight.
    rect(96, 236, 150, 348, '#96562f', { rx: 4 }),
    rect(112, 254, 118, 140, 'none', { stroke: '#7c4524', 'stroke-width': 4 }),
    rect(112, 412, 118, 150, 'none', { stroke: '#7c4524', 'stroke-width': 4 }),
    diamond(171, 324),
    write('12号 102', 171, 224, 22, '#7a5a36', { weight: 'bold', anchor: 'middle' }),
    rect(760, 96, 150, 190, '#fffaf0'),
    rect(770, 106, 62, 170, '#bfe0ea'),
    rect(838, 106, 62, 170, '#bfe0ea'),
    path('M770 276q30-60 62-30v30zM838 276q40-70 62-20v20z', '#8fb985'),
    stroke(
      [
        [300, 34],
        [300, 90],
        [540, 90],
      ],
      '#d6c7a6',
      8,
    ),
    lamp(560, 118, false),
    ...rungs,
    stroke(
      [
        [556, 590],
        [516, 190],
      ],
      '#a4713f',
      10,
    ),
    stroke(
      [
        [646, 590],
        [606, 190],
      ],
      '#a4713f',
      10,
    ),
    person({
      x: 566,
      y: 428,
      size: 1.02,
      hair: 'cap',
      hairColour: '#d9a441',
      top: '#4f6fa0',
      legs: '#394256',
      front: [
        [34, -176],
        [16, -252],
      ],
      back: [
        [-36, -172],
        [-22, -250],
      ],
      holding: group([rect(-34, -66, 60, 14, '#7a4a2a', { rx: 4 }), rect(-22, -56, 12, 24, '#9a6a3a', { rx: 3 })]),
    }),
    person({
      x: 716,
      y: 596,
      size: 1.1,
      hair: 'short',
      hairColour: '#8d8981',
      top: '#5d7f6d',
      band: true,
      turned: 'left',
      glasses: true,
      front: [
        [42, -118],
        [78, -132],
      ],
      legs: '#57534c',
    }),
    person({
      x: 846,
      y: 600,
      size: 1.06,
      hair: 'bob',
      hairColour: '#4a4038',
      top: colour.accent,
      band: true,
      turned: 'left',
      front: [
        [36, -112],
        [52, -122],
      ],
      back: [
        [-10, -108],
        [28, -108],
      ],
      legs: '#3f4350',
      holding: group([
        rect(34, -146, 44, 56, '#a4713f', { rx: 3, transform: 'rotate(-8 56 -118)' }),
        rect(39, -140, 34, 45, '#fffdf6', { transform: 'rotate(-8 56 -118)' }),
        ...[0, 1, 2].map((row) => rect(44, -132 + row * 11, 22 - row * 4, 4, '#b9ad95', { transform: 'rotate(-8 56 -118)' })),
      ]),
    }),
    person({
      x: 372,
      y: 600,
      size: 1.06,
      hair: 'bun',
      hairColour: '#cfcac1',
      top: '#7c6a94',
      band: true,
      front: [
        [36, -130],
        [52, -160],
      ],
      legs: '#4a4f5c',
      holding: rect(44, -184, 20, 34, '#22262f', { rx: 4, transform: 'rotate(10 54 -167)' }),
    }),
    group([
      rect(430, 548, 92, 44, '#c9803c', { rx: 4 }),
      rect(462, 536, 28, 14, 'none', { stroke: '#8a5426', 'stroke-width': 5, rx: 4 }),
      rect(430, 562, 92, 6, '#a9652b'),
    ]),
  ]);
}
