import { parseYuan } from '#libs/money';

/** A home that shares a cost, as typed in a row. */
export interface HomeRow {
  id: string;
  floor: number | null;
  areaCentiM2: bigint | null;
  /** What it would cost to serve this home alone. */
  costFen: bigint | null;
}

/** What is wrong in a row: `no-home` before the first comma, the same home `twice`, a cell that cannot be read, more than four cells. */
export type RowFaultCode = 'no-home' | 'twice' | 'floor' | 'area' | 'cost' | 'too-many';
export interface RowFault {
  /** Counted as the text's lines are, from 1. */
  row: number;
  code: RowFaultCode;
  /** The cell as typed. */
  cell: string;
}

/** Most homes that one page works out. */
export const mostHomes = 500;

const isHead = (cells: readonly string[]): boolean =>
  /^(所在)?(楼层|层)(数|号)?$|^floor$/i.test(cells[1] ?? '') ||
  /^((门牌|室|房|户)号?|房屋|单元号?|名称|户名|业主|住户|home|flat|room|unit)$/i.test(cells[0] ?? '');

/** A row as copied from a spreadsheet (tabs), or typed with commas or spaces. */
function cellsOf(line: string): string[] {
  const by = line.includes('\t') ? /\t/ : /[,，;；]/.test(line) ? /[,，;；]/ : /\s+/;
  const cells = line
    .trimEnd()
    .replace(/^ +/, '')
    .split(by)
    .map((cell) => cell.normalize('NFKC').trim());
  while (cells.length > 1 && cells.at(-1) === '') cells.pop();
  return cells;
}

/** A floor such as `3`, `3层`, `3F`; undefined when it is none. */
export function floorOf(text: string): number | undefined {
  const found = /^(-?\d{1,2})\s*(?:层|楼|f)?$/i.exec(text);
  return found ? Number(found[1]) : undefined;
}

/** An area such as `86.5` or `86.50㎡` in 1/100 m²; undefined when it is none. */
export function areaOf(text: string): bigint | undefined {
  const found = /^(\d{1,6})(?:\.(\d{1,2}))?\s*(?:m2|㎡|平方米|平米)?$/i.exec(text);
  return found ? BigInt(found[1] ?? '0') * 100n + BigInt((found[2] ?? '').padEnd(2, '0')) : undefined;
}

/** Reads homes, one a line: home, floor, area, cost of serving it alone; a head line and empty lines are passed over. */
export function readHomes(text: string): { homes: HomeRow[]; faults: RowFault[] } {
  const homes: HomeRow[] = [];
  const faults: RowFault[] = [];
  const seen = new Set<string>();
  let first = true;
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const cells = cellsOf(line);
    const isFirst = first;
    first = false;
    if (isFirst && isHead(cells)) continue;
    const fault = (code: RowFaultCode, cell: string) => void faults.push({ row: at + 1, code, cell: cell.slice(0, 40) });
    const [id = '', floorText = '', areaText = '', costText = ''] = cells;
    if (cells.length > 4) fault('too-many', cells.slice(4).join(' '));
    if (id === '') fault('no-home', line.trim());
    else if (seen.has(id)) fault('twice', id);
    seen.add(id);
    const floor = floorText === '' ? null : floorOf(floorText);
    if (floor === undefined) fault('floor', floorText);
    const area = areaText === '' ? null : areaOf(areaText);
    if (area === undefined) fault('area', areaText);
    const cost = costText === '' ? null : parseYuan(costText);
    if (cost !== null && !cost.ok) fault('cost', costText);
    homes.push({ id, floor: floor ?? null, areaCentiM2: area ?? null, costFen: cost?.ok ? cost.value : null });
  }
  return { homes, faults };
}

/** Homes as the text that {@link readHomes} reads. */
export const homesText = (homes: readonly Pick<HomeRow, 'id' | 'floor' | 'areaCentiM2'>[]): string =>
  homes.map(({ id, floor, areaCentiM2 }) => `${id}\t${floor ?? ''}\t${areaCentiM2 === null ? '' : areaText(areaCentiM2)}`.trimEnd()).join('\n');

/** `58.20` of 1/100 m². */
export const areaText = (area: bigint): string => `${area / 100n}.${String(area % 100n).padStart(2, '0')}`;
