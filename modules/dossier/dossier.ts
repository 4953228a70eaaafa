import { formatDay } from '#libs/civil-time';
import { formatYuan } from '#libs/money';
import type { Lang } from '#platform/i18n';
import type { DossierFacts } from './gather.ts';
import { type DossierPart, part } from './part.ts';
import { acceptancePart, appraisalPart, auditPart, changesPart, doingPart, gradePart, settlementPart, upkeepPart } from './parts-after.ts';
import { agreementPart, noticesPart, reviewsPart, sourcesPart, spendingPart } from './parts-award.ts';
import { applicationPart, ballotsPart, matterPart, meetingsPart, onDay, policyPart, resolutionsPart } from './parts-before.ts';
import { assetsPart, planPart, valuePart } from './parts-year.ts';
import { dossierText } from './text.ts';

/** The project at a glance and the steps it took. */
function coverPart(f: DossierFacts, lang: Lang, stepName: (action: string) => string): DossierPart {
  const t = dossierText[lang];
  const { project, application } = f;
  return part('cover', t.cover, [
    {
      entries: [
        { kind: 'fact', label: t.serial, value: project.serial },
        { kind: 'fact', label: t.title, value: project.title },
        { kind: 'fact', label: t.place, value: f.place.name },
        { kind: 'fact', label: t.round, value: f.round?.name ?? null },
        { kind: 'fact', label: t.period, value: application && `${formatDay(application.periodStart, lang)} — ${formatDay(application.periodEnd, lang)}` },
        { kind: 'fact', label: t.totalMoney, value: application && formatYuan(application.totalFen) },
        { kind: 'fact', label: t.grantMoney, value: application && formatYuan(project.grantAwardedFen ?? application.grantFen) },
        { kind: 'fact', label: t.keeper, value: application && application.keeperName },
        {
          kind: 'table',
          label: t.steps,
          columns: [{ label: t.day }, { label: t.step }, { label: t.by }, { label: t.reason }],
          rows: f.steps.map((step) => [onDay(step.at, lang), stepName(step.action), step.byName, step.reason ?? '']),
        },
        { kind: 'hand', label: t.committeeStamp },
        { kind: 'hand', label: t.officeStamp },
      ],
    },
  ]);
}

/**
 * All parts of a dossier in the order in which an auditor reads them. Nothing is typed for it: every value comes from the work.
 * @param stepName words for a step of the project (`submit`, `award` …)
 */
export function dossierParts(f: DossierFacts, lang: Lang, stepName: (action: string) => string): DossierPart[] {
  return [
    coverPart(f, lang, stepName),
    matterPart(f, lang),
    meetingsPart(f, lang),
    resolutionsPart(f, lang),
    ballotsPart(f, lang),
    applicationPart(f, lang),
    policyPart(f, lang),
    reviewsPart(f, lang),
    noticesPart(f, lang),
    agreementPart(f, lang),
    sourcesPart(f, lang),
    spendingPart(f, lang),
    doingPart(f, lang),
    planPart(f, lang),
    changesPart(f, lang),
    appraisalPart(f, lang),
    acceptancePart(f, lang),
    settlementPart(f, lang),
    gradePart(f, lang),
    valuePart(f, lang),
    upkeepPart(f, lang),
    assetsPart(f, lang),
    auditPart(f, lang),
  ];
}
