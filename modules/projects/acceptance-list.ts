import type { Day } from '#libs/civil-time';
import { formatYuan } from '#libs/money';
import type { Application } from './application.ts';

/** Where an item of the acceptance list comes from in the application. */
export const itemSources = ['goal', 'indicator', 'budget', 'plan'] as const;
export type ItemSource = (typeof itemSources)[number];
/** For whom somebody checks. */
export const checkCapacities = ['residents', 'office'] as const;
export type CheckCapacity = (typeof checkCapacities)[number];

/** A second look at a defect. */
export interface Recheck {
  no: number;
  result: 'mended' | 'not-mended';
  note: string;
  photoFileId: string | null;
  /** The new day for what is not mended. */
  mendBy: string | null;
  byName: string;
  at: Date;
}

/** What somebody found at an item. */
export interface Finding {
  id: string;
  capacity: CheckCapacity;
  result: 'ok' | 'defect';
  note: string;
  photoFileId: string | null;
  byPersonId: string;
  byName: string;
  at: Date;
  /** Null where it is in order. */
  defect: { blocking: boolean; mendBy: string; rechecks: Recheck[] } | null;
}

/** One promise as the acceptance looks at it. */
export interface ListedItem {
  id: string;
  no: number;
  source: ItemSource;
  promised: string;
  findings: Finding[];
}

const unit = (amount: string, of: string) => (of === '' ? amount : `${amount} ${of}`);
/** `120.00` → `120`: what was typed, without the database's zeros. */
const plain = (decimal: string) => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

/** The items an application promises: its goal, each indicator, each budget line, the last day and the keeper. */
export function itemsToAccept(
  application: Pick<Application, 'goal' | 'indicators' | 'lines' | 'periodEnd' | 'keeperName' | 'upkeepMonths' | 'upkeepPlan'>,
): { source: ItemSource; promised: string }[] {
  return [
    { source: 'goal', promised: application.goal },
    ...application.indicators.map((one) => ({
      source: 'indicator' as const,
      promised: `${one.name}：${unit(plain(one.baseline), one.unit)} → ${unit(plain(one.target), one.unit)}`,
    })),
    ...application.lines.map((line) => ({
      source: 'budget' as const,
      promised: `${line.name}，${unit(plain(line.quantity), line.unit)}，${formatYuan(line.amountFen)} 元`,
    })),
    { source: 'plan', promised: `${application.periodEnd} 前完工` },
    { source: 'plan', promised: `管护人${application.keeperName}，每 ${application.upkeepMonths} 个月检查一次：${application.upkeepPlan}` },
  ];
}

/** A defect is open until somebody finds it mended. */
export const defectIsOpen = (finding: Finding): boolean => finding.defect !== null && !finding.defect.rechecks.some((one) => one.result === 'mended');
/** The day by which an open defect is to be mended now. */
export const mendByNow = (finding: Finding): string | null => finding.defect && (finding.defect.rechecks.at(-1)?.mendBy ?? finding.defect.mendBy);
/** An open defect whose day has passed. */
export const mendingIsLate = (finding: Finding, today: Day): boolean => defectIsOpen(finding) && (mendByNow(finding) ?? today) < today;

/** What stands against accepting by the list: items one side has not looked at, and open blocking defects. An empty list stands against nothing. */
export function standsAgainstAcceptance(items: readonly ListedItem[]): { unchecked: number[]; blocking: number[] } {
  return {
    unchecked: items.filter((item) => checkCapacities.some((capacity) => !item.findings.some((one) => one.capacity === capacity))).map((item) => item.no),
    blocking: items.filter((item) => item.findings.some((one) => one.defect?.blocking === true && defectIsOpen(one))).map((item) => item.no),
  };
}

/** Nobody of the team checks its own work: neither by person nor, where the application names no person, by name. */
export const ofTheTeam = (members: readonly { personId: string | null; name: string }[], who: { personId: string | null; name: string }): boolean =>
  members.some((member) => (member.personId === null ? member.name.trim() === who.name.trim() : member.personId === who.personId));
