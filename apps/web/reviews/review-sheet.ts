import { formatInstant } from '#libs/civil-time';
import { formatYuan } from '#libs/money';
import { facts, heading, type Block, pageBreak, paper, paragraph, type PdfDocument, signatures, table } from '#platform/documents';
import type { ApplicationVersion, Project } from '#modules/projects';
import { type BoardReview, pointsText, type Recusal, type ReviewBoard } from '#modules/reviews';

/** What a review sheet is about. */
export interface SheetFacts {
  roundName: string;
  project: Project;
  application: ApplicationVersion;
  placeName: string;
  subdistrict: string;
  today: string;
  /** Codes of the rubric's criteria in the policy's order. */
  order: readonly string[];
}

/** One review as a sheet to sign (评审表): points, weights, reasons, opinion, total. */
function sheetBody(review: BoardReview, order: readonly string[]): Block[] {
  const submitted = review.review.submittedAt;
  return [
    table({
      columns: [
        { label: '评审项' },
        { label: '权重', width: 45, align: 'right' },
        { label: '满分', width: 45, align: 'right' },
        { label: '得分', width: 45, align: 'right' },
        { label: '理由', width: 210 },
      ],
      rows: [...review.scores]
        .sort((a, b) => order.indexOf(a.criterion) - order.indexOf(b.criterion))
        .map((score) => [score.title, `${score.weightPercent}%`, String(score.maxPoints), score.points === null ? '' : String(score.points), score.reason]),
      total: ['总分（满分 100）', '', '', review.total ? pointsText(review.total) : '', ''],
    }),
    heading('总体意见', { level: 2 }),
    paragraph(review.review.comment === '' ? '　' : review.review.comment, { indent: true }),
    paragraph(submitted ? `${formatInstant(submitted, 'zh')}提交。` : '还没有提交。', { soft: true }),
    signatures([{ label: '评审专家', note: review.review.reviewerName }], '日期'),
  ];
}

const head = (about: SheetFacts, more: readonly (readonly [string, string])[] = []): Block =>
  facts([
    ['申报', about.roundName],
    ['项目', about.project.title],
    ['编号', `${about.placeName} ${about.project.serial}`],
    ['申请自治金', `${formatYuan(about.application.grantFen)} 元（项目总额 ${formatYuan(about.application.totalFen)} 元）`],
    ...more,
  ]);

/** The sheet of one review. */
export function reviewSheet(about: SheetFacts, review: BoardReview): PdfDocument {
  return paper({
    title: '社区自治金项目评审表',
    subtitle: about.project.title,
    meta: { lang: 'zh', issuer: about.subdistrict, code: about.project.serial, printedDay: about.today },
    body: [head(about, [['评审专家', review.review.reviewerName]]), ...sheetBody(review, about.order)],
  });
}

/** All sheets of a project behind a cover with the totals, the mean and who stepped aside. */
export function projectSheets(about: SheetFacts, board: ReviewBoard, recusals: readonly Recusal[]): PdfDocument {
  const done = board.reviews.filter(({ review }) => review.state === 'submitted');
  return paper({
    title: '社区自治金项目评审汇总表',
    subtitle: about.project.title,
    meta: { lang: 'zh', issuer: about.subdistrict, code: about.project.serial, printedDay: about.today },
    body: [
      head(about),
      heading('一、评分汇总'),
      table({
        columns: [{ label: '评审专家' }, { label: '情况', width: 90 }, { label: '总分', width: 70, align: 'right' }],
        rows: board.reviews.map(({ review, total }) => [
          review.reviewerName,
          review.state === 'submitted' ? '已提交' : review.state === 'assigned' ? '未提交' : review.endedHow === 'office' ? '已收回' : '已回避',
          total ? pointsText(total) : '—',
        ]),
        total: ['平均分', '', board.mean ? pointsText(board.mean) : '—'],
      }),
      heading('二、回避'),
      ...(recusals.length === 0
        ? [paragraph('没有人回避。')]
        : [
            table({
              columns: [{ label: '评审专家', width: 120 }, { label: '方式', width: 80 }, { label: '原因' }],
              rows: recusals.map((one) => [one.personName, one.how === 'relation' ? '有关系' : '本人声明', one.reason]),
            }),
          ]),
      signatures([{ label: '街镇自治办（盖章）' }, { label: '经办人' }], '日期'),
      ...done.flatMap((review, at) => [pageBreak(), heading(`附${at + 1}　${review.review.reviewerName}的评审表`), ...sheetBody(review, about.order)]),
    ],
  });
}
