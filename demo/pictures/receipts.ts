import { circle, colour, ellipse, group, path, picture, polygon, rect, scatter, stroke } from './draw.ts';
import { write } from './lettering.ts';

/** A table with the receipts of a shopping trip, down to a screw. */
export function receiptsOnTable(): string {
  const next = scatter(5);
  const receipt = (x: number, y: number, turn: number, title: string, lines: readonly [string, string][], total: string) => {
    const h = 92 + lines.length * 26;
    const teeth = Array.from({ length: 23 }, (_, index) => `L${(index + 1) * 10} ${h + (index % 2 === 0 ? 8 : 0)}`).join('');
    return group(
      [
        path(`M6 6H236V${h + 6}H6Z`, '#000', { opacity: 0.12 }),
        path(`M0 0H230V${h}L0 ${h}Z`, '#fffefa'),
        path(`M0 ${h}${teeth}V${h}Z`, '#fffefa'),
        write(title, 115, 30, 19, colour.ink, { weight: 'bold', anchor: 'middle' }),
        stroke(
          [
            [14, 42],
            [216, 42],
          ],
          '#b9b0a0',
          1.5,
          { 'stroke-dasharray': '5 4' },
        ),
        ...lines.flatMap(([name, amount], row) => [
          write(name, 14, 66 + row * 26, 15, '#4b4a44'),
          write(amount, 216, 66 + row * 26, 15, '#4b4a44', { anchor: 'end' }),
        ]),
        stroke(
          [
            [14, h - 38],
            [216, h - 38],
          ],
          '#b9b0a0',
          1.5,
          { 'stroke-dasharray': '5 4' },
        ),
        write('合计', 14, h - 14, 17, colour.ink, { weight: 'bold' }),
        write(total, 216, h - 14, 17, colour.ink, { weight: 'bold', anchor: 'end' }),
      ],
      { transform: `translate(${x} ${y}) rotate(${turn})` },
    );
  };
  const grain = Array.from({ length: 12 }, (_, index) =>
    path(`M0 ${index * 56 + next() * 20}Q300 ${index * 56 + next() * 40} 960 ${index * 56 + next() * 24}`, 'none', {
      stroke: '#b07f4d',
      'stroke-width': 2,
      opacity: 0.6,
    }),
  );
  const screw = (x: number, y: number, turn: number) =>
    group(
      [
        rect(-2.5, 0, 5, 26, '#9a9a98', { rx: 2 }),
        ellipse(0, 0, 9, 5, '#b9b9b6'),
        stroke(
          [
            [-5, 0],
            [5, 0],
          ],
          '#7b7b78',
          1.6,
        ),
      ],
      { transform: `translate(${x} ${y}) rotate(${turn})` },
    );
  const keys = Array.from({ length: 16 }, (_, index) =>
    rect(16 + (index % 4) * 36, 84 + Math.floor(index / 4) * 34, 28, 24, index === 3 ? '#c96a4a' : '#e9e4d8', { rx: 4 }),
  );
  return picture([
    rect(0, 0, 960, 640, '#c08f5b'),
    ...grain,
    receipt(
      70,
      70,
      -7,
      '五金店',
      [
        ['膨胀螺丝 100 只', '38.00'],
        ['电线 2.5 平方 2 卷', '276.00'],
        ['绝缘胶布 10 卷', '25.00'],
      ],
      '339.00',
    ),
    receipt(
      352,
      52,
      4,
      '灯具店',
      [
        ['声光感应灯 12 盏', '1,140.00'],
        ['灯座 12 只', '96.00'],
      ],
      '1,236.00',
    ),
    receipt(
      176,
      330,
      3,
      '文印店',
      [
        ['公告 30 张', '15.00'],
        ['征询表 62 份', '31.00'],
      ],
      '46.00',
    ),
    group(
      [
        rect(6, 8, 190, 250, '#000', { opacity: 0.14, rx: 14 }),
        rect(0, 0, 182, 244, '#4a4f57', { rx: 14 }),
        rect(16, 18, 150, 48, '#c5d3bd', { rx: 4 }),
        write('1,621.00', 158, 54, 30, '#2f3a2c', { anchor: 'end' }),
        ...keys,
      ],
      { transform: 'translate(650 80) rotate(6)' },
    ),
    group(
      [
        polygon(
          [
            [0, 0],
            [250, 14],
            [250, 26],
            [0, 18],
          ],
          '#9c2f3d',
        ),
        polygon(
          [
            [250, 14],
            [282, 22],
            [250, 26],
          ],
          '#e9d3a8',
        ),
        rect(0, 0, 26, 18, '#d9a441'),
      ],
      { transform: 'translate(470 470) rotate(-16)' },
    ),
    group(
      [
        rect(0, 0, 300, 150, '#fdf6e0'),
        ...[0, 1, 2, 3].map((row) =>
          stroke(
            [
              [18, 36 + row * 30],
              [282, 36 + row * 30],
            ],
            '#d9c9a0',
            2,
          ),
        ),
        write('楼道灯 采购明细', 22, 30, 21, colour.accent, { weight: 'bold' }),
        write('螺丝 1 只也记上', 22, 62, 20, '#4b4a44'),
        write('三张小票 1,621.00', 22, 92, 20, '#4b4a44'),
      ],
      { transform: 'translate(592 420) rotate(5)' },
    ),
    screw(470, 330, 40),
    screw(510, 372, 100),
    screw(440, 392, -20),
    screw(560, 320, 160),
    circle(92, 560, 44, '#f7f2e4'),
    circle(92, 560, 34, '#a8743a'),
    circle(92, 560, 34, '#000', { opacity: 0.1 }),
  ]);
}
