import { calendarOf } from '#modules/funds';
import { formatYuan, toChineseCapital } from '#libs/money';
import { facts, heading, list, paper, paragraph, type PdfDocument, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText, instantText } from '../ui/index.ts';
import { type CallView, clausesOf, handInLines } from './round-call-view.ts';
import { stepName } from './round-parts.tsx';
import { roundText } from './round-text.ts';
import { roundYearText } from './round-year-text.ts';

/** The call on paper, in the order in which an office writes one: text, money, rules, days, quotas, what to hand in, whom to ask. */
export function callPaper(view: CallView, about: { lang: Lang; issuer: string; office: string; today: string }): PdfDocument {
  const { lang } = about;
  const zh = lang === 'zh';
  const t = roundYearText[lang];
  const { round, call } = view;
  const numerals = ['一', '二', '三', '四', '五', '六', '七', '八'];
  let part = 0;
  const titled = (text: string) => heading(zh ? `${numerals[part++] ?? part}、${text}` : `${++part}. ${text}`);
  const steps = calendarOf(round, view.steps);
  const quotas = view.places.flatMap((place) => {
    const quota = view.quotas.get(place.id);
    return quota
      ? [[place.name, quota.amountFen === null ? '—' : formatYuan(quota.amountFen), quota.countLimit === null ? '—' : String(quota.countLimit), quota.reason]]
      : [];
  });
  const handIn = (call ? call.handIn : handInLines(view.pack, lang)).split('\n').filter((line) => line.trim() !== '');
  const clauses = clausesOf(view.pack, lang);
  const papers = view.documents.filter(({ withdrawnReason }) => withdrawnReason === null);
  const coming = view.briefings.filter(({ state }) => state !== 'cancelled');
  return paper({
    title: call?.title ?? t.titleValue(round.name),
    ...(call && call.number !== '' ? { subtitle: call.number } : {}),
    meta: { lang, issuer: about.issuer, printedDay: about.today, ...(call && call.number !== '' ? { code: call.number } : {}) },
    body: [
      paragraph(zh ? '各居民区：' : 'To all neighbourhoods:'),
      ...(call?.body ?? round.callText)
        .split(/\n\s*\n/)
        .filter((text) => text.trim() !== '')
        .map((text) => paragraph(text, { indent: true })),
      titled(zh ? '资金和申报时间' : 'Money and days'),
      facts([
        [roundText[lang].pool, `${formatYuan(round.poolFen)}${zh ? ` 元（大写：人民币${toChineseCapital(round.poolFen)}）` : ' yuan'}`],
        [roundText[lang].period, `${dayText(round.opensOn, lang)}—${dayText(round.closesOn, lang)}`],
      ]),
      ...(clauses.length === 0
        ? []
        : [
            titled(t.rules),
            list(
              clauses.map((clause) => `${clause.text}${zh ? `（${clause.cite}）` : ` (${clause.cite})`}`),
              { numbered: true },
            ),
          ]),
      titled(t.calendar),
      table({
        columns: [
          { label: zh ? '步骤' : 'Step', width: '*' },
          { label: t.from, width: 'auto' },
          { label: t.to, width: 'auto' },
          { label: zh ? '备注' : 'Note', width: '*' },
        ],
        rows: steps.map((step) => [stepName(step, lang), dayText(step.fromDay, lang), dayText(step.toDay, lang), step.note]),
      }),
      ...(coming.length === 0
        ? []
        : [
            paragraph(
              coming
                .map(({ title, startsAt, place }) => `${title}${zh ? '：' : ': '}${instantText(startsAt, lang)}${zh ? '，' : ', '}${place}`)
                .join(zh ? '；' : '; '),
            ),
          ]),
      ...(quotas.length === 0
        ? []
        : [
            titled(t.quotas),
            table({
              columns: [
                { label: zh ? '居民区' : 'Neighbourhood', width: '*' },
                { label: zh ? '额度（元）' : 'Yuan', width: 'auto', align: 'right' },
                { label: zh ? '名额（个）' : 'Projects', width: 'auto', align: 'right' },
                { label: zh ? '说明' : 'Note', width: '*' },
              ],
              rows: quotas,
            }),
          ]),
      ...(handIn.length === 0 ? [] : [titled(t.handIn), list(handIn, { numbered: true })]),
      ...(call && call.contact !== '' ? [titled(t.contact), paragraph(call.contact)] : []),
      ...(papers.length === 0
        ? []
        : [paragraph(`${t.documents}${zh ? '：' : ': '}${papers.map(({ title }, at) => `${at + 1}. ${title}`).join(zh ? '；' : '; ')}`)]),
      paragraph(about.office, { align: 'right' }),
      paragraph(dayText(call?.publishedOn ?? about.today, lang), { align: 'right' }),
    ],
  });
}
