import { periodWords as howOften } from '../funds/rule-words.ts';
import { dataTable, dayText, type PageFrame, shanghaiParts, Soft, State } from '../ui/index.ts';
import type { CheckLine } from './checklist.ts';
import { disclosureText } from './disclosure-text.ts';
import { standingWords } from './disclosure-words.ts';

/** What the law wants published and when it last was, one line each, with its source. */
export function Checklist(props: { page: PageFrame; place: { code: string }; lines: readonly CheckLine[]; mayPublish: boolean }) {
  const { page, place, lines } = props;
  const { lang, base } = page;
  const t = disclosureText[lang];
  return dataTable({
    rows: lines,
    query: {},
    lang,
    base: `${base}/n/${place.code}/disclosure`,
    caption: t.checklist,
    tools: false,
    empty: null,
    columns: [
      {
        key: 'what',
        label: t.what,
        value: (line) => line.rule.title[lang],
        render: (line) => (
          <>
            {line.rule.title[lang]}
            {line.rule.where !== null && <Soft>{line.rule.where[lang]}</Soft>}
          </>
        ),
      },
      { key: 'how', label: t.how, value: (line) => howOften(line.rule)[lang].join(lang === 'zh' ? '，' : ', ') },
      {
        key: 'last',
        label: t.lastOn,
        value: (line) => line.standing.last ?? t.never,
        render: (line) =>
          line.standing.last === null ? (
            t.never
          ) : line.lastNotice !== null && line.lastNotice.day === line.standing.last ? (
            <a href={`${base}/notices/${line.lastNotice.noticeId}`}>{dayText(line.standing.last, lang)}</a>
          ) : (
            dayText(line.standing.last, lang)
          ),
      },
      {
        key: 'stand',
        label: t.stand,
        value: (line) => standingWords(line, lang).text,
        render: (line) => {
          const words = standingWords(line, lang);
          return (
            <>
              <State tone={words.tone}>{words.text}</State>
              {line.exemption !== null && (
                <Soft>{t.saidBy(line.exemption.reason, line.exemption.byName, dayText(shanghaiParts(line.exemption.at).day, lang))}</Soft>
              )}
              {props.mayPublish && line.standing.state !== 'not-here' && (
                <p>
                  <a href={`${base}/n/${place.code}/notices/new?fulfils=${line.rule.id}`}>{t.publishThis}</a>
                </p>
              )}
            </>
          );
        },
      },
      { key: 'clause', label: t.clause, value: (line) => `${line.rule.source}${line.rule.clause}` },
    ],
  });
}
