import { cite, evidenceRequired, lastDayOf, papersOf, deadlineRules, projectTiers, rulesOfKind } from '#libs/policy';
import { type Ballot, ballotsAbout } from '#modules/ballots';
import { listCategories } from '#modules/books';
import { checkApplicationIn, currentPack, findRound } from '#modules/funds';
import { meetingsAbout, resolutionsAbout } from '#modules/meetings';
import { listOrganisations, listRoles, personNames } from '#modules/people';
import {
  type ApplicationDraft,
  type ApplicationFinding,
  applicationFacts,
  applicationIsOpen,
  applicationSoFar,
  type ApplicationStep,
  applicationSteps,
  type DraftConflict,
  draftMarks,
  draftSums,
  emptyDraft,
  findApplicationDraft,
  findingsOf,
  type KeeperStanding,
  keeperStandingOf,
  type KeptComment,
  listComments,
  type OpenRemark,
  remarksOn,
  type PriceReference,
  priceReferences,
  type Project,
  roundForApplication,
  stepNames,
  stepOfField,
  stepProgress,
  type StepProgress,
} from '#modules/projects';
import type { Tx } from '#platform/database';
import { ruleWords } from '../funds/rule-words.ts';
import type { Web } from '../kit/index.ts';
import { dayText, instantText, type FormErrors, type Option, type PageFrame } from '../ui/index.ts';
import { namedErrors, withFirstRows } from './application-form.ts';
import { guideText } from './application-guide-text.ts';
import { applicationText, fieldLabels } from './application-text.ts';
import { findVisible } from './view.ts';

/** Everything the editor needs beside the draft. */
export interface EditorView {
  page: PageFrame;
  project: Project;
  /** The step that is shown; null: all of them on one page. */
  step: ApplicationStep | null;
  draft: ApplicationDraft;
  revision: number;
  /** Marks of what this form shows, so that two editors are told apart field by field. */
  marks: string;
  lastSaved: string | null;
  errors: FormErrors;
  /** Said on top, beside the fields' own errors. */
  note?: string;
  conflicts: DraftConflict[];
  categories: Option[];
  organisations: Option[];
  persons: Option[];
  resolutions: Option[];
  ballots: Option[];
  tiers: Option[];
  evidenceKinds: Option[];
  /** What the policy asks for with the application; `there` null: the office has not set from which amount on. */
  needed: { title: string; cite: string; there: boolean | null }[];
  /** Papers that the policy wants signed and stamped. */
  papersOut: { title: string; signedBy: string[]; cite: string }[];
  /** The policy matches what was raised. */
  matches: boolean;
  keeper: KeeperStanding;
  findings: ApplicationFinding[];
  progress: StepProgress[];
  /** Remarks of the office on the version that was sent back, and whether they are taken up in what is written. */
  openRemarks: readonly OpenRemark[];
  /** How many remarks of the office each step holds. */
  remarks: Partial<Record<ApplicationStep, number>>;
  prices: (PriceReference | null)[];
  mayRead: (neighbourhoodId: string) => boolean;
  errorWords: (code: string) => string;
  roundName: string | null;
  lastDays: string[];
  /** What goes back of the money, in which case and by when, with where it is said. */
  returns: { said: string[]; cite: string }[];
  policyInForce: boolean;
}

/** What was typed and not kept, with what is wrong about it. */
export interface Typed {
  draft: ApplicationDraft;
  errors?: Record<string, string>;
  note?: string;
  conflicts?: DraftConflict[];
}

async function personOptions(tx: Tx, neighbourhoodId: string) {
  const names = new Map((await listRoles(tx, { neighbourhoodId })).filter((role) => role.toDay === null).map((role) => [role.personId, role.personName]));
  return [...names].map(([value, label]) => ({ value, label }));
}

async function passedBallots(tx: Tx, project: { id: string; matterId: string | null }): Promise<Ballot[]> {
  const found = await ballotsAbout(tx, { matterId: project.matterId, projectId: project.id });
  for (const meeting of await meetingsAbout(tx, { matterId: project.matterId })) found.push(...(await ballotsAbout(tx, { meetingId: meeting.id })));
  return [...new Map(found.filter((ballot) => ballot.outcome?.passed).map((ballot) => [ballot.id, ballot])).values()];
}

/** Remarks of the latest version that was sent back, at the fields they are about. */
function commentErrors(project: Project, comments: readonly KeptComment[], lang: 'zh' | 'en'): Record<string, string> {
  if (project.state !== 'returned') return {};
  const latest = comments.at(-1)?.version;
  return Object.fromEntries(
    comments.filter(({ version }) => version === latest).map(({ field, text, version }) => [field, guideText[lang].comment(version, text)]),
  );
}

