import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { findRound } from '#modules/funds';
import { openDuty } from '#modules/inbox';
import { createPersonIn, findPerson } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import { type CommandContext, runCommand } from '#platform/command';
import { auditNumber } from './audit.ts';
import { findAudit, insertAudit, insertTerm, termsOf } from './store.ts';

export type OpenAuditError =
  | 'not-found'
  | 'not-allowed'
  | 'empty'
  | 'too-long'
  | 'bad-days'
  | 'bad-phone'
  | 'unknown-person'
  | 'own-audit'
  | 'answer-days'
  | 'key-reused';

export interface OpenAuditInput {
  title: string;
  commissionedBy: string;
  purpose: string;
  /** Somebody known, or somebody new by name and telephone. */
  auditor: { personId: string } | { name: string; phone: string | null };
  /** Days of access, both included. */
  fromDay: string;
  toDay: string;
  /** Days whose payments are looked at. */
  periodFrom: string;
  periodTo: string;
  /** Within how many days the audited answer a finding. */
  answerDays: number;
  /** Empty: all rounds, all neighbourhoods. */
  roundIds: readonly string[];
  neighbourhoodIds: readonly string[];
}

/**
 * Opens an audit for one named person, for certain days, over certain rounds and neighbourhoods. That person needs no role: the audit opens its scope to them alone
 * and closes by itself after the last day. Errors: `own-audit` who opens it is who audits; `bad-days` a period ends before it begins, or access ended already.
 */
export function openAudit(ctx: CommandContext, input: OpenAuditInput): Promise<Result<{ auditId: string }, OpenAuditError>> {
  return runCommand(ctx, 'open-audit', async (tx): Promise<Result<{ auditId: string }, OpenAuditError>> => {
    if (!tx.can('audit.open', { neighbourhoodId: null })) return err('not-allowed');
    const [title, commissionedBy, purpose] = [input.title.trim(), input.commissionedBy.trim(), input.purpose.trim()];
    if (title === '' || commissionedBy === '' || purpose === '') return err('empty');
    if ([...title].length > 120 || [...commissionedBy].length > 200 || [...purpose].length > 2000) return err('too-long');
    if (![input.fromDay, input.toDay, input.periodFrom, input.periodTo].every(isDay)) return err('bad-days');
    if (input.toDay < input.fromDay || input.toDay < tx.today || input.periodTo < input.periodFrom) return err('bad-days');
    if (!(Number.isInteger(input.answerDays) && input.answerDays >= 1 && input.answerDays <= 365)) return err('answer-days');
    for (const id of input.roundIds) if (!(await findRound(tx, id))) return err('not-found');
    for (const id of input.neighbourhoodIds) if (!(await findNeighbourhood(tx, id))) return err('not-found');
    const who =
      'personId' in input.auditor
        ? ok(input.auditor.personId)
        : await createPersonIn(tx, { name: input.auditor.name.trim(), phone: input.auditor.phone, adult: true, neighbourhoodId: null });
    if (!who.ok) return who;
    if (who.value === tx.actor.personId) return err('own-audit');
    const person = await findPerson(tx, who.value);
    if (!person || person.name.trim() === '') return err('unknown-person');
    const audit = await insertAudit(tx, {
      title,
      commissionedBy,
      purpose,
      auditorId: who.value,
      auditorName: person.name,
      periodFrom: input.periodFrom,
      periodTo: input.periodTo,
      answerDays: input.answerDays,
      fromDay: input.fromDay,
      toDay: input.toDay,
      roundIds: [...new Set(input.roundIds)],
      neighbourhoodIds: [...new Set(input.neighbourhoodIds)],
    });
    await openDuty(tx, {
      kind: 'audit.report',
      personId: who.value,
      neighbourhoodId: null,
      subjectKind: 'audit',
      subjectId: audit.id,
      title: { zh: `审计“${title}”，出具报告`, en: `Audit “${title}”: issue the report` },
      href: `/audits/${audit.id}`,
      dueDay: input.toDay,
    });
    tx.audit({
      action: 'audit.open',
      subjectKind: 'audit',
      subjectId: audit.id,
      text: {
        number: auditNumber(audit),
        title,
        commissionedBy,
        auditor: person.name,
        fromDay: input.fromDay,
        toDay: input.toDay,
        rounds: input.roundIds,
        places: input.neighbourhoodIds,
      },
    });
    await tx.emit('audit.opened', { auditId: audit.id });
    return ok({ auditId: audit.id });
  });
}

/** Lengthens or ends the days of access, with a reason; who audits cannot. The first day stays. Errors: `bad-days` · `wrong-state` the report is issued · `no-reason`. */
export function changeTerm(
  ctx: CommandContext,
  input: { auditId: string; toDay: string; reason: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'bad-days' | 'no-reason' | 'too-long' | 'wrong-state' | 'key-reused'>> {
  return runCommand(
    ctx,
    'change-audit-term',
    async (tx): Promise<Result<void, 'not-found' | 'not-allowed' | 'bad-days' | 'no-reason' | 'too-long' | 'wrong-state'>> => {
      const audit = await findAudit(tx, input.auditId);
      if (!audit) return err('not-found');
      if (!tx.can('audit.open', { neighbourhoodId: null }) || tx.actor.personId === audit.auditorId) return err('not-allowed');
      if (audit.reported) return err('wrong-state');
      const reason = input.reason.trim();
      if (reason === '') return err('no-reason');
      if ([...reason].length > 500) return err('too-long');
      // Ended from today on at the earliest: what was open yesterday stays said as open.
      if (!isDay(input.toDay) || input.toDay < audit.fromDay || input.toDay < tx.today || input.toDay === audit.toDay) return err('bad-days');
      const terms = await termsOf(tx, audit.id);
      await insertTerm(tx, audit.id, { no: terms.length + 1, fromDay: audit.fromDay, toDay: input.toDay, reason });
      tx.audit({ action: 'audit.term', subjectKind: 'audit', subjectId: audit.id, text: { from: audit.toDay, to: input.toDay, reason } });
      await tx.emit('audit.term-changed', { auditId: audit.id });
      return ok();
    },
  );
}
