import { ellipse, fade, glow, group, path, picture, polygon, rect, stroke } from './draw.ts';
import { person } from './people.ts';
import { meters, stairs, window } from './stairwell.ts';
import type { Mood } from './stairwell.ts';

const dark: Mood = {
  wall: '#343a4e',
  dado: '#2b3a3d',
  step: '#1d212c',
  tread: '#4a5068',
  slab: '#272b38',
  rail: '#171a22',
  door: '#3d3232',
};

/** 蔡路, before: a stairwell at night, one torch. */
export function darkStairwell(): string {
  return picture(
    [
      stairs(dark),
      window('#46547a', '#20242f', true),
      polygon(
        [
          [338, 208],
          [450, 208],
          [560, 470],
          [330, 520],
        ],
        'url(#moonlight)',
      ),
      meters('#232735', '#3d4457', true),
      // Peeled plaster and papers stuck on the wall.
      path('M548 118l26-6 18-14 28 4 14 20 22 6-10 24-30 8-22-6-24 10-16-22z', '#2b3042'),
      path('M664 168l16-8 22 6 8 18-14 14-24-4z', '#2b3042'),
      group([rect(70, 330, 42, 54, '#4b4f5b', { transform: 'rotate(-6 90 356)' }), rect(126, 322, 38, 46, '#454957', { transform: 'rotate(5 144 344)' })]),
      // A bare lamp holder without a bulb.
      stroke(
        [
          [610, 14],
          [610, 78],
        ],
        '#12141b',
        4,
      ),
      path('M600 78h20l-3 24h-14z', '#12141b'),
      polygon(
        [
          [368, 372],
          [800, 180],
          [884, 330],
          [640, 392],
        ],
        'url(#beam)',
      ),
      ellipse(752, 266, 86, 72, 'url(#spot)'),
      group([
        person({
          x: 290,
          y: 484,
          size: 0.98,
          hair: 'bun',
          hairColour: '#b9b4ab',
          top: '#6a5060',
          legs: '#3a3d4a',
          skin: '#c79f83',
          front: [
            [38, -118],
            [72, -116],
          ],
          back: [
            [-32, -120],
            [-8, -96],
          ],
          holding: group([rect(68, -124, 34, 13, '#11131a', { rx: 3 }), rect(98, -127, 9, 19, '#f7e4a3', { rx: 2 })]),
        }),
      ]),
      rect(0, 0, 960, 640, 'url(#night)'),
    ],
    [
      fade('moonlight', '#a9bbe0', '#a9bbe0', [0.2, 0]),
      `<linearGradient id="beam"><stop stop-color="#ffe9a8" stop-opacity=".75"/><stop offset="1" stop-color="#ffe9a8" stop-opacity=".06"/></linearGradient>`,
      glow('spot', '#ffe9a8', 0.34),
      `<radialGradient id="night" cx=".52" cy=".5" r=".75"><stop offset=".35" stop-color="#0b0d16" stop-opacity="0"/><stop offset="1" stop-color="#0b0d16" stop-opacity=".72"/></radialGradient>`,
    ],
  );
}
