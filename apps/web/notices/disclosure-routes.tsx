import { z } from 'zod';
import { exemptRequirement } from '#modules/notices';
import { field, type Routes, type Web } from '../kit/index.ts';
import { requirementsOf } from './checklist.ts';
import { DisclosurePage, type DisclosureView } from './disclosure-page.tsx';
import { disclosurePaper } from './disclosure-paper.ts';
import { disclosureText } from './disclosure-text.ts';
import { type Disclosure, loadDisclosure } from './disclosure-view.ts';
import { disclosureFeed } from './feed.ts';
import { openData } from './open-data.ts';

/** One page of all that a neighbourhood makes public; the same as feed, as data and on paper. */
export function disclosureRoutes(r: Routes): void {
  r.get('/n/:place/disclosure', 'notice.read', (w) => showDisclosure(w));
  r.get(
    '/n/:place/disclosure.atom',
    'notice.read',
    withDisclosure((w, data) => {
      const xml = disclosureFeed({
        title: disclosureText.zh.of(data.place.name),
        self: w.absolute(`/n/${data.place.code}/disclosure.atom`),
        author: data.place.name,
        now: w.now,
        data,
        address: (path) => w.absolute(path),
      });
      return w.context.body(xml, 200, { 'content-type': 'application/atom+xml; charset=utf-8', 'cache-control': 'public, max-age=300' });
    }),
  );
  r.get(
    '/n/:place/disclosure.json',
    'notice.read',
    withDisclosure((w, data) => {
      const { code, name } = w.subdistrict;
      const json = openData(data, { subdistrict: { code, name }, now: w.now, today: w.today, address: (path) => w.absolute(path) });
      // Open data is for everybody's programs, also those of other sites; there is nothing in it that needs a session.
      return w.context.json(json, 200, { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' });
    }),
  );
  r.paper(
    '/n/:place/disclosure',
    'notice.read',
    withDisclosure(async (w, data) => {
      const issuer = `${w.subdistrict.name} ${data.place.name}`;
      const document = await disclosurePaper(data, { lang: w.lang, issuer, address: w.absolute(`/n/${data.place.code}/disclosure`), today: w.today });
      return w.paper(document, disclosureText[w.lang].of(data.place.name));
    }),
  );
  r.post('/n/:place/disclosure/exempt', 'notice.exempt', exempt);
}

const withDisclosure = (work: (w: Web, data: Disclosure) => Response | Promise<Response>) => async (w: Web) => {
  const data = await w.read((tx) => loadDisclosure(tx, w.param('place'), w.today));
  return data ? work(w, data) : w.notFound();
};

async function showDisclosure(w: Web, back?: DisclosureView['back']) {
  const data = await w.read((tx) => loadDisclosure(tx, w.param('place'), w.today));
  if (!data) return w.notFound();
  const at = { neighbourhoodId: data.place.id };
  return w.page(
    <DisclosurePage
      page={w.frame({ neighbourhood: data.place })}
      today={w.today}
      data={data}
      may={{ publish: w.can('notice.publish', at), exempt: w.can('notice.exempt', at) }}
      back={back}
    />,
    back ? 422 : 200,
  );
}

async function exempt(w: Web) {
  const data = await w.read((tx) => loadDisclosure(tx, w.param('place'), w.today));
  if (!data) return w.notFound();
  if (!w.can('notice.exempt', { neighbourhoodId: data.place.id })) return w.forbidden();
  const form = w.form();
  const t = { ...disclosureText[w.lang], 'no-reason': disclosureText[w.lang].noReason };
  const known = (await w.read((tx) => requirementsOf(tx, w.today))).map((rule) => rule.id);
  const parsed = form.parse(
    z.object({
      requirement: z.string().refine((id) => known.includes(id), 'not-in-list'),
      applies: z.enum(['yes', 'no'], 'required'),
      reason: field.text(300),
    }),
  );
  if (!parsed.ok) return showDisclosure(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const { requirement, reason, applies } = parsed.value;
  const done = await exemptRequirement(w.command(form), { neighbourhoodId: data.place.id, requirement, reason, applies: applies === 'yes' });
  return done.ok ? w.redirect(`/n/${data.place.code}/disclosure#checklist`, t.exempted) : w.refuse(done.error, t);
}
