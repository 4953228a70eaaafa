import { mayClose, rollWasOpenToObjections } from '#modules/ballots';
import type { NoticeTerm } from '#modules/meetings';
import { maskName } from '#modules/people';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import { Note } from '../meetings/note.tsx';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  dataTable,
  DateField,
  dayText,
  FileList,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  Soft,
  State,
  type TableSpec,
  TextField,
  type Tone,
} from '../ui/index.ts';
import { ContestsSection } from './contest-parts.tsx';
import { MineSection } from './mine-parts.tsx';
import { PartStanding } from './parts.tsx';
import { consentText } from './text.ts';
import { allPassed, choiceText, type ConsentView, type DoorLine, m2 } from './view.ts';

export interface ConsentPageView {
  page: PageFrame;
  view: ConsentView;
  now: Date;
  today: string;
  signedIn: boolean;
  /** Who judges: their own entries are not theirs to settle. */
  personId: string | null;
  query: Readonly<Record<string, string | undefined>>;
  term: NoticeTerm | null;
  back?: { form: string; errors: FormErrors; values: FormValues };
}

const tones: Record<ConsentView['state'], Tone> = { draft: 'plain', roll_shown: 'wait', open: 'act', closed: 'plain', cancelled: 'plain' };

/** Where a campaign stands; closed: what came out. */
export function ConsentBadge({ view, lang }: { view: Pick<ConsentView, 'state' | 'parts'>; lang: 'zh' | 'en' }) {
  const t = consentText[lang];
  if (view.state !== 'closed') return <State tone={tones[view.state]}>{t[view.state]}</State>;
  return <State tone={allPassed(view) ? 'good' : 'bad'}>{allPassed(view) ? t.passed : t.notPassed}</State>;
}

/** The page of a campaign: the plan, my answer, how it stands part by part and entrance by entrance, and what is next. */
export function ConsentPage(props: ConsentPageView) {
  const { page, view } = props;
  const { consent, place } = view;
  const { lang, base } = page;
  const t = consentText[lang];
  const ballot = view.parts[0]?.part.ballot;
  const begun = view.state === 'open' || view.state === 'closed';
  return (
    <Layout page={page} title={consent.question} crumbs={[{ label: t.list, href: `${base}/n/${place.code}/consents` }]} description={consent.plan}>
      <p>
        <ConsentBadge view={view} lang={lang} />{' '}
        {ballot && view.state === 'open' && <span class="soft">{t.until(instantText(ballot.closesAt, lang, 'weekday'))}</span>}
      </p>
      {ballot?.cancelledReason && (
        <Note tone="bad" title={t.cancelled}>
          {ballot.cancelledReason}
        </Note>
      )}
      <Section title={t.planTitle} id="plan">
        <p class="lines">{consent.plan}</p>
        {view.parts.some((part) => part.part.ballot.law === 'lift-building') && (
          <p>
            <a href={`${base}/who-pays?n=${place.code}&what=${encodeURIComponent(consent.question.slice(0, 60))}`}>{t.whoPays}</a>
          </p>
        )}
        {view.files.length > 0 && (
          <FileList items={view.files.map((file) => ({ name: file.name, href: `${base}/files/${file.id}`, sizeBytes: Number(file.sizeBytes) }))} />
        )}
      </Section>
      {begun && <MineSection {...props} />}
      {begun && (
        <Section title={view.state === 'closed' ? t.result : t.standing} id="standing">
          {view.state === 'open' && <Lead>{t.notCertain}</Lead>}
          {view.parts.map((part) => (
            <PartStanding part={part} page={page} closed={view.state === 'closed'} />
          ))}
        </Section>
      )}
      {begun && (
        <Section title={t.entrances} id="entrances">
          <Soft>{t.entrancesLead}</Soft>
          {dataTable(entranceTable(props))}
        </Section>
      )}
      {view.openContests > 0 && <Note tone="ask" title={t.contestsCount(view.openContests)} />}
      <ContestsSection {...props} />
      <Staff {...props} />
      <Rules {...props} />
      <WhoseTurn items={view.turns} />
      {view.may.names && begun && (
        <Section title={t.doors} id="doors">
          <Soft>{t.doorsLead}</Soft>
          {dataTable(doorTable(props))}
        </Section>
      )}
    </Layout>
  );
}

