import type { ApplicationVersion } from '#modules/projects';
import { dayText, useFrame, useLang, yuanText } from '../ui/index.ts';
import { type EvidencePart, type EvidenceView, partsOf } from './evidence-view.ts';
import { evidenceText } from './evidence-text.ts';

/** What speaks of a criterion, folded beside its points. `links` false: nothing leads to where it comes from. */
export function Beside(props: {
  criterion: { code: string; title: { zh: string; en: string } };
  application: ApplicationVersion;
  evidence: EvidenceView;
  links: boolean;
}) {
  const t = evidenceText[useLang()];
  const parts = partsOf(props.criterion);
  if (parts.length === 0) return null;
  return (
    <details class="fold">
      <summary>{t.beside}</summary>
      {parts.map((part) => (
        <Part part={part} {...props} />
      ))}
    </details>
  );
}

function Part({ part, application, evidence, links }: { part: EvidencePart; application: ApplicationVersion; evidence: EvidenceView; links: boolean }) {
  const lang = useLang();
  const { base } = useFrame();
  const t = evidenceText[lang];
  const colon = lang === 'zh' ? '：' : ': ';
  switch (part) {
    case 'why':
      return <p class="lines">{application.why}</p>;
    case 'goal':
      return <p class="lines">{application.goal}</p>;
    case 'upkeep':
      return (
        <p>
          {application.upkeepPlan} {t.upkeep(application.upkeepMonths, yuanText(application.upkeepYearlyFen))}
        </p>
      );
    case 'plan':
      return (
        <>
          <p>
            {dayText(application.periodStart, lang)}—{dayText(application.periodEnd, lang)}
          </p>
          <ul>
            {application.members.map(({ name, duty }) => (
              <li>
                {name}
                {colon}
                {duty}
              </li>
            ))}
            {application.risks.map(({ risk, answer }) => (
              <li>
                {risk} → {answer}
              </li>
            ))}
          </ul>
        </>
      );
    case 'meetings':
      return evidence.meetings.length + evidence.ballots.length === 0 ? (
        <p class="soft">{t.noMeetings}</p>
      ) : (
        <ul>
          {evidence.meetings.map((meeting) => (
            <li>
              {dayText(meeting.day, lang)} {links ? <a href={`${base}${meeting.href}`}>{meeting.title}</a> : meeting.title}{' '}
              {t.present(meeting.kind, meeting.present)}
              {meeting.resolutions.map((one) => (
                <div>{one}</div>
              ))}
            </li>
          ))}
          {evidence.ballots.map((ballot) => (
            <li>
              {links ? <a href={`${base}${ballot.href}`}>{ballot.question}</a> : ballot.question}
              {colon}
              {ballot.result}
            </li>
          ))}
        </ul>
      );
    case 'check':
      return evidence.check === null ? (
        <p class="soft">{t.noCheck}</p>
      ) : (
        <p>
          {t.check[evidence.check.outcome]}
          {evidence.check.reasons.length > 0 && ` ${t.reasons(evidence.check.reasons.length)}`}
        </p>
      );
    case 'money':
      return (
        <ul>
          {application.lines.map((line, at) => {
            const price = evidence.prices[at];
            return (
              <li>
                {line.name} {line.quantity.replace(/\.?0+$/, '')} {line.unit} × {yuanText(line.unitPriceFen)} = {yuanText(line.amountFen)}
                <div class="soft">
                  {price ? t.price(yuanText(price.medianFen), yuanText(price.lowFen), yuanText(price.highFen), price.seen.length) : t.noPrice}
                </div>
              </li>
            );
          })}
        </ul>
      );
    default:
      return part satisfies never;
  }
}
