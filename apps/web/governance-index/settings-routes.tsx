import { deadlineKey, officeSetting, setSettings } from '#modules/funds';
import type { Routes, Web } from '../kit/index.ts';
import { Button, Form, type FormErrors, type FormValues, Layout, Lead, NumberField, type PageFrame, Soft, TextField } from '../ui/index.ts';
import { indexText } from './text.ts';

/** Duties of the index for which the office may set days. */
const duties = {
  'index.enter': { zh: '居委会填月报（从次月1日起）', en: 'Monthly form (from the first of the month after)' },
  'index.answer': { zh: '答复对数据的异议', en: 'Answer objections' },
  'index.review': { zh: '复核一次计算', en: 'Review a run' },
  'index.approve': { zh: '批准一次计算', en: 'Approve a run' },
  'index.publish': { zh: '发布一次计算', en: 'Publish a run' },
} as const;
const kinds = ['index.enter', 'index.answer', 'index.review', 'index.approve', 'index.publish'] as const;

/** How many days the office gives for the work on the index; what it has not set has no deadline and is shown so. */
export function settingsRoutes(r: Routes): void {
  r.get('/index/settings', 'setting.set', (w) => show(w));
  r.post('/index/settings', 'setting.set', save);
}

async function show(w: Web, back?: { errors: FormErrors; values: FormValues }) {
  const set = await w.read(async (tx) => {
    const found: Record<string, string> = {};
    for (const kind of kinds) found[kind] = (await officeSetting(tx, deadlineKey(kind)))?.value ?? '';
    return found;
  });
  return w.page(<SettingsPage page={w.frame()} set={set} errors={back?.errors} values={back?.values} />, back ? 422 : 200);
}

async function save(w: Web) {
  const form = w.form();
  const values: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const kind of kinds) {
    const typed = form.text(kind).normalize('NFKC');
    if (typed !== '' && !/^\d{1,4}$/.test(typed)) errors[kind] = 'not-a-number';
    else if (typed !== '') values[deadlineKey(kind)] = typed;
  }
  const t = indexText[w.lang];
  if (Object.keys(errors).length > 0) return show(w, { errors: w.errorTexts(errors, t), values: form.values });
  const done = await setSettings(w.command(form), { values, reason: form.text('reason') });
  if (done.ok) return w.redirect('/index/settings', w.lang === 'zh' ? '已存，具名公开。' : 'Stored.');
  if (done.error === 'reason-required') return show(w, { errors: w.errorTexts({ reason: 'required' }), values: form.values });
  return w.refuse(done.error, t);
}

function SettingsPage(props: { page: PageFrame; set: Record<string, string>; errors?: FormErrors; values?: FormValues }) {
  const { page, set } = props;
  const zh = page.lang === 'zh';
  const t = indexText[page.lang];
  return (
    <Layout
      page={page}
      title={zh ? '指数的办理期限' : 'Days for the index'}
      crumbs={[{ label: t.title, href: `${page.base}/index` }, { label: zh ? '办理期限' : 'Days' }]}
    >
      <Lead>{zh ? '填了的，待办里有期限，逾期会升级。空着的就是没有规定，系统不代定。' : 'What is set becomes a deadline; what is empty has none.'}</Lead>
      <Form action={`${page.base}/index/settings`} errors={props.errors ?? {}} values={props.values ?? {}}>
        {kinds.map((kind) => (
          <NumberField
            name={kind}
            label={duties[kind][page.lang]}
            value={set[kind]}
            unit={zh ? '天' : 'days'}
            hint={set[kind] === '' ? t.noDeadline : undefined}
          />
        ))}
        <TextField
          name="reason"
          label={zh ? '改动的理由' : 'Why changed'}
          hint={zh ? '改已经定过的才要写' : 'Only where something was set before'}
          maxLength={500}
        />
        <Button>{zh ? '存下期限' : 'Store'}</Button>
      </Form>
      <Soft>{zh ? '按日历天算。' : 'Calendar days.'}</Soft>
    </Layout>
  );
}
