import type { MinutedHands, MinutedProposal, MinutedRecord } from '#modules/meetings';
import type { Lang } from '#platform/i18n';
import { Soft, State } from '../ui/index.ts';
import { minutesText } from './minutes-text.ts';
import { runText } from './run-text.ts';
import { needWords, spanText } from './run-view.ts';

/** A count as one sentence: the room, those from afar, the counters, why it was counted again. */
export function countSentence(count: MinutedHands['counts'][number], lang: Lang): string {
  const t = minutesText[lang];
  const room = t.countLine(count.yes, count.no, count.abstain);
  const parts = count.onlinePresent > 0 ? [t.roomLine(room), t.awayLine(t.countLine(count.onlineYes, count.onlineNo, count.onlineAbstain))] : [room];
  const comma = lang === 'zh' ? '；' : '; ';
  const names = count.counters.join(lang === 'zh' ? '、' : ', ');
  return [
    ...parts,
    t.ofPresent(count.room + count.onlinePresent),
    runText[lang].countedBy(names),
    ...(count.reason === '' ? [] : [t.recounted(count.reason)]),
  ].join(comma);
}

/** The words of a proposal with where they come from. */
export function proposalLines(proposal: MinutedProposal, lang: Lang): string[] {
  const t = runText[lang];
  const colon = lang === 'zh' ? '：' : ': ';
  return [
    ...proposal.versions.map(
      (version) => `${t.version(version.version)}（${version.amendment === null ? t.asPut : t.byAmendment(version.amendment)}）${colon}${version.text}`,
    ),
    ...proposal.amendments.map((one) => `${t.amendment(one.no)}（${one.author}，${t.state(one.state)}）${colon}${one.text}`),
  ];
}

/** Proposals with their versions, every count of hands, and who spoke how long; what was counted outside the record is told elsewhere. */
export function RecordInMinutes({ record, lang }: { record: MinutedRecord; lang: Lang }) {
  const t = runText[lang];
  const m = minutesText[lang];
  return (
    <>
      {record.proposals.length > 0 && <h3>{t.proposals}</h3>}
      {record.proposals.map((proposal) => (
        <>
          <h4>
            {t.proposal(proposal.no)} <State tone={proposal.outcome === 'passed' ? 'good' : 'plain'}>{t.outcome(proposal.outcome)}</State>
          </h4>
          <p>{proposal.versions.at(-1)?.text}</p>
          <Soft>{`${t.author} ${proposal.author}${proposal.item === null ? '' : ` · ${t.item(proposal.item)}`}`}</Soft>
          {(proposal.versions.length > 1 || proposal.amendments.length > 0) && (
            <details>
              <summary>{proposal.versions.length > 1 ? t.versions(proposal.versions.length) : m.amendments}</summary>
              <ul>
                {proposalLines(proposal, lang).map((line) => (
                  <li>{line}</li>
                ))}
              </ul>
            </details>
          )}
        </>
      ))}
      {record.hands.length > 0 && (
        <ul>
          {record.hands.map((one) => (
            <li>
              <b>{one.question}</b> <span class="soft">{one.need === null ? t['count-only'] : t.need(needWords(one.need, lang))}</span>
              {one.counts.map((count) => (
                <p>{countSentence(count, lang)}</p>
              ))}
              {one.clause !== '' && <Soft>{one.clause}</Soft>}
            </li>
          ))}
        </ul>
      )}
      {record.speakers.length > 0 && (
        <Soft>
          {m.speakers}
          {lang === 'zh' ? '：' : ': '}
          {record.speakers
            .map(
              (one) => `${one.name} ${spanText(one.seconds, lang)}${one.limitSeconds !== null && one.seconds > one.limitSeconds ? `（${m.overLimit}）` : ''}`,
            )
            .join(lang === 'zh' ? '、' : ', ')}
        </Soft>
      )}
    </>
  );
}
