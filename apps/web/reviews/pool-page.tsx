import type { Category } from '#modules/matters';
import type { Neighbourhood } from '#modules/places';
import type { RoleAssignment } from '#modules/people';
import { type DeclaredRelation, type ReviewerProfile, reviewTopics } from '#modules/reviews';
import type { Lang } from '#platform/i18n';
import {
  Button,
  CheckList,
  dataTable,
  DateField,
  dayText,
  Empty,
  FieldRow,
  Form,
  instantText,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  State,
  type TableSpec,
  TextField,
  useLang,
} from '../ui/index.ts';
import { categoryWord } from '../matters/words.ts';
import { type Back, of } from './back.ts';
import { poolText } from './pool-text.ts';
import { Relations } from './relations.tsx';

/** Words of a topic. */
export const topicWord = (topic: string, lang: Lang): string => categoryWord(topic as Category, lang);
const topicList = (topics: readonly string[], lang: Lang) => topics.map((topic) => topicWord(topic, lang)).join(lang === 'zh' ? '、' : ', ');

/** One reviewer of the pool, with the terms and the newest profile. */
export interface PoolRow {
  personId: string;
  name: string;
  terms: RoleAssignment[];
  profile: ReviewerProfile | null;
  relations: number;
  state: 'serving' | 'retired' | 'coming';
}
/** What the page of the pool shows. */
export interface PoolView {
  page: PageFrame;
  rows: readonly PoolRow[];
  today: string;
  mayEdit: boolean;
  query: Record<string, string>;
  back?: Back;
}

/** The table of the pool, also for Excel. */
export function poolTable(view: Pick<PoolView, 'page' | 'rows' | 'query'>): TableSpec<PoolRow> {
  const { lang, base } = view.page;
  const t = poolText[lang];
  return {
    rows: view.rows,
    query: view.query,
    lang,
    base: `${base}/reviewers`,
    caption: t.pool,
    empty: <Empty title={t.poolEmpty}>{t.poolEmptyBody}</Empty>,
    columns: [
      { key: 'name', label: t.name, value: ({ name }) => name, render: ({ name, personId }) => <a href={`${base}/reviewers/${personId}`}>{name}</a> },
      { key: 'profession', label: t.profession, value: ({ profile }) => profile?.profession ?? '' },
      { key: 'topics', label: t.topics, value: ({ profile }) => topicList(profile?.topics ?? [], lang) },
      { key: 'organisation', label: t.organisation, value: ({ profile }) => profile?.organisationName ?? '' },
      { key: 'term', label: t.term, value: ({ terms }) => (terms[0] ? t.termOf(terms[0].fromDay, terms[0].toDay) : '') },
      { key: 'relations', label: t.relations, value: ({ relations }) => relations, numeric: true },
      {
        key: 'state',
        label: t.state,
        value: ({ state }) => t[state],
        render: ({ state }) => <State tone={state === 'serving' ? 'good' : 'plain'}>{t[state]}</State>,
      },
    ],
    filters: [
      {
        key: 'state',
        label: t.state,
        options: (['serving', 'retired', 'coming'] as const).map((value) => ({ value, label: t[value] })),
        matches: ({ state }, value) => state === value,
      },
    ],
  };
}

/** Everybody who is, was or will be a reviewer. */
export function PoolPage(view: PoolView) {
  const { page, rows } = view;
  const t = poolText[page.lang];
  return (
    <Layout page={page} title={t.pool} wide>
      <Lead>{t.poolLead(rows.filter(({ state }) => state === 'serving').length, rows.length)}</Lead>
      {dataTable(poolTable(view))}
      {view.mayEdit && (
        <Section title={t.add} id="add">
          <Form action={`${page.base}/reviewers`} id="add-form" {...of(view.back, 'add')}>
            <FieldRow>
              <TextField name="name" label={t.name} maxLength={60} required />
              <TextField name="phone" label={t.phone} type="tel" />
            </FieldRow>
            <ProfileFields profile={null} />
            <FieldRow>
              <DateField name="fromDay" label={t.fromDay} value={view.today} required />
              <DateField name="toDay" label={t.toDay} hint={t.toDayHint} />
            </FieldRow>
            <Button>{t.save}</Button>
          </Form>
        </Section>
      )}
    </Layout>
  );
}

