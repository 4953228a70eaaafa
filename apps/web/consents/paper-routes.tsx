import { z } from 'zod';
import { instantAt } from '#libs/civil-time';
import { contestsOf, countedOf, enterPaper, entriesOf, proxiesOf, recordProxy } from '#modules/consents';
import { ownersOfNeighbourhood, personNames } from '#modules/people';
import { findFiles } from '#platform/files';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import { storeUploads } from '../meetings/uploads.ts';
import { shanghaiParts } from '../ui/index.ts';
import { type AnnexLine, annexPaper, consentForms, formsFor } from './papers.ts';
import { choiceField, messagesFor } from './shared.ts';
import { PapersPage } from './staff-pages.tsx';
import { staffText } from './staff-text.ts';
import { consentText } from './text.ts';
import { type ConsentView, loadConsent } from './view.ts';

/** Forms out, signed forms and proxies in, and the list of signatures. */
export function paperRoutes(r: Routes): void {
  r.get('/consents/:id/papers', 'consent.record', (w) => showPapers(w));
  r.post('/consents/:id/papers', 'consent.record', enter);
  r.post('/consents/:id/proxies', 'consent.run', proxy);
  r.paper('/consents/:id/forms', 'consent.collect', forms);
  r.paper('/consents/:id/annex', 'consent.annex', annex);
}

const found = async (w: Web): Promise<ConsentView | null> => {
  const id = w.id();
  return id ? loadConsent(w, id) : null;
};
const printedFor = (w: Web, view: ConsentView) => ({
  lang: w.lang,
  issuer: `${w.subdistrict.name} ${view.place.name}`,
  today: w.today,
  address: w.absolute(`/consents/${view.consent.id}`),
});

async function showPapers(w: Web, back?: { form: string; errors: FieldErrors; values: Form['values'] }) {
  const view = await found(w);
  if (!view?.may.record) return w.notFound();
  if (view.state !== 'open') return w.refuse('not-open', messagesFor(w));
  const t = staffText[w.lang];
  const proxies = await w.read((tx) => proxiesOf(tx, view.consent.id));
  const doors = new Map(view.doors.map((line) => [line.home.homeId, `#${line.no} ${line.home.label}`]));
  return w.page(
    <PapersPage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      homes={[...doors].map(([value, label]) => ({ value, label }))}
      proxies={proxies.map((one) => ({ value: `proxy ${one.id}`, label: `${doors.get(one.homeId) ?? ''} ${t.byProxy(one.proxyName)}` }))}
      start={shanghaiParts(w.now)}
      back={back && { ...back, errors: w.errorTexts(back.errors, messagesFor(w)) }}
    />,
    back ? 422 : 200,
  );
}

const paperSchema = z.object({
  home: field.id(),
  choice: choiceField,
  speaks: z.string('required'),
  signer: field.text(60),
  agreement: field.text(300).optional(),
  day: field.day(),
  time: field.time(),
});
const speaksWord = (text: string) => (text.startsWith('proxy ') ? 'proxy' : text === 'agreed' || text === 'split' ? text : 'sole');

async function enter(w: Web) {
  const view = await found(w);
  if (!view?.may.record) return w.notFound();
  const form = w.form();
  const reshow = (errors: FieldErrors) => showPapers(w, { form: 'paper', errors, values: form.values });
  const parsed = form.parse(paperSchema);
  if (!parsed.ok) return reshow(parsed.error);
  const { home, choice, speaks, signer, agreement, day, time } = parsed.value;
  const typed = instantAt(day, time);
  if (!typed.ok) return reshow({ day: 'not-a-date' });
  // The form knows minutes only: "now" as it was filled in is not in the future, nor before an opening in the same minute.
  const opened = view.parts[0]?.part.ballot.openedAt ?? null;
  const signedAt = opened && typed.value < opened && opened.getTime() - typed.value.getTime() < 60_000 ? opened : typed.value;
  const stored = await storeUploads(w, form, 'scan');
  if (!stored.ok) return reshow({ scan: stored.error });
  const [scan] = stored.value;
  const done = await enterPaper(w.command(form), {
    consentId: view.consent.id,
    homeId: home,
    choice,
    speaks: speaksWord(speaks),
    signerName: signer,
    agreement: agreement ?? null,
    proxyId: speaks.startsWith('proxy ') ? speaks.slice('proxy '.length) : null,
    signedAt,
    ...(scan ? { scan } : {}),
  });
  const t = staffText[w.lang];
  if (done.ok) return w.redirect(`/consents/${view.consent.id}/papers`, t.entered(done.value.counts ? t.counts : t.countsNot));
  const at: Record<string, string> = {
    'not-open': 'day',
    'not-on-roll': 'home',
    'choice-unfit': 'choice',
    'signature-missing': 'scan',
    'signer-required': 'signer',
    'co-owners': 'speaks',
    'agreement-required': 'agreement',
    'proxy-required': 'speaks',
  };
  const field_ = at[done.error];
  return field_ ? reshow({ [field_]: done.error }) : w.refuse(done.error, messagesFor(w));
}

