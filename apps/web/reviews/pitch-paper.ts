import { formatInstant } from '#libs/civil-time';
import { facts, heading, paper, paragraph, type PdfDocument, signatures, table } from '#platform/documents';
import { type PitchLine, type PitchScore, pointsText } from '#modules/reviews';
import { durationText } from './pitch-clock.tsx';
import { pitchText } from './pitch-text.ts';
import type { PitchFigures } from './pitch-view.ts';

/** The record of a session, ready to sign: order, who spoke, every reviewer's points, means and places. */
export function pitchPaper(
  figures: PitchFigures,
  lines: readonly PitchLine[],
  scores: readonly PitchScore[],
  about: { subdistrict: string; today: string },
): PdfDocument {
  const { session, turns, round } = figures;
  const t = pitchText.zh;
  const titleOf = (projectId: string) => turns.find((turn) => turn.projectId === projectId);
  const reviewers = [...new Map(scores.map(({ reviewerId, reviewerName }) => [reviewerId, reviewerName]))];
  const closed = session.state === 'closed';
  return paper({
    title: `${session.title}会议记录`,
    subtitle: round.name,
    meta: { lang: 'zh', issuer: about.subdistrict, code: round.name, printedDay: about.today },
    body: [
      facts([
        ['时间', formatInstant(session.startsAt, 'zh')],
        ['地点', session.place || '—'],
        ['主持人', session.chairName],
        ['安排', `每个项目讲 ${durationText(session.pitchSeconds, 'zh')}，提问 ${durationText(session.questionSeconds, 'zh')}`],
        ['顺序', session.seed ? `抽签，种子 ${session.seed}` : '按主持人排定'],
        ['状态', closed && session.closedAt ? `${formatInstant(session.closedAt, 'zh')} 由${session.closedByName ?? ''}结束，分数封存` : t[session.state]],
      ]),
      heading('一、路演顺序和到场'),
      table({
        columns: [{ label: '序号', width: 40, align: 'right' }, { label: '项目' }, { label: '居民区', width: 120 }, { label: '情况', width: 70 }],
        rows: turns.map((turn) => [String(turn.no), turn.project.title, turn.placeName, t[turn.stage]]),
      }),
      heading('二、评分'),
      ...(closed
        ? [
            table({
              columns: [
                { label: '名次', width: 40, align: 'right' },
                { label: '项目' },
                { label: '各位专家的分数' },
                { label: '平均分', width: 60, align: 'right' },
              ],
              rows: [...lines]
                .sort((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity) || a.no - b.no)
                .map((line) => [
                  line.place === null ? '—' : String(line.place),
                  titleOf(line.projectId)?.project.title ?? '',
                  [
                    ...line.totals.map(({ reviewerName, total }) => `${reviewerName} ${pointsText(total)}`),
                    ...line.unfinished.map(({ reviewerName }) => `${reviewerName} 未打完，不计`),
                  ].join('；'),
                  line.mean ? pointsText(line.mean) : '—',
                ]),
            }),
          ]
        : [paragraph('路演没有结束，分数不列出。')]),
      heading('三、签字'),
      signatures(
        [{ label: '主持人', note: session.chairName }, ...reviewers.map(([, name]) => ({ label: '评审专家', note: name })), { label: '记录人' }],
        '日期',
      ),
    ],
  });
}