function entranceTable({ page, view }: ConsentPageView): TableSpec<ConsentView['entrances'][number]> {
  const t = consentText[page.lang];
  return {
    lang: page.lang,
    base: `${page.base}/consents/${view.consent.id}`,
    query: {},
    caption: t.entrances,
    tools: false,
    rows: view.entrances,
    columns: [
      { key: 'entrance', label: t.entrance, value: (row) => row.label },
      { key: 'homes', label: t.homes, numeric: true, value: (row) => row.homes },
      { key: 'answered', label: t.answered, numeric: true, value: (row) => row.answered },
      { key: 'left', label: t.leftHomes, numeric: true, value: (row) => row.homes - row.answered },
      ...(view.may.names ? [{ key: 'visits', label: t.visitsCount, numeric: true, value: (row: ConsentView['entrances'][number]) => row.visits }] : []),
    ],
  };
}

/** Home by home, for those who run it, and for Excel. */
export function doorTable({ page, view, query }: Pick<ConsentPageView, 'page' | 'view' | 'query'>): TableSpec<DoorLine> {
  const { lang } = page;
  const t = consentText[lang];
  const options = view.parts[0]?.options ?? [];
  return {
    lang,
    base: `${page.base}/consents/${view.consent.id}`,
    query,
    caption: t.doors,
    rows: view.doors,
    filters: [
      {
        key: 'choice',
        label: t.choice,
        options: [...(['yes', 'no', 'abstain', 'split'] as const).map((value) => ({ value, label: t[value] })), { value: 'none', label: t.none }],
        matches: (row, value) => (row.entry?.choice ?? 'none') === value,
      },
    ],
    columns: [
      { key: 'no', label: '#', numeric: true, value: (row) => row.no },
      { key: 'home', label: t.home, value: (row) => row.home.label },
      { key: 'area', label: t.area, numeric: true, value: (row) => Number(row.areaCentiM2) / 100 },
      { key: 'choice', label: t.choice, value: (row) => (row.entry ? choiceText(row.entry.choice, options, lang) : t.none) },
      { key: 'signer', label: t.signer, value: (row) => row.entry?.signerName ?? null },
      { key: 'how', label: t.how, value: (row) => (row.entry ? t[row.entry.channel] : row.lastVisit ? t[visitWord(row.lastVisit)] : null) },
      { key: 'when', label: t.when, value: (row) => row.entry?.signedAt ?? null },
      { key: 'entries', label: t.versions, numeric: true, value: (row) => (row.entries > 1 ? row.entries : null) },
    ],
  };
}

const visitWord = (what: string): 'nobody' | 'thinking' | 'refused' => (what === 'nobody' || what === 'thinking' ? what : 'refused');

/** The rule in words, for everybody. */
function Rules({ page, view }: ConsentPageView) {
  const { lang, base } = page;
  const t = consentText[lang];
  return (
    <Section title={t.rule} id="rule">
      {view.parts.map((part) => (
        <KeyValues
          items={[
            [t.law, `${part.title}${lang === 'zh' ? '：' : ': '}${part.lawTitle}`],
            [t.clause, part.part.ballot.clause],
            [
              t.roll,
              part.roll.length === 0 ? (
                t.noRoll
              ) : (
                <>
                  {t.owners(part.all.heads, m2(part.all.areaCentiM2))} <a href={`${base}/ballots/${part.part.ballotId}/roll`}>{t.seeRoll}</a>
                </>
              ),
            ],
          ]}
        />
      ))}
      <Soft>{t.oneHead}</Soft>
      <Soft>{t.lastCounts}</Soft>
      <Soft>
        {view.settings.split === null ? t.splitUnset : view.settings.split === 'takes-part' ? t.splitTakesPart('街镇') : t.splitNotCounted('街镇')}{' '}
        {view.may.settings && <a href={`${base}/consents/settings`}>{t.setIt}</a>}
      </Soft>
    </Section>
  );
}

