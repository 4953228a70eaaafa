import { ButtonLink, Layout, Lead, type PageFrame, Section, Soft, State, useLang } from '../ui/index.ts';
import { doorText } from './door-text.ts';

/** How far a neighbourhood has come. */
export interface StartLine {
  code: string;
  name: string;
  homes: number;
  hasSecretary: boolean;
  lettersOut: boolean;
}
/** First steps of a fresh office. */
export interface StartView {
  page: PageFrame;
  lines: readonly StartLine[];
}

interface Step {
  title: string;
  body: string;
  done: number;
  of: number;
  links: { label: string; href: string }[];
}

export function StartPage({ page, lines }: StartView) {
  const t = doorText[page.lang];
  const { base } = page;
  const some = (title: string, body: string, done: (line: StartLine) => boolean, path: string): Step => ({
    title,
    body,
    done: lines.filter(done).length,
    of: lines.length,
    links: lines.filter((line) => !done(line)).map((line) => ({ label: line.name, href: `${base}/n/${line.code}${path}` })),
  });
  const steps: Step[] = [
    {
      title: t.stepNeighbourhood,
      body: t.stepNeighbourhoodBody,
      done: Math.min(1, lines.length),
      of: 1,
      links: [{ label: t.stepNeighbourhood, href: `${base}/neighbourhoods/new` }],
    },
    some(t.stepRoster, t.stepRosterBody, (line) => line.homes > 0, '/import'),
    some(t.stepRoles, t.stepRolesBody, (line) => line.hasSecretary, '/roles'),
    some(t.stepLetters, t.stepLettersBody, (line) => line.lettersOut, ''),
  ];
  const now = steps.findIndex((step) => step.of === 0 || step.done < step.of);
  return (
    <Layout page={page} title={t.startTitle}>
      <Lead>{t.startLead}</Lead>
      {now === -1 && (
        <p>
          {t.allDone} <a href={`${base}/office`}>{t.toTheFund}</a>
        </p>
      )}
      {steps.map((step, i) => (
        <Section title={`${i + 1}. ${step.title}`} action={<StepState step={step} now={i === now} />}>
          <p>{step.body}</p>
          {i > 0 && step.of > 0 && <Soft>{t.done(step.done, step.of)}</Soft>}
          {i <= now || now === -1 || i === 0 ? (
            <p>
              {step.links.slice(0, 8).map((link, n) => (
                <>
                  <ButtonLink href={link.href} kind={i === now && n === 0 ? 'primary' : 'quiet'}>
                    {link.label}
                  </ButtonLink>{' '}
                </>
              ))}
            </p>
          ) : null}
        </Section>
      ))}
    </Layout>
  );
}

function StepState({ step, now }: { step: Step; now: boolean }) {
  const t = doorText[useLang()];
  if (step.of > 0 && step.done >= step.of) return <State tone="good">{t.finished}</State>;
  return now ? <State tone="act">{t.nextStep}</State> : <State>{t.waits}</State>;
}
