import { ellipse, group, path, picture, polygon, rect, scatter, stroke } from './draw.ts';
import { write } from './lettering.ts';
import { workshop } from './workshop.ts';

/** 胜利, before: the company's empty land. */
export function emptyLand(): string {
  const next = scatter(7);
  const weeds = Array.from({ length: 90 }, () => {
    const x = next() * 960;
    const y = 420 + next() * 210;
    const h = 14 + next() * 30;
    return path(`M${x} ${y}q${-6 + next() * 12} ${-h * 0.6} ${-12 + next() * 24} ${-h}`, 'none', {
      stroke: ['#7d7f4c', '#93914f', '#6a7045'][Math.floor(next() * 3)],
      'stroke-width': 3.5,
      'stroke-linecap': 'round',
    });
  });
  const fence = Array.from({ length: 17 }, (_, index) =>
    stroke(
      [
        [index * 60, 326],
        [index * 60, 424],
      ],
      '#6b675d',
      6,
    ),
  );
  const wires = Array.from({ length: 33 }, (_, index) =>
    stroke(
      [
        [index * 30 - 30, 420],
        [index * 30 + 30, 336],
      ],
      '#8b8678',
      1.6,
    ),
  );
  return picture([
    workshop(['#c9cdc6', '#e4dfd0'], '#b69b86'),
    rect(0, 366, 960, 274, '#bfae86'),
    path('M0 470Q240 430 480 468T960 446V640H0Z', '#b09d74'),
    path('M0 560Q300 520 560 556T960 540V640H0Z', '#a18e66'),
    ...wires,
    ...(wires.length > 0
      ? Array.from({ length: 33 }, (_, index) =>
          stroke(
            [
              [index * 30 + 30, 420],
              [index * 30 - 30, 336],
            ],
            '#8b8678',
            1.6,
          ),
        )
      : []),
    ...fence,
    stroke(
      [
        [0, 334],
        [960, 334],
      ],
      '#6b675d',
      6,
    ),
    ...weeds,
    // Rubble, pipes, a tyre, a puddle.
    ellipse(610, 566, 150, 24, '#93a09c'),
    ellipse(590, 562, 90, 10, '#a9b5b0'),
    group([
      polygon(
        [
          [90, 560],
          [150, 500],
          [230, 490],
          [300, 530],
          [330, 566],
        ],
        '#8d867a',
      ),
      polygon(
        [
          [150, 500],
          [200, 470],
          [230, 490],
        ],
        '#a59d8f',
      ),
      polygon(
        [
          [230, 490],
          [262, 476],
          [300, 530],
        ],
        '#78726a',
      ),
      rect(120, 540, 50, 26, '#9a5b45', { transform: 'rotate(-12 145 553)' }),
      rect(206, 530, 46, 24, '#a9674f', { transform: 'rotate(9 229 542)' }),
    ]),
    group([ellipse(760, 520, 56, 52, '#33322f'), ellipse(760, 520, 28, 25, '#b09d74')]),
    stroke(
      [
        [812, 592],
        [948, 560],
      ],
      '#8a6a4f',
      16,
    ),
    stroke(
      [
        [820, 570],
        [940, 596],
      ],
      '#73573f',
      14,
    ),
    group([
      rect(424, 398, 10, 110, '#6b5a44'),
      rect(356, 384, 146, 66, '#e8dfca', { rx: 3 }),
      write('闲置用地', 429, 426, 28, '#6d3b33', { weight: 'bold', anchor: 'middle' }),
    ]),
    group([path('M682 600q-14-30 6-52q-34 4-26 52z', '#6d7a46'), path('M690 604q10-40 34-46q-12 22-14 46z', '#7f8a50')]),
  ]);
}
