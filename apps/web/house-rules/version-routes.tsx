import { z } from 'zod';
import { instantAt } from '#libs/civil-time';
import type { Result } from '#libs/result';
import type { CommandContext } from '#platform/command';
import {
  articleNo,
  discussDraft,
  editDraft,
  moveClause,
  pasteText,
  proposeRepeal,
  putToVote,
  readTopics,
  removeClause,
  saveClause,
  settleRepeal,
  settleVote,
  takeBack,
  textIsOpen,
  withdrawDraft,
} from '#modules/house-rules';
import { field, type Routes, type Web } from '../kit/index.ts';
import { EditPage } from './edit-page.tsx';
import { RulePage, type RulePageView } from './rule-page.tsx';
import { houseRuleText } from './text.ts';
import { loadRule, type RuleView } from './view.ts';

type Back = RulePageView['back'];

/** Number of a version in the address; null when it is none. */
export const versionNo = (w: Web): number | null => (/^\d{1,4}$/.test(w.param('no')) ? Number(w.param('no')) : null);

async function found(w: Web): Promise<RuleView | null> {
  const [id, no] = [w.id(), versionNo(w)];
  return id && no ? loadRule(w, id, no) : null;
}

/** The page of a version; where no number stands in the address, of the one in force. */
export async function showRule(w: Web, back?: Back) {
  const id = w.id();
  const view = w.param('no') === '' ? (id ? await loadRule(w, id) : null) : await found(w);
  if (!view) return w.notFound();
  return w.page(<RulePage page={w.frame({ neighbourhood: view.place })} view={view} today={w.today} back={back} />, back ? 422 : 200);
}

async function showEdit(w: Web, back?: Back) {
  const view = await found(w);
  if (!view) return w.notFound();
  if (!view.may.draft) return w.forbidden();
  if (!textIsOpen(view.version)) return w.refuse('wrong-state', houseRuleText[w.lang]);
  return w.page(<EditPage page={w.frame({ neighbourhood: view.place })} view={view} back={back} />, back ? 422 : 200);
}

const closing = { law: z.string().max(80), day: field.day(), time: field.time() };
const none = 'not-found' as const;
/** Errors that belong to one field of a step's form; the others are told on a page of their own. */
const fieldOf: Record<string, string> = { 'day-unfit': 'until', 'in-the-past': 'day', 'law-unfit': 'law', 'no-clauses': 'text' };

/** Steps of a version; each posts to `/house-rules/:id/versions/:no/<name>`. */
export function versionRoutes(r: Routes): void {
  r.get('/house-rules/:id/versions/:no/edit', 'house-rule.draft', (w) => showEdit(w));
  const vote = (day: string, time: string) => instantAt(day, time);
  step(r, 'discuss', 'house-rule.draft', z.object({ until: field.day() }), (ctx, versionId, input) => discussDraft(ctx, { versionId, ...input }), 'discussed');
  step(
    r,
    'withdraw',
    'house-rule.draft',
    z.object({ reason: field.text(500) }),
    (ctx, versionId, input) => withdrawDraft(ctx, { versionId, ...input }),
    'withdrawnFlash',
  );
  step(
    r,
    'vote',
    'house-rule.vote',
    z.object(closing),
    async (ctx, versionId, { law, day, time }) => {
      const closesAt = vote(day, time);
      return closesAt.ok ? putToVote(ctx, { versionId, law, closesAt: closesAt.value }) : { ok: false as const, error: 'in-the-past' };
    },
    'voteStarted',
    (value) => (typeof value === 'object' && value !== null && 'ballotId' in value ? `/ballots/${String(value.ballotId)}` : null),
  );
  step(r, 'take-back', 'house-rule.vote', z.object({}), (ctx, versionId) => takeBack(ctx, { versionId }), 'takenBack');
  step(
    r,
    'settle',
    'house-rule.vote',
    z.object({ fromDay: field.day().optional(), toDay: field.day().optional() }),
    (ctx, versionId, input) => settleVote(ctx, { versionId, fromDay: input.fromDay ?? '', toDay: input.toDay ?? null }),
    'settledAdopted',
    undefined,
    'fromDay',
  );
  step(
    r,
    'repeal',
    'house-rule.vote',
    z.object({ ...closing, reason: field.text(500) }),
    async (ctx, versionId, { law, day, time, reason }) => {
      const closesAt = vote(day, time);
      return closesAt.ok ? proposeRepeal(ctx, { versionId, law, reason, closesAt: closesAt.value }) : { ok: false as const, error: 'in-the-past' };
    },
    'voteStarted',
    (value) => (typeof value === 'object' && value !== null && 'ballotId' in value ? `/ballots/${String(value.ballotId)}` : null),
  );
  step(
    r,
    'settle-repeal',
    'house-rule.vote',
    z.object({ lastDay: field.day().optional() }),
    (ctx, versionId, input) => settleRepeal(ctx, { versionId, lastDay: input.lastDay ?? '' }),
    'settledAdopted',
    undefined,
    'lastDay',
  );
  r.post('/house-rules/:id/versions/:no/head', 'house-rule.draft', (w) =>
    edit(w, 'head', z.object({ title: field.text(60), preamble: field.text(2000).optional(), reason: field.text(2000).optional() }), (ctx, versionId, input) =>
      editDraft(ctx, { versionId, title: input.title, preamble: input.preamble ?? '', reason: input.reason ?? '' }),
    ),
  );
  r.post('/house-rules/:id/versions/:no/clauses', 'house-rule.draft', (w) =>
    edit(
      w,
      `clause ${w.form().text('article')}`,
      z.object({
        article: field.id().optional(),
        chapter: field.text(40).optional(),
        heading: field.text(40).optional(),
        text: field.text(2000),
        topics: field.text(200).optional(),
        after: z.union([z.literal('start'), field.id()]).optional(),
      }),
      (ctx, versionId, input) =>
        saveClause(ctx, {
          versionId,
          articleId: input.article ?? null,
          ...(input.after === undefined ? {} : { afterId: input.after === 'start' ? null : input.after }),
          clause: { chapter: input.chapter ?? '', heading: input.heading ?? '', text: input.text, topics: readTopics(input.topics ?? '') },
        }),
    ),
  );
  r.post('/house-rules/:id/versions/:no/move', 'house-rule.draft', (w) =>
    edit(w, 'move', z.object({ article: field.id(), to: z.enum(['up', 'down']) }), (ctx, versionId, input) =>
      moveClause(ctx, { versionId, articleId: input.article, to: input.to }),
    ),
  );
  r.post('/house-rules/:id/versions/:no/remove', 'house-rule.draft', (w) =>
    edit(w, 'remove', z.object({ article: field.id() }), (ctx, versionId, input) => removeClause(ctx, { versionId, articleId: input.article })),
  );
  r.post('/house-rules/:id/versions/:no/paste', 'house-rule.draft', (w) =>
    edit(w, 'paste', z.object({ text: z.string().max(200_000, 'too-long') }), (ctx, versionId, input) => pasteText(ctx, { versionId, text: input.text })),
  );
}

