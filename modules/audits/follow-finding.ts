import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { closeDuty, dropDuties, type DutyInput, openDuty } from '#modules/inbox';
import { findPerson } from '#modules/people';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { accessEndsByItself, answerDueDay, type Audit, auditNumber } from './audit.ts';
import { type Finding, itWasIssued, nobodyJudgesTheOwnAnswer, type Severity, type StepKind, theStepFollows } from './finding.ts';
import { insertStep, lockFinding } from './finding-store.ts';
import { findAudit } from './store.ts';
import { keepPapers, type Paper } from './write-finding.ts';

export type StepError =
  | 'not-found'
  | 'not-allowed'
  | 'access-over'
  | 'wrong-state'
  | 'own-answer'
  | 'empty'
  | 'too-long'
  | 'bad-days'
  | 'unknown-person'
  | 'amount-worse'
  | 'no-proof'
  | 'key-reused';

/** What comes with a step; the kind says which of it is read. */
export interface StepInput {
  findingId: string;
  kind: StepKind;
  body: string;
  /** Of `planned`. */
  personId?: string | null;
  dueDay?: string;
  /** Of `changed`. */
  severity?: Severity;
  amountFen?: bigint | null;
  papers?: readonly Paper[];
}

const auditorsOwn: readonly StepKind[] = ['issued', 'dropped'];
const judging: readonly StepKind[] = ['kept', 'changed', 'lifted', 'settled', 'good', 'bad'];

/** Whether the actor may take this step now: the auditor within the term; afterwards whoever follows up; for the audited those who answer at the place. */
export function mayTakeStep(audit: Audit, finding: Finding, kind: StepKind, who: { personId: string | null; today: string; can: CommandTx['can'] }): boolean {
  const isAuditor = who.personId !== null && who.personId === audit.auditorId;
  const atWork = isAuditor && !accessEndsByItself(audit, who.today);
  if (auditorsOwn.includes(kind)) return atWork;
  if (judging.includes(kind)) return atWork || (!isAuditor && who.can('audit.follow', { neighbourhoodId: null }));
  if (isAuditor) return false;
  const planned = finding.steps.findLast((step) => step.kind === 'planned');
  if (kind === 'proved' && planned?.personId && planned.personId === who.personId) return true;
  return who.can('audit.answer', { neighbourhoodId: finding.neighbourhoodId });
}

async function setDuties(tx: CommandTx, audit: Audit, finding: Finding, input: StepInput, personName: string | null): Promise<void> {
  for (const kind of ['audit.answer', 'audit.judge', 'audit.remedy'] as const) await closeDuty(tx, { kind, subjectId: finding.id });
  const about = `${auditNumber(audit)}第${finding.no}条`;
  const base: Pick<DutyInput, 'neighbourhoodId' | 'subjectKind' | 'subjectId' | 'href'> = {
    neighbourhoodId: finding.neighbourhoodId,
    subjectKind: 'audit-finding',
    subjectId: finding.id,
    href: `/audit-findings/${finding.id}`,
  };
  const answerer = finding.neighbourhoodId === null ? 'officer' : 'secretary';
  const judge = (zh: string, en: string) =>
    // While the auditor has access it is theirs; afterwards the head's, who is above whoever answered.
    openDuty(tx, {
      ...base,
      kind: 'audit.judge',
      ...(accessEndsByItself(audit, tx.today) ? { role: 'head' as const, neighbourhoodId: null } : { personId: audit.auditorId, neighbourhoodId: null }),
      title: { zh: `${about}：${zh}`, en: `Finding ${finding.no}: ${en}` },
      dueDay: null,
    });
  const due = finding.steps.findLast(({ dueDay }) => dueDay !== null)?.dueDay ?? null;
  switch (input.kind) {
    case 'issued':
    case 'kept':
    case 'changed':
      await openDuty(tx, {
        ...base,
        kind: 'audit.answer',
        role: answerer,
        title: { zh: `答复审计发现：${about}`, en: `Answer finding ${finding.no} of the audit` },
        // A finding that was objected to is answered within as many days again.
        dueDay: input.kind === 'issued' ? answerDueDay(audit, tx.today) : due !== null && due > tx.today ? due : answerDueDay(audit, tx.today),
      });
      break;
    case 'objected':
      await judge('裁定异议', 'rule on the objection');
      break;
    case 'answered':
      await judge('看答复', 'read the answer');
      await openDuty(tx, {
        ...base,
        kind: 'audit.remedy',
        role: answerer,
        title: { zh: `${about}：定整改的人和日子`, en: `Finding ${finding.no}: say who puts it right and when` },
        dueDay: due,
      });
      break;
    case 'planned':
    case 'bad': {
      const planned = input.kind === 'planned' ? input : finding.steps.findLast((step) => step.kind === 'planned');
      await openDuty(tx, {
        ...base,
        kind: 'audit.remedy',
        role: answerer,
        ...(planned?.personId ? { personId: planned.personId } : {}),
        title: { zh: `整改：${about}${personName ? `（${personName}）` : ''}`, en: `Put right finding ${finding.no}` },
        dueDay: planned?.dueDay ?? due,
      });
      break;
    }
    case 'proved':
      await judge('复查整改', 'look again at what was put right');
      break;
    case 'dropped':
    case 'lifted':
    case 'settled':
    case 'good':
      await dropDuties(tx, { subjectId: finding.id });
      break;
  }
}

