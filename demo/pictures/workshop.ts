import { fade, group, polygon, rect, stroke } from './draw.ts';

/** What stands behind the company's land, before and after: the old workshop and the homes beyond it. */
export function workshop(sky: readonly [string, string], wall: string): string {
  const roofs = Array.from({ length: 4 }, (_, index) =>
    polygon(
      [
        [70 + index * 120, 236],
        [70 + index * 120, 178],
        [190 + index * 120, 236],
      ],
      '#8a5a4a',
    ),
  );
  const panes = Array.from({ length: 6 }, (_, index) =>
    group([
      rect(92 + index * 78, 262, 54, 44, '#8fa4ad'),
      stroke(
        [
          [119 + index * 78, 262],
          [119 + index * 78, 306],
        ],
        '#6f7f86',
        3,
      ),
    ]),
  );
  const homes = [0, 1].map((index) =>
    group([
      rect(640 + index * 160, 120 - index * 24, 120, 250 + index * 24, index === 0 ? '#e3c9a8' : '#d8b999'),
      ...Array.from({ length: 12 }, (_, pane) => rect(654 + index * 160 + (pane % 3) * 34, 140 - index * 24 + Math.floor(pane / 3) * 46, 22, 26, '#8fb0bd')),
    ]),
  );
  return group([`<rect width="960" height="640" fill="url(#sky)"/>`, ...homes, ...roofs, rect(70, 236, 480, 130, wall), ...panes, fade('sky', sky[0], sky[1])]);
}
