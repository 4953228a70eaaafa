import { z } from 'zod';
import type { Result } from '#libs/result';
import type { CommandContext } from '#platform/command';
import { appealComment, citeClause, commentOnClause, findComment, hideComment, replyOutcomes, replyToComment, ruleOnComment } from '#modules/house-rules';
import { field, type Routes } from '../kit/index.ts';
import { chosenPerson } from '../matters/people.ts';
import { RulePage } from './rule-page.tsx';
import { houseRuleText } from './text.ts';
import { showRule, versionNo } from './version-routes.tsx';
import { citedPath, loadRule } from './view.ts';

/** What residents say about clauses, how it is answered and moderated; and citing a clause. */
export function commentRoutes(r: Routes): void {
  r.post('/house-rules/:id/versions/:no/comments', 'house-rule.comment', async (w) => {
    const [id, no] = [w.id(), versionNo(w)];
    const view = id && no ? await loadRule(w, id, no) : null;
    if (!view) return w.notFound();
    const form = w.form();
    const t = houseRuleText[w.lang];
    const back = (errors: Record<string, string>) => showRule(w, { form: 'comment', errors: w.errorTexts(errors, t), values: form.values });
    const parsed = form.parse(
      z.object({
        article: field.id().optional(),
        text: field.text(1000),
        named: field.tick(),
        person: z.string().optional(),
        channel: z.enum(['paper', 'assisted'], 'required').optional(),
      }),
    );
    if (!parsed.ok) return back(parsed.error);
    const { article, text, named, person, channel } = parsed.value;
    const who = person === undefined ? null : chosenPerson(person);
    if (person !== undefined && who === null) return back({ person: 'not-in-list' });
    if (who !== null && channel === undefined) return back({ channel: 'required' });
    const done = await commentOnClause(w.command(form), {
      versionId: view.version.id,
      articleId: article ?? null,
      text,
      named,
      ...(who !== null && channel !== undefined ? { onBehalfOf: { ...who, channel } } : {}),
    });
    if (!done.ok) return w.refuse(done.error, t);
    return w.redirect(`/house-rules/${view.rule.id}/versions/${view.version.no}#${article ?? 'whole'}`, t.said);
  });
  moderate(r, 'reply', 'house-rule.reply', z.object({ outcome: z.enum(replyOutcomes, 'required'), text: field.text(1000) }), (ctx, commentId, input) =>
    replyToComment(ctx, { commentId, ...input }),
  );
  moderate(r, 'hide', 'house-rule.hide', z.object({ reason: field.text(500) }), (ctx, commentId, input) => hideComment(ctx, { commentId, ...input }));
  moderate(r, 'appeal', 'house-rule.appeal', z.object({ reason: field.text(500) }), (ctx, commentId, input) => appealComment(ctx, { commentId, ...input }));
  moderate(r, 'rule', 'house-rule.rule-appeal', z.object({ show: z.enum(['yes', 'no'], 'required'), reason: field.text(500) }), (ctx, commentId, input) =>
    ruleOnComment(ctx, { commentId, reason: input.reason, show: input.show === 'yes' }),
  );
  r.post('/house-rules/cite', 'house-rule.cite', async (w) => {
    const form = w.form();
    const t = houseRuleText[w.lang];
    const parsed = form.parse(
      z.object({
        clause: z.string().regex(/^[0-9a-f-]{36} [0-9a-f-]{36}$/, 'not-in-list'),
        subject: z.string().regex(/^(matter|meeting|notice) [0-9a-f-]{36}$/, 'not-in-list'),
        note: field.text(500).optional(),
      }),
    );
    if (!parsed.ok) return w.refuse('not-in-list', t);
    const [versionId = '', articleId = ''] = parsed.value.clause.split(' ');
    const [kind = '', subjectId = ''] = parsed.value.subject.split(' ');
    if (![versionId, articleId, subjectId].every((id) => z.uuid().safeParse(id).success)) return w.notFound();
    const subjectKind = kind === 'matter' || kind === 'meeting' ? kind : 'notice';
    const done = await citeClause(w.command(form), { versionId, articleId, subjectKind, subjectId, note: parsed.value.note ?? '' });
    return done.ok ? w.redirect(citedPath({ subjectKind, subjectId }), t.citedFlash) : w.refuse(done.error, t);
  });
}

function moderate<S extends z.ZodObject>(
  r: Routes,
  name: string,
  action: string,
  shape: S,
  run: (context: CommandContext, commentId: string, input: z.output<S>) => Promise<Result<unknown, string>>,
): void {
  r.post(`/house-rule-comments/:id/${name}`, action, async (w) => {
    const id = w.id();
    const found = id ? await w.read((tx) => findComment(tx, id)) : null;
    if (!found) return w.notFound();
    const form = w.form();
    const t = houseRuleText[w.lang];
    const parsed = form.parse(shape);
    if (!parsed.ok) {
      const view = await loadRule(w, found.rule.id, found.version.no);
      if (!view) return w.notFound();
      const back = {
        form: `${name} ${found.comment.id}`,
        errors: w.errorTexts(parsed.error, t),
        values: { ...form.values, article: found.comment.articleId ?? '' },
      };
      return w.page(<RulePage page={w.frame({ neighbourhood: view.place })} view={view} today={w.today} back={back} />, 422);
    }
    const done = await run(w.command(form), found.comment.id, parsed.value);
    if (!done.ok) return w.refuse(done.error, t);
    return w.redirect(`/house-rules/${found.rule.id}/versions/${found.version.no}#${found.comment.articleId ?? 'whole'}`, t.moderated);
  });
}
