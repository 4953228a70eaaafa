import { circle, colour, crown, group, path, picture, polygon, rect, stroke, tree } from './draw.ts';
import { person } from './people.ts';
import { workshop } from './workshop.ts';

/** 胜利, after: a playground on the same land. */
export function playground(): string {
  const slide = group([
    rect(176, 300, 14, 250, '#b5643c'),
    rect(286, 300, 14, 250, '#b5643c'),
    polygon(
      [
        [150, 300],
        [326, 300],
        [238, 224],
      ],
      colour.accent,
    ),
    rect(168, 386, 140, 16, '#d98f3a'),
    rect(176, 344, 124, 42, 'none', { stroke: '#8a5426', 'stroke-width': 6 }),
    ...[0, 1, 2, 3, 4].map((index) =>
      stroke(
        [
          [140 - index * 4, 410 + index * 30],
          [180 - index * 2, 410 + index * 30],
        ],
        '#8a5426',
        7,
      ),
    ),
    stroke(
      [
        [182, 394],
        [132, 556],
      ],
      '#8a5426',
      8,
    ),
    path('M300 392Q380 420 420 500T520 552L520 570Q430 566 396 514T292 410Z', '#e7b23f'),
    path('M300 386Q384 410 424 490T520 546', 'none', {
      stroke: '#c98a2b',
      'stroke-width': 8,
      'stroke-linecap': 'round',
    }),
  ]);
  const swing = group([
    stroke(
      [
        [616, 560],
        [656, 280],
        [696, 560],
      ],
      colour.green,
      12,
    ),
    stroke(
      [
        [876, 560],
        [836, 280],
        [796, 560],
      ],
      colour.green,
      12,
    ),
    stroke(
      [
        [650, 284],
        [842, 284],
      ],
      colour.green,
      12,
    ),
    stroke(
      [
        [704, 288],
        [676, 470],
      ],
      '#57534c',
      4,
    ),
    stroke(
      [
        [726, 288],
        [704, 476],
      ],
      '#57534c',
      4,
    ),
    polygon(
      [
        [664, 466],
        [716, 478],
        [714, 488],
        [662, 476],
      ],
      '#8a5426',
    ),
    stroke(
      [
        [776, 288],
        [776, 484],
      ],
      '#57534c',
      4,
    ),
    stroke(
      [
        [806, 288],
        [806, 484],
      ],
      '#57534c',
      4,
    ),
    rect(766, 484, 50, 10, '#8a5426'),
  ]);
  return picture([
    workshop(['#bfe0ea', '#eef3e6'], '#d3a98a'),
    rect(0, 352, 960, 60, '#8fb36f'),
    ...[40, 420, 520, 610, 930].map((x, index) => tree(x, 404, 86 + (index % 3) * 16, [colour.leaf, '#86b072', '#5c8a56'], 11 + index)),
    ...Array.from({ length: 24 }, (_, index) => rect(index * 42 + 4, 372, 10, 44, '#fffaf0', { rx: 4 })),
    rect(0, 386, 960, 7, '#fffaf0'),
    rect(0, 412, 960, 228, '#d98466'),
    path('M0 470Q260 420 520 470T960 450V640H0Z', '#79b3a0'),
    path('M0 590Q330 520 620 590T960 580V640H0Z', '#eec978'),
    circle(470, 604, 26, '#f7ecc8', { opacity: 0.6 }),
    slide,
    swing,
    person({
      x: 372,
      y: 500,
      size: 0.6,
      seated: true,
      hair: 'short',
      top: '#5b6f9a',
      front: [
        [36, -160],
        [50, -200],
      ],
      back: [
        [-36, -160],
        [-48, -200],
      ],
      holding: stroke(
        [
          [2, -78],
          [34, -62],
          [58, -34],
        ],
        '#4a4f5c',
        16,
      ),
    }),
    person({
      x: 692,
      y: 528,
      size: 0.62,
      hair: 'tails',
      top: colour.accent,
      legs: '#e0a83e',
      front: [
        [18, -170],
        [14, -210],
      ],
      back: [
        [-24, -170],
        [-20, -206],
      ],
    }),
    person({
      x: 566,
      y: 616,
      size: 1,
      hair: 'bob',
      hairColour: '#4a4038',
      top: '#7c6a94',
      turned: 'left',
      front: [
        [36, -112],
        [54, -92],
      ],
      legs: '#4f5566',
    }),
    person({
      x: 508,
      y: 622,
      size: 0.58,
      hair: 'short',
      top: '#e0a83e',
      legs: '#3f7a6b',
      front: [
        [34, -120],
        [46, -140],
      ],
    }),
    person({
      x: 900,
      y: 612,
      size: 1,
      hair: 'short',
      hairColour: '#b5b0a7',
      top: '#59667f',
      turned: 'left',
      band: true,
      front: [
        [34, -116],
        [40, -84],
      ],
      legs: '#57534c',
    }),
    group([
      rect(40, 574, 150, 12, '#a4713f', { rx: 4 }),
      rect(40, 540, 150, 10, '#a4713f', { rx: 4 }),
      stroke(
        [
          [60, 586],
          [60, 618],
        ],
        '#6b4a2e',
        8,
      ),
      stroke(
        [
          [170, 586],
          [170, 618],
        ],
        '#6b4a2e',
        8,
      ),
    ]),
    person({
      x: 112,
      y: 640,
      size: 0.96,
      seated: true,
      hair: 'bun',
      hairColour: '#d6d2ca',
      top: '#b0566a',
      front: [
        [34, -98],
        [20, -78],
      ],
    }),
    crown(250, 606, 26, 14, ['#e6a7b1', '#f2c9cf'], 14, 3),
  ]);
}
