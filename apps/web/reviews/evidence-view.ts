import { dayOf } from '#libs/civil-time';
import { ballotsAbout, resultText } from '#modules/ballots';
import { kindNames, meetingsAbout, meetingKinds, presentCountOf, resolutionsAbout } from '#modules/meetings';
import { type ApplicationCheck, type ApplicationVersion, listChecks, type PriceReference, priceReferences, type Project } from '#modules/projects';
import { type Cover, covered } from '#modules/reviews';
import type { Lang } from '#platform/i18n';
import type { Tx } from '#platform/database';

/** What lies behind an application, as a reviewer needs it beside the rubric. */
export interface EvidenceView {
  meetings: { day: string; kind: string; title: string; present: number; resolutions: string[]; href: string }[];
  ballots: { question: string; result: string; href: string }[];
  /** What the policy said of the application when the office checked it. */
  check: { outcome: ApplicationCheck['outcome']; reasons: { title: string; outcome: string }[] } | null;
  /** What like things cost before, by line of the budget; null where nothing is known. */
  prices: (PriceReference | null)[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Loads what lies behind an application; with covers every text is covered and nothing links to where it comes from. */
export async function loadEvidence(
  tx: Tx,
  project: Project,
  application: ApplicationVersion,
  lang: Lang,
  covers: readonly Cover[] | null,
): Promise<EvidenceView> {
  const c = (words: string): string => (covers ? covered(words, covers) : words);
  const about = { matterId: project.matterId, projectId: project.id };
  const resolutions = await resolutionsAbout(tx, about);
  const meetings: EvidenceView['meetings'] = [];
  for (const meeting of await meetingsAbout(tx, about)) {
    if (meeting.state === 'called' || meeting.state === 'cancelled') continue;
    const kind = meetingKinds.find((one) => one === meeting.kind) ?? 'talk';
    meetings.push({
      day: dayOf(meeting.startsAt),
      kind: kindNames[kind][lang],
      title: c(meeting.title),
      present: await presentCountOf(tx, meeting),
      resolutions: resolutions.filter(({ meetingId }) => meetingId === meeting.id).map((one) => c(one.text)),
      href: `/meetings/${meeting.id}`,
    });
  }
  const [check] = await listChecks(tx, application.id);
  return {
    meetings,
    ballots: (await ballotsAbout(tx, about)).flatMap((ballot) =>
      ballot.state === 'closed' && ballot.outcome
        ? [{ question: c(ballot.question), result: c(resultText(ballot, ballot.outcome)), href: `/ballots/${ballot.id}` }]
        : [],
    ),
    check: check
      ? {
          outcome: check.outcome,
          reasons: check.reasons.map((reason) => {
            const one = typeof reason === 'object' && reason !== null ? (reason as Record<string, unknown>) : {};
            const title = typeof one['title'] === 'object' && one['title'] !== null ? (one['title'] as Record<string, unknown>) : {};
            return { title: c(text(title[lang]) || text(one['rule'])), outcome: text(one['outcome']) };
          }),
        }
      : null,
    prices: await priceReferences(tx, application.lines, project.id),
  };
}

/** The parts of the evidence. */
export const evidenceParts = ['why', 'meetings', 'plan', 'goal', 'upkeep', 'money', 'check'] as const;
/** One of {@link evidenceParts}. */
export type EvidencePart = (typeof evidenceParts)[number];

const speaksOf: readonly (readonly [RegExp, readonly EvidencePart[]])[] = [
  [/need|需求|必要|问题|公益/i, ['why', 'meetings']],
  [/local|本地|在地/i, ['why', 'goal']],
  [/particip|参与|协商|共治|民主|居民/i, ['meetings']],
  [/feasib|可行|实施|方案/i, ['plan', 'check']],
  [/innov|创新|特色|亮点/i, ['goal']],
  [/sustain|持续|长效|管护|维护/i, ['upkeep']],
  [/budget|预算|经费|资金|成本/i, ['money']],
];
/** The parts that speak of a criterion, by its words; none where it cannot be told: the whole application stands beside it. */
export function partsOf(criterion: { code: string; title: { zh: string; en: string } }): EvidencePart[] {
  const words = `${criterion.code} ${criterion.title.zh} ${criterion.title.en}`;
  return [...new Set(speaksOf.flatMap(([pattern, parts]) => (pattern.test(words) ? parts : [])))];
}
