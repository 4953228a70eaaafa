import type { Award } from '#modules/books';
import type { Ballot } from '#modules/ballots';
import { type OwnersDecision, ownersDecideTogether, type Project } from '#modules/projects';
import {
  Button,
  DateField,
  dayText,
  FieldRow,
  FileField,
  Form,
  KeyValues,
  Layout,
  Lead,
  Money,
  MoneyField,
  NumberField,
  type PageFrame,
  Reason,
  Section,
  SelectField,
  Soft,
  State,
  TextField,
} from '../ui/index.ts';
import type { Back } from './load.ts';
import { sourcesText } from './text.ts';

interface Common {
  project: Project;
  award: Award;
  today: string;
  back?: Back | undefined;
}

const keptIn = (view: Common, form: string) => (view.back?.form === form ? { errors: view.back.errors, values: view.back.values } : {});
const crumbsOf = (page: PageFrame, view: Common) => [
  { label: view.project.title, href: `${page.base}/projects/${view.project.id}` },
  { label: sourcesText[page.lang].title, href: `${page.base}/projects/${view.project.id}/sources` },
];

/** Where the owners' decision on common income is recorded: a ballot of this platform, or a paper with its count. */
export function DecisionPage({ page, view }: { page: PageFrame; view: Common & { decisions: OwnersDecision[]; ballots: Ballot[] } }) {
  const { lang, base } = page;
  const t = sourcesText[lang];
  const here = `${base}/awards/${view.award.awardId}`;
  return (
    <Layout page={page} title={t.recordDecision} crumbs={crumbsOf(page, view)}>
      <Lead>{t.decisionLead}</Lead>
      <Reason outcome="passed" title={t.byPaperHint} source={ownersDecideTogether} />
      {view.decisions.map((each) => (
        <>
          <KeyValues
            items={[
              [t.granted, <Money fen={each.grantedFen} />],
              [t.decidedOn, dayText(each.decidedOn, lang)],
              [t.decisionText, each.text],
              [t.byPaper, each.count ? t.headsLine(each.count.headsPart, each.count.headsAll, each.count.headsYes) : undefined],
              [t.state, each.withdrawnReason ? <State tone="bad">{t.withdrawn(each.withdrawnReason)}</State> : undefined],
            ]}
          />
          {each.withdrawnReason === null && (
            <details open={view.back?.form === `withdraw-${each.id}` || undefined}>
              <summary>{t.withdrawDecision}</summary>
              <Form id={`w${each.id}`} action={`${here}/decision/${each.id}/withdraw`} {...keptIn(view, `withdraw-${each.id}`)}>
                <TextField name="reason" label={t.withdrawReason} required maxLength={200} />
                <Button kind="danger">{t.withdrawDecision}</Button>
              </Form>
            </details>
          )}
        </>
      ))}
      <Section title={t.byBallot}>
        {view.ballots.length === 0 ? (
          <Soft>{t.noBallots}</Soft>
        ) : (
          <Form id="ballot" action={`${here}/decision`} {...keptIn(view, 'ballot')}>
            <input type="hidden" name="by" value="ballot" />
            <SelectField
              name="ballot"
              label={t.ballot}
              hint={t.byBallotHint}
              required
              options={view.ballots.map((ballot) => ({ value: ballot.id, label: ballot.question.slice(0, 60) }))}
            />
            <MoneyField name="granted" label={t.granted} required />
            <TextField name="text" label={t.decisionText} required maxLength={200} size="long" />
            <Button>{t.recordDecision}</Button>
          </Form>
        )}
      </Section>
      <Section title={t.byPaper}>
        <Form id="paper" action={`${here}/decision`} multipart {...keptIn(view, 'paper')}>
          <input type="hidden" name="by" value="paper" />
          <TextField name="text" label={t.decisionText} required maxLength={200} size="long" />
          <FieldRow>
            <MoneyField name="granted" label={t.granted} required />
            <DateField name="decidedOn" label={t.decidedOn} max={view.today} required />
          </FieldRow>
          <FieldRow>
            <NumberField name="headsAll" label={t.headsAll} required />
            <NumberField name="headsPart" label={t.headsPart} required />
            <NumberField name="headsYes" label={t.headsYes} required />
          </FieldRow>
          <FieldRow>
            <NumberField name="areaAll" label={t.areaAll} decimals required />
            <NumberField name="areaPart" label={t.areaPart} decimals required />
            <NumberField name="areaYes" label={t.areaYes} decimals required />
          </FieldRow>
          <FileField name="paper" label={t.decisionPaper} accept="image/*,application/pdf" required />
          <Button>{t.recordDecision}</Button>
        </Form>
      </Section>
    </Layout>
  );
}

/** Where the agreement of a partner or the property company is recorded. */
export function AgreementPage({ page, view }: { page: PageFrame; view: Common }) {
  const t = sourcesText[page.lang];
  const { award } = view;
  return (
    <Layout page={page} title={`${t.recordAgreement}：${award.name}`} crumbs={crumbsOf(page, view)}>
      <Lead>{t.agreementLead}</Lead>
      <Form id="agreement" action={`${page.base}/awards/${award.awardId}/agreement`} multipart {...keptIn(view, 'agreement')}>
        <FieldRow>
          <MoneyField name="amount" label={t.agreedAmount} required />
          <DateField name="signedOn" label={t.signedOn} max={view.today} required />
        </FieldRow>
        <FieldRow>
          <DateField name="validFrom" label={t.validFrom} required />
          <DateField name="validTo" label={t.validTo} required />
        </FieldRow>
        <TextField name="purpose" label={t.purpose} required maxLength={200} size="long" />
        <FileField name="file" label={t.agreementFile} accept="image/*,application/pdf" required />
        <Button>{t.recordAgreement}</Button>
      </Form>
    </Layout>
  );
}
