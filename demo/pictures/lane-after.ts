import { colour, crown, ellipse, group, path, picture, rect, scatter, stroke } from './draw.ts';
import { write } from './lettering.ts';
import { person } from './people.ts';
import { houses } from './houses.ts';

/** 长岛路, after: 海棠巷, with the crab apples in bloom. */
export function blossomLane(): string {
  const next = scatter(33);
  const petals = Array.from({ length: 120 }, () => {
    const y = 400 + next() * 236;
    const spread = 90 + (y - 386) * 1.5;
    return ellipse(
      480 + (next() - 0.5) * 2 * spread,
      y,
      2 + next() * 3.4,
      1.6 + next() * 2,
      ['#f2b8c1', '#f7d3d8', '#e48f9f'][Math.floor(next() * 3)] ?? colour.blossom,
    );
  });
  const bricks: string[] = [];
  for (let row = 0; row < 11; row++) {
    const y = 388 + row * row * 2.1;
    const half = 84 + (y - 386) * 1.56;
    bricks.push(
      stroke(
        [
          [480 - half, y],
          [480 + half, y],
        ],
        '#b7886c',
        1.4 + row * 0.12,
      ),
    );
    for (let column = -5; column <= 5; column++) {
      const nextY = 388 + (row + 1) * (row + 1) * 2.1;
      const offset = row % 2 === 0 ? 0 : 0.5;
      const at = (column + offset) / 5.5;
      bricks.push(
        stroke(
          [
            [480 + at * half, y],
            [480 + at * (84 + (nextY - 386) * 1.56), nextY],
          ],
          '#b7886c',
          1.4,
        ),
      );
    }
  }
  const bloom = ['#e9929f', '#f2b8c1', '#f9d7dc', '#dd7688'];
  const crabapple = (x: number, y: number, size: number, seed: number) =>
    group([
      path(
        `M${x - size * 0.06} ${y}Q${x} ${y - size * 0.5} ${x - size * 0.1} ${y - size}L${x + size * 0.02} ${y - size}Q${x + size * 0.06} ${y - size * 0.5} ${x + size * 0.07} ${y}Z`,
        '#6d4f3e',
      ),
      stroke(
        [
          [x, y - size * 0.6],
          [x + size * 0.3, y - size * 1.05],
        ],
        '#6d4f3e',
        size * 0.05,
      ),
      stroke(
        [
          [x - size * 0.02, y - size * 0.7],
          [x - size * 0.34, y - size * 1.1],
        ],
        '#6d4f3e',
        size * 0.05,
      ),
      crown(x, y - size * 1.25, size * 0.72, size * 0.5, bloom, 150, seed),
      crown(x - size * 0.3, y - size * 1.05, size * 0.3, size * 0.22, bloom, 36, seed + 1),
      crown(x + size * 0.34, y - size * 1.0, size * 0.3, size * 0.2, ['#8fb06f', ...bloom], 36, seed + 2),
    ]);
  const planter = (x: number, y: number, w: number) =>
    group([
      rect(x, y, w, 34, '#a4513f', { rx: 3 }),
      rect(x - 4, y - 6, w + 8, 10, '#b8624e', { rx: 3 }),
      crown(x + w / 2, y - 16, w / 2, 18, ['#7fa566', '#96b878', '#f4d27a'], 30, Math.round(x)),
    ]);
  return picture([
    houses('#f0e2cb', '#ead9bf', ['#bfe0ea', '#f3f1e4'], '#d2a286'),
    ...bricks,
    group([
      rect(392, 208, 176, 44, '#7a4a35', { rx: 4 }),
      write('海 棠 巷', 480, 242, 34, '#fbe6b0', { weight: 'bold', anchor: 'middle' }),
      rect(398, 250, 12, 140, '#7a4a35'),
      rect(550, 250, 12, 140, '#7a4a35'),
    ]),
    crabapple(330, 448, 118, 2),
    crabapple(632, 448, 118, 12),
    crabapple(196, 530, 190, 22),
    crabapple(772, 530, 190, 32),
    planter(236, 512, 84),
    planter(650, 512, 84),
    planter(60, 590, 120),
    planter(790, 590, 120),
    ...petals,
    group([
      rect(300, 548, 120, 10, '#a4713f', { rx: 4 }),
      rect(300, 520, 120, 8, '#a4713f', { rx: 4 }),
      stroke(
        [
          [314, 558],
          [314, 586],
        ],
        '#6b4a2e',
        7,
      ),
      stroke(
        [
          [406, 558],
          [406, 586],
        ],
        '#6b4a2e',
        7,
      ),
    ]),
    person({
      x: 340,
      y: 602,
      size: 0.92,
      seated: true,
      hair: 'bun',
      hairColour: '#d6d2ca',
      top: '#7c6a94',
      front: [
        [34, -98],
        [18, -78],
      ],
    }),
    person({
      x: 392,
      y: 602,
      size: 0.92,
      seated: true,
      hair: 'bald',
      hairColour: '#b5b0a7',
      top: '#5d7f6d',
      turned: 'left',
      front: [
        [34, -98],
        [18, -78],
      ],
    }),
    person({
      x: 500,
      y: 560,
      size: 0.9,
      hair: 'bob',
      hairColour: '#3a312b',
      top: colour.accent,
      legs: '#3f4350',
      walking: true,
      front: [
        [30, -112],
        [40, -88],
      ],
    }),
    person({
      x: 556,
      y: 568,
      size: 0.54,
      hair: 'tails',
      top: '#e0a83e',
      legs: '#5b6f9a',
      walking: true,
      turned: 'left',
      front: [
        [34, -140],
        [42, -174],
      ],
    }),
    person({
      x: 668,
      y: 620,
      size: 0.98,
      hair: 'short',
      hairColour: '#8d8981',
      top: '#59667f',
      turned: 'left',
      legs: '#57534c',
      front: [
        [36, -118],
        [52, -96],
      ],
      holding: group([
        path('M50-98h34l-4 34h-26z', '#3f7a6b'),
        stroke(
          [
            [82, -90],
            [104, -104],
          ],
          '#3f7a6b',
          6,
        ),
      ]),
    }),
  ]);
}
