import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { dropDuties, openDuty } from '#modules/inbox';
import { findMatter } from '#modules/matters';
import { findNeighbourhood } from '#modules/places';
import { findProject } from '#modules/projects';
import { type CommandContext, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { type Answer, type Cost, referralNumber, type ReferralStepKind, theDayIsPossible, thisComesNext, totalCost } from './referral.ts';
import { findReferral, insertReferral, insertReferralStep } from './referral-store.ts';

export type ReferError = 'not-found' | 'not-allowed' | 'empty' | 'too-long' | 'no-costs' | 'bad-days' | 'wrong-state' | 'amount-required' | 'key-reused';

/**
 * Writes the file of a problem that the grant cannot solve: facts, what was tried, why it asks for higher-level money, what it would cost. It stays as it is written;
 * a better one is a new file. Errors: `no-costs` no line with an amount · `bad-days` an answer is hoped for in the past.
 */
export function referUpwards(
  ctx: CommandContext,
  input: {
    neighbourhoodId: string | null;
    projectId: string | null;
    matterId: string | null;
    title: string;
    toName: string;
    facts: string;
    tried: string;
    why: string;
    dueDay: string | null;
    costs: readonly Cost[];
  },
): Promise<Result<{ referralId: string }, ReferError>> {
  return runCommand(ctx, 'refer-upwards', async (tx): Promise<Result<{ referralId: string }, ReferError>> => {
    if (!tx.can('referral.write', { neighbourhoodId: null })) return err('not-allowed');
    const project = input.projectId ? await findProject(tx, input.projectId) : null;
    const matter = input.matterId ? await findMatter(tx, input.matterId) : null;
    if ((input.projectId && !project) || (input.matterId && !matter)) return err('not-found');
    const neighbourhoodId = project?.neighbourhoodId ?? matter?.neighbourhoodId ?? input.neighbourhoodId;
    if (neighbourhoodId && !(await findNeighbourhood(tx, neighbourhoodId))) return err('not-found');
    const texts = { title: input.title.trim(), toName: input.toName.trim(), facts: input.facts.trim(), tried: input.tried.trim(), why: input.why.trim() };
    if (Object.values(texts).some((text) => text === '')) return err('empty');
    if ([...texts.title].length > 120 || [...texts.toName].length > 100 || [texts.facts, texts.tried, texts.why].some((text) => [...text].length > 4000))
      return err('too-long');
    if (input.costs.length === 0 || input.costs.some(({ amountFen, name }) => amountFen <= 0n || name.trim() === '')) return err('no-costs');
    if (input.costs.length > 50 || input.costs.some(({ name, basis }) => [...name].length > 200 || [...basis].length > 300)) return err('too-long');
    if (input.dueDay !== null && (!isDay(input.dueDay) || input.dueDay < tx.today)) return err('bad-days');
    const referral = await insertReferral(tx, {
      ...texts,
      neighbourhoodId,
      projectId: project?.id ?? null,
      matterId: matter?.id ?? null,
      dueDay: input.dueDay,
      costs: input.costs,
    });
    await openDuty(tx, {
      kind: 'referral.send',
      role: 'officer',
      neighbourhoodId: null,
      subjectKind: 'upward-referral',
      subjectId: referral.id,
      title: { zh: `报出转报件：${texts.title}`, en: `Send the file upwards: ${texts.title}` },
      href: `/office/referrals/${referral.id}`,
      dueDay: null,
    });
    tx.audit({
      action: 'referral.write',
      subjectKind: 'upward-referral',
      subjectId: referral.id,
      text: { number: referralNumber(referral), ...texts, costFen: totalCost(input.costs) },
    });
    await tx.emit('referral.written', { referralId: referral.id, neighbourhoodId });
    return ok({ referralId: referral.id });
  });
}

/** Follows a file: sent on a day, asked after, answered (with what was granted), or given up. Errors: `wrong-state` the step does not follow · `bad-days`. */
export function followReferral(
  ctx: CommandContext,
  input: {
    referralId: string;
    kind: ReferralStepKind;
    body: string;
    day: string;
    outcome?: Answer | null;
    grantedFen?: bigint | null;
    paper?: { stored: StoredBytes; name: string } | null;
  },
): Promise<Result<void, ReferError>> {
  return runCommand(ctx, `referral-${input.kind}`, async (tx): Promise<Result<void, ReferError>> => {
    if (!tx.can('referral.write', { neighbourhoodId: null })) return err('not-allowed');
    await tx.executeSql('select pg_advisory_xact_lock(hashtextextended($1, 867))', [input.referralId]);
    const referral = await findReferral(tx, input.referralId);
    if (!referral) return err('not-found');
    if (!thisComesNext(referral, input.kind)) return err('wrong-state');
    const body = input.body.trim();
    if (body === '' && input.kind !== 'sent') return err('empty');
    if ([...body].length > 4000) return err('too-long');
    if (!isDay(input.day) || !theDayIsPossible(referral, input.day, tx.today)) return err('bad-days');
    const outcome = input.kind === 'answered' ? (input.outcome ?? null) : null;
    if (input.kind === 'answered' && outcome === null) return err('empty');
    const grantedFen = outcome === null || outcome === 'refused' ? null : (input.grantedFen ?? null);
    if (outcome !== null && outcome !== 'refused' && grantedFen === null) return err('amount-required');
    const fileId = input.paper ? await recordFile(tx, input.paper.stored, { name: input.paper.name, visibility: 'office', neighbourhoodId: null }) : null;
    await insertReferralStep(tx, referral, { kind: input.kind, body, day: input.day, outcome, grantedFen, fileId });
    await dropDuties(tx, { subjectId: referral.id });
    if (input.kind === 'sent' || input.kind === 'chased')
      await openDuty(tx, {
        kind: 'referral.follow',
        role: 'officer',
        neighbourhoodId: null,
        subjectKind: 'upward-referral',
        subjectId: referral.id,
        title: { zh: `跟进转报件的回复：${referral.title}`, en: `Follow the file sent upwards: ${referral.title}` },
        href: `/office/referrals/${referral.id}`,
        dueDay: referral.dueDay !== null && referral.dueDay >= tx.today ? referral.dueDay : null,
      });
    tx.audit({
      action: `referral.${input.kind}`,
      subjectKind: 'upward-referral',
      subjectId: referral.id,
      text: { number: referralNumber(referral), body, day: input.day, outcome, grantedFen },
    });
    await tx.emit(`referral.${input.kind}`, { referralId: referral.id, neighbourhoodId: referral.neighbourhoodId });
    return ok();
  });
}