/** The editor with the saved draft, or with what was typed and what is wrong about it; null when there is none for this viewer now. */
export async function loadEditor(tx: Tx, w: Web, id: string | null, step: ApplicationStep | null, typed?: Typed): Promise<EditorView | null> {
  const found = await findVisible(tx, w, id);
  if (!found || !w.can('project.edit', found.project) || !applicationIsOpen(found.project.state)) return null;
  const { project, place } = found;
  const { lang } = w;
  const saved = await findApplicationDraft(tx, project.id);
  const draft = withFirstRows(typed?.draft ?? saved?.content ?? emptyDraft());
  const roundId = await roundForApplication(tx, project, w.today);
  const pack = await currentPack(tx, w.today, { roundId });
  const sums = draftSums(draft);
  const { application } = applicationSoFar(draft);
  const verdict = pack ? await checkApplicationIn(tx, await applicationFacts(tx, project, application), w.today, { roundId }) : null;
  const asked = { amountFen: sums.grantFen, isCollecting: draft.sources.some((source) => source.kind === 'household'), projectTier: draft.projectTier || null };
  const evidence = pack ? evidenceRequired(pack, 'application', asked) : [];
  const there = new Set((verdict?.reasons ?? []).flatMap((reason) => (reason.code === 'evidence-present' ? (reason.terms ?? []) : [])));
  const prices = step === null || step === 'budget' ? await priceReferences(tx, draft.lines, project.id) : draft.lines.map(() => null);
  const keeper = await keeperStandingOf(tx, project.id, draft, w.today);
  const findings = findingsOf(draft, { verdict, keeper, prices, today: w.today });
  const t = { ...applicationText[lang], ...guideText[lang] };
  const remarked = commentErrors(project, await listComments(tx, project.id), lang);
  const errors = {
    ...remarked,
    ...namedErrors(w.errorTexts(typed?.errors ?? {}, t), fieldLabels(lang)),
  };
  const savedBy = saved?.savedBy ? (await personNames(tx, [saved.savedBy])).get(saved.savedBy) : undefined;
  const round = roundId === null ? null : await findRound(tx, roundId);
  const shown = (field: string) => step === null || stepOfField(field) === step;
  // Two editors are told apart by what is saved now; what was typed and refused is compared with that when it comes again.
  const base = withFirstRows(saved?.content ?? emptyDraft());
  return {
    page: w.frame({ neighbourhood: place }),
    project,
    step,
    draft,
    revision: saved?.revision ?? 0,
    marks: JSON.stringify(draftMarks(base, step === null ? undefined : applicationSteps[step])),
    lastSaved: saved && savedBy !== undefined ? guideText[lang].savedBy(savedBy, instantText(saved.savedAt, lang, 'short')) : null,
    errors: Object.fromEntries(Object.entries(errors).filter(([field]) => shown(field))),
    ...(typed?.note ? { note: typed.note } : {}),
    conflicts: typed?.conflicts ?? [],
    categories: (await listCategories(tx)).map((one) => ({ value: one.code, label: lang === 'zh' ? one.zh : one.en })),
    organisations: (await listOrganisations(tx, project.neighbourhoodId)).map((one) => ({ value: one.id, label: one.name })),
    persons: await personOptions(tx, project.neighbourhoodId),
    resolutions: (await resolutionsAbout(tx, { matterId: project.matterId, projectId: project.id })).map((one) => ({ value: one.id, label: one.text })),
    ballots: (await passedBallots(tx, project)).map((one) => ({ value: one.id, label: one.question })),
    tiers: pack ? projectTiers(pack).map((one) => ({ value: one.code, label: one.title[lang] })) : [],
    evidenceKinds: evidence.map((one) => ({ value: one.code, label: one.title[lang] })),
    needed: evidence.map((one) => ({
      title: one.title[lang],
      cite: cite({ ...one, status: 'text' }, lang),
      there: one.isRequired === null ? null : there.has(one.code),
    })),
    papersOut: (pack ? papersOf(pack, 'application') : []).flatMap(({ rule }) =>
      rule.items.map((item) => ({ title: item.title[lang], signedBy: item.signedBy.map((who) => who[lang]), cite: cite(rule, lang) })),
    ),
    matches: pack !== null && rulesOfKind(pack, 'matching').length > 0,
    keeper,
    findings,
    progress: stepProgress(findings),
    openRemarks: (await remarksOn(tx, project, application)).filter(({ field }) => step === null || field === '' || stepOfField(field) === step),
    remarks: Object.fromEntries(stepNames.map((name) => [name, Object.keys(remarked).filter((field) => stepOfField(field) === name).length])),
    prices,
    mayRead: (neighbourhoodId) => w.can('voucher.read', { neighbourhoodId }),
    errorWords: (code) => w.errorText(code, t),
    roundName: round?.name ?? null,
    lastDays: (pack ? deadlineRules(pack, 'application') : []).flatMap(({ rule }) => {
      const day = lastDayOf(rule, project.year);
      return day === null ? [] : [guideText[lang].lastDay(rule.title[lang], dayText(day, lang))];
    }),
    returns: (pack ? [...rulesOfKind(pack, 'return'), ...rulesOfKind(pack, 'carry-over'), ...rulesOfKind(pack, 'year-end-return')] : []).map(({ rule }) => ({
      said: ruleWords(rule, lang),
      cite: cite(rule, lang),
    })),
    policyInForce: pack !== null,
  };
}
