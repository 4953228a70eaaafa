import { z } from 'zod';
import { categories, findDraft, keepDraft, type MatterDraft, type Plan, raiseMatter, similarMatters, spotKey } from '#modules/matters';
import { findDoor, findNeighbourhood, listNeighbourhoods } from '#modules/places';
import { findCase, proposalOfCase } from '#modules/showcase';
import { keyIsKnown } from '#platform/command';
import type { StoredBytes } from '#platform/files';
import { err, ok, type Result } from '#libs/result';
import { field, type Form, type Routes, type Web } from '../kit/index.ts';
import { ChoosePlacePage, NewMatterPage, type RaisePlace, SimilarPage, UnboundPage } from './new-page.tsx';
import { loadPlans } from './plan.tsx';
import { sentSpot, spotFields } from './plan-routes.tsx';
import { matterSettings } from './settings.ts';
import { followText } from './follow-text.ts';
import { matterText } from './text.ts';

/** `/matters/new?door=CODE` or `?n=neighbourhood`: raising a matter, from the first word to its page. */
export function raiseRoutes(r: Routes): void {
  r.get('/matters/new', 'matter.draft', (w) => showNew(w));
  r.post('/matters/new', 'matter.draft', raise);
}

const emptyDraft: MatterDraft = { text: '', category: 'unsorted', anonymous: false, doorCode: null, photos: [] };
const frameOf = (w: Web, place: RaisePlace) => w.frame({ neighbourhood: place });

/** The place that the address tells, or the only one the reader belongs to; null = ask. */
async function placeOf(w: Web): Promise<RaisePlace | null> {
  return w.read(async (tx) => {
    const code = w.query('door');
    const door = code ? await findDoor(tx, code) : null;
    if (door) return { id: door.neighbourhoodId, code: door.neighbourhoodCode, name: door.neighbourhoodName, doorCode: door.code };
    const own = new Set(w.actor.grants.map((grant) => grant.neighbourhoodId).filter((id) => id !== null));
    const named = w.query('n') ?? w.query('place') ?? (own.size === 1 ? [...own][0] : undefined);
    const place = named ? await findNeighbourhood(tx, named) : null;
    return place ? { id: place.id, code: place.code, name: place.name, doorCode: null } : null;
  });
}

async function draftOf(w: Web, token: string | undefined): Promise<{ token: string; draft: MatterDraft } | null> {
  if (!token || !/^[0-9a-f]{32}$/.test(token)) return null;
  const draft = await w.read((tx) => findDraft(tx, token));
  return draft ? { token, draft } : null;
}

async function showNew(w: Web) {
  const place = await placeOf(w);
  // From a case: its plan stands in the form already, and comes along to whichever neighbourhood is chosen.
  const caseId = /^[0-9a-f-]{36}$/.exec(w.query('case') ?? '')?.[0];
  if (!place) return w.page(<ChoosePlacePage page={w.frame()} places={await w.read((tx) => listNeighbourhoods(tx))} caseId={caseId} />);
  const example = caseId === undefined ? null : await w.read((tx) => findCase(tx, caseId));
  const kept = await draftOf(w, w.query('draft'));
  const spot = kept?.draft.spot ? { spot: spotKey(kept.draft.spot), spotNote: kept.draft.spot.note ?? '' } : { spot: w.query('spot') ?? '' };
  const values = {
    ...spot,
    ...(example ? { text: proposalOfCase(example) } : {}),
    ...(kept ? { text: kept.draft.text, category: kept.draft.category, ...(kept.draft.anonymous ? { anonymous: 'yes' } : {}) } : {}),
  };
  const plans = await w.read((tx) => loadPlans(tx, place.id));
  return w.page(
    <NewMatterPage
      page={frameOf(w, place)}
      place={place}
      draft={kept && kept.draft.photos.length > 0 ? kept.token : null}
      photosKept={kept?.draft.photos.length ?? 0}
      plans={plans}
      signedIn={w.actor.kind !== 'anonymous'}
      cameFromSignIn={w.query('signed') === '1'}
      values={values}
    />,
  );
}

const shape = z.object({
  text: field.text(2000),
  category: z.enum(categories, 'not-in-list').optional(),
  anonymous: field.tick(),
  ...spotFields,
  draft: z.string().optional(),
  sure: z.string().optional(),
});

