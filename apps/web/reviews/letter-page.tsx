import { pointsText, theAwardHasTerms } from '#modules/reviews';
import {
  Button,
  ButtonLink,
  CheckField,
  dataTable,
  Form,
  type FormErrors,
  instantText,
  Layout,
  Lead,
  type PageFrame,
  Section,
  Soft,
  State,
  yuanText,
} from '../ui/index.ts';
import { decisionText } from './decision-text.ts';
import { letterTitle, objectionWords } from './letter-paper.ts';
import { letterText } from './letter-text.ts';
import type { LetterFigures } from './letter-view.ts';

/** What the page of a letter shows. */
export interface LetterView {
  page: PageFrame;
  letter: LetterFigures;
  may: { take: boolean };
  errors?: FormErrors;
}

/** The letter of decision that explains itself; the committee takes note of it here. */
export function LetterPage(view: LetterView) {
  const { page, letter } = view;
  const { lang, base } = page;
  const t = letterText[lang];
  const { project, proposal, application } = letter;
  const at = `${base}/projects/${project.id}`;
  const confirmed = proposal.confirmation?.decision === 'confirmed';
  const cut = proposal.cutLines.flatMap((no) => application.lines[no - 1]?.name ?? []);
  return (
    <Layout
      page={page}
      title={lang === 'zh' ? letterTitle(letter) : t.title}
      crumbs={[{ label: project.title, href: at }, { label: t.award, href: `${at}/award` }, { label: t.title }]}
    >
      <p>
        <State tone={confirmed ? 'good' : 'wait'}>{confirmed ? t.final : t.draft}</State>
      </p>
      <Lead>
        {proposal.outcome === 'award'
          ? t.awarded(yuanText(proposal.grantFen), yuanText(application.grantFen))
          : proposal.outcome === 'wait'
            ? t.waits(proposal.waitingNo ?? 0, yuanText(proposal.waitingFen ?? 0n))
            : t.declined(yuanText(application.grantFen))}
      </Lead>
      <Section title={t.scores} id="scores">
        <p>
          {t.meanOf(letter.reviewers, letter.reviewMean ?? proposal.meanText)}
          {letter.reviewMean !== null && t.totalOf(proposal.meanText)}
        </p>
        {dataTable({
          rows: letter.criteria,
          query: {},
          lang,
          base: '',
          tools: false,
          caption: t.scores,
          columns: [
            { key: 'title', label: t.criterion, value: ({ title }) => title },
            { key: 'weight', label: t.weight, numeric: true, value: ({ weightPercent }) => `${weightPercent}%` },
            { key: 'own', label: t.own, numeric: true, value: ({ own, maxPoints }) => `${pointsText(own)}/${maxPoints}` },
            { key: 'round', label: t.roundMean, numeric: true, value: ({ round }) => pointsText(round) },
          ],
        })}
      </Section>
      <Section title={t.why} id="why">
        {proposal.reason !== proposal.departureReason && <p>{proposal.reason}</p>}
        {proposal.outcome === 'wait' && project.state === 'declined' && project.stateReason && <p>{project.stateReason}</p>}
        {letter.ruleSays && letter.ruleSays !== proposal.reason && (
          <p>
            <b>{t.ruleSays}</b> {letter.ruleSays}
          </p>
        )}
        {proposal.departureReason && (
          <p>
            <b>{decisionText[lang].departs}</b> {proposal.departureReason}
          </p>
        )}
      </Section>
      {theAwardHasTerms(proposal) && (
        <Section title={t.terms} id="terms">
          {cut.length > 0 && <p>{t.cut(cut.join(lang === 'zh' ? '、' : ', '))}</p>}
          {proposal.terms && <p>{proposal.terms}</p>}
        </Section>
      )}
      <Section title={t.clauses} id="clauses">
        <ul>
          {letter.clauses.map((clause) => (
            <li>{clause}</li>
          ))}
        </ul>
        <p>{objectionWords(letter)}</p>
        {proposal.decisionId !== null && (
          <p>
            <a href={`${base}/rounds/${letter.round.id}/objections`}>{decisionText[lang].objections}</a>
          </p>
        )}
      </Section>
      <Section title={t.receipt} id="receipt">
        {letter.receipt ? (
          <p>{t.taken(letter.receipt.receivedByName, instantText(letter.receipt.receivedAt, lang))}</p>
        ) : !confirmed ? (
          <Soft>{t.notYet}</Soft>
        ) : view.may.take ? (
          <Form action={`${at}/letter`} id="take" errors={view.errors}>
            {theAwardHasTerms(proposal) && <CheckField name="accepts" label={t.accepts} required />}
            <Button>{t.take}</Button>
          </Form>
        ) : (
          <Soft>{t.waiting}</Soft>
        )}
        <ButtonLink href={`${at}/letter.pdf`} kind="quiet">
          {t.print}
        </ButtonLink>{' '}
        <ButtonLink href={`${at}/letter.docx`} kind="quiet">
          Word
        </ButtonLink>
      </Section>
    </Layout>
  );
}