/**
 * Takes a step of a finding: issue or drop it, answer, object, rule on the objection, plan a remedy, prove it, look again. Errors: `wrong-state` the step does not follow ·
 * `own-answer` who answered does not judge that · `no-proof` a remedy is proved by words and a paper or picture · `amount-worse` an objection makes nothing worse.
 */
export function takeStep(ctx: CommandContext, input: StepInput): Promise<Result<void, StepError>> {
  return runCommand(ctx, `audit-step-${input.kind}`, async (tx): Promise<Result<void, StepError>> => {
    const finding = await lockFinding(tx, input.findingId);
    const audit = finding && (await findAudit(tx, finding.auditId));
    if (!finding || !audit) return err('not-found');
    const who = { personId: tx.actor.personId, today: tx.today, can: tx.can };
    // What is not issued is the auditor's alone: for all others it is not there.
    if (!itWasIssued(finding) && tx.actor.personId !== audit.auditorId) return err('not-found');
    if (!mayTakeStep(audit, finding, input.kind, who)) {
      if (tx.actor.personId === audit.auditorId && accessEndsByItself(audit, tx.today)) return err('access-over');
      return err('not-allowed');
    }
    if (!theStepFollows(finding, input.kind)) return err('wrong-state');
    if (judging.includes(input.kind) && !nobodyJudgesTheOwnAnswer(finding, tx.actor.personId)) return err('own-answer');
    const body = input.body.trim();
    if (body === '' && input.kind !== 'issued') return err('empty');
    if ([...body].length > 4000) return err('too-long');
    let personName: string | null = null;
    if (input.kind === 'planned') {
      const person = input.personId ? await findPerson(tx, input.personId) : null;
      if (!person) return err('unknown-person');
      if (!input.dueDay || !isDay(input.dueDay) || input.dueDay < tx.today) return err('bad-days');
      personName = person.name;
    }
    if (input.kind === 'proved' && (input.papers ?? []).length === 0) return err('no-proof');
    if (input.kind === 'changed' && (!input.severity || (input.amountFen ?? 0n) > (finding.amountFen ?? 0n))) return err('amount-worse');
    const stepId = await insertStep(tx, finding, {
      kind: input.kind,
      body,
      dueDay: input.kind === 'issued' ? answerDueDay(audit, tx.today) : input.kind === 'planned' ? (input.dueDay ?? null) : null,
      ...(input.kind === 'planned' ? { personId: input.personId ?? null, personName } : {}),
      ...(input.kind === 'changed' ? { severity: input.severity ?? null, amountFen: input.amountFen ?? null } : {}),
    });
    await keepPapers(tx, audit.id, { findingId: finding.id, stepId }, input.papers ?? []);
    await setDuties(tx, audit, finding, input, personName);
    tx.audit({
      action: `audit.${input.kind}`,
      subjectKind: 'audit-finding',
      subjectId: finding.id,
      text: { audit: auditNumber(audit), no: finding.no, ...(input.kind === 'dropped' ? {} : { body }) },
    });
    await tx.emit(`audit.${input.kind}`, { auditId: audit.id, findingId: finding.id });
    return ok();
  });
}
