import { noticeState } from '#modules/notices';
import { maskPhonesIn } from '#modules/people';
import type { Disclosure } from './disclosure-view.ts';

/** Version of the shape; a field that changes its meaning raises it, a new field does not. */
const formatVersion = 1;

/**
 * The disclosure of a neighbourhood as open data; docs/open-data.md describes it. Amounts are decimal strings of fen, instants
 * ISO 8601 in UTC, days `YYYY-MM-DD`. No names of residents but masked ones; phone numbers are masked.
 * @param address full address of a path below the subdistrict.
 */
export function openData(
  data: Disclosure,
  about: { subdistrict: { code: string; name: string }; now: Date; today: string; address: (path: string) => string },
) {
  const { address, today } = about;
  const { place } = data;
  return {
    format: 'zhidian-disclosure',
    version: formatVersion,
    generatedAt: about.now.toISOString(),
    subdistrict: about.subdistrict,
    neighbourhood: { code: place.code, name: place.name, url: address(`/n/${place.code}/disclosure`) },
    notices: data.notices.map((one) => ({
      id: one.id,
      url: address(`/notices/${one.id}`),
      kind: one.kind,
      title: one.title,
      body: one.body,
      startDay: one.startDay,
      endDay: one.endDay,
      state: noticeState(one, today),
      publishedAt: one.publishedAt.toISOString(),
      acceptsObjections: one.acceptsObjections,
      correctsId: one.correctsNoticeId,
      correctedById: one.correctedById,
      objections: one.objections.map((objection) => ({
        id: objection.id,
        at: objection.at.toISOString(),
        by: objection.by,
        text: objection.text,
        answer:
          objection.answer === null
            ? null
            : { outcome: objection.answer.outcome, text: maskPhonesIn(objection.answer.text), at: objection.answer.at.toISOString() },
      })),
    })),
    accounts: data.accounts.map((one) => ({
      projectId: one.project.id,
      url: address(`/projects/${one.project.id}/account`),
      serial: one.project.serial,
      title: one.project.title,
      state: one.project.state,
      receivedFen: String(one.receivedFen),
      spentFen: String(one.spentFen),
      returnedFen: String(one.returnedFen),
      availableFen: String(one.availableFen),
      settledOn: one.settledOn,
    })),
    resolutions: data.resolutions.map((one) => ({
      id: one.id,
      url: address(`/resolutions/${one.id}`),
      text: maskPhonesIn(one.text),
      state: one.state,
      decidedOn: one.decidedOn,
      deadline: one.deadline,
      meetingId: one.meetingId,
      projectId: one.projectId,
    })),
    ballots: data.ballots.map((one) => ({
      id: one.id,
      url: address(`/ballots/${one.id}`),
      question: maskPhonesIn(one.question),
      state: one.state,
      opensAt: one.openedAt?.toISOString() ?? null,
      closesAt: one.closesAt.toISOString(),
      // Nothing of an open ballot but that it is open.
      passed: one.state === 'closed' ? (one.outcome?.passed ?? null) : null,
      clause: one.clause,
    })),
    calendar: data.calendar.map((one) => ({
      kind: one.kind,
      day: one.day,
      at: one.at?.toISOString() ?? null,
      title: maskPhonesIn(one.title),
      url: address(one.path),
    })),
    checklist: data.checklist.map((line) => ({
      id: line.rule.id,
      title: line.rule.title,
      source: line.rule.source,
      clause: line.rule.clause,
      every: line.rule.every,
      occasion: line.rule.occasion,
      withinDays: line.rule.withinDays,
      postedDays: line.rule.postedDays,
      state: line.standing.state,
      lastPublishedOn: line.standing.last,
      dueBy: line.standing.until,
      notPublished: line.standing.open,
      exemptReason: line.exemption?.reason ?? null,
    })),
  };
}