function step<S extends z.ZodObject>(
  r: Routes,
  name: string,
  action: string,
  shape: S,
  run: (context: CommandContext, versionId: string, input: z.output<S>) => Promise<Result<unknown, string>>,
  flash: 'discussed' | 'withdrawnFlash' | 'voteStarted' | 'takenBack' | 'settledAdopted',
  to: (value: unknown) => string | null = () => null,
  dayField = 'until',
): void {
  r.post(`/house-rules/:id/versions/:no/${name}`, action, async (w) => {
    const view = await found(w);
    if (!view) return w.notFound();
    const form = w.form();
    const t = houseRuleText[w.lang];
    const back = (errors: Record<string, string>) => showRule(w, { form: name, errors: w.errorTexts(errors, t), values: form.values });
    const parsed = form.parse(shape);
    if (!parsed.ok) return back(parsed.error);
    const done = await run(w.command(form), view.version.id, parsed.value);
    const here = `/house-rules/${view.rule.id}/versions/${view.version.no}`;
    if (done.ok) return w.redirect(to(done.value) ?? here, t[flash]);
    const known = done.error === 'day-unfit' ? dayField : fieldOf[done.error];
    return known !== undefined && known in shape.shape ? back({ [known]: done.error }) : w.refuse(done.error, t);
  });
}

async function edit<S extends z.ZodObject>(
  w: Web,
  name: string,
  shape: S,
  run: (context: CommandContext, versionId: string, input: z.output<S>) => Promise<Result<{ dangling?: string[] } | null, string>>,
) {
  const view = await found(w);
  if (!view) return w.notFound();
  const form = w.form();
  const t = houseRuleText[w.lang];
  const back = (errors: Record<string, string>) => showEdit(w, { form: name, errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(shape);
  if (!parsed.ok) return back(parsed.error);
  const done = await run(w.command(form), view.version.id, parsed.value);
  if (!done.ok) {
    const known = done.error === none ? undefined : done.error === 'empty' || done.error === 'no-clauses' || done.error === 'too-long' ? 'text' : undefined;
    return known !== undefined && known in shape.shape ? back({ [known]: done.error === 'empty' ? 'required' : done.error }) : w.refuse(done.error, t);
  }
  const here = `/house-rules/${view.rule.id}/versions/${view.version.no}/edit`;
  const dangling = done.value?.dangling ?? [];
  if (dangling.length === 0) return w.redirect(here, t.saved);
  const now = await loadRule(w, view.rule.id, view.version.no);
  const names = now?.clauses.filter((clause) => dangling.includes(clause.articleId)).map((clause) => articleNo(clause.position)) ?? [];
  return w.redirect(here, t.savedDangling(names.join('、')), 'bad');
}