function ProfileFields({ profile }: { profile: ReviewerProfile | null }) {
  const lang = useLang();
  const t = poolText[lang];
  return (
    <>
      <FieldRow>
        <TextField name="profession" label={t.profession} value={profile?.profession} maxLength={60} required />
        <TextField name="organisationName" label={t.organisation} value={profile?.organisationName} maxLength={100} />
      </FieldRow>
      <CheckList
        name="topics"
        label={t.topics}
        hint={t.topicsHint}
        values={profile?.topics ?? []}
        options={reviewTopics.map((topic) => ({ value: topic, label: topicWord(topic, lang) }))}
      />
    </>
  );
}

/** How many projects a reviewer had in a round. */
export interface RoundWork {
  roundId: string;
  roundName: string;
  given: number;
  done: number;
  aside: number;
}
/** What the page of one reviewer shows. */
export interface ReviewerView {
  page: PageFrame;
  personId: string;
  name: string;
  terms: readonly RoleAssignment[];
  profiles: readonly ReviewerProfile[];
  relations: readonly DeclaredRelation[];
  places: readonly Neighbourhood[];
  work: readonly RoundWork[];
  serving: boolean;
  today: string;
  mayEdit: boolean;
  back?: Back;
}

/** One reviewer: profile, relations, terms, what was reviewed. */
export function ReviewerPage(view: ReviewerView) {
  const { page } = view;
  const { lang, base } = page;
  const t = poolText[lang];
  const at = `${base}/reviewers/${view.personId}`;
  const [profile] = view.profiles;
  return (
    <Layout page={page} title={view.name} crumbs={[{ label: t.pool, href: `${base}/reviewers` }, { label: view.name }]}>
      <Section title={t.profile}>
        {profile ? (
          <KeyValues
            items={[
              [t.profession, profile.profession],
              [t.organisation, profile.organisationName],
              [t.topics, topicList(profile.topics, lang)],
            ]}
          />
        ) : (
          <Empty title={t.profileMissing} />
        )}
        {view.mayEdit && (
          <details class="fold" open={view.back?.form === 'profile' || !profile}>
            <summary>{t.profile}</summary>
            <Form action={`${at}/profile`} id="profile-form" {...of(view.back, 'profile')}>
              <ProfileFields profile={profile ?? null} />
              <Button>{t.save}</Button>
            </Form>
          </details>
        )}
      </Section>
      <Relations
        action={`${at}/relation`}
        personId={view.personId}
        relations={view.relations}
        places={view.places}
        mayDeclare={view.mayEdit}
        mayEnd={view.mayEdit}
        back={view.back}
      />
      <Section title={t.history} id="terms">
        <ul>
          {view.terms.map((term) => (
            <li>{t.termOf(dayText(term.fromDay, lang), term.toDay && dayText(term.toDay, lang))}</li>
          ))}
          {view.profiles.slice(1).map((old) => (
            <li>
              {old.profession}
              {lang === 'zh' ? '，' : ', '}
              {topicList(old.topics, lang)} <small class="soft">{t.versions(old.writtenByName, instantText(old.writtenAt, lang, 'short'))}</small>
            </li>
          ))}
        </ul>
        {view.mayEdit && view.serving && (
          <Form action={`${at}/retire`} id="retire-form" {...of(view.back, 'retire')}>
            <DateField name="lastDay" label={t.lastDay} value={view.today} required />
            <Button kind="quiet">{t.retire}</Button>
          </Form>
        )}
        {view.mayEdit && !view.serving && (
          <Form action={`${at}/renew`} id="renew-form" {...of(view.back, 'renew')}>
            <FieldRow>
              <DateField name="fromDay" label={t.fromDay} value={view.today} required />
              <DateField name="toDay" label={t.toDay} hint={t.toDayHint} />
            </FieldRow>
            <Button kind="quiet">{t.renew}</Button>
          </Form>
        )}
      </Section>
      {view.work.length > 0 && (
        <Section title={t.reviews}>
          {dataTable({
            rows: view.work,
            query: {},
            lang,
            base: at,
            tools: false,
            caption: t.reviews,
            columns: [
              { key: 'round', label: t.round, value: ({ roundName }) => roundName },
              { key: 'given', label: t.given, value: ({ given }) => given, numeric: true },
              { key: 'done', label: t.done, value: ({ done }) => done, numeric: true },
              { key: 'aside', label: t.aside, value: ({ aside }) => aside, numeric: true },
            ],
          })}
        </Section>
      )}
    </Layout>
  );
}
