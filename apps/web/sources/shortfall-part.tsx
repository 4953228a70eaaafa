import { extenders, shortfallRules } from '#modules/projects';
import { Actions, Button, ButtonLink, DateField, dayText, FieldRow, Form, type PageFrame, SelectField, Soft, State, TextField, yuanText } from '../ui/index.ts';
import { kept, type PartProps } from './part.ts';
import type { SourcesView, SourceView } from './load.ts';
import { ruleWords } from './rule-words.ts';
import { sourcesText } from './text.ts';

/** What happens when the source falls short: the rule that was chosen, what was found on its day, and what is to be done. */
export function ShortfallPart({ page, view, source }: PartProps) {
  const { lang } = page;
  const t = sourcesText[lang];
  const { award, rule, shortfalls } = source;
  const here = `${page.base}/awards/${award.awardId}`;
  const mayChoose = view.moves && award.state === 'open' && rule === null && view.may('shortfall.choose');
  return (
    <>
      <h3>{t.shortfall}</h3>
      {rule ? (
        <p>
          {ruleWords(rule, lang)} <span class="soft">{t.chosenBy(rule.chosenByName)}</span>
        </p>
      ) : (
        <Soft>
          {t.noRule}
          {mayChoose && `。${t.noRuleBody}`}
        </Soft>
      )}
      {shortfalls.map((each) => (
        <p id={`s-${each.id}`}>
          {t.shortBy(dayText(each.day, lang), yuanText(each.missingFen))}{' '}
          <State tone={each.state === 'open' ? 'act' : each.state === 'made_good' ? 'good' : 'plain'}>
            {each.state === 'open'
              ? t.shortOpen
              : each.state === 'stopped'
                ? t.shortStopped
                : each.state === 'shrunk'
                  ? t.shortShrunk
                  : each.state === 'extended'
                    ? t.shortExtended(dayText(each.extendedTo ?? each.day, lang))
                    : t.shortMadeGood}
          </State>{' '}
          {each.note && <span class="soft">{each.note}</span>}
        </p>
      ))}
      {rule &&
        shortfalls.filter((each) => each.state === 'open').map((each) => <Answer page={page} view={view} source={source} shortfall={each} rule={rule} />)}
      {mayChoose && (
        <details open={view.back?.form === `rule-${award.awardId}` || undefined}>
          <summary>{t.chooseRule}</summary>
          <Form id={`f${award.awardId}`} action={`${here}/shortfall-rule`} {...kept(view, `rule-${award.awardId}`)}>
            <FieldRow>
              <SelectField name="rule" label={t.rule} required options={shortfallRules.map((value) => ({ value, label: t[value] }))} />
              <DateField name="day" label={t.ruleDay} min={view.today} required />
            </FieldRow>
            <FieldRow>
              <DateField name="extendUntil" label={t.extendUntil} hint={t.extendHint} together />
              <SelectField name="extendBy" label={t.extendBy} options={extenders.map((value) => ({ value, label: t[value] }))} together />
            </FieldRow>
            <Button kind="quiet">{t.chooseRule}</Button>
          </Form>
        </details>
      )}
    </>
  );
}

function Answer(props: PartProps & { shortfall: SourceView['shortfalls'][number]; rule: NonNullable<SourceView['rule']> }) {
  const { page, view, shortfall, rule } = props;
  const { base } = page;
  const t = sourcesText[page.lang];
  const form = `short-${shortfall.id}`;
  const project = `${base}/projects/${view.project.id}`;
  if (rule.rule === 'stop')
    return (
      <Actions>
        {view.may('project.stop') && (
          <ButtonLink kind="danger" href={`${project}/stop`}>
            {t.toStop}
          </ButtonLink>
        )}
      </Actions>
    );
  if (rule.rule === 'shrink')
    return view.may('shortfall.answer') ? <Shrink page={page} view={view} shortfall={shortfall} form={form} project={project} /> : null;
  const mine = rule.extendBy === 'office' ? view.may('shortfall.extend') : view.may('shortfall.answer');
  if (!mine) return null;
  return (
    <Form id={`x${shortfall.id}`} action={`${base}/shortfalls/${shortfall.id}/extend`} {...kept(view, form)}>
      <FieldRow>
        <DateField name="day" label={t.newDay} min={view.today} max={rule.extendUntil ?? undefined} required />
        {rule.extendBy === 'residents' && (
          <SelectField
            name="resolution"
            label={t.resolution}
            required
            options={view.resolutions.filter((each) => each.decidedOn >= shortfall.day).map((each) => ({ value: each.id, label: each.text.slice(0, 60) }))}
          />
        )}
      </FieldRow>
      <TextField name="note" label={t.note} required maxLength={200} size="long" />
      <Button>{t.moveDay}</Button>
    </Form>
  );
}

function Shrink(props: { page: PageFrame; view: SourcesView; shortfall: SourceView['shortfalls'][number]; form: string; project: string }) {
  const { page, view, shortfall, form, project } = props;
  const t = sourcesText[page.lang];
  const fitting = view.changes.filter((change) => change.amountFen >= shortfall.missingFen);
  return (
    <>
      {fitting.length === 0 ? (
        <>
          <Soft>{t.noChange}</Soft>
          <Actions>
            <ButtonLink href={`${project}/changes`}>{t.toChange}</ButtonLink>
          </Actions>
        </>
      ) : (
        <Form id={`k${shortfall.id}`} action={`${page.base}/shortfalls/${shortfall.id}/shrink`} {...kept(view, form)}>
          <SelectField
            name="change"
            label={t.change}
            required
            options={fitting.map((change) => ({ value: change.id, label: `${change.no} ${change.what}` }))}
          />
          <Button>{t.linkChange}</Button>
        </Form>
      )}
    </>
  );
}
