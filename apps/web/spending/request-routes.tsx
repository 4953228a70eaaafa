import { awardsOf, findExpense, listCategories, vouchersOf } from '#modules/books';
import { checkUseIn, rulingsFor } from '#modules/funds';
import { findNeighbourhood } from '#modules/places';
import { personNames } from '#modules/people';
import {
  findProject,
  findSpendingRequest,
  listSpendingEvidence,
  type LineVerdict,
  missingPapers,
  moneyMayMove,
  paperHands,
  payingBodyOf,
  readingDesk,
  rulingIdsOf,
  sourceKinds,
  type SpendingRequest,
  whyNotApprove,
  whyNotReserved,
} from '#modules/projects';
import { findFiles } from '#platform/files';
import type { Tx } from '#platform/database';
import { sourceKindWords } from '../books/text.ts';
import { loadTurns } from '../inbox/whose-turn.tsx';
import type { Web } from '../kit/index.ts';
import { loadExtras } from './extras.ts';
import { loadMoves } from './moves-view.ts';
import { RequestPage, type RequestView } from './request-page.tsx';

/** What the policy says of a thing for each source of the project, or for each kind of money without one. */
export async function answerFor(
  w: Web,
  tx: Tx,
  text: string,
  projectId: string | null,
  awards: Awaited<ReturnType<typeof awardsOf>>,
): Promise<LineVerdict | null> {
  const asked = projectId
    ? awards.map((award) => ({ awardId: award.awardId, sourceKind: award.sourceKind, awardName: award.name }))
    : sourceKinds.filter((kind) => kind !== 'in_kind').map((kind) => ({ awardId: kind, sourceKind: kind, awardName: sourceKindWords(kind, w.lang) }));
  const line: LineVerdict = { no: 1, text, category: '', sources: [] };
  // A project keeps the rules of its round; without a project the policy of the day answers.
  const project = projectId === null ? null : await findProject(tx, projectId);
  for (const source of asked) {
    const verdict = await checkUseIn(tx, text, { sourceKind: source.sourceKind, projectId }, w.today, project ?? undefined);
    if (!verdict) return null;
    line.sources.push({ ...source, outcome: verdict.outcome, reasons: [...verdict.reasons] });
  }
  return line;
}

export async function loadRequest(
  w: Web,
  tx: Tx,
  back?: RequestView['back'],
  id = w.id(),
): Promise<(RequestView & { placeName: string; place: { code: string; name: string } }) | null> {
  const request = id ? await findSpendingRequest(tx, id) : null;
  const project = request && (await findProject(tx, request.projectId));
  const place = project && (await findNeighbourhood(tx, project.neighbourhoodId));
  if (!request || !project || !place || !w.can('spending.read', project)) return null;
  const papers = await listSpendingEvidence(tx, request.id);
  const files = await findFiles(
    tx,
    papers.map((paper) => paper.fileId),
  );
  const rulingIds = await rulingIdsOf(tx, request.id);
  const missing = await missingPapers(tx, request);
  const moves = await loadMoves(w, tx, request, project, missing);
  return {
    project,
    place,
    placeName: place.name,
    request,
    categories: await listCategories(tx),
    today: w.today,
    back,
    missing,
    extras: await loadExtras(w, tx, request, project),
    moves,
    turns: await loadTurns(tx, { subjectId: request.id }, w),
    names: await personNames(
      tx,
      [request.requesterId, request.closedBy].filter((each) => typeof each === 'string'),
    ),
    expense: request.expenseId ? await findExpense(tx, request.expenseId) : null,
    vouchers: request.expenseId ? await vouchersOf(tx, request.expenseId) : [],
    evidence: papers.map((paper) => ({ ...paper, file: files.find((file) => file.id === paper.fileId) ?? null })),
    rulings: (await rulingsFor(tx, project.id)).filter((ruling) => rulingIds.includes(ruling.id)),
    shortfall: request.state === 'asked' ? await whyNotReserved(tx, request, w.today) : null,
    desk: await readingDesk(tx, request, project, w.today),
    payingBody: await payingBodyOf(tx, project.neighbourhoodId),
    rights: rightsOf(w, request, project, await paperHands(tx, request), moves.open !== null),
  };
}

function rightsOf(
  w: Web,
  request: SpendingRequest,
  project: { state: Parameters<typeof moneyMayMove>[0]; neighbourhoodId: string },
  hands: readonly (string | null)[],
  advanced: boolean,
): RequestView['rights'] {
  const may = (action: string) => w.can(action, project);
  const mine = request.requesterId === w.actor.personId;
  // Money in somebody's hands is settled first.
  const open = ['needs_ruling', 'asked', 'approved'].includes(request.state) && !advanced;
  return {
    mine,
    approve: may('spending.approve') && whyNotApprove(w.actor, request, project.neighbourhoodId) === null,
    rule: request.state === 'needs_ruling' && may('spending.rule') && !mine,
    withdraw: open && ((mine && may('spending.ask')) || may('spending.rule')),
    pay: request.state === 'approved' && !advanced && may('spending.pay') && moneyMayMove(project.state),
    voucher: (request.state === 'paid' || request.state === 'vouchered') && may('spending.voucher'),
    bind: may('voucher-book.read'),
    payingBody: w.can('setting.set', { neighbourhoodId: null }),
    close: request.state === 'vouchered' && may('spending.close') && !hands.includes(w.actor.personId),
  };
}

export async function showRequest(w: Web, back?: RequestView['back'], id = w.id()) {
  const view = await w.read((tx) => loadRequest(w, tx, back, id));
  return view ? w.page(<RequestPage page={w.frame({ neighbourhood: view.place })} view={view} />, back ? 422 : 200) : w.notFound();
}
