import { type BackTest, type Contest, daysOfMonth, type Version } from '#modules/index';
import {
  Button,
  type Crumb,
  dayText,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  Section,
  shanghaiParts,
  Soft,
  State,
  TextArea,
} from '../ui/index.ts';
import { Line } from './charts.tsx';
import { SourceWords } from './compound-page.tsx';
import { indexText } from './text.ts';
import { verdictWords } from './outlook-page.tsx';
import type { CompoundView, LeafView } from './view.ts';
import { adviceWords, boundWords, leafName, leafSentence, outOfReachWords, pointsText, valueWords, monthText } from './words.ts';

export interface LeafHistory {
  labels: string[];
  values: number[];
  ahead: { label: string; value: number; low: number; high: number }[];
  test: BackTest | null;
}

/** One leaf of one compound: the datum, every version of it, its past and its next months, and where to say that it is wrong. */
export function LeafPage(props: {
  page: PageFrame;
  view: CompoundView;
  one: LeafView;
  versions: readonly Version[];
  history: LeafHistory | null;
  contests: readonly Contest[];
  mayContest: boolean;
  /** Objections themselves are read by the committee and the office. */
  readsContests: boolean;
  crumbs: Crumb[];
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, view, one } = props;
  const { lang, base } = page;
  const t = indexText[lang];
  const { leaf, points } = one;
  const unit = lang === 'zh' ? leaf.unit : leaf.unitEn;
  const colon = lang === 'zh' ? '：' : ': ';
  return (
    <Layout page={page} title={leafName(leaf, lang)} crumbs={props.crumbs}>
      <Lead>
        {view.compound.name} · {monthText(view.memory.run.month, lang)}
        {colon}
        {leafSentence(leaf, points, lang)}
        {lang === 'zh' ? '。' : '.'}
      </Lead>
      <KeyValues
        items={[
          [t.value, valueWords(leaf, points.value, lang)],
          [
            lang === 'zh' ? '怎么折成分' : 'How it scores',
            [boundWords(leaf, points, lang), outOfReachWords(leaf, points, lang)].filter((words) => words !== '').join(lang === 'zh' ? '。' : '. '),
          ],
          [t.gainedHead, points.state === 'scored' ? `${pointsText(points.gained, 2)} / ${pointsText(points.possible, 2)}` : ''],
          [t.whoSays, <SourceWords one={one} lang={lang} />],
          [t.fed, `${t[`fed-${leaf.fedBy}`]}${leaf.feedRule ? `${colon}${lang === 'zh' ? leaf.feedRule : leaf.feedRuleEn}` : ''}`],
          [t.whatToDo, adviceWords(leaf, points, lang)],
        ]}
      />
      {one.best && <p>{t.bestDo(valueWords(leaf, one.best.value, lang), pointsText(one.best.points))}</p>}
      <Section title={t.versions} id="versions">
        {props.versions.length === 0 ? (
          <p>{leaf.fedBy === 'derived' ? t.derivedLeaf : t.noVersion}</p>
        ) : (
          <ol class="story">
            {props.versions.toReversed().map((version, at) => (
              <li class={at === 0 ? 'now' : undefined}>
                <time>
                  {dayText(shanghaiParts(version.batch.madeAt).day, lang)} · {t.version(version.version)}
                </time>
                <p>
                  <b>{valueWords(leaf, version.value, lang)}</b>{' '}
                  {version.status === 'missing' ? t.takenBack : version.status === 'estimated' ? t.estimated : t.reported}
                </p>
                <p class="soft">
                  {t[`kind-${version.batch.kind}`]}
                  {colon}
                  {version.batch.source}
                  {version.batch.fileName && ` · ${version.batch.fileName}`}
                  {/* How calls were treated is said of calls, not of the other columns of the file. */}
                  {version.batch.note && (version.batch.kind !== 'import' || leaf.treatment) && ` · ${version.batch.note}`}
                </p>
              </li>
            ))}
          </ol>
        )}
      </Section>
      {props.history && (
        <Section title={t.history} id="history">
          <Line
            labels={props.history.labels}
            values={props.history.values}
            ahead={props.history.ahead}
            digits={leaf.digits}
            label={`${leafName(leaf, lang)}：${props.history.labels.map((label, at) => `${label} ${valueWords(leaf, props.history?.values[at] === undefined ? null : (props.history.values[at] ?? 0) / leaf.scale, lang)}`).join('，')}`}
          />
          {props.history.test && <Soft>{verdictWords(props.history.test, lang)}</Soft>}
        </Section>
      )}
      {props.contests.length > 0 && (
        <Section title={t.contests}>
          {props.contests.map((contest) => (
            <p>
              {props.readsContests ? (
                <a href={`${base}/index/contests/${contest.id}`}>{t.contestOf(contest.openedByName, dayText(shanghaiParts(contest.openedAt).day, lang))}</a>
              ) : (
                t.contestOf(lang === 'zh' ? '居委会' : 'The committee', dayText(shanghaiParts(contest.openedAt).day, lang))
              )}{' '}
              <State tone={contest.outcome === null ? 'wait' : contest.outcome === 'corrected' ? 'good' : 'plain'}>
                {contest.outcome === null ? t.contestOpen : contest.outcome === 'corrected' ? t.contestCorrected : t.contestStands}
              </State>
            </p>
          ))}
        </Section>
      )}
      {props.mayContest && (
        <Section title={t.contest} id="contest">
          <Soft>{t.contestLead}</Soft>
          <Form action={`${base}/index/compounds/${view.compound.id}/leaves/${leaf.code}/contest`} errors={props.errors ?? {}} values={props.values ?? {}}>
            <NumberField name="claimed" label={t.claimed(unit)} hint={t.claimedHint} unit={unit} decimals />
            <TextArea name="reason" label={t.reason} rows={4} maxLength={1000} required />
            <Button>{t.sendContest}</Button>
          </Form>
        </Section>
      )}
    </Layout>
  );
}

/** The last day of the months a datum is about. */
export const monthEnd = (month: number): string => daysOfMonth(month).to;
