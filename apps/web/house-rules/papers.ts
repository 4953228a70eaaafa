import { adoptionNote, articleNo, chaptersOf, forceOf } from '#modules/house-rules';
import { box, facts, heading, paper, paragraph, qrBlock, type PdfDocument, signatures } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText } from '../ui/index.ts';
import { houseRuleText, ruleWord } from './text.ts';
import type { RuleView } from './view.ts';

/** The whole text with how it was adopted; a text that is not adopted says so in a frame on top. */
export function rulePaper(view: RuleView, about: { lang: Lang; issuer: string; today: string; address: string }): PdfDocument {
  const { lang } = about;
  const t = houseRuleText[lang];
  const { version, ballot, clauses } = view;
  const adopted = version.state === 'adopted';
  const force = forceOf(version, about.today);
  return paper({
    title: version.title,
    subtitle: [t.version(version.no), ...(view.where === null ? [] : [t.ofBuilding(view.where)])].join('　'),
    meta: { lang, issuer: about.issuer, printedDay: about.today, code: ruleWord(lang, view.rule.kind) },
    body: [
      ...(adopted && force === 'in-force' ? [] : [box([paragraph(ruleWord(lang, force ?? version.state), { bold: true, align: 'center' })])]),
      ...(version.preamble === '' ? [] : version.preamble.split('\n').map((line) => paragraph(line, { indent: true }))),
      ...chaptersOf(clauses).flatMap((chapter) => [
        ...(chapter.no === null ? [] : [heading(`${chapter.no}　${chapter.title}`)]),
        ...chapter.clauses.map((clause) =>
          paragraph(`${articleNo(clause.position)}　${clause.heading === '' ? '' : `【${clause.heading}】`}${clause.text}`, { indent: true }),
        ),
      ]),
      ...(version.fromDay === null
        ? version.commentsUntil === null
          ? []
          : [facts([[t.commentsUntil, dayText(version.commentsUntil, lang)]])]
        : [
            heading(t.adoption),
            paragraph(ballot === null ? '' : adoptionNote(version, ballot)),
            paragraph(version.toDay === null ? t.from(dayText(version.fromDay, lang)) : t.fromTo(dayText(version.fromDay, lang), dayText(version.toDay, lang))),
            signatures([{ label: about.issuer }, { label: lang === 'zh' ? '监督人' : 'Witness' }], lang === 'zh' ? '日期' : 'Date'),
          ]),
      qrBlock(about.address, { size: 80, caption: lang === 'zh' ? '扫码看全文、意见和表决结果' : 'Text, comments and vote' }),
    ],
  });
}
