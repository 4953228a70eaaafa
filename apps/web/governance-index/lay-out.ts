import type { RunMemory } from '#modules/index';
import type { Web } from '../kit/index.ts';
import type { MapSpot } from './charts.tsx';
import { readsPlace, totalOf } from './view.ts';

/** More circles than these are not told apart: then one stands for a neighbourhood, or a 街镇. */
const mostSpots = 150;

/** Where everything stands on the schematic: by the places that the office gave, else in blocks of neighbours. */
export function layOut(w: Web, memory: RunMemory, all: boolean): { spots: MapSpot[]; groups: { name: string; x: number; y: number }[]; of: string } {
  const zh = w.lang === 'zh';
  if (memory.compounds.length > mostSpots) {
    const levels = memory.neighbourhoods.length <= mostSpots || memory.areas.length < 2 ? memory.neighbourhoods : memory.areas;
    const columns = Math.ceil(Math.sqrt(Math.min(levels.length, 400) * 1.8));
    return {
      of: levels === memory.areas ? (zh ? '街镇' : 'subdistrict') : zh ? '居民区' : 'neighbourhood',
      groups: [],
      spots: levels.slice(0, 400).map((level, at) => ({
        x: 45 + 72 * (at % columns),
        y: 45 + 72 * Math.floor(at / columns),
        name: level.id,
        score: level.total,
        households: level.households,
        href: all && levels === memory.neighbourhoods ? w.href(`/index/place?n=${encodeURIComponent(level.id)}`) : null,
      })),
    };
  }
  const spotOf = (at: number, x: number, y: number): MapSpot => {
    const compound = memory.compounds[at];
    const result = memory.results[at];
    return {
      x,
      y,
      name: compound?.name ?? '',
      score: result ? totalOf(memory, result) : Number.NaN,
      households: compound?.households ?? 0,
      href: compound && readsPlace(w, compound) ? w.href(`/index/compounds/${compound.id}`) : null,
    };
  };
  const of = zh ? '小区' : 'compound';
  if (memory.compounds.every((compound) => compound.x !== null && compound.y !== null))
    return { of, groups: [], spots: memory.compounds.map((compound, at) => spotOf(at, compound.x ?? 0, compound.y ?? 0)) };
  const places = new Map<string, number[]>();
  memory.compounds.forEach((compound, at) => places.set(compound.neighbourhood, [...(places.get(compound.neighbourhood) ?? []), at]));
  const columns = Math.max(1, Math.ceil(Math.sqrt(places.size * 1.2)));
  const widest = Math.max(...[...places.values()].map((members) => Math.min(members.length, 4)));
  const [cellWidth, cellHeight] = [Math.max(140, widest * 70), 56 + 70 * Math.max(...[...places.values()].map((members) => Math.ceil(members.length / 4)))];
  const spots: MapSpot[] = [];
  const groups: { name: string; x: number; y: number }[] = [];
  [...places].forEach(([name, members], index) => {
    const [left, top] = [20 + cellWidth * (index % columns), 20 + cellHeight * Math.floor(index / columns)];
    groups.push({ name, x: left + cellWidth / 2, y: top + 4 });
    const inRow = Math.min(members.length, 4);
    members.forEach((at, no) => {
      const x = left + cellWidth / 2 + 70 * ((no % 4) - (inRow - 1) / 2);
      spots.push(spotOf(at, Math.round(x), Math.round(top + 46 + 70 * Math.floor(no / 4))));
    });
  });
  return { spots, groups, of };
}