async function raise(w: Web) {
  const place = await placeOf(w);
  if (!place) return w.notFound();
  const form = w.form();
  const t = { ...matterText[w.lang], ...followText[w.lang] };
  const kept = await draftOf(w, form.text('draft'));
  const plans: readonly Plan[] = await w.read((tx) => loadPlans(tx, place.id));
  const again = (errors: Record<string, string>) =>
    w.page(
      <NewMatterPage
        page={frameOf(w, place)}
        place={place}
        draft={kept?.token ?? null}
        photosKept={kept?.draft.photos.length ?? 0}
        plans={plans}
        signedIn={w.actor.kind !== 'anonymous'}
        cameFromSignIn={false}
        errors={errors}
        values={form.values}
      />,
      422,
    );
  // "None of these": the words are those of the draft, the form carries only its token.
  const sure = kept !== null && form.has('sure') && !form.has('text');
  let draft: MatterDraft;
  if (sure) draft = kept.draft;
  else {
    const parsed = form.parse(shape);
    if (!parsed.ok) return again(w.errorTexts(parsed.error, t));
    const spot = sentSpot(plans, parsed.value);
    if (spot === 'no-such-spot') return again({ spot: w.errorText(spot, t) });
    const photos = await storedPhotos(w, form, kept?.draft ?? emptyDraft);
    if (!photos.ok) return again({ photo: w.errorText(photos.error, t) });
    draft = {
      text: parsed.value.text,
      category: parsed.value.category ?? 'unsorted',
      anonymous: parsed.value.anonymous,
      doorCode: place.doorCode,
      spot,
      photos: photos.value,
    };
  }
  const here = `/matters/new?${place.doorCode ? `door=${place.doorCode}` : `n=${place.code}`}`;
  const token = async (): Promise<string> => {
    const done = await keepDraft(w.command(), draft);
    return done.ok ? done.value : '';
  };
  if (w.actor.kind === 'anonymous') {
    const back = w.href(`${here}&draft=${await token()}${form.files('photo').length > 0 ? '&signed=1' : ''}`);
    return w.redirectTo(`/sign-in?to=${encodeURIComponent(back)}`);
  }
  if (!w.can('matter.raise', { neighbourhoodId: place.id })) return w.page(<UnboundPage page={frameOf(w, place)} place={place} draft={await token()} />, 403);
  // The same form sent again would find its own matter to be similar: it gets its first result.
  if (!sure && !(await keyIsKnown(w.command(form)))) {
    const similar = await w.read((tx) => similarMatters(tx, { neighbourhoodId: place.id, text: draft.text }));
    if (similar.length > 0)
      return w.page(<SimilarPage page={frameOf(w, place)} place={place} draft={await token()} text={draft.text} similar={similar} key={w.key} />);
  }
  const category = categories.find((one) => one === draft.category) ?? 'unsorted';
  const settings = await w.read((tx) => matterSettings(tx, w.today));
  const done = await raiseMatter(w.command(form), {
    neighbourhoodId: place.id,
    text: draft.text,
    category,
    anonymous: draft.anonymous,
    doorCode: draft.doorCode,
    photos: draft.photos,
    spot: draft.spot ?? null,
    ...settings,
  });
  if (!done.ok) return done.error === 'empty' || done.error === 'too-long' ? again({ text: w.errorText(done.error, t) }) : w.refuse(done.error, t);
  return w.redirect(`/matters/${done.value.matterId}`, t.raisedFlash);
}

/**
 * Stores the photos of the form, if somebody is signed in: a visitor without a name cannot fill the disk. Photos kept
 * with the draft stay.
 */
export async function storedPhotos(w: Web, form: Form, draft: Pick<MatterDraft, 'photos'>): Promise<Result<(StoredBytes & { name: string })[], string>> {
  const files = form.files('photo');
  if (w.actor.kind === 'anonymous' || files.length === 0) return ok(draft.photos);
  if (files.length + draft.photos.length > 3) return err('too-many-photos');
  const stored: (StoredBytes & { name: string })[] = [...draft.photos];
  for (const file of files) {
    const put = await w.files.put(file.bytes);
    if (!put.ok) return put;
    if (!put.value.mediaType.startsWith('image/')) return err('wrong-type');
    stored.push({ ...put.value, name: file.name.slice(0, 100) });
  }
  return ok(stored);
}