/** What those who run the campaign do next. */
function Staff(props: ConsentPageView) {
  const { page, view } = props;
  const { lang } = page;
  const t = consentText[lang];
  const here = `${page.base}/consents/${view.consent.id}`;
  const ballot = view.parts[0]?.part.ballot;
  if (!ballot || view.state === 'cancelled') return null;
  const { may, state } = view;
  const early = state === 'draft' || state === 'roll_shown';
  return (
    <>
      {state === 'roll_shown' && (
        <p>
          {t.opensFrom(dayText(ballot.objectionsUntil ?? '', lang))}{' '}
          {ballot.rollNoticeId && <a href={`${page.base}/notices/${ballot.rollNoticeId}`}>{t.seeRoll}</a>}
        </p>
      )}
      <Actions>
        {may.run && state === 'roll_shown' && rollWasOpenToObjections(ballot, props.today) && <ActionForm action={`${here}/open`}>{t.openNow}</ActionForm>}
        {view.collector && state === 'open' && <ButtonLink href={`${here}/door`}>{t.goOut}</ButtonLink>}
        {may.run && (state === 'roll_shown' || state === 'open') && (
          <ButtonLink kind="quiet" href={`${here}/collectors`}>
            {t.collectors}
          </ButtonLink>
        )}
        {(may.record || view.collector !== null) && (state === 'roll_shown' || state === 'open') && (
          <ButtonLink kind="quiet" href={`${here}/forms.pdf`} word>
            {t.forms}
          </ButtonLink>
        )}
        {may.record && state === 'open' && (
          <ButtonLink kind="quiet" href={`${here}/papers`}>
            {t.enterPaper}
          </ButtonLink>
        )}
        {may.run && state === 'open' && mayClose(ballot, props.now) && <ActionForm action={`${here}/close`}>{t.closeNow}</ActionForm>}
        {state === 'closed' &&
          view.parts.map((part) => (
            <ButtonLink kind="quiet" href={`${page.base}/ballots/${part.part.ballotId}/result.pdf`} word>
              {t.certificate(part.title)}
            </ButtonLink>
          ))}
        {may.annex && (state === 'open' || state === 'closed') && (
          <ButtonLink kind="quiet" href={`${here}/annex.pdf`} word>
            {t.annex}
          </ButtonLink>
        )}
      </Actions>
      {may.run && state === 'draft' && (
        <Section title={t.showRoll} id="roll">
          <RollForm {...props} />
        </Section>
      )}
      {may.run && state === 'roll_shown' && (
        <details class="fold" open={props.back?.form === 'roll' || undefined}>
          <summary>{t.showAgain}</summary>
          <RollForm {...props} />
        </details>
      )}
      {may.run && early && (
        <details class="fold" open={props.back?.form === 'cancel' || undefined}>
          <summary>{t.cancel}</summary>
          <Form
            id="cancel"
            action={`${here}/cancel`}
            errors={props.back?.form === 'cancel' ? props.back.errors : undefined}
            values={props.back?.form === 'cancel' ? props.back.values : undefined}
          >
            <TextField name="reason" label={t.cancelReason} required maxLength={500} />
            <Button kind="danger">{t.cancel}</Button>
          </Form>
        </details>
      )}
    </>
  );
}

function RollForm({ page, view, today, term, back }: ConsentPageView) {
  const t = consentText[page.lang];
  const mine = back?.form === 'roll' ? back : undefined;
  return (
    <Form id="roll-form" action={`${page.base}/consents/${view.consent.id}/roll`} errors={mine?.errors} values={mine?.values}>
      <DateField
        name="until"
        label={t.objectionsUntil}
        hint={term ? `${t.showRollHint}（${term.clause}）` : t.showRollHint}
        required
        min={term?.earliest ?? today}
      />
      <Button kind={view.state === 'draft' ? 'primary' : 'quiet'}>{view.state === 'draft' ? t.showRoll : t.showAgain}</Button>
    </Form>
  );
}

/** A name as the reader may see it. */
export const shownName = (view: Pick<ConsentView, 'may'>, name: string): string => (view.may.names ? name : maskName(name));