const proxyFields = z.object({ home: field.id(), owner: field.text(60), proxy: field.text(60) });

async function proxy(w: Web) {
  const view = await found(w);
  if (!view?.may.record) return w.notFound();
  const form = w.form();
  const reshow = (errors: FieldErrors) => showPapers(w, { form: 'proxy', errors, values: form.values });
  const parsed = form.parse(proxyFields);
  if (!parsed.ok) return reshow(parsed.error);
  const stored = await storeUploads(w, form, 'scan');
  if (!stored.ok) return reshow({ scan: stored.error });
  const [scan] = stored.value;
  const done = await recordProxy(w.command(form), {
    consentId: view.consent.id,
    homeId: parsed.value.home,
    ownerName: parsed.value.owner,
    proxyName: parsed.value.proxy,
    ...(scan ? { scan } : {}),
  });
  if (done.ok) return w.redirect(`/consents/${view.consent.id}/papers`, staffText[w.lang].proxyKept);
  const at: Record<string, string> = {
    'not-on-roll': 'home',
    'names-required': 'owner',
    'same-person': 'proxy',
    'scan-missing': 'scan',
    'proxy-limit': 'proxy',
  };
  const named = at[done.error];
  return named ? reshow({ [named]: done.error }) : w.refuse(done.error, messagesFor(w));
}

async function forms(w: Web) {
  const view = await found(w);
  if (!view || (!view.may.record && !view.collector) || view.homes.length === 0) return w.notFound();
  const owners = await w.read((tx) => ownersOfNeighbourhood(tx, view.place.id));
  const names = new Map<string, string[]>();
  for (const owner of owners) names.set(owner.homeId, [...(names.get(owner.homeId) ?? []), owner.name]);
  const list = formsFor(view, names, view.may.record ? null : (view.collector?.entranceIds ?? []));
  if (list.length === 0) return w.notFound();
  return w.paper(await consentForms(view, list, printedFor(w, view)), `${view.consent.question} ${consentText.zh.forms}`);
}

async function annex(w: Web) {
  const view = await found(w);
  if (!view?.may.annex || (view.state !== 'open' && view.state !== 'closed')) return w.notFound();
  const read = await w.read(async (tx) => {
    const entries = await entriesOf(tx, view.consent.id);
    const files = await findFiles(
      tx,
      entries.flatMap((entry) => [entry.signatureFileId, entry.scanFileId]).filter((id) => id !== null),
    );
    const recorders = entries.map((entry) => entry.recordedBy).filter((id) => id !== null);
    return {
      entries,
      files,
      names: await personNames(tx, recorders),
      counted: await countedOf(tx, view.consent.id),
      contests: await contestsOf(tx, view.consent.id),
    };
  });
  const counts = new Set(read.counted.map((one) => one.entryId));
  const files = new Map(read.files.map((file) => [file.id, file]));
  const upheld = new Set(read.contests.filter((one) => one.outcome === 'upheld').map((one) => one.entryId));
  const lines: AnnexLine[] = [];
  for (const entry of read.entries) {
    const file = files.get(entry.signatureFileId ?? entry.scanFileId ?? '') ?? null;
    const home = view.homes.find((one) => one.homeId === entry.homeId);
    const widest = view.parts.at(-1);
    const onRoll = view.homes.find((one) => one.homeId === entry.homeId && one.ballotId === widest?.part.ballotId);
    const line = widest?.roll.find((one) => one.electorId === onRoll?.electorId);
    lines.push({
      entry,
      label: line?.label ?? home?.label ?? '',
      areaCentiM2: line?.areaCentiM2 ?? home?.areaCentiM2 ?? 0n,
      counts: counts.has(entry.id),
      void: upheld.has(entry.id),
      collectedBy: entry.recordedBy ? (read.names.get(entry.recordedBy) ?? '') : '',
      file,
      bytes: file ? await w.files.get(file.sha256) : null,
    });
  }
  return w.paper(await annexPaper(view, lines, printedFor(w, view)), `${view.consent.question} ${staffText.zh.annexTitle}`);
}
