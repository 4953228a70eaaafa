import { type Help, type HelpNote, notAppliedReasons, type Quota, type Round, takesApplications } from '#modules/funds';
import { formatYuan } from '#libs/money';
import {
  Actions,
  Button,
  ButtonLink,
  CheckField,
  dayText,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  Soft,
  State,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { stateName, stateTone } from '../projects/words.ts';
import { roundFollowText } from './round-follow-text.ts';
import type { PlaceLine } from './round-follow-view.ts';
import { roundCrumbs } from './round-parts.tsx';
import { helpName, Standing, wordText } from './round-places-page.tsx';

/** What the page of a neighbourhood in a round shows. */
export interface PlacePageView {
  page: PageFrame;
  today: string;
  round: Round;
  line: PlaceLine;
  history: readonly Quota[];
  notes: readonly HelpNote[];
  experts: readonly { personId: string; name: string }[];
  organisations: readonly { id: string; name: string }[];
  may: { manage: boolean; answer: boolean; note: (personId: string | null) => boolean };
  form?: 'say' | 'nudge' | 'offer';
  errors?: FormErrors;
  values?: FormValues;
}

const kept = (view: PlacePageView, form: PlacePageView['form']) => (view.form === form ? { errors: view.errors, values: view.values } : {});

/** A neighbourhood in a round: what it has handed in, its quota, what it says, nudges and help. */
export function PlacePage(view: PlacePageView) {
  const { page, round, line, may } = view;
  const { lang, base } = page;
  const t = roundFollowText[lang];
  const yuan = lang === 'zh' ? ' 元' : ' yuan';
  const colon = lang === 'zh' ? '：' : ': ';
  const { quota } = line;
  const canApply = takesApplications(round, view.today);
  return (
    <Layout page={page} title={t.placeTitle(line.place.name)} crumbs={roundCrumbs(base, round, lang, line.place.name)}>
      <p>
        <Standing standing={line.standing} lang={lang} />
      </p>
      <KeyValues
        items={[
          [
            t.yourQuota,
            quota &&
              [
                quota.amountFen === null ? '' : `${formatYuan(quota.amountFen)}${yuan}`,
                quota.countLimit === null ? '' : `${quota.countLimit} ${lang === 'zh' ? '个项目' : 'projects'}`,
              ]
                .filter((part) => part !== '')
                .join(lang === 'zh' ? '，' : ', '),
          ],
          [t.promised, line.facts.usedFen > 0n ? `${formatYuan(line.facts.usedFen)}${yuan}` : null],
          [t.lastYear, line.facts.lastYear === null ? null : String(line.facts.lastYear)],
          [t.committeeSays, line.word && `${wordText(line, lang)}（${line.word.byName} ${dayText(line.word.saidOn, lang)}）`],
        ]}
      />
      {quota && quota.basis.length > 0 && (
        <Soft>{quota.basis.map((step) => `${step.text} ${formatYuan(BigInt(step.fen))}`).join(lang === 'zh' ? '；' : '; ')}</Soft>
      )}
      {view.history.length > 1 && (
        <details>
          <summary>{t.history}</summary>
          <ul>
            {view.history.map((one) => (
              <li>
                {dayText(one.setOn, lang)} {one.setByName}
                {colon}
                {one.amountFen === null ? '—' : formatYuan(one.amountFen)} {one.reason}
              </li>
            ))}
          </ul>
        </details>
      )}
      <Section title={t.projects}>
        {line.projects.length === 0 ? (
          <p>{t.noProjectsYet}</p>
        ) : (
          <ul>
            {line.projects.map((project) => (
              <li>
                <a href={`${base}/projects/${project.id}`}>{project.title}</a> <State tone={stateTone(project.state)}>{stateName(project.state, lang)}</State>
              </li>
            ))}
          </ul>
        )}
        {may.answer && canApply && (
          <Actions>
            <ButtonLink href={`${base}/projects/new`}>{t.start}</ButtonLink>
          </Actions>
        )}
      </Section>
      {may.answer && round.state === 'open' && line.facts.applied === 0 && (
        <Section title={t.sayIt} id="say">
          <Form action={`${base}/rounds/${round.id}/places/${line.place.code}/say`} id="say" {...kept(view, 'say')}>
            <RadioField
              name="plan"
              label={t.plan}
              value={line.word?.plan}
              options={[
                { value: 'will-apply', label: t.willApply },
                { value: 'not-this-time', label: t.notThisTime },
              ]}
              required
            />
            <SelectField
              name="reason"
              label={t.planReason}
              hint={t.planReasonHint}
              emptyLabel={t.why_none}
              options={notAppliedReasons.map((reason) => ({ value: reason, label: t[`why_${reason}`] }))}
            />
            <TextArea name="text" label={t.words} rows={2} maxLength={1000} />
            <Button>{t.send}</Button>
          </Form>
        </Section>
      )}
      <Nudges view={view} canApply={canApply} />
      <Helps view={view} />
    </Layout>
  );
}

function Nudges({ view, canApply }: { view: PlacePageView; canApply: boolean }) {
  const { page, round, line, may } = view;
  const { lang, base } = page;
  const t = roundFollowText[lang];
  return (
    <>
      {line.nudges.length > 0 && (
        <Section title={t.nudges} id="nudges">
          <ul>
            {line.nudges.map((nudge) => (
              <li>
                {nudge.text}{' '}
                <small class="soft">
                  {nudge.byName} {dayText(nudge.sentOn, lang)} {nudge.againReason}
                </small>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {may.manage && canApply && line.facts.applied === 0 && (
        <Section title={t.nudge} id="nudge">
          <Form action={`${base}/rounds/${round.id}/places/${line.place.code}/nudge`} id="nudge" {...kept(view, 'nudge')}>
            <TextArea name="text" label={t.nudgeText} value={t.nudgeValue(round.name, dayText(round.closesOn, lang))} rows={3} maxLength={1000} required />
            {line.nudges.length > 0 && <TextField name="again" label={t.againReason} hint={t.againHint} maxLength={300} required />}
            <Button kind="quiet">{t.nudgeIt}</Button>
          </Form>
        </Section>
      )}
    </>
  );
}

function Helps({ view }: { view: PlacePageView }) {
  const { page, round, line, may, notes } = view;
  const { lang, base } = page;
  const t = roundFollowText[lang];
  const colon = lang === 'zh' ? '：' : ': ';
  return (
    <Section title={t.help} id="help">
      {line.helps.length === 0 && <p>{t.noHelp}</p>}
      {line.helps.map((help) => (
        <div class="rule">
          <p>
            <b>{help.helperName}</b>（{t[help.kind]}）{help.offer}{' '}
            <State tone={help.state === 'declined' ? 'bad' : help.state === 'ended' ? 'good' : 'wait'}>{helpName(help.state, lang)}</State>
          </p>
          <Soft>
            {help.offeredByName} {dayText(help.offeredOn, lang)}
            {help.answeredOn &&
              `${lang === 'zh' ? '；' : '; '}${help.answeredByName} ${dayText(help.answeredOn, lang)}${help.answerText === '' ? '' : `${colon}${help.answerText}`}`}
          </Soft>
          {notes
            .filter(({ helpId }) => helpId === help.id)
            .map((note) => (
              <p>
                {note.text}{' '}
                <small class="soft">
                  {note.byName} {dayText(note.notedOn, lang)}
                </small>
              </p>
            ))}
          {help.state === 'offered' && may.answer && (
            <Form action={`${base}/round-help/${help.id}/answer`} id={`a${help.id}`}>
              <TextField name="text" label={t.declineReason} hint={t.declineHint} maxLength={1000} />
              <Actions>
                <Button name="accept" value="yes">
                  {t.accept}
                </Button>
                <Button kind="quiet" name="accept" value="no">
                  {t.decline}
                </Button>
              </Actions>
            </Form>
          )}
          {help.state === 'accepted' && may.note(help.personId) && (
            <Form action={`${base}/round-help/${help.id}/note`} id={`n${help.id}`}>
              <TextField name="text" label={t.note} maxLength={1000} required />
              <CheckField name="end" label={t.noteEnd} />
              <Button kind="quiet">{t.note}</Button>
            </Form>
          )}
        </div>
      ))}
      {may.manage && round.state === 'open' && (
        <details open={view.form === 'offer'}>
          <summary>{t.offerHelp}</summary>
          <Form action={`${base}/rounds/${round.id}/places/${line.place.code}/help`} id="offer" {...kept(view, 'offer')}>
            <RadioField
              name="kind"
              label={t.helpKind}
              options={(['expert', 'partner', 'organisation'] as const).map((kind) => ({ value: kind, label: t[kind] }))}
              required
            />
            <SelectField
              name="person"
              label={t.whoPerson}
              hint={t.helperHint}
              options={view.experts.map(({ personId, name }) => ({ value: personId, label: name }))}
            />
            <SelectField name="organisation" label={t.whoOrganisation} options={view.organisations.map(({ id, name }) => ({ value: id, label: name }))} />
            <TextField name="offer" label={t.offer} maxLength={1000} required />
            <Button kind="quiet">{t.offerIt}</Button>
          </Form>
        </details>
      )}
    </Section>
  );
}

/** The help that somebody gives a committee, as the helper sees it: what is asked, what was noted, and a note to add. */
export function HelpPage(props: {
  page: PageFrame;
  round: Round;
  place: { name: string; code: string };
  help: Help;
  notes: readonly HelpNote[];
  isHelper: boolean;
}) {
  const { page, round, place, help } = props;
  const { lang, base } = page;
  const t = roundFollowText[lang];
  return (
    <Layout page={page} title={t.helpFor(place.name)} crumbs={roundCrumbs(base, round, lang, t.help)}>
      <p>
        <State tone={help.state === 'ended' ? 'good' : 'wait'}>{helpName(help.state, lang)}</State>
      </p>
      <KeyValues
        items={[
          [t.offer, help.offer],
          [t.lastDay, dayText(round.closesOn, lang)],
          [t.offeredBy, help.offeredByName],
        ]}
      />
      {props.notes.map((note) => (
        <p>
          {note.text}{' '}
          <small class="soft">
            {note.byName} {dayText(note.notedOn, lang)}
          </small>
        </p>
      ))}
      {help.state === 'accepted' && props.isHelper && (
        <Form action={`${base}/round-help/${help.id}/note`}>
          <input type="hidden" name="from" value="helper" />
          <TextField name="text" label={t.note} maxLength={1000} required />
          <CheckField name="end" label={t.noteEnd} />
          <Button>{t.note}</Button>
        </Form>
      )}
    </Layout>
  );
}
