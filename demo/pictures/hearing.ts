import { circle, colour, group, path, picture, polygon, rect } from './draw.ts';
import { write } from './lettering.ts';
import { listener, person } from './people.ts';
import { room, teacup } from './room.ts';

/** The hearing in the activity room: the plan on the board, somebody speaks, everybody listens. */
export function hearing(): string {
  const plan = group([
    rect(620, 142, 300, 210, '#8a6a45', { rx: 4 }),
    rect(630, 152, 280, 190, '#fbfaf4'),
    write('灯装在哪里？', 770, 184, 24, colour.ink, { weight: 'bold', anchor: 'middle' }),
    path('M660 322h40v-24h40v-24h40v-24h40v-24h60', 'none', { stroke: colour.blue, 'stroke-width': 5 }),
    ...[
      [690, 250],
      [774, 214],
      [856, 196],
    ].map(([x = 0, y = 0]) => group([circle(x, y, 20, '#ffe8a3', { opacity: 0.8 }), circle(x, y, 9, colour.ochre)])),
  ]);
  return picture([
    room('楼道灯安装听证会'),
    plan,
    person({
      x: 250,
      y: 470,
      seated: true,
      size: 1.02,
      hair: 'short',
      hairColour: '#77716a',
      top: '#59667f',
      glasses: true,
      front: [
        [34, -98],
        [14, -76],
      ],
      back: [
        [-34, -98],
        [-12, -76],
      ],
    }),
    person({
      x: 382,
      y: 470,
      seated: true,
      size: 1.02,
      hair: 'bob',
      hairColour: '#332b26',
      top: '#8a3340',
      front: [
        [34, -98],
        [6, -78],
      ],
      back: [
        [-34, -98],
        [-10, -76],
      ],
    }),
    person({
      x: 514,
      y: 470,
      seated: true,
      size: 1.02,
      hair: 'bald',
      hairColour: '#a8a39a',
      top: '#5d7f6d',
      front: [
        [34, -98],
        [16, -76],
      ],
      back: [
        [-34, -98],
        [-12, -76],
      ],
    }),
    polygon(
      [
        [150, 396],
        [610, 396],
        [636, 426],
        [124, 426],
      ],
      '#a8764a',
    ),
    rect(124, 426, 512, 74, '#935f37'),
    ...[
      [250, '主持'],
      [382, '记录'],
      [514, '物业'],
    ].map(([x, name]) =>
      group([
        polygon(
          [
            [Number(x) - 34, 424],
            [Number(x) + 34, 424],
            [Number(x) + 28, 400],
            [Number(x) - 28, 400],
          ],
          '#fffdf6',
        ),
        write(String(name === '物业' ? '委员' : name), Number(x), 420, 18, colour.accent, {
          weight: 'bold',
          anchor: 'middle',
        }),
      ]),
    ),
    teacup(318, 408),
    teacup(448, 408),
    teacup(580, 408),
    // The one who speaks stands up among the listeners.
    person({
      x: 700,
      y: 640,
      size: 1.24,
      hair: 'bun',
      hairColour: '#d2cec6',
      top: '#7c6a94',
      turned: 'left',
      front: [
        [44, -140],
        [62, -188],
      ],
      back: [
        [-30, -112],
        [-16, -84],
      ],
      legs: '#4a4f5c',
    }),
    listener(96, 644, 1.15, '#6d7f5c', '#2f2a26'),
    listener(250, 652, 1.2, '#b7793d', '#8f8a82', 'bun'),
    listener(412, 650, 1.18, '#4f6fa0', '#3a322c'),
    listener(560, 656, 1.2, '#9a5564', '#2c2622', 'bob'),
    listener(858, 652, 1.2, '#557a70', '#b4afa6'),
  ]);
}
