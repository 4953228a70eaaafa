import { rubricRule } from '#libs/policy';
import { currentPack, findRound } from '#modules/funds';
import { findNeighbourhood } from '#modules/places';
import { findApplication, findProject } from '#modules/projects';
import { findReview, recusals, reviewBoard } from '#modules/reviews';
import type { Tx } from '#platform/database';
import type { Routes, Web } from '../kit/index.ts';
import { blindFor } from './blind-for.ts';
import { projectSheets, reviewSheet, type SheetFacts } from './review-sheet.ts';

const office = { neighbourhoodId: null };

/** Review sheets (评审表): of one review, and of a project with all of them. */
export function sheetRoutes(r: Routes): void {
  r.paper('/reviews/:id/sheet', 'review.read', sheet);
  r.paper('/projects/:id/review-sheets', 'check.read', sheets);
}

async function sheetFacts(w: Web, tx: Tx, projectId: string): Promise<SheetFacts | null> {
  const project = await findProject(tx, projectId);
  const application = project?.applicationId ? await findApplication(tx, project.applicationId) : null;
  const round = project?.roundId ? await findRound(tx, project.roundId) : null;
  if (!project || !application || !round) return null;
  const place = await findNeighbourhood(tx, project.neighbourhoodId);
  const pack = await currentPack(tx, w.today, project);
  const order = (pack ? rubricRule(pack)?.rule.criteria : null)?.map(({ code }) => code) ?? [];
  return { order, roundName: round.name, project, application, placeName: place?.name ?? '', subdistrict: w.subdistrict.name, today: w.today };
}

/** One review on paper: for who wrote it, once the names are open, and for the office. */
async function sheet(w: Web) {
  const id = w.id();
  const found = id
    ? await w.read(async (tx) => {
        const review = await findReview(tx, id);
        const facts = review && (await sheetFacts(w, tx, review.projectId));
        if (!review || !facts) return null;
        const all = (await reviewBoard(tx, review.projectId)).reviews;
        const mine = review.reviewerId === w.actor.personId;
        const open =
          w.can('check.read', office) ||
          (mine &&
            !(await blindFor(
              tx,
              review,
              all.map((each) => each.review),
            )));
        const own = all.find((each) => each.review.id === id);
        return open && own ? { facts, own } : null;
      })
    : null;
  if (!found) return w.notFound();
  return w.paper(reviewSheet(found.facts, found.own), `评审表 ${found.facts.project.serial} ${found.own.review.reviewerName}`);
}

/** All reviews of a project on paper. */
async function sheets(w: Web) {
  const id = w.id();
  const found = id
    ? await w.read(async (tx) => {
        const facts = await sheetFacts(w, tx, id);
        return facts && { facts, board: await reviewBoard(tx, id), aside: await recusals(tx, { projectId: id }) };
      })
    : null;
  return found ? w.paper(projectSheets(found.facts, found.board, found.aside), `评审汇总表 ${found.facts.project.serial}`) : w.notFound();
}
