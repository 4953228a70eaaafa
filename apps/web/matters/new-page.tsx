import { categories, type Matter, type Plan } from '#modules/matters';
import { maskPhonesIn } from '#modules/people';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  CheckField,
  Empty,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  TextArea,
} from '../ui/index.ts';
import { PlanPicker } from './plan.tsx';
import { matterText } from './text.ts';
import { categoryWord } from './words.ts';

/** Where a matter is raised, and by which door's page. */
export interface RaisePlace {
  id: string;
  code: string;
  name: string;
  doorCode: string | null;
}

const hidden = (fields: Record<string, string>) => Object.entries(fields).map(([name, value]) => <input type="hidden" name={name} value={value} />);
const placeQuery = (place: RaisePlace): string => (place.doorCode ? `door=${place.doorCode}` : `n=${place.code}`);

/** One text, a photo if there is one, anonymous or not: under a minute. */
export function NewMatterPage(props: {
  page: PageFrame;
  place: RaisePlace;
  draft: string | null;
  photosKept: number;
  plans: readonly Plan[];
  signedIn: boolean;
  cameFromSignIn: boolean;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, place } = props;
  const t = matterText[page.lang];
  return (
    <Layout page={page} title={t.newTitle} crumbs={[{ label: `${place.name} ${t.list}`, href: `${page.base}/n/${place.code}/matters` }]}>
      <Lead>{t.newLead(place.name)}</Lead>
      <Form action={`${page.base}/matters/new?${placeQuery(place)}`} multipart errors={props.errors} values={props.values}>
        <TextArea name="text" label={t.text} hint={t.textHint} required rows={6} maxLength={2000} />
        <div class="similar" data-similar={`${page.base}/n/${place.code}/matters/similar`} aria-live="polite" />
        {props.photosKept > 0 ? (
          <p>{t.photosKept(props.photosKept)}</p>
        ) : (
          <FileField name="photo" label={t.photo} hint={props.cameFromSignIn ? t.photoAgain : t.photoHint} accept="image/*" multiple />
        )}
        <CheckField name="anonymous" label={t.anonymous} hint={t.anonymousHint} />
        <PlanPicker plans={props.plans} />
        <SelectField
          name="category"
          label={t.category}
          hint={t.categoryHint}
          emptyLabel={categoryWord('unsorted', page.lang)}
          options={categories.filter((value) => value !== 'unsorted').map((value) => ({ value, label: categoryWord(value, page.lang) }))}
        />
        {props.draft !== null && hidden({ draft: props.draft })}
        {!props.signedIn && <Soft>{t.signInFirst}</Soft>}
        <Button>{t.submit}</Button>
      </Form>
    </Layout>
  );
}

const opening = (text: string): string => (text.length > 160 ? `${[...text].slice(0, 160).join('')}…` : text);

/** Neighbours said something like it: support theirs, or raise this one all the same. */
export function SimilarPage(props: { page: PageFrame; place: RaisePlace; draft: string; text: string; similar: readonly Matter[]; key: string }) {
  const { page, place } = props;
  const t = matterText[page.lang];
  return (
    <Layout page={page} title={t.similarTitle}>
      <Lead>{t.similarLead}</Lead>
      {props.similar.map((matter) => (
        <section>
          <h2>
            <a href={`${page.base}/matters/${matter.id}`}>{maskPhonesIn(matter.title)}</a>
          </h2>
          <p>{opening(maskPhonesIn(matter.text))}</p>
          <Soft>
            {t.households} {matter.households}
          </Soft>
          <ActionForm action={`${page.base}/matters/${matter.id}/support`} kind="quiet">
            {t.supportThis}
          </ActionForm>
        </section>
      ))}
      <Section title={t.yourText}>
        <p>{props.text}</p>
        <Actions>
          <Form action={`${page.base}/matters/new?${placeQuery(place)}`} idempotencyKey={props.key}>
            {hidden({ draft: props.draft, sure: 'yes' })}
            <Button>{t.notSame}</Button>
          </Form>
          <ButtonLink kind="quiet" href={`${page.base}/matters/new?${placeQuery(place)}&draft=${props.draft}`}>
            {t.changeText}
          </ButtonLink>
        </Actions>
      </Section>
    </Layout>
  );
}

/** Signed in, but bound to no home here: what was typed waits. */
export function UnboundPage(props: { page: PageFrame; place: RaisePlace; draft: string }) {
  const { page, place } = props;
  const t = matterText[page.lang];
  return (
    <Layout page={page} title={t.newTitle}>
      <Empty
        title={t.unboundTitle}
        action={
          <Actions>
            <ButtonLink href={`${page.base}/activate`}>{t.activate}</ButtonLink>
            <ButtonLink kind="quiet" href={`${page.base}/matters/new?${placeQuery(place)}&draft=${props.draft}`}>
              {t.keepLink}
            </ButtonLink>
          </Actions>
        }
      >
        {t.unboundBody}
      </Empty>
    </Layout>
  );
}

/** Which neighbourhood, where neither a door code nor the reader's home tells. */
export function ChoosePlacePage(props: { page: PageFrame; places: readonly { code: string; name: string }[]; caseId?: string | undefined }) {
  const { page } = props;
  const t = matterText[page.lang];
  return (
    <Layout page={page} title={t.newTitle}>
      <Lead>{t.choosePlace}</Lead>
      {props.places.length === 0 && <Empty title={t.emptyTitle} />}
      <ul>
        {props.places.map((place) => (
          <li>
            <a href={`${page.base}/matters/new?n=${place.code}${props.caseId === undefined ? '' : `&case=${props.caseId}`}`}>{place.name}</a>
          </li>
        ))}
      </ul>
    </Layout>
  );
}
