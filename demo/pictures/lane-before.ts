import { circle, ellipse, group, path, picture, rect, stroke } from './draw.ts';
import { person } from './people.ts';
import { houses } from './houses.ts';

/** 长岛路, before: a lane full of what nobody wanted. */
export function messyLane(): string {
  const bags = [
    [196, 560, 34],
    [246, 584, 40],
    [160, 600, 36],
  ].map(([x = 0, y = 0, r = 0]) =>
    group([
      path(`M${x - r} ${y}q-4-${r * 1.3} ${r * 0.8}-${r * 1.5}l${r * 0.4} 0q${r * 0.9} ${r * 0.3} ${r * 0.8} ${r * 1.5}z`, '#3b3f45'),
      path(`M${x - 4} ${y - r * 1.5}l-8-12h22l-6 12z`, '#3b3f45'),
    ]),
  );
  const bike = (x: number, y: number, size: number, frame: string) =>
    group(
      [
        circle(-46, 0, 34, 'none', { stroke: '#3a3733', 'stroke-width': 6 }),
        circle(50, 0, 34, 'none', { stroke: '#3a3733', 'stroke-width': 6 }),
        stroke(
          [
            [-46, 0],
            [-10, -54],
            [36, -54],
            [50, 0],
          ],
          frame,
          7,
        ),
        stroke(
          [
            [-10, -54],
            [8, 0],
            [36, -54],
          ],
          frame,
          7,
        ),
        stroke(
          [
            [-46, 0],
            [8, 0],
          ],
          frame,
          6,
        ),
        stroke(
          [
            [36, -54],
            [32, -76],
            [50, -80],
          ],
          '#3a3733',
          6,
        ),
        rect(-26, -66, 30, 8, '#3a3733', { rx: 4 }),
      ],
      { transform: `translate(${x} ${y}) scale(${size})` },
    );
  return picture([
    houses('#a9998a', '#9c8d80', ['#c3c9c9', '#dcd8cb'], '#8d8378'),
    ellipse(500, 560, 130, 24, '#74797a'),
    ellipse(476, 556, 70, 10, '#8f9697'),
    ...[0, 1, 2, 3, 4].map((index) =>
      path(`M${120 + index * 40} ${40 + index * 26}Q480 ${190 + index * 22} ${840 - index * 40} ${44 + index * 28}`, 'none', {
        stroke: '#2c2a28',
        'stroke-width': 3,
      }),
    ),
    group([
      stroke(
        [
          [330, 220],
          [640, 214],
        ],
        '#4a463f',
        3,
      ),
      path('M392 218h54l-4 74h-46z', '#8794ad'),
      path('M470 217h40l6 62h-50z', '#c7bfae'),
      path('M540 216h52l-6 70h-42z', '#a77b74'),
    ]),
    path('M0 430l60-14-20 60 40 30-80 40z', '#8a7b6e'),
    path('M960 380l-70 20 30 50-40 60 80 20z', '#84766a'),
    ...bags,
    bike(716, 548, 1.05, '#6a7f8c'),
    bike(800, 586, 1.15, '#8c5a4a'),
    group([
      rect(60, 500, 96, 78, '#a58258'),
      rect(74, 440, 76, 62, '#b8946a'),
      stroke(
        [
          [108, 440],
          [108, 500],
        ],
        '#8a6a45',
        5,
      ),
      rect(250, 476, 66, 50, '#a58258', { transform: 'rotate(-5 283 500)' }),
    ]),
    group([
      rect(330, 424, 52, 58, '#b9a27e'),
      stroke(
        [
          [336, 482],
          [332, 512],
        ],
        '#7d6a4f',
        6,
      ),
      stroke(
        [
          [376, 482],
          [380, 512],
        ],
        '#7d6a4f',
        6,
      ),
      rect(326, 380, 60, 48, '#a8906a', { rx: 6 }),
    ]),
    stroke(
      [
        [598, 424],
        [640, 300],
      ],
      '#8a6a4f',
      9,
    ),
    stroke(
      [
        [618, 432],
        [652, 300],
      ],
      '#73573f',
      8,
    ),
    person({
      x: 470,
      y: 520,
      size: 0.86,
      hair: 'short',
      hairColour: '#8d8981',
      top: '#6b7078',
      turned: 'away',
      walking: true,
      legs: '#4b4a48',
    }),
  ]);
}
