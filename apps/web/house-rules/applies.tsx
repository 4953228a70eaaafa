import { articleNo, type Citation, citationsAbout, type ClauseInForce, clausesAbout } from '#modules/house-rules';
import type { Tx } from '#platform/database';
import type { Web } from '../kit/index.ts';
import { Button, Form, type PageFrame, Section, Soft, State, TextField } from '../ui/index.ts';
import { houseRuleText } from './text.ts';

/** The clauses in force that a page's subject speaks of, and those that were cited there. */
export interface Applying {
  subject: { kind: 'matter' | 'meeting' | 'notice'; id: string };
  clauses: (ClauseInForce & { spoken: string[] })[];
  cited: Citation[];
  mayCite: boolean;
}

/** Reads what applies; in the page's transaction. `words` are the subject's own, as this reader may see them. */
export async function loadApplying(
  tx: Tx,
  w: Pick<Web, 'can' | 'today'>,
  about: { kind: Applying['subject']['kind']; id: string; neighbourhoodId: string | null; words: string },
): Promise<Applying> {
  const { neighbourhoodId } = about;
  return {
    subject: { kind: about.kind, id: about.id },
    clauses: neighbourhoodId === null ? [] : await clausesAbout(tx, { neighbourhoodId, words: about.words, day: w.today }),
    cited: await citationsAbout(tx, about.id),
    mayCite: neighbourhoodId !== null && w.can('house-rule.cite', { neighbourhoodId }),
  };
}

/** A section of a matter's, meeting's or notice's page; nothing where no clause applies and none was cited. */
export function ClausesThatApply({ page, applying }: { page: PageFrame; applying: Applying }) {
  const { lang, base } = page;
  const t = houseRuleText[lang];
  const { subject, cited, mayCite } = applying;
  const answered = new Set(cited.filter((one) => one.kind === 'answer').map((one) => one.articleId));
  const clauses = applying.clauses.filter((one) => !answered.has(one.articleId));
  if (clauses.length + cited.length === 0) return null;
  return (
    <Section title={t.appliesTitle} id="house-rules">
      {cited.map((one) => (
        <div class={one.kind === 'breach' ? 'reason ask' : 'reason passed'}>
          <p>
            <b>
              《{one.title}》{articleNo(one.position)} {one.heading}
            </b>{' '}
            <State>{one.kind === 'breach' ? t.citedBreach : t.citedAnswer}</State>
          </p>
          <p class="lines">{one.text}</p>
          {one.note !== '' && <p>{one.note}</p>}
        </div>
      ))}
      {clauses.map((clause) => (
        <div class="rule">
          <p>
            <a href={`${base}/house-rules/${clause.ruleId}/clauses/${clause.articleId}`}>
              《{clause.title}》{articleNo(clause.position)} {clause.heading}
            </a>
          </p>
          <p class="lines">{clause.text}</p>
          <Soft>{t.appliesBecause(clause.spoken.join('、'))}</Soft>
          {mayCite && (
            <details class="fold">
              <summary>{t.cite}</summary>
              <Form id={`cite-${clause.articleId}`} action={`${base}/house-rules/cite`}>
                <input type="hidden" name="clause" value={`${clause.versionId} ${clause.articleId}`} />
                <input type="hidden" name="subject" value={`${subject.kind} ${subject.id}`} />
                <TextField name="note" label={t.citeNote} maxLength={500} size="long" />
                <Button kind="quiet">{t.cite}</Button>
              </Form>
            </details>
          )}
        </div>
      ))}
    </Section>
  );
}
