import { leverage, toChineseCapital } from '#libs/money';
import type { Application, KeeperAcceptance, Project } from '#modules/projects';
import { facts, heading, paper, paragraph, type PdfDocument, qrBlock, signatures, space } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText, yuanText } from '../ui/index.ts';
import { applicationBlocks, moneyBlocks } from './application-blocks.ts';
import { guideText } from './application-guide-text.ts';
import { applicationText } from './application-text.ts';

/** What the papers of an application show. `version` null: the draft as it is now. */
export interface PaperView {
  project: Project;
  application: Application;
  version: number | null;
  keeperAccepted: KeeperAcceptance | null;
  roundName: string | null;
  categories: ReadonlyMap<string, string>;
  resolutions: readonly string[];
}

/** Who issues it, where it is followed, and on which day it is printed. `office` is the subdistrict that is applied to. */
export interface PaperAbout {
  lang: Lang;
  issuer: string;
  committee: string;
  office: string;
  address: string;
  today: string;
}

const head = (view: PaperView, about: PaperAbout) => ({
  subtitle: [view.roundName, view.version === null ? applicationText[about.lang].draftPrint : applicationText[about.lang].version(view.version)]
    .filter((part) => part !== null)
    .join(' · '),
  meta: { lang: about.lang, issuer: about.issuer, code: view.project.number ?? view.project.serial, printedDay: about.today },
});

/** How the keeper said yes, as a line on paper; '' keeps room for the pen. */
function keeperLine({ keeperAccepted }: PaperView, lang: Lang): string {
  const g = guideText[lang];
  if (keeperAccepted === null) return '';
  const day = dayText(keeperAccepted.on, lang);
  switch (keeperAccepted.how) {
    case 'self':
      return g.acceptedSelf(day);
    case 'signed':
      return g.acceptedSigned;
    case 'said':
      return g.acceptedSaid(day, keeperAccepted.note);
    case 'agreement':
      return g.acceptedAgreement;
  }
}

/** An application to be printed, signed and stamped (申报书). */
export function applicationPaper(view: PaperView, about: PaperAbout): PdfDocument {
  const t = applicationText[about.lang];
  const g = guideText[about.lang];
  return paper({
    title: t.printed,
    ...head(view, about),
    body: [
      ...applicationBlocks(view.application, { lang: about.lang, categories: view.categories, resolutions: view.resolutions }),
      facts([[g.keeperYes, keeperLine(view, about.lang)]]),
      signatures([{ label: t.applicant }, { label: t.seal }], t.date),
      qrBlock(about.address, { caption: t.scan }),
    ],
  });
}

/** The budget alone: who pays, what for, with sums in figures and in words (预算表). */
export function budgetPaper(view: PaperView, about: PaperAbout): PdfDocument {
  const t = applicationText[about.lang];
  const g = guideText[about.lang];
  const { application } = view;
  const times = leverage(application.totalFen - application.grantFen, application.grantFen);
  return paper({
    title: about.lang === 'zh' ? '自治金项目预算表' : 'Budget of a self-governance project',
    ...head(view, about),
    body: [
      facts([
        [t.titleField, application.title],
        [about.lang === 'zh' ? '申请自治金' : 'Grant asked for', `${yuanText(application.grantFen)}（${toChineseCapital(application.grantFen)}）`],
        [
          about.lang === 'zh' ? '其他资金' : 'Other money',
          `${yuanText(application.totalFen - application.grantFen)}${times === null ? '' : `　${g.leverage(times)}`}`,
        ],
      ]),
      ...moneyBlocks(application, { lang: about.lang, categories: view.categories }),
      signatures(
        about.lang === 'zh' ? [{ label: '编制人' }, { label: '居委会（主任签字、盖章）' }] : [{ label: 'Made by' }, { label: 'Director, stamp' }],
        t.date,
      ),
    ],
  });
}

/** The opinion of the committee on its own application, to be signed by the director and stamped (居委会意见). */
export function opinionPaper(view: PaperView, about: PaperAbout): PdfDocument {
  const t = applicationText[about.lang];
  const zh = about.lang === 'zh';
  const { application } = view;
  return paper({
    title: zh ? '居委会意见' : 'Opinion of the committee',
    ...head(view, about),
    body: [
      paragraph(zh ? `${about.office}：` : `To ${about.office}:`),
      paragraph(
        zh
          ? `现就“${application.title}”申报社区自治金提出意见如下。项目总预算 ${yuanText(application.totalFen)} 元（人民币${toChineseCapital(application.totalFen)}），其中申请自治金 ${yuanText(application.grantFen)} 元（人民币${toChineseCapital(application.grantFen)}），计划${dayText(application.periodStart, 'zh')}开工，${dayText(application.periodEnd, 'zh')}完工。`
          : `On the application for “${application.title}”: ${yuanText(application.totalFen)} yuan in all, of which ${yuanText(application.grantFen)} yuan of grant; works from ${dayText(application.periodStart, 'en')} to ${dayText(application.periodEnd, 'en')}.`,
        { indent: true },
      ),
      heading(zh ? '居民商议的结果' : 'What residents decided', { level: 2 }),
      ...(view.resolutions.length > 0 ? view.resolutions.map((text) => paragraph(text, { indent: true })) : [space(24)]),
      heading(zh ? '意见' : 'Opinion', { level: 2 }),
      ...(application.opinion === '' ? [space(90)] : application.opinion.split('\n').map((text) => paragraph(text, { indent: true }))),
      heading(zh ? '建好以后谁来管' : 'Upkeep', { level: 2 }),
      facts([
        [t.keeperName, application.keeperName],
        [t.upkeepPlan, application.upkeepPlan],
        [guideText[about.lang].keeperYes, keeperLine(view, about.lang)],
      ]),
      signatures([{ label: zh ? '居委会主任（签字）' : 'Director' }, { label: t.seal }], t.date),
      qrBlock(about.address, { caption: t.scan }),
    ],
  });
}
