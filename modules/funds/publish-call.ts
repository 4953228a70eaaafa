import { formatDay } from '#libs/civil-time';
import { noticeRule } from '#libs/policy';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { openDuties } from '#modules/inbox';
import { publishNotice } from '#modules/notices';
import { listNeighbourhoods } from '#modules/places';
import { findDocument, insertDocument, lockBriefing, withdrawDocumentRow } from './briefing-store.ts';
import { currentPack } from './policy-store.ts';
import type { Round } from './round.ts';
import { roundPlaceIds } from './round-place-store.ts';
import { callOf, insertCall } from './round-year-store.ts';
import { findRound, lockRound } from './store.ts';

export interface CallInput {
  roundId: string;
  /** 文号, as the office numbers its papers; empty where it does not. */
  number: string;
  title: string;
  body: string;
  handIn: string;
  contact: string;
}
/** `title-required` · `body-required` · `too-long` · `round-is-over` the round is decided or cancelled. */
export type CallError = 'not-allowed' | 'not-found' | 'title-required' | 'body-required' | 'too-long' | 'round-is-over';

const lengths = { number: 60, title: 120, body: 8000, handIn: 4000, contact: 300 } as const;

/** Puts the duty to apply into the inbox of every committee; the last day of the call is its deadline. Those that have it keep it. */
export async function askEveryCommittee(tx: CommandTx, round: Round, neighbourhoodIds: readonly string[]): Promise<void> {
  const places = await roundPlaceIds(tx, round.id, neighbourhoodIds);
  await openDuties(
    tx,
    neighbourhoodIds.flatMap((neighbourhoodId) => {
      const subjectId = places.get(neighbourhoodId);
      return subjectId === undefined
        ? []
        : [
            {
              kind: 'round.apply',
              role: 'secretary' as const,
              neighbourhoodId,
              subjectKind: 'round',
              subjectId,
              title: { zh: `看申报通知，报项目或说明不报：${round.name}`, en: `Read the call, and apply or say why not: ${round.name}` },
              href: `/rounds/${round.id}/mine`,
              dueDay: round.closesOn,
            },
          ];
    }),
  );
}

/** Publishes the call as a notice to everybody and tells every committee; a new wording is a new version. Errors: {@link CallError}. */
export const publishCall = (context: CommandContext, input: CallInput) =>
  runCommand(context, 'publish-call', async (tx): Promise<Result<{ noticeId: string }, CallError>> => {
    if (!tx.can('round.open', { neighbourhoodId: null })) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (!round) return err('not-found');
    if (round.state !== 'open') return err('round-is-over');
    const call = {
      number: input.number.trim(),
      title: input.title.trim(),
      body: input.body.trim(),
      handIn: input.handIn.trim(),
      contact: input.contact.trim(),
    };
    if (call.title === '') return err('title-required');
    if (call.body === '') return err('body-required');
    if ((Object.keys(lengths) as (keyof typeof lengths)[]).some((key) => call[key].length > lengths[key])) return err('too-long');
    const before = await callOf(tx, round.id);
    const pack = await currentPack(tx, tx.today, { roundId: round.id });
    const rule = pack ? noticeRule(pack, 'call') : null;
    const noticeId = await publishNotice(tx, {
      kind: 'call',
      neighbourhoodId: null,
      subjectKind: 'round',
      subjectId: round.id,
      title: before ? `${call.title}（修订）` : call.title,
      body: [
        call.body,
        `申报时间：${formatDay(round.opensOn, 'zh')}至${formatDay(round.closesOn, 'zh')}。`,
        call.handIn === '' ? '' : `需要提交的材料：\n${call.handIn}`,
        call.contact === '' ? '' : `咨询：${call.contact}`,
        rule ? `依据：${rule.rule.source}${rule.rule.clause}` : '',
      ]
        .filter((part) => part !== '')
        .join('\n\n'),
      startDay: tx.today,
      endDay: round.closesOn >= tx.today ? round.closesOn : null,
      acceptsObjections: false,
    });
    await insertCall(tx, round.id, { version: (before?.version ?? 0) + 1, noticeId, ...call });
    await askEveryCommittee(
      tx,
      round,
      (await listNeighbourhoods(tx)).map(({ id }) => id),
    );
    await tx.emit('round.call-published', { roundId: round.id, noticeId });
    tx.audit({ action: 'round.publish-call', subjectKind: 'round', subjectId: round.id, text: { version: (before?.version ?? 0) + 1, ...call } });
    return ok({ noticeId });
  });

/** Adds a paper to a round's call, or the material of one of its briefings; public. Errors: `title-required`, `wrong-briefing`. */
export const addRoundDocument = (
  context: CommandContext,
  input: { roundId: string; briefingId: string | null; title: string; file: StoredBytes & { name: string } },
) =>
  runCommand(context, 'add-round-document', async (tx): Promise<Result<string, 'not-allowed' | 'not-found' | 'title-required' | 'wrong-briefing'>> => {
    if (!tx.can('round.open', { neighbourhoodId: null })) return err('not-allowed');
    const round = await findRound(tx, input.roundId);
    if (!round) return err('not-found');
    if (input.briefingId !== null && (await lockBriefing(tx, input.briefingId))?.roundId !== round.id) return err('wrong-briefing');
    const title = (input.title.trim() || input.file.name.replace(/\.[^.]*$/, '')).slice(0, 120);
    if (title === '') return err('title-required');
    const fileId = await recordFile(tx, input.file, { name: input.file.name, visibility: 'public', neighbourhoodId: null });
    const id = await insertDocument(tx, { roundId: round.id, briefingId: input.briefingId, fileId, title });
    tx.audit({ action: 'round.add-document', subjectKind: 'round', subjectId: round.id, text: { title, sha256: input.file.sha256 } });
    return ok(id);
  });

/** Takes a paper back, with a reason; it stays listed as withdrawn. Errors: `reason-required`, `already-done`. */
export const withdrawRoundDocument = (context: CommandContext, input: { documentId: string; reason: string }) =>
  runCommand(context, 'withdraw-round-document', async (tx): Promise<Result<string, 'not-allowed' | 'not-found' | 'reason-required' | 'already-done'>> => {
    if (!tx.can('round.open', { neighbourhoodId: null })) return err('not-allowed');
    const document = await findDocument(tx, input.documentId);
    if (!document) return err('not-found');
    const reason = input.reason.trim().slice(0, 500);
    if (reason === '') return err('reason-required');
    if ((await withdrawDocumentRow(tx, document.id, reason)) === 0) return err('already-done');
    tx.audit({ action: 'round.withdraw-document', subjectKind: 'round', subjectId: document.roundId, text: { title: document.title, reason } });
    return ok(document.roundId);
  });
