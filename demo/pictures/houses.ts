import { fade, group, polygon, rect } from './draw.ts';

/** The lane between two rows of old houses, seen along its length. */
export function houses(left: string, right: string, sky: readonly [string, string], ground: string): string {
  const doors = [
    polygon(
      [
        [60, 250],
        [140, 262],
        [140, 528],
        [60, 570],
      ],
      '#6d4a35',
    ),
    polygon(
      [
        [252, 290],
        [300, 296],
        [300, 452],
        [252, 474],
      ],
      '#6d4a35',
    ),
    polygon(
      [
        [900, 250],
        [820, 262],
        [820, 528],
        [900, 570],
      ],
      '#6d4a35',
    ),
    polygon(
      [
        [708, 290],
        [660, 296],
        [660, 452],
        [708, 474],
      ],
      '#6d4a35',
    ),
  ];
  const windows = [
    polygon(
      [
        [164, 268],
        [228, 276],
        [228, 372],
        [164, 378],
      ],
      '#a9c3c9',
    ),
    polygon(
      [
        [796, 268],
        [732, 276],
        [732, 372],
        [796, 378],
      ],
      '#a9c3c9',
    ),
    polygon(
      [
        [60, 70],
        [140, 104],
        [140, 196],
        [60, 176],
      ],
      '#a9c3c9',
    ),
    polygon(
      [
        [900, 70],
        [820, 104],
        [820, 196],
        [900, 176],
      ],
      '#a9c3c9',
    ),
    polygon(
      [
        [180, 122],
        [234, 144],
        [234, 216],
        [180, 206],
      ],
      '#a9c3c9',
    ),
    polygon(
      [
        [780, 122],
        [726, 144],
        [726, 216],
        [780, 206],
      ],
      '#a9c3c9',
    ),
  ];
  return group([
    fade('lanesky', sky[0], sky[1]),
    `<rect width="960" height="640" fill="url(#lanesky)"/>`,
    rect(396, 196, 168, 190, '#d5bfa3'),
    polygon(
      [
        [384, 200],
        [480, 150],
        [576, 200],
      ],
      '#8a5a4a',
    ),
    rect(456, 270, 48, 116, '#7d5640'),
    polygon(
      [
        [0, 0],
        [60, 0],
        [396, 176],
        [396, 392],
        [0, 640],
      ],
      left,
    ),
    polygon(
      [
        [960, 0],
        [900, 0],
        [564, 176],
        [564, 392],
        [960, 640],
      ],
      right,
    ),
    polygon(
      [
        [40, 0],
        [80, 0],
        [400, 168],
        [400, 186],
      ],
      '#7d4f40',
    ),
    polygon(
      [
        [920, 0],
        [880, 0],
        [560, 168],
        [560, 186],
      ],
      '#7d4f40',
    ),
    ...doors,
    ...windows,
    polygon(
      [
        [396, 386],
        [564, 386],
        [960, 640],
        [0, 640],
      ],
      ground,
    ),
  ]);
}
