import type { BallotOption } from '#modules/ballots';
import { type PaperReading, type Running, tallyMarks } from '#modules/elections';
import { Button, CheckList, Form, type FormErrors, type FormValues, Layout, Lead, type PageFrame, Section, Soft, TextField } from '../ui/index.ts';
import { electionText, electionWord } from './text.ts';
import type { ElectionView, SeenPost } from './view.ts';

export interface CountView {
  page: PageFrame;
  view: ElectionView;
  post: SeenPost;
  options: readonly BallotOption[];
  readings: readonly PaperReading[];
  running: Running;
  box: number;
}

/** Where a counter writes down a paper as it is called out. */
export function CountPage(props: CountView & { me: string | null; back?: { form: string; errors: FormErrors; values: FormValues } }) {
  const { page, view, post, options, box, running, readings } = props;
  const t = electionText[page.lang];
  const here = `${page.base}/elections/${view.election.id}`;
  const next = Math.max(0, ...readings.filter((one) => one.enteredBy === props.me && one.pass !== 3).map((one) => one.no)) + 1;
  const choices = options.map((option) => ({ value: String(option.no), label: `${option.no}　${option.label}` }));
  const returned = (form: string) => (props.back?.form === form ? { errors: props.back.errors, values: props.back.values } : {});
  return (
    <Layout page={page} title={`${t.countPage}：${electionWord(page.lang, post.kind)}`} crumbs={[{ label: view.election.title, href: here }]}>
      <Lead>{t.countLead}</Lead>
      <PostLinks {...props} path="count" />
      {!view.may.count ? (
        <p>{t.notCounter}</p>
      ) : next > box ? (
        <p class="lead">{t.allRead}</p>
      ) : (
        <Section title={t.paperNo(next, box)}>
          <Form id="read" action={`${here}/count?post=${post.no}`} {...returned('read')}>
            <input type="hidden" name="no" value={String(next)} />
            <CheckList name="picks" label={t.picks(post.seats)} options={choices} />
            <div class="actions">
              <Button name="finding" value="vote">
                {t.record}
              </Button>
              <Button kind="quiet" name="finding" value="blank">
                {t.blank}
              </Button>
              <Button kind="quiet" name="finding" value="spoiled">
                {t.spoiled}
              </Button>
            </div>
          </Form>
        </Section>
      )}
      {running.differing.length > 0 && (
        <Section title={t.differing}>
          {running.differing.map((no) => (
            <details class="fold" open={props.back?.form === `decide ${no}` || undefined}>
              <summary>
                {t.paperNo(no, box)}
                {readings
                  .filter((one) => one.no === no)
                  .map((one) => `　${one.finding === 'vote' ? one.picks.join('、') : one.finding === 'blank' ? t.blank : t.spoiled}`)
                  .join(' ／')}
              </summary>
              {view.may.count && (
                <Form id={`decide-${no}`} action={`${here}/decide?post=${post.no}`} {...returned(`decide ${no}`)}>
                  <input type="hidden" name="no" value={String(no)} />
                  <CheckList name="picks" label={t.picks(post.seats)} options={choices} />
                  <TextField name="note" label={t.decideNote} required maxLength={300} size="long" />
                  <div class="actions">
                    <Button name="finding" value="vote">
                      {t.decide}
                    </Button>
                    <Button kind="quiet" name="finding" value="blank">
                      {t.blank}
                    </Button>
                    <Button kind="quiet" name="finding" value="spoiled">
                      {t.spoiled}
                    </Button>
                  </div>
                </Form>
              )}
            </details>
          ))}
        </Section>
      )}
    </Layout>
  );
}

function PostLinks({ page, view, post, path }: Pick<CountView, 'page' | 'view' | 'post'> & { path: string }) {
  if (view.posts.length < 2) return null;
  return (
    <p>
      {view.posts.map((other) => (
        <>
          {other.no === post.no ? (
            <b>{electionWord(page.lang, other.kind)}</b>
          ) : (
            <a href={`${page.base}/elections/${view.election.id}/${path}?post=${other.no}`}>{electionWord(page.lang, other.kind)}</a>
          )}{' '}
        </>
      ))}
    </p>
  );
}

/** The count for everybody in the room: only papers that both counters read alike; online votes stay closed until the papers are done. */
export function ScreenPage(props: CountView) {
  const { page, view, post, options, running, box } = props;
  const t = electionText[page.lang];
  const here = `${page.base}/elections/${view.election.id}`;
  const counting = view.election.state === 'counting';
  return (
    <Layout page={page} title={`${t.screen}：${electionWord(page.lang, post.kind)}`} crumbs={[{ label: view.election.title, href: here }]}>
      <PostLinks {...props} path="screen" />
      {!counting ? (
        <p class="lead">{['decided', 'in-office'].includes(view.election.state) ? t.screenOver : t.screenNone}</p>
      ) : (
        <>
          <p class="lead">{t.screenLead(running.read, box)}</p>
          <table class="table">
            <thead>
              <tr>
                <th>{t.candidates}</th>
                <th>{t.votes}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {options.map((option) => (
                <tr>
                  <td>
                    {option.no}　{option.label}
                  </td>
                  <td>
                    <b>{running.votes.get(option.no) ?? 0}</b>
                  </td>
                  <td>{tallyMarks(running.votes.get(option.no) ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>{t.blankCount(running.blank, running.spoiled)}</p>
          <p>{t.screenWaiting(running.waiting.length, running.differing.length)}</p>
          <p>{t.screenOnline(Math.max(0, post.voted - (view.election.countedAt === null ? 0 : box)))}</p>
          <Soft>{t.screenFresh}</Soft>
        </>
      )}
    </Layout>
  );
}
