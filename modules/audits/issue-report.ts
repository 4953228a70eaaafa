import { err, ok, type Result } from '#libs/result';
import { officeSettings } from '#modules/funds';
import { dropDuties } from '#modules/inbox';
import { publishNotice } from '#modules/notices';
import { type CommandContext, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { auditNumber, type Sample } from './audit.ts';
import { auditAtWork } from './draw-sample.ts';
import { findingState, itStands, severityNow } from './finding.ts';
import { findingsOf } from './finding-store.ts';
import { projectErrors, type Projection } from './projection.ts';
import { drawnItems, findAudit, findReport, insertPublication, insertReport, publicationOf, samplesOf, strataOf } from './store.ts';
import { errorsByItem } from './write-finding.ts';

/** What a drawing says of its population by the findings that stand. */
export interface SampleResult {
  sample: Sample;
  drawn: number;
  drawnFen: bigint;
  strata: Map<string, { count: number; drawn: number; fen: bigint }>;
  projection: Projection;
}

/** Results of every drawing of an audit. */
export async function sampleResults(tx: Tx, auditId: string): Promise<SampleResult[]> {
  const errors = await errorsByItem(tx, auditId);
  const items = await drawnItems(tx, auditId);
  const results: SampleResult[] = [];
  for (const sample of await samplesOf(tx, auditId)) {
    const own = items.filter(({ sampleId }) => sampleId === sample.id);
    const strata = await strataOf(tx, sample.id);
    const examined = own.map((item) => ({ key: item.key, stratum: item.stratum, bookFen: item.amountFen, errorFen: errors.get(item.id) ?? 0n }));
    results.push({
      sample,
      drawn: own.length,
      drawnFen: own.reduce((sum, { amountFen }) => sum + amountFen, 0n),
      strata,
      projection: projectErrors(sample, examined, new Map([...strata].map(([name, { fen }]) => [name, fen]))),
    });
  }
  return results;
}

export type ReportError = 'not-found' | 'access-over' | 'wrong-state' | 'empty' | 'too-long' | 'drafts-left' | 'key-reused';

/** Issues the report: from then on notes and ticks are read with it, and only answers and remedies go on. Error `drafts-left`: a finding is neither issued nor dropped. */
export function issueReport(ctx: CommandContext, input: { auditId: string; opinion: string; summary: string }): Promise<Result<void, ReportError>> {
  return runCommand(ctx, 'issue-audit-report', async (tx): Promise<Result<void, ReportError>> => {
    const audit = await auditAtWork(tx, input.auditId);
    if (!audit.ok) return audit;
    const [opinion, summary] = [input.opinion.trim(), input.summary.trim()];
    if (opinion === '' || summary === '') return err('empty');
    if ([...opinion].length > 8000 || [...summary].length > 4000) return err('too-long');
    const findings = await findingsOf(tx, audit.value.id);
    if (findings.some((finding) => findingState(finding) === 'draft')) return err('drafts-left');
    const standing = findings.filter(itStands);
    const figures = {
      findings: standing.length,
      grave: standing.filter((finding) => severityNow(finding) === 'grave').length,
      middling: standing.filter((finding) => severityNow(finding) === 'middling').length,
      slight: standing.filter((finding) => severityNow(finding) === 'slight').length,
      samples: (await sampleResults(tx, audit.value.id)).map(({ sample, drawn, drawnFen, projection }) => ({
        no: sample.no,
        drawn,
        drawnFen: drawnFen.toString(),
        foundFen: projection.foundFen.toString(),
        projectedFen: projection.projectedFen.toString(),
        limitFen: projection.limitFen?.toString() ?? null,
      })),
    };
    await insertReport(tx, audit.value.id, { opinion, summary, figures });
    await dropDuties(tx, { subjectId: audit.value.id, kind: 'audit.report' });
    tx.audit({
      action: 'audit.report',
      subjectKind: 'audit',
      subjectId: audit.value.id,
      text: { number: auditNumber(audit.value), opinion, summary, figures },
    });
    await tx.emit('audit.reported', { auditId: audit.value.id });
    return ok();
  });
}

/** Key of the office's word on whether summaries of audits are made public. */
export const publishSummaryKey = 'audit.publishSummary';
/** What the office has said: yes, no, or nothing yet. */
export const summariesArePublished = async (tx: Tx): Promise<{ value: 'yes' | 'no'; setBy: string; setOn: string } | null> => {
  const setting = (await officeSettings(tx)).find(({ key }) => key === publishSummaryKey);
  return setting && (setting.value === 'yes' || setting.value === 'no') ? { value: setting.value, setBy: setting.setBy, setOn: setting.setOn } : null;
};

/** Makes the summary public, once, where the office has said that summaries are. The auditor's own words; no names of persons are added. */
export function publishSummary(
  ctx: CommandContext,
  input: { auditId: string },
): Promise<Result<{ noticeId: string }, 'not-found' | 'not-allowed' | 'wrong-state' | 'not-set' | 'not-published' | 'key-reused'>> {
  return runCommand(
    ctx,
    'publish-audit-summary',
    async (tx): Promise<Result<{ noticeId: string }, 'not-found' | 'not-allowed' | 'wrong-state' | 'not-set' | 'not-published'>> => {
      const audit = await findAudit(tx, input.auditId);
      if (!audit) return err('not-found');
      if (!tx.can('audit.publish', { neighbourhoodId: null })) return err('not-allowed');
      const report = await findReport(tx, audit.id);
      if (!report || (await publicationOf(tx, audit.id))) return err('wrong-state');
      const said = await summariesArePublished(tx);
      if (!said) return err('not-set');
      if (said.value === 'no') return err('not-published');
      const findings = (await findingsOf(tx, audit.id)).filter(itStands);
      const count = (severity: 'grave' | 'middling' | 'slight') => findings.filter((finding) => severityNow(finding) === severity).length;
      const noticeId = await publishNotice(tx, {
        kind: 'general',
        neighbourhoodId: null,
        subjectKind: 'audit',
        subjectId: audit.id,
        title: `审计结果摘要：${audit.title}`.slice(0, 200),
        body: `${auditNumber(audit)}，审计范围内的付款日期为${audit.periodFrom}至${audit.periodTo}。\n\n${report.summary}\n\n发现问题${findings.length}条：严重${count('grave')}条，一般${count('middling')}条，轻微${count('slight')}条。`,
        startDay: tx.today,
        endDay: null,
        acceptsObjections: false,
      });
      await insertPublication(tx, audit.id, noticeId);
      tx.audit({ action: 'audit.publish', subjectKind: 'audit', subjectId: audit.id, text: { noticeId } });
      return ok({ noticeId });
    },
  );
}
