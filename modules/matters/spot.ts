import { z } from 'zod';

/** Where at a building or in a compound: `inside` a building · `front` on the ground before it · `gate` of the compound · `common` ground, roads, green. */
export const spotParts = ['inside', 'front', 'gate', 'common'] as const;
export type SpotPart = (typeof spotParts)[number];

/** A place on the plan of a compound; `buildingId` with `inside` and `front` only. */
export const spotShape = z
  .object({
    compoundId: z.uuid(),
    buildingId: z.uuid().nullable(),
    part: z.enum(spotParts),
    /** In words, at most 60 characters: second entrance, third landing. */
    note: z.string().min(1).max(60).nullable(),
  })
  .refine((spot) => (spot.buildingId !== null) === (spot.part === 'inside' || spot.part === 'front'), 'no-such-spot');
export type Spot = z.output<typeof spotShape>;

/** A box of the plan in units of its own; `key` is what a form sends: `part:id` of the building or compound. */
export interface PlanBox {
  key: string;
  part: SpotPart;
  /** Building's id for `inside` and `front`, the compound's for the rest. */
  of: string;
  /** Name of the building; empty for ground. */
  name: string;
  x: number;
  y: number;
  width: number;
  height: number;
}
/** The plan of a compound, drawn from its list of buildings: no survey, a picture in which one finds one's own door. */
export interface Plan {
  compoundId: string;
  name: string;
  width: number;
  height: number;
  boxes: PlanBox[];
}

const building = { width: 96, height: 56 };
const ground = 30;
const gap = 8;

/**
 * Rows of buildings with the ground before each, the gate below, the common ground beside it. Buildings stand in the order
 * given; at most five in a row, so that a thumb hits the box on a phone.
 */
export function planOf(compound: { id: string; name: string }, buildings: readonly { id: string; name: string }[]): Plan {
  const perRow = Math.max(2, Math.min(5, Math.ceil(Math.sqrt(buildings.length * 1.6))));
  const boxes: PlanBox[] = [];
  const rowHeight = building.height + ground + gap;
  buildings.forEach((one, i) => {
    const x = gap + (i % perRow) * (building.width + gap);
    const y = gap + Math.floor(i / perRow) * rowHeight;
    boxes.push({ key: `inside:${one.id}`, part: 'inside', of: one.id, name: one.name, x, y, ...building });
    boxes.push({ key: `front:${one.id}`, part: 'front', of: one.id, name: one.name, x, y: y + building.height, width: building.width, height: ground });
  });
  const rows = Math.ceil(buildings.length / perRow);
  const width = gap + perRow * (building.width + gap);
  const y = gap + rows * rowHeight;
  const half = (width - 3 * gap) / 2;
  boxes.push({ key: `gate:${compound.id}`, part: 'gate', of: compound.id, name: '', x: gap, y, width: half, height: 44 });
  boxes.push({ key: `common:${compound.id}`, part: 'common', of: compound.id, name: '', x: gap * 2 + half, y, width: half, height: 44 });
  return { compoundId: compound.id, name: compound.name, width, height: y + 44 + gap, boxes };
}

/** The key under which a spot lies on the plan. */
export const spotKey = (spot: Pick<Spot, 'part' | 'buildingId' | 'compoundId'>): string => `${spot.part}:${spot.buildingId ?? spot.compoundId}`;

/** The spot behind a key of one of the plans, or null. */
export function spotOf(key: string, plans: readonly Plan[], note: string | null): Spot | null {
  for (const plan of plans) {
    const box = plan.boxes.find((one) => one.key === key);
    if (box) return { compoundId: plan.compoundId, buildingId: box.part === 'inside' || box.part === 'front' ? box.of : null, part: box.part, note };
  }
  return null;
}
