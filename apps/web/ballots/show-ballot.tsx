import { consentOfBallot } from '#modules/consents';
import { noticeTerm } from '#modules/meetings';
import type { Web } from '../kit/index.ts';
import { roleHolders } from '../meetings/call-routes.tsx';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { BallotPage, type BallotPageView } from './ballot-page.tsx';
import { namedTable } from './named-table.tsx';
import { loadBallot } from './view.ts';

/** The office's term for showing a roll from today on. */
export const rollTerm = (w: Web) => w.read((tx) => noticeTerm(tx, 'roll', w.today));

/** The page of a ballot, or its named result as a table; `back` is a form that came back with errors. */
export async function showBallot(w: Web, ballotId: string | null = w.id(), back?: BallotPageView['back']) {
  const view = ballotId ? await loadBallot(w, ballotId, { roll: false }) : null;
  if (!view) return w.notFound();
  // What is signed home by home is answered, opened and closed on the campaign's own page.
  if (view.ballot.takenBy === 'consent' && view.ballot.state !== 'closed') {
    const consent = await w.read((tx) => consentOfBallot(tx, view.ballot.id));
    if (consent) return w.redirect(`/consents/${consent.id}`);
  }
  const page = w.frame({ neighbourhood: view.place });
  const query = Object.fromEntries(w.url.searchParams);
  if (w.query('format') === 'xlsx' && !view.may.votes) {
    if (w.actor.kind === 'anonymous' && w.context.req.header('accept')?.includes('application/json')) return w.context.json({ error: 'sign-in' }, 401);
    return w.actor.kind === 'anonymous' ? w.redirectTo(`/sign-in?to=${encodeURIComponent(w.url.pathname + w.url.search)}`) : w.forbidden();
  }
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(namedTable({ page, view, query })), xlsxType, `${view.ballot.question}.xlsx`);
  const people = view.ballot.electorate === 'representative' && view.may.showRoll ? await roleHolders(w, view.place) : [];
  return w.page(
    <BallotPage
      page={page}
      view={view}
      now={w.now}
      today={w.today}
      signedIn={w.actor.kind !== 'anonymous'}
      people={people}
      query={query}
      term={view.may.showRoll && (view.ballot.state === 'draft' || view.ballot.state === 'roll_shown') ? await rollTerm(w) : null}
      back={back}
    />,
    back ? 422 : 200,
  );
}
