import type { Agreement, AgreementSide } from '#modules/reviews';
import type { Project } from '#modules/projects';
import { ActionForm, dataTable, dayText, Empty, Layout, Lead, type PageFrame, State, yuanText } from '../ui/index.ts';
import { decisionText } from './decision-text.ts';

/** One awarded project and how far its agreement is. */
export interface AgreementLine {
  project: Project;
  placeName: string;
  agreement: Agreement | null;
  waitsFor: 'budget' | 'terms' | null;
}

/** What the page of a round's agreements shows. */
export interface AgreementsView {
  page: PageFrame;
  round: { id: string; name: string };
  lines: readonly AgreementLine[];
  may: { sign: boolean };
}

/** A side's signature in words. */
export function signatureText(agreement: Agreement | null, side: AgreementSide, lang: 'zh' | 'en'): string {
  const t = decisionText[lang];
  const found = agreement?.signatures.find((one) => one.side === side);
  return found ? t.signedBy(found.recordedByName, dayText(found.signedOn, lang)) : t.notSigned;
}

/** Projects whose agreement the office can sign now. */
export const toSignNow = (lines: readonly AgreementLine[]): AgreementLine[] =>
  lines.filter(
    ({ project, waitsFor, agreement }) => project.state === 'awarded' && waitsFor === null && !agreement?.signatures.some(({ side }) => side === 'office'),
  );

/** All agreements of a round; the office signs its side of all of them at once. */
export function AgreementsPage({ page, round, lines, may }: AgreementsView) {
  const { lang, base } = page;
  const t = decisionText[lang];
  const at = `${base}/rounds/${round.id}`;
  const ready = toSignNow(lines);
  return (
    <Layout
      page={page}
      title={t.agreements}
      wide
      crumbs={[
        { label: t.rounds, href: `${base}/rounds` },
        { label: round.name, href: at },
        { label: t.title, href: `${at}/decision` },
        { label: t.agreements },
      ]}
    >
      <Lead>{t.agreementsLead}</Lead>
      {lines.length === 0 ? (
        <Empty title={t.noAgreements}>{t.noAgreementsBody}</Empty>
      ) : (
        dataTable({
          rows: lines,
          query: {},
          lang,
          base: `${at}/agreements`,
          tools: false,
          caption: `${round.name} ${t.agreements}`,
          columns: [
            {
              key: 'project',
              label: t.project,
              value: ({ project }) => project.title,
              render: ({ project, placeName }) => (
                <>
                  <a href={`${base}/projects/${project.id}/award#agreement`}>{project.title}</a>{' '}
                  <small class="soft">
                    {placeName} {project.serial}
                  </small>
                </>
              ),
            },
            { key: 'grant', label: t.grant, numeric: true, value: ({ project }) => yuanText(project.grantAwardedFen ?? 0n, { whole: true }) },
            { key: 'office', label: t.officeSide, value: ({ agreement }) => signatureText(agreement, 'office', lang) },
            { key: 'committee', label: t.committeeSide, value: ({ agreement }) => signatureText(agreement, 'committee', lang) },
            {
              key: 'missing',
              label: t.waitsFor,
              value: ({ project, waitsFor }) =>
                project.state !== 'awarded' ? t.agreed : waitsFor === 'budget' ? t.waitsBudget : waitsFor === 'terms' ? t.waitsTerms : t.ready,
              render: ({ project, waitsFor }) =>
                project.state !== 'awarded' ? (
                  <State tone="good">{t.agreed}</State>
                ) : waitsFor === null ? (
                  t.ready
                ) : (
                  <State tone="wait">{waitsFor === 'budget' ? t.waitsBudget : t.waitsTerms}</State>
                ),
            },
          ],
        })
      )}
      {may.sign && ready.length > 0 && <ActionForm action={`${at}/agreements`}>{t.signAll(ready.length)}</ActionForm>}
    </Layout>
  );
}
