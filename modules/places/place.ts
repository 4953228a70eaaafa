/** Kinds of compound; the index scores each kind apart. */
export const compoundKinds = ['old', 'commercial', 'relocation', 'affordable'] as const;
/** `old` 老旧公房 · `commercial` 商品房 · `relocation` 动迁房 · `affordable` 保障性住房. */
export type CompoundKind = (typeof compoundKinds)[number];

/** A neighbourhood is run by a residents' committee (居委会) or a village committee (村委会). */
export const committeeKinds = ['residents', 'village'] as const;
export type CommitteeKind = (typeof committeeKinds)[number];

/** A neighbourhood (居民区). */
export interface Neighbourhood {
  id: string;
  /** Readable, unique in the subdistrict: `pd-hq-cailu`. */
  code: string;
  name: string;
  committeeKind: CommitteeKind;
  /** A published figure in its own words (`60余户`); shown instead of the count of rows. */
  publishedHouseholdsText: string | null;
  introduction: string | null;
}

/** A residential compound (小区). `kind` null = the office has not said yet. */
export interface Compound {
  id: string;
  neighbourhoodId: string;
  name: string;
  kind: CompoundKind | null;
  tags: string[];
  builtYear: number | null;
}

/** A building (楼栋). */
export interface Building {
  id: string;
  neighbourhoodId: string;
  compoundId: string;
  compoundName: string;
  name: string;
}

/** An entrance (单元、门牌) of a building; its name is empty where a building has only one. */
export interface Entrance {
  id: string;
  buildingId: string;
  name: string;
}

/** A home (flat). Area in hundredths of a square metre; `ownerNo` joins the homes of one owner. */
export interface Home {
  id: string;
  neighbourhoodId: string;
  buildingId: string;
  entranceId: string;
  groupId: string | null;
  label: string;
  room: string;
  floor: number | null;
  areaCentiM2: bigint | null;
  ownerNo: string | null;
  /** The household that lives there now; null = empty. */
  householdId: string | null;
}

/** A household with its door: `label` is 3号楼2单元401, with the compound's name before it where there are several. */
export interface Household {
  householdId: string;
  homeId: string;
  neighbourhoodId: string;
  label: string;
  buildingId: string;
  entranceId: string;
  groupId: string | null;
}

const byNumber = new Intl.Collator('zh-CN', { numeric: true });
/** Orders door labels as people count: 2号楼 before 10号楼. */
export const compareLabels = (a: { label: string }, b: { label: string }): number => byNumber.compare(a.label, b.label);

/** Full-width letters and digits become half-width, blanks go: `３ 号楼` → `3号楼`. */
export const tidyName = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '');

/** A building as written in a roster: `3`, `3号`, `3幢` and `3号楼` are told apart only by the number alone: `3` → `3号楼`. */
export function buildingName(written: string): string {
  const name = tidyName(written);
  return /^\d+[A-Za-z]?$/.test(name) ? `${name}号楼` : name;
}

/** `2` → `2单元`; `2单元`, `12号` stay; empty stays empty. */
export function entranceName(written: string): string {
  const name = tidyName(written);
  return /^\d+[A-Za-z]?$/.test(name) ? `${name}单元` : name;
}

/** `401室` → `401`. */
export const roomName = (written: string): string => tidyName(written).replace(/室$/, '');

/** Floor that a room number tells: `401` → 4, `1203` → 12; null where it does not. */
export function floorOfRoom(room: string): number | null {
  const digits = /^(\d{1,2})\d{2}[A-Za-z]?$/.exec(room);
  return digits ? Number(digits[1]) : null;
}

/** Square metres as written (`68.5`, `68.50㎡`) → hundredths; null when it is no area with at most two decimals. */
export function parseArea(written: string): bigint | null {
  const match = /^(\d{1,6})(?:\.(\d{1,2})0*)?(?:㎡|m2|m²|平方米|平米|平)?$/.exec(
    written
      .replace(/[\s,，]/g, '')
      .normalize('NFKC')
      .replace('m2', 'm²'),
  );
  if (!match) return null;
  const area = BigInt(match[1]!) * 100n + BigInt((match[2] ?? '').padEnd(2, '0'));
  return area > 0n ? area : null;
}

/** `6850n` → `68.50`. */
export const formatArea = (areaCentiM2: bigint): string => `${areaCentiM2 / 100n}.${String(areaCentiM2 % 100n).padStart(2, '0')}`;

/** A readable code of a place: small letters, digits and hyphens, 3–40 characters. */
export const isPlaceCode = (text: string): boolean => /^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/.test(text);
