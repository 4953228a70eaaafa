import { colour, group, path, picture, polygon, rect, scatter, stroke } from './draw.ts';
import { write } from './lettering.ts';

/** The sign-in sheet of a meeting as photographed by the secretary. */
export function signInSheetPhoto(title: string): string {
  const next = scatter(17);
  const scribble = (x: number, y: number) => {
    let d = `M${x} ${y}`;
    for (let index = 0; index < 6; index++) d += `q${4 + next() * 10} ${-14 + next() * 10} ${8 + next() * 8} ${-4 + next() * 10}`;
    return path(d, 'none', { stroke: '#2a3a6a', 'stroke-width': 2.4, 'stroke-linecap': 'round' });
  };
  const rows = Array.from({ length: 9 }, (_, row) => {
    const y = 214 + row * 42;
    return group([
      stroke(
        [
          [196, y + 14],
          [764, y + 14],
        ],
        '#b9ad95',
        1.4,
      ),
      write(String(row + 1), 220, y, 17, colour.ink, { anchor: 'middle' }),
      write(`${101 + (row % 3) + Math.floor(row / 3) * 100} 室`, 262, y, 17, colour.ink),
      scribble(380, y),
      scribble(580, y),
    ]);
  });
  return picture([
    rect(0, 0, 960, 640, '#9b7650'),
    polygon(
      [
        [0, 0],
        [960, 0],
        [960, 120],
        [0, 200],
      ],
      '#a8835b',
    ),
    group(
      [
        rect(174, 34, 620, 590, '#000', { opacity: 0.18 }),
        rect(166, 26, 620, 590, '#fffefa'),
        write(title, 476, 92, 32, colour.ink, { weight: 'bold', anchor: 'middle' }),
        write('签到表', 476, 130, 22, '#5a5f54', { anchor: 'middle' }),
        rect(196, 150, 568, 36, '#f3efe6'),
        ...[
          ['序号', 206],
          ['门牌', 262],
          ['姓名', 390],
          ['签字', 590],
        ].map(([label, x]) => write(String(label), Number(x), 175, 17, colour.ink, { weight: 'bold' })),
        ...rows,
        ...[244, 370, 566].map((x) =>
          stroke(
            [
              [x, 150],
              [x, 564],
            ],
            '#d8ccb4',
            1.4,
          ),
        ),
      ],
      { transform: 'rotate(-2.4 480 320)' },
    ),
    group(
      [
        rect(0, 0, 230, 13, '#22262f', { rx: 6 }),
        polygon(
          [
            [230, 0],
            [256, 6],
            [230, 13],
          ],
          '#b9b9b6',
        ),
        rect(6, 0, 46, 13, '#9c2f3d', { rx: 5 }),
      ],
      { transform: 'translate(640 540) rotate(-38)' },
    ),
  ]);
}
