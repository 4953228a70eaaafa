import { z } from 'zod';
import {
  adoptMatter,
  answerMatter,
  appealHiding,
  categories,
  declineMatter,
  hideMatter,
  mergeMatter,
  passOnMatter,
  reopenMatter,
  ruleOnAppeal,
  sortMatter,
  supportMatter,
  unsupportMatter,
  venues,
  withdrawMatter,
} from '#modules/matters';
import type { Result } from '#libs/result';
import type { CommandContext } from '#platform/command';
import { field, type Routes, type Web } from '../kit/index.ts';
import { MatterPage, type MatterPageProps } from './matter-page.tsx';
import { followText } from './follow-text.ts';
import { matterSettings } from './settings.ts';
import { matterText } from './text.ts';
import { loadMatter } from './view.ts';

/** The page of a matter. */
export async function showMatter(w: Web, back?: MatterPageProps['back']) {
  const id = w.id();
  const view = id ? await loadMatter(w, id) : null;
  if (!view) return w.notFound();
  return w.page(<MatterPage page={w.frame({ neighbourhood: view.place })} view={view} today={w.today} back={back} />, back ? 422 : 200);
}

const reason = () => field.text(2000);
const due = () => field.day().optional();

/** What can be done on the page of a matter; each form posts to `/matters/:id/<name>`. */
export function decideRoutes(r: Routes): void {
  const t = matterText;
  post(
    r,
    'support',
    'matter.support',
    z.object({}),
    (ctx, matterId) => supportMatter(ctx, { matterId }),
    (w) => t[w.lang].supportedFlash,
  );
  post(
    r,
    'unsupport',
    'matter.support',
    z.object({}),
    (ctx, matterId) => unsupportMatter(ctx, { matterId }),
    (w) => t[w.lang].unsupportedFlash,
  );
  post(r, 'adopt', 'matter.decide', z.object({ venue: z.enum(venues, 'required'), reason: reason(), dueDay: due() }), (ctx, matterId, input) =>
    adoptMatter(ctx, { matterId, ...input, dueDay: input.dueDay ?? null }),
  );
  post(r, 'answer', 'matter.decide', z.object({ reason: reason() }), (ctx, matterId, input) => answerMatter(ctx, { matterId, ...input }));
  post(
    r,
    'pass-on',
    'matter.decide',
    z
      .object({ organisationId: field.id().optional(), passedTo: field.text(100).optional(), reason: reason(), dueDay: due() })
      .refine((sent) => sent.organisationId !== undefined || sent.passedTo !== undefined, { message: 'no-organisation', path: ['passedTo'] }),
    (ctx, matterId, { organisationId, passedTo, reason: why, dueDay }) =>
      passOnMatter(ctx, { matterId, reason: why, dueDay: dueDay ?? null, ...(organisationId ? { organisationId } : { passedTo: passedTo ?? '' }) }),
  );
  post(r, 'decline', 'matter.decide', z.object({ reason: reason() }), (ctx, matterId, input) => declineMatter(ctx, { matterId, ...input }));
  post(r, 'merge', 'matter.decide', z.object({ intoId: field.id(), reason: reason() }), (ctx, matterId, input) => mergeMatter(ctx, { matterId, ...input }));
  post(
    r,
    'sort',
    'matter.decide',
    z.object({ title: field.text(60), category: z.enum(categories, 'not-in-list') }),
    (ctx, matterId, input) => sortMatter(ctx, { matterId, ...input }),
    (w) => t[w.lang].sorted,
  );
  post(r, 'hide', 'matter.hide', z.object({ reason: field.text(500) }), (ctx, matterId, input) => hideMatter(ctx, { matterId, ...input }));
  post(r, 'appeal', 'matter.appeal', z.object({ reason: field.text(500) }), (ctx, matterId, input) => appealHiding(ctx, { matterId, ...input }));
  post(r, 'rule-appeal', 'matter.rule-appeal', z.object({ show: z.enum(['yes', 'no'], 'required'), reason: field.text(500) }), (ctx, matterId, input) =>
    ruleOnAppeal(ctx, { matterId, reason: input.reason, show: input.show === 'yes' }),
  );
  post(
    r,
    'withdraw',
    'matter.withdraw',
    z.object({ reason: field.text(200).optional() }),
    (ctx, matterId, input) => withdrawMatter(ctx, { matterId, ...input }),
    (w) => t[w.lang].withdrawn,
  );
  post(
    r,
    'reopen',
    'matter.reopen',
    z.object({ reason: reason() }),
    async (ctx, matterId, input, w) => {
      const { replyDays, replyCounting } = await w.read((tx) => matterSettings(tx, w.today));
      return reopenMatter(ctx, { matterId, ...input, replyDays, replyCounting });
    },
    (w) => t[w.lang].reopened,
  );
}

export function post<S extends z.ZodType<object>>(
  r: Routes,
  name: string,
  action: string,
  shape: S,
  run: (context: CommandContext, matterId: string, input: z.output<S>, w: Web) => Promise<Result<unknown, string>>,
  done: (w: Web) => string = (w) => matterText[w.lang].decided,
): void {
  r.post(`/matters/:id/${name}`, action, async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const form = w.form();
    const t = { ...matterText[w.lang], ...followText[w.lang] };
    const parsed = form.parse(shape);
    if (!parsed.ok) return showMatter(w, { form: name, errors: w.errorTexts(parsed.error, t), values: form.values });
    if ('dueDay' in parsed.value && typeof parsed.value.dueDay === 'string' && parsed.value.dueDay < w.today)
      return showMatter(w, { form: name, errors: w.errorTexts({ dueDay: 'in-the-past' }, t), values: form.values });
    const result = await run(w.command(form), id, parsed.value, w);
    return result.ok ? w.redirect(`/matters/${id}`, done(w)) : w.refuse(result.error, t);
  });
}
