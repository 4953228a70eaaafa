import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import type { Application } from './application.ts';
import { insertReply, type KeptComment, listComments } from './application-comments.ts';
import { findApplication } from './application-store.ts';
import { paidBy, pairRows } from './compare-applications.ts';
import { lockProject, type Project } from './store.ts';

/** A list of an application as rows with a name, and what of each row can be remarked on. */
function namedRows(application: Application, list: string): { name: string; row: Readonly<Record<string, unknown>> }[] {
  switch (list) {
    case 'lines':
      return application.lines.map((line) => ({ name: line.name, row: { ...line, payer: paidBy(application, line) } }));
    case 'sources':
      return application.sources.map((source) => ({ name: source.name, row: { ...source } }));
    case 'members':
      return application.members.map((member) => ({ name: member.name, row: { ...member } }));
    case 'indicators':
      return application.indicators.map((one) => ({ name: one.name, row: { ...one } }));
    case 'risks':
      return application.risks.map((one) => ({ name: one.risk, row: { ...one } }));
    case 'raised':
      return application.raised.map((one) => ({ name: one.unit, row: { ...one } }));
    default:
      return [];
  }
}

const said = (holder: Readonly<Record<string, unknown>>, key: string): string => String(holder[key] ?? holder[`${key}Fen`] ?? '');
const joined = (parts: readonly string[]): string => parts.toSorted().join(' ');

/**
 * True when what stands at a field of the form (`goal`, `lines.0.unitPrice`, `paper`) is another in the later version. A row that is gone has changed. A remark
 * on the whole (`''`) is about no field: nothing there changes.
 */
export function fieldHasChanged(before: Application, after: Application, field: string): boolean {
  const [list = '', at, key = ''] = field.split('.');
  const papers = (one: Application) => joined(one.evidence.map(({ fileId }) => fileId));
  const grounds = (one: Application) => joined([...one.resolutionIds, ...one.ballotIds]);
  if (list === 'paper') return papers(before) !== papers(after);
  if (list === 'resolutionIds') return grounds(before) !== grounds(after);
  if (at === undefined) return said({ ...before }, list) !== said({ ...after }, list);
  const rows = namedRows(before, list);
  const row = rows[Number(at)];
  if (!row) return false;
  const now = pairRows(rows, namedRows(after, list), ({ name }) => name).find(({ was }) => was === row)?.now;
  return !now || said(now.row, key) !== said(row.row, key);
}

/** A remark is taken up when what it is about has changed since, or the applicants say how it was taken up or why it was not. */
export const theRemarkIsTakenUp = (remark: Pick<KeptComment, 'field' | 'reply'>, before: Application, after: Application): boolean =>
  remark.reply !== '' || fieldHasChanged(before, after, remark.field);

/** A remark on the version that was sent back, and whether it is taken up in what is written now. */
export interface OpenRemark extends KeptComment {
  takenUp: boolean;
}

/** Remarks on the version of a project that was sent back, against what is written now; none where nothing was sent back. */
export async function remarksOn(tx: Tx, project: Project, now: Application): Promise<OpenRemark[]> {
  if (project.state !== 'returned' || project.applicationId === null) return [];
  const before = await findApplication(tx, project.applicationId);
  if (!before) return [];
  const remarks = (await listComments(tx, project.id)).filter(({ version }) => version === before.version);
  return remarks.map((remark) => ({ ...remark, takenUp: theRemarkIsTakenUp(remark, before, now) }));
}

/**
 * Keeps what the applicants say to the remarks on the version that was sent back; only what is another than before is written. Errors: `wrong-state`
 * (nothing was sent back), `not-found` (no such remark on it).
 */
export const answerRemarks = (
  context: CommandContext,
  input: { projectId: string; replies: readonly { remarkId: string; text: string }[] },
): Promise<Result<number, 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused'>> =>
  runCommand(context, 'answer-remarks', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.edit', project) || tx.actor.personId === null) return err('not-allowed');
    if (project.state !== 'returned') return err('wrong-state');
    const known = new Map((await listComments(tx, project.id)).map((remark) => [remark.id, remark]));
    let written = 0;
    for (const { remarkId, text } of input.replies) {
      const remark = known.get(remarkId);
      if (!remark) return err('not-found');
      const reply = text.trim().slice(0, 500);
      if (reply === remark.reply) continue;
      await insertReply(tx, remarkId, reply);
      written++;
    }
    if (written > 0) tx.audit({ action: 'project.answer-remarks', subjectKind: 'project', subjectId: project.id, text: { answered: written } });
    return ok(written);
  });
