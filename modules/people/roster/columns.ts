import type { Sheet } from '#platform/tables';

/** What a roster can say; building and room are needed, all else may be missing. */
export const rosterFields = [
  'compound',
  'group',
  'building',
  'entrance',
  'room',
  'floor',
  'area',
  'owners',
  'ownerNo',
  'residents',
  'tenants',
  'phone',
] as const;
export type RosterField = (typeof rosterFields)[number];
export const requiredFields: readonly RosterField[] = ['building', 'room'];

/** Field → column (from 0); a field that is not there has none. */
export type ColumnMapping = Partial<Record<RosterField, number>>;

/** Headers as offices write them. The first list that fits a header wins; 门牌 is an entrance where buildings have their own column. */
const synonyms: Record<RosterField, readonly string[]> = {
  compound: ['小区', '小区名称', '小区名', '住宅小区'],
  group: ['居民小组', '小组', '居民组', '组别', '村民小组', '队组'],
  building: ['楼栋', '楼号', '楼栋号', '幢', '幢号', '栋', '栋号', '楼', '楼宇', '楼幢', '几号楼', '建筑', '号'],
  entrance: ['单元', '单元号', '门洞', '门号', '单元门', '楼门', '门牌', '门牌号'],
  room: ['室号', '室', '房号', '房间号', '户号', '门户号', '房室号', '房间', '室号房号'],
  floor: ['楼层', '层', '层数', '所在层', '所在楼层'],
  area: ['面积', '建筑面积', '房屋面积', '产权面积', '专有面积'],
  owners: ['业主', '业主姓名', '产权人', '产权人姓名', '房屋所有权人', '房东'],
  ownerNo: ['业主编号', '业主号', '产权人编号', '业主序号', 'ownerno'],
  residents: ['住户', '住户姓名', '居住人', '居住人员', '实际居住人', '户主', '户主姓名', '居民', '居民姓名', '姓名', '家庭成员', '常住人员'],
  tenants: ['租户', '承租人', '租客', '租住人员', '租户姓名', '租赁人员'],
  phone: ['电话', '联系电话', '手机', '手机号', '手机号码', '联系方式', '住户电话'],
};

const squeeze = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*:：/、,，.．_()（）【】[\]-]/g, '');
/** What a header may be known by: whole, and without what stands in brackets: `建筑面积（㎡）` → `建筑面积m2`, `建筑面积`. */
const namesOf = (header: string): string[] => [squeeze(header), squeeze(header.replace(/[(（【[][^)）】\]]*[)）】\]]/g, ''))];

/** Guesses which column is which from a row of headers. */
export function guessColumns(headers: readonly string[]): ColumnMapping {
  const mapping: ColumnMapping = {};
  const taken = new Set<number>();
  const names = headers.map(namesOf);
  for (const field of rosterFields) {
    for (const word of synonyms[field]) {
      const column = names.findIndex((known, i) => !taken.has(i) && known.includes(squeeze(word)));
      if (column === -1) continue;
      mapping[field] = column;
      taken.add(column);
      break;
    }
  }
  // Where buildings go by their street number (门牌), that number is the building.
  if (mapping.building === undefined && mapping.entrance !== undefined) {
    mapping.building = mapping.entrance;
    delete mapping.entrance;
  }
  return mapping;
}

/** Which row holds the headers: the one of the first ten that names the most fields. −1 when none names building and room. */
export function findHeaderRow(sheet: Sheet): number {
  let best = -1;
  let bestCount = 1;
  for (let row = 0; row < Math.min(10, sheet.rows.length); row++) {
    const mapping = guessColumns(sheet.rows[row]!);
    const count = Object.keys(mapping).length;
    if (count > bestCount && mapping.room !== undefined) [best, bestCount] = [row, count];
  }
  return best;
}

/** What is needed and has no column. */
export const missingFields = (mapping: ColumnMapping): RosterField[] => requiredFields.filter((field) => mapping[field] === undefined);
