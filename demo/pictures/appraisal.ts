import { circle, colour, ellipse, group, path, picture, rect, stroke } from './draw.ts';
import { write } from './lettering.ts';
import { person } from './people.ts';
import { room } from './room.ts';

/** The appraisal: people look at the lamp's pictures and put their dots under what they think of it. */
export function appraisal(): string {
  const columns: [string, string, number][] = [
    ['满意', colour.green, 21],
    ['一般', colour.ochre, 4],
    ['不满意', colour.accent, 1],
  ];
  const board = group([
    rect(230, 138, 500, 268, '#8a6a45', { rx: 4 }),
    rect(240, 148, 480, 248, '#fbfaf4'),
    ...columns.map(([label, fill, count], column) => {
      const x = 250 + column * 160;
      const dots = Array.from({ length: count }, (_, index) => circle(x + 22 + (index % 6) * 21, 222 + Math.floor(index / 6) * 24, 8, fill));
      return group([
        write(label, x + 74, 190, 26, colour.ink, { weight: 'bold', anchor: 'middle' }),
        stroke(
          [
            [x + 12, 202],
            [x + 138, 202],
          ],
          '#d8ccb4',
          3,
        ),
        ...dots,
      ]);
    }),
    stroke(
      [
        [402, 158],
        [402, 386],
      ],
      '#e6dcc7',
      3,
    ),
    stroke(
      [
        [562, 158],
        [562, 386],
      ],
      '#e6dcc7',
      3,
    ),
  ]);
  return picture([
    room('楼道亮起来 评议会'),
    board,
    group([
      rect(776, 170, 150, 110, '#fffdf6'),
      rect(784, 178, 134, 84, '#f6e3ad'),
      ellipse(850, 196, 26, 10, '#fff6d5'),
      path('M790 262h26v-14h26v-14h26v-14h46v42z', '#b8ab97'),
      rect(776, 296, 150, 110, '#fffdf6'),
      rect(784, 304, 134, 84, '#343a4e'),
      path('M790 388h26v-14h26v-14h26v-14h46v42z', '#20242f'),
    ]),
    person({
      x: 300,
      y: 600,
      size: 1.16,
      hair: 'bob',
      hairColour: '#4a4038',
      top: '#a14f5e',
      turned: 'away',
      front: [
        [44, -150],
        [60, -206],
      ],
      legs: '#3f4350',
    }),
    person({
      x: 448,
      y: 612,
      size: 1.18,
      hair: 'short',
      hairColour: '#8d8981',
      top: '#59667f',
      turned: 'away',
      legs: '#57534c',
    }),
    person({
      x: 600,
      y: 604,
      size: 1.14,
      hair: 'bun',
      hairColour: '#cfcac1',
      top: '#5d7f6d',
      turned: 'left',
      front: [
        [36, -120],
        [44, -86],
      ],
      legs: '#4a4f5c',
    }),
    person({
      x: 744,
      y: 614,
      size: 1.18,
      hair: 'short',
      hairColour: '#2f2a26',
      top: '#c08a3a',
      front: [
        [40, -120],
        [60, -140],
      ],
      legs: '#4f5566',
    }),
    person({
      x: 132,
      y: 614,
      size: 1.16,
      hair: 'bald',
      hairColour: '#b5b0a7',
      top: '#7c6a94',
      front: [
        [38, -128],
        [56, -154],
      ],
      legs: '#57534c',
    }),
    person({
      x: 866,
      y: 616,
      size: 0.8,
      hair: 'tails',
      top: '#e0a83e',
      turned: 'left',
      legs: '#5b6f9a',
      front: [
        [36, -150],
        [46, -190],
      ],
    }),
  ]);
}
