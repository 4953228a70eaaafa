import { colour, group, path, rect, stroke } from './draw.ts';
import { write } from './lettering.ts';

function banner(text: string): string {
  return group([
    rect(170, 44, 620, 74, '#b3262e', { rx: 3 }),
    rect(176, 50, 608, 62, 'none', { stroke: '#e9b94e', 'stroke-width': 2 }),
    write(text, 480, 97, 44, '#fbe6b0', { weight: 'bold', anchor: 'middle' }),
  ]);
}

/** A cup of tea on the table. */
export function teacup(x: number, y: number): string {
  return group([
    rect(x - 10, y - 22, 20, 22, '#fffdf6', { rx: 3 }),
    rect(x - 10, y - 14, 20, 4, colour.blue),
    path(`M${x + 10} ${y - 18}q10 4 0 12`, 'none', { stroke: '#fffdf6', 'stroke-width': 3 }),
  ]);
}

/** The activity room with its banner. */
export function room(title: string): string {
  return group([
    rect(0, 0, 960, 640, '#f1e6cf'),
    rect(0, 430, 960, 210, '#c99f6d'),
    ...Array.from({ length: 7 }, (_, index) =>
      stroke(
        [
          [index * 160, 430],
          [index * 240 - 240, 640],
        ],
        '#bd9260',
        2,
      ),
    ),
    rect(0, 424, 960, 8, '#b58a57'),
    banner(title),
    // Window to the left, notice board to the right.
    rect(36, 150, 150, 190, '#fffaf0'),
    rect(46, 160, 62, 170, '#c3e1e8'),
    rect(114, 160, 62, 170, '#c3e1e8'),
    path('M46 330v-50q30-40 62-6v56zM114 330v-60q34-30 62 10v50z', '#8fb985'),
  ]);
}
