import { circle, colour, ellipse, glow, group, path, picture, rect } from './draw.ts';
import { write } from './lettering.ts';
import { person } from './people.ts';
import { diamond, lamp, landingY, meters, stairs, window } from './stairwell.ts';
import type { Mood } from './stairwell.ts';

const lit: Mood = {
  wall: '#f6ead0',
  dado: '#9cc2a5',
  step: '#b8ab97',
  tread: '#d5cab6',
  slab: '#e4d6ba',
  rail: '#5f4a38',
  door: '#96562f',
};

/** 蔡路, after: the same stairs under a lamp, somebody going up with a child. */
export function litStairwell(): string {
  return picture(
    [
      stairs(lit),
      window('#5d76a6', '#fffaf0', true),
      meters('#e9dcc0', '#c9b78f', false),
      diamond(851, landingY - 152),
      write('301', 851, landingY - 222, 22, '#7a5a36', { weight: 'bold', anchor: 'middle' }),
      lamp(610, 74, true),
      // What the neighbours put up: the rota of the lamp's keeper.
      group([
        rect(70, 318, 116, 76, '#fffdf6', { rx: 3 }),
        rect(70, 318, 116, 20, colour.accent),
        write('楼道灯管护表', 128, 333, 13, '#fff', { weight: 'bold', anchor: 'middle' }),
        ...[0, 1, 2].map((row) => rect(82, 348 + row * 14, 92 - row * 18, 5, '#c9bda2')),
      ]),
      group([
        rect(918, landingY - 40, 34, 40, '#b5643c', { rx: 4 }),
        ellipse(935, landingY - 62, 26, 30, colour.leaf),
        ellipse(922, landingY - 74, 15, 20, '#86b072'),
      ]),
      person({
        x: 536,
        y: 358,
        size: 0.98,
        hair: 'bun',
        hairColour: '#d6d2ca',
        top: '#b0566a',
        legs: '#4f5566',
        walking: true,
        front: [
          [32, -112],
          [48, -86],
        ],
        back: [
          [-30, -112],
          [-36, -84],
        ],
        holding: group([
          path('M36-88h26l5 46h-36z', '#6b8f5a'),
          path('M40-88q9-22 18 0', 'none', { stroke: '#4e6b42', 'stroke-width': 4 }),
          circle(46, -92, 9, '#e0703c'),
          circle(57, -90, 8, '#7fae55'),
        ]),
      }),
      person({
        x: 690,
        y: 327,
        size: 0.66,
        hair: 'tails',
        top: '#e0a83e',
        legs: '#5b6f9a',
        walking: true,
        turned: 'left',
        front: [
          [34, -140],
          [46, -172],
        ],
      }),
    ],
    [glow('lamplight', '#ffe59a', 0.85)],
  );
}
