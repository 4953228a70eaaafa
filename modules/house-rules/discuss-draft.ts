import { addDays, type Day, formatDay, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { dropDuties, openDuty } from '#modules/inbox';
import { publishNotice } from '#modules/notices';
import { textIsOpen } from './house-rule.ts';
import { clausesOf } from './queries.ts';
import { lockVersion, saveVersion } from './store.ts';

/**
 * Opens a draft to residents' comments until a day, by a public notice; while it is open the day may be put off, never brought forward.
 * Errors: `wrong-state`, `no-clauses`, `day-unfit` (before today, or earlier than announced).
 */
export function discussDraft(
  ctx: CommandContext,
  input: { versionId: string; until: Day },
): Promise<Result<{ noticeId: string }, 'not-allowed' | 'not-found' | 'wrong-state' | 'no-clauses' | 'day-unfit' | 'key-reused'>> {
  return runCommand(ctx, 'discuss-draft', async (tx) => {
    const found = await lockVersion(tx, input.versionId);
    if (!found) return err('not-found');
    const { rule, version } = found;
    if (!tx.can('house-rule.draft', { neighbourhoodId: rule.neighbourhoodId })) return err('not-allowed');
    if (!textIsOpen(version)) return err('wrong-state');
    if (!isDay(input.until) || input.until < tx.today || (version.commentsUntil !== null && input.until < version.commentsUntil)) return err('day-unfit');
    const count = (await clausesOf(tx, version.id)).length;
    if (count === 0) return err('no-clauses');
    await saveVersion(tx, version, { state: 'discussion', commentsUntil: input.until });
    const noticeId = await publishNotice(tx, {
      kind: 'house-rule-draft',
      neighbourhoodId: rule.neighbourhoodId,
      subjectKind: 'house-rule',
      subjectId: rule.id,
      title: `征求意见：${version.title}`,
      body: [
        `《${version.title}》（第 ${version.no} 版，共 ${count} 条）现向居民征求意见，截至${formatDay(input.until)}（含当日）。`,
        ...(version.reason === '' ? [] : [`说明：${version.reason}`]),
        '每一条都可以单独提意见：在网页上写，或者把纸质意见交给居委会。每条意见怎么处理，都会答复。',
      ].join('\n\n'),
      startDay: tx.today,
      endDay: input.until,
      acceptsObjections: false,
    });
    await openDuty(tx, {
      kind: 'house-rule.vote',
      role: 'secretary',
      neighbourhoodId: rule.neighbourhoodId,
      subjectKind: 'house-rule',
      subjectId: rule.id,
      title: { zh: `答复意见并提交表决：${version.title}`, en: `Answer comments and put to the vote: ${version.title}` },
      href: `/house-rules/${rule.id}/versions/${version.no}`,
      dueDay: addDays(input.until, 1),
    });
    tx.audit({ action: 'house-rule.discuss', subjectKind: 'house-rule', subjectId: rule.id, text: { version: version.no, until: input.until } });
    await tx.emit('house-rule.discussed', { ruleId: rule.id, versionId: version.id, neighbourhoodId: rule.neighbourhoodId });
    return ok({ noticeId });
  });
}

/** Gives up a draft that has not gone to the vote; it stays readable with the reason. Errors: `wrong-state`, `empty`, `too-long`. */
export function withdrawDraft(
  ctx: CommandContext,
  input: { versionId: string; reason: string },
): Promise<Result<null, 'not-allowed' | 'not-found' | 'wrong-state' | 'empty' | 'too-long' | 'key-reused'>> {
  return runCommand(ctx, 'withdraw-draft', async (tx) => {
    const found = await lockVersion(tx, input.versionId);
    if (!found) return err('not-found');
    const { rule, version } = found;
    if (!tx.can('house-rule.draft', { neighbourhoodId: rule.neighbourhoodId })) return err('not-allowed');
    if (!textIsOpen(version)) return err('wrong-state');
    const reason = input.reason.trim();
    if (reason === '') return err('empty');
    if ([...reason].length > 500) return err('too-long');
    await saveVersion(tx, version, { state: 'withdrawn', withdrawnReason: reason });
    await dropDuties(tx, { subjectId: rule.id, kind: 'house-rule.vote' });
    tx.audit({ action: 'house-rule.withdraw', subjectKind: 'house-rule', subjectId: rule.id, text: { version: version.no, reason } });
    await tx.emit('house-rule.withdrawn', { ruleId: rule.id, versionId: version.id });
    return ok(null);
  });
}
