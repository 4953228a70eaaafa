import { circle, colour, fade, group, picture, polygon, rect, scatter, stroke, tree } from './draw.ts';
import { write } from './lettering.ts';
import { person } from './people.ts';

/** 庆东: the 金管家 team sets out at the gate of 海湾新城. */
export function patrolAtGate(): string {
  const next = scatter(21);
  const towers = [
    [30, 96, 150, 360],
    [206, 56, 130, 400],
    [640, 76, 140, 380],
    [806, 116, 134, 340],
  ].map(([x = 0, y = 0, w = 0, h = 0], index) => {
    const panes: string[] = [];
    for (let row = 0; row < Math.floor(h / 36) - 1; row++) {
      for (let column = 0; column < 4; column++) {
        panes.push(rect(x + 14 + column * ((w - 28) / 4), y + 20 + row * 36, (w - 28) / 4 - 10, 20, next() > 0.45 ? '#f6d98a' : '#8794ad'));
      }
    }
    return group([rect(x, y, w, h, index % 2 === 0 ? '#c4a793' : '#b1988c'), rect(x, y, w, 9, '#96503f'), ...panes]);
  });
  const gate = group([
    rect(246, 208, 58, 262, '#d8cbb4'),
    rect(656, 208, 58, 262, '#d8cbb4'),
    rect(236, 196, 78, 20, '#b6a68b'),
    rect(646, 196, 78, 20, '#b6a68b'),
    polygon(
      [
        [220, 164],
        [740, 164],
        [720, 206],
        [240, 206],
      ],
      '#9c2f3d',
    ),
    rect(220, 112, 520, 58, '#a93744', { rx: 4 }),
    write('海 湾 新 城', 480, 156, 44, '#fbe6b0', { weight: 'bold', anchor: 'middle' }),
    ...[268, 678].map((x) => group([rect(x, 240, 14, 30, '#fff1c2', { rx: 5 }), circle(x + 7, 254, 46, '#ffe7a0', { opacity: 0.28 })])),
    // Guard's box and barrier.
    rect(724, 326, 108, 148, '#e9dfca'),
    rect(714, 314, 128, 18, '#7a6a50'),
    rect(740, 350, 76, 54, '#9fc0c9'),
    rect(320, 444, 14, 40, '#57534c'),
    rect(326, 442, 230, 10, '#fff'),
    ...[0, 1, 2, 3, 4].map((index) =>
      polygon(
        [
          [336 + index * 46, 442],
          [358 + index * 46, 442],
          [350 + index * 46, 452],
          [328 + index * 46, 452],
        ],
        '#c1272d',
      ),
    ),
  ]);
  const vest = '#d8543a';
  return picture(
    [
      `<rect width="960" height="640" fill="url(#evening)"/>`,
      circle(560, 250, 44, '#fbe3ae', { opacity: 0.85 }),
      ...towers,
      rect(0, 448, 960, 192, '#b9a88f'),
      polygon(
        [
          [330, 456],
          [630, 456],
          [800, 640],
          [160, 640],
        ],
        '#9d9488',
      ),
      polygon(
        [
          [470, 470],
          [490, 470],
          [494, 510],
          [466, 510],
        ],
        '#e9dfca',
        { opacity: 0.7 },
      ),
      polygon(
        [
          [464, 540],
          [496, 540],
          [504, 620],
          [456, 620],
        ],
        '#e9dfca',
        { opacity: 0.7 },
      ),
      tree(96, 476, 128, ['#6f8a4f', '#88a15c', '#c08a3a'], 5),
      tree(890, 480, 132, ['#6f8a4f', '#88a15c', '#c9953f'], 9),
      gate,
      person({
        x: 300,
        y: 606,
        size: 1.12,
        hair: 'short',
        hairColour: '#8d8981',
        top: '#59667f',
        vest,
        band: true,
        walking: true,
        front: [
          [38, -126],
          [52, -154],
        ],
        legs: '#4a4f5c',
        holding: group([
          stroke(
            [
              [52, -60],
              [52, -268],
            ],
            '#8a5426',
            6,
          ),
          polygon(
            [
              [54, -266],
              [150, -258],
              [142, -232],
              [152, -208],
              [54, -206],
            ],
            '#c1272d',
          ),
          write('金管家', 100, -226, 26, '#fbe6b0', { weight: 'bold', anchor: 'middle' }),
        ]),
      }),
      person({
        x: 460,
        y: 616,
        size: 1.14,
        hair: 'bob',
        hairColour: '#3a312b',
        top: '#5d7f6d',
        vest,
        band: true,
        walking: true,
        front: [
          [34, -114],
          [50, -104],
        ],
        legs: '#3f4350',
        holding: group([rect(38, -128, 36, 46, '#a4713f', { rx: 3 }), rect(43, -122, 27, 36, '#fffdf6')]),
      }),
      person({
        x: 604,
        y: 608,
        size: 1.12,
        hair: 'cap',
        hairColour: '#7a3b2e',
        top: '#7c6a94',
        vest,
        band: true,
        walking: true,
        front: [
          [38, -118],
          [66, -112],
        ],
        legs: '#57534c',
        holding: group([
          rect(62, -120, 30, 13, '#22262f', { rx: 3 }),
          polygon(
            [
              [92, -120],
              [210, -146],
              [210, -78],
              [92, -106],
            ],
            '#fff0bd',
            { opacity: 0.5 },
          ),
        ]),
      }),
      person({
        x: 770,
        y: 602,
        size: 1.04,
        hair: 'bun',
        hairColour: '#cfcac1',
        top: '#a14f5e',
        turned: 'left',
        front: [
          [40, -140],
          [58, -184],
        ],
        legs: '#4f5566',
      }),
      person({
        x: 848,
        y: 606,
        size: 0.62,
        hair: 'tails',
        top: '#e0a83e',
        turned: 'left',
        front: [
          [38, -140],
          [50, -180],
        ],
        legs: colour.blue,
      }),
    ],
    [fade('evening', '#e9a97b', '#f6ddb4')],
  );
}
