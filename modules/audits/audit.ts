import { addDays, type Day } from '#libs/civil-time';
import type { Actor } from '#platform/access';
import type { Method } from './draw.ts';

/** An audit: who looks at what, from when to when. */
export interface Audit {
  id: string;
  year: number;
  no: number;
  title: string;
  commissionedBy: string;
  purpose: string;
  auditorId: string;
  auditorName: string;
  periodFrom: Day;
  periodTo: Day;
  answerDays: number;
  openedBy: string;
  openedByName: string;
  at: Date;
  /** Days of access as they stand now, both included. */
  fromDay: Day;
  toDay: Day;
  reported: boolean;
}

/** Its number as papers say it: 审计〔2026〕3号. */
export const auditNumber = (audit: Pick<Audit, 'year' | 'no'>): string => `审计〔${audit.year}〕${audit.no}号`;

/** Where an audit stands. */
export type AuditState = 'coming' | 'running' | 'over' | 'reported';
export function auditState(audit: Pick<Audit, 'fromDay' | 'toDay' | 'reported'>, today: Day): AuditState {
  if (audit.reported) return 'reported';
  if (today < audit.fromDay) return 'coming';
  return today > audit.toDay ? 'over' : 'running';
}

/** The last day counts; the day after there is no access. */
export const accessEndsByItself = (audit: Pick<Audit, 'fromDay' | 'toDay'>, today: Day): boolean => today < audit.fromDay || today > audit.toDay;

/**
 * What somebody is in an audit. `auditor` the named one, within the term · `office` reads all that was issued · null neither: the audited see their own findings
 * once these are issued, and nothing else of it.
 */
export type Part = 'auditor' | 'office' | null;
export function whatTheActorIs(audit: Pick<Audit, 'auditorId' | 'fromDay' | 'toDay'>, actor: Actor, today: Day, readsAll: boolean): Part {
  if (actor.personId !== null && actor.personId === audit.auditorId && !accessEndsByItself(audit, today)) return 'auditor';
  return readsAll ? 'office' : null;
}

/** What the sampled things are. */
export const units = ['payment', 'project'] as const;
export type Unit = (typeof units)[number];

/** One drawing, as stored. */
export interface Sample {
  id: string;
  auditId: string;
  no: number;
  unit: Unit;
  method: Method;
  seed: string;
  wanted: number;
  populationCount: number;
  populationFen: bigint;
  populationDigest: string;
  intervalFen: bigint | null;
  startFen: bigint | null;
  checklist: string[];
  byName: string;
  at: Date;
}

/** An item of a population; drawn when `hits` is above zero. */
export interface Item {
  id: string;
  sampleId: string;
  auditId: string;
  no: number;
  key: string;
  projectId: string;
  neighbourhoodId: string;
  label: string;
  stratum: string;
  amountFen: bigint;
  hits: number;
}

export const tickResults = ['good', 'bad', 'not-needed', 'open'] as const;
export type TickResult = (typeof tickResults)[number];
export interface Tick {
  itemId: string;
  line: number;
  version: number;
  result: TickResult;
  note: string;
  at: Date;
}

/** The report, once it is issued. */
export interface AuditReport {
  auditId: string;
  opinion: string;
  summary: string;
  byName: string;
  at: Date;
}

/** Until when a finding that is issued today is answered. */
export const answerDueDay = (audit: Pick<Audit, 'answerDays'>, today: Day): Day => addDays(today, audit.answerDays);
