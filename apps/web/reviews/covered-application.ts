import type { ApplicationVersion, Project } from '#modules/projects';
import { type Cover, covered } from '#modules/reviews';

/** An application as a reviewer of a blind round gets to see it: every text covered, persons and papers left out. */
export function coveredApplication(
  project: Project,
  application: ApplicationVersion,
  covers: readonly Cover[],
  no: number | null,
): { project: Project; application: ApplicationVersion } {
  const c = (text: string): string => covered(text, covers);
  return {
    project: { ...project, title: c(project.title), serial: no === null ? '—' : `No. ${no}` },
    application: {
      ...application,
      title: c(application.title),
      goal: c(application.goal),
      why: c(application.why),
      keeperName: '某某',
      keeperPersonId: null,
      upkeepPlan: c(application.upkeepPlan),
      members: application.members.map(({ duty }, at) => ({ personId: null, name: `成员${at + 1}`, duty: c(duty) })),
      indicators: application.indicators.map((one) => ({ ...one, name: c(one.name) })),
      sources: application.sources.map((one) => ({ ...one, name: c(one.name), organisationId: null })),
      lines: application.lines.map((one) => ({ ...one, name: c(one.name) })),
      risks: application.risks.map(({ risk, answer }) => ({ risk: c(risk), answer: c(answer) })),
      evidence: [],
    },
  };
}
